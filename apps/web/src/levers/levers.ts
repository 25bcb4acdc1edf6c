import type { Lever, ModelInput } from '@isocentre/workforce';
import type { PageLever, Specialism } from './page-lever.ts';

type Occupation = ModelInput['occupations'][number];
type Cell = ModelInput['cells'][number];

const occupationsIn = (input: ModelInput, specialism: string | undefined): readonly Occupation[] =>
  input.occupations.filter((one) => specialism === undefined || one.specialism === specialism);

const cellsIn = (input: ModelInput, specialism: string | undefined): readonly Cell[] => {
  const ids = new Set(occupationsIn(input, specialism).map((one) => one.id));
  return input.cells.filter((cell) => ids.has(cell.occupation));
};

const sum = (values: readonly number[]): number | undefined =>
  values.length === 0 ? undefined : values.reduce((all, value) => all + value, 0);

/** The mean over occupations that may differ; the same number where they do not. */
const mean = (values: readonly (number | undefined)[]): number | undefined => {
  const known = values.filter((value) => value !== undefined);
  if (known.every((value) => value === known[0])) return known[0];
  const total = sum(known);
  return total === undefined ? undefined : total / known.length;
};

const places =
  (route: 'scientist_training' | 'technologist_training'): PageLever['valueIn'] =>
  (input, t, specialism) =>
    sum(
      cellsIn(input, specialism).flatMap((cell) =>
        cell.training.filter((stream) => stream.route === route).map((stream) => stream.starts[t] ?? 0),
      ),
    );

const recruits =
  (source: 'international' | 'direct'): PageLever['valueIn'] =>
  (input, t, specialism) =>
    sum(
      cellsIn(input, specialism).flatMap((cell) =>
        cell.recruits.filter((one) => one.source === source).map((one) => one.people[t] ?? 0),
      ),
    );

const isLever =
  <K extends Lever['lever']>(kind: K, also: (lever: Extract<Lever, { lever: K }>) => boolean = () => true) =>
  (lever: Lever): boolean =>
    lever.lever === kind && also(lever as Extract<Lever, { lever: K }>);

/** Nothing yet, of what a scenario has occupations for. */
const noneOf =
  (specialisms: readonly string[], group: string): PageLever['valueIn'] =>
  (input) =>
    input.occupations.some((one) => one.group === group && specialisms.includes(one.specialism)) ? 0 : undefined;

const certified =
  (of: 'probability' | 'perAssessor'): PageLever['valueIn'] =>
  (input, t, specialism) =>
    mean(occupationsIn(input, specialism).map((one) => one.certification?.[of][t]));

// What the surveys count as one specialism is two in the whole of MPCE.
const engineering: Specialism[] = ['clinical_and_rehabilitation_engineering', 'clinical_engineering'];

const none = (): number => 0;
const unchanged = (): number => 1;

/** The levers of the page, in the order in which it shows them. */
export const pageLevers: readonly PageLever[] = [
  {
    id: 'leaving',
    title: 'Leaving before retirement',
    horizon: 'within a year',
    unit: 'of today’s rate',
    form: 'share',
    min: 0.5,
    max: 1.5,
    step: 0.01,
    meaning:
      'Multiplies the chance that somebody leaves the NHS before retiring. 80 % means that one in five of those who would leave stays.',
    figures: ['quitting_by_age'],
    bySpecialism: true,
    valueIn: (input, t, specialism) => mean(occupationsIn(input, specialism).map((one) => one.quitMultiplier[t])),
    fill: (value) => ({ lever: 'retention', multiply: value }),
    isKind: isLever('retention'),
  },
  {
    id: 'returning',
    title: 'Retire and return',
    horizon: 'within a year',
    unit: 'of those who retire',
    form: 'share',
    min: 0,
    max: 0.6,
    step: 0.01,
    meaning: 'Of those who retire in a year, the share who come back, at about half time, for some years.',
    figures: ['returning_share', 'returned_participation', 'returned_leaving'],
    bySpecialism: true,
    valueIn: (input, t, specialism) => mean(occupationsIn(input, specialism).map((one) => one.returning[t])),
    fill: (value) => ({ lever: 'retire-and-return', set: value }),
    isKind: isLever('retire-and-return'),
  },
  {
    id: 'overseas',
    title: 'Recruited from overseas',
    horizon: 'within a year',
    unit: 'people a year',
    form: 'count',
    min: 0,
    max: 150,
    step: 1,
    meaning: 'People who come from overseas and look for a post here. They are hired as far as funded posts are open.',
    figures: ['other_recruitment', 'international_share_of_recruitment'],
    bySpecialism: true,
    valueIn: recruits('international'),
    fill: (value) => ({ lever: 'recruitment', source: 'international', set: value }),
    isKind: isLever('recruitment', (lever) => lever.source !== 'direct'),
  },
  {
    id: 'direct',
    title: 'Returners and direct entrants',
    horizon: 'within a year',
    unit: 'people a year',
    form: 'count',
    min: 0,
    max: 150,
    step: 1,
    meaning: 'People who come back to the profession, or enter it from other work without one of the training routes.',
    figures: ['other_recruitment', 'international_share_of_recruitment'],
    bySpecialism: true,
    valueIn: recruits('direct'),
    fill: (value) => ({ lever: 'recruitment', source: 'direct', set: value }),
    isKind: isLever('recruitment', (lever) => lever.source !== 'international'),
  },
  {
    id: 'funding',
    title: 'Required posts that get funded',
    horizon: 'within a year',
    unit: 'of the gap each year',
    form: 'share',
    min: 0,
    max: 1,
    step: 0.01,
    meaning: 'Of the posts that are required and not yet funded, the share that is funded in each year.',
    figures: ['funding_share'],
    bySpecialism: false,
    valueIn: (input, t) => input.fundedShare[t],
    fill: (value) => ({ lever: 'funding-share', set: value }),
    isKind: isLever('funding-share'),
  },
  {
    id: 'posts',
    title: 'Further posts funded by decision',
    horizon: 'within a year',
    unit: 'WTE a year',
    form: 'count',
    min: 0,
    max: 300,
    step: 5,
    meaning:
      'Posts funded by a decision of their own in every year, beside the share above, spread as today’s posts are.',
    figures: [],
    bySpecialism: true,
    valueIn: (input, t, specialism) => sum(cellsIn(input, specialism).map((cell) => cell.addedPosts[t] ?? 0)),
    fill: (value) => ({ lever: 'funded-posts', add: value }),
    isKind: isLever('funded-posts'),
  },
  {
    id: 'scientists',
    title: 'Scientist training places',
    horizon: 'two to five years',
    unit: 'starts a year',
    form: 'count',
    min: 0,
    max: 400,
    step: 1,
    meaning:
      'New trainees a year on the Scientist Training Programme, spread over specialisms as today’s are. They qualify after three years.',
    figures: ['stp_2023_by_specialty', 'stp_starts_magnetic_resonance', 'stp_starts_ultrasound', 'stp_duration'],
    bySpecialism: true,
    valueIn: places('scientist_training'),
    fill: (value) => ({ lever: 'training-places', route: 'scientist_training', set: value }),
    isKind: isLever('training-places', (lever) => lever.route !== 'technologist_training'),
  },
  {
    id: 'apprentices',
    title: 'Apprenticeships and degree places',
    horizon: 'two to five years',
    unit: 'starts a year',
    form: 'count',
    min: 0,
    max: 400,
    step: 1,
    meaning:
      'New trainees a year for clinical technologists and engineering staff, by apprenticeship or degree. They qualify after about three years.',
    figures: ['technologist_training_starts', 'technologist_training_years'],
    bySpecialism: true,
    valueIn: places('technologist_training'),
    fill: (value) => ({ lever: 'training-places', route: 'technologist_training', set: value }),
    isKind: isLever('training-places', (lever) => lever.route !== 'scientist_training'),
  },
  {
    id: 'supervision',
    title: 'Supervision capacity',
    horizon: 'two to five years',
    unit: 'trainees for each member of staff',
    form: 'ratio',
    min: 0,
    max: 1,
    step: 0.01,
    meaning: 'Trainees of all years that one person in post can supervise. Places beyond it are lost.',
    figures: ['supervision'],
    bySpecialism: true,
    valueIn: (input, t, specialism) => mean(occupationsIn(input, specialism).map((one) => one.supervision[t])),
    fill: (value) => ({ lever: 'supervision', set: value }),
    isKind: isLever('supervision'),
  },
  {
    id: 'certification',
    title: 'Certified as Medical Physics Expert',
    horizon: 'two to five years',
    unit: 'of those eligible a year',
    form: 'share',
    min: 0,
    max: 0.3,
    step: 0.005,
    meaning:
      'Chance a year that a clinical scientist who is old enough and not yet recognised gains recognition, as far as assessors allow.',
    figures: ['certification_rate', 'certification_age', 'certification_per_assessor'],
    bySpecialism: true,
    valueIn: certified('probability'),
    fill: (value) => ({ lever: 'certification', set: value }),
    isKind: isLever('certification', (lever) => lever.of !== 'assessors'),
  },
  {
    id: 'assessors',
    title: 'Assessors of Medical Physics Experts',
    horizon: 'two to five years',
    unit: 'certified a year for each expert',
    form: 'ratio',
    min: 0,
    max: 0.5,
    step: 0.01,
    meaning:
      'Most people a year who can gain recognition for each recognised expert, who assesses them. It binds where many are eligible and experts few.',
    figures: ['certification_per_assessor'],
    bySpecialism: true,
    valueIn: certified('perAssessor'),
    fill: (value) => ({ lever: 'certification', of: 'assessors', set: value }),
    isKind: isLever('certification', (lever) => lever.of === 'assessors'),
  },
  {
    id: 'linacs',
    title: 'Further linear accelerators',
    horizon: 'longer',
    unit: 'machines a year',
    form: 'count',
    min: 0,
    max: 30,
    step: 1,
    meaning:
      'Machines put into use in every year beyond replacement. Each raises the physicists that are required, by the ratio the IAEA gives as an example.',
    figures: ['iaea_simple_physicist_per_linac'],
    bySpecialism: false,
    where: { specialism: 'radiotherapy_physics', group: 'scientist' },
    valueIn: noneOf(['radiotherapy_physics'], 'scientist'),
    fill: (value) => ({
      lever: 'equipment-programme',
      machines: value,
      wtePerMachine: { formula: 'iaea_simple_physicist_per_linac' },
    }),
    isKind: isLever('equipment-programme'),
  },
  {
    id: 'devices',
    title: 'Further medical devices',
    horizon: 'longer',
    unit: 'devices a year',
    form: 'count',
    min: 0,
    max: 100_000,
    step: 1000,
    meaning:
      'Devices put into use in every year beyond replacement. They raise the engineering staff that is required, by a rule of thumb from the United States, whose own source warns against it for a single hospital.',
    figures: ['ce_devices_per_bmet_rule'],
    bySpecialism: false,
    where: { specialism: engineering, group: 'engineering' },
    valueIn: noneOf(engineering, 'engineering'),
    fill: (value) => ({
      lever: 'equipment-programme',
      machines: value,
      wtePerMachine: { formula: '1 / ce_devices_per_bmet_rule' },
    }),
    isKind: isLever('equipment-programme'),
  },
  {
    id: 'growth',
    title: 'Growth of what is required',
    horizon: 'longer',
    unit: 'percentage points a year',
    form: 'points',
    min: -0.03,
    max: 0.03,
    step: 0.001,
    meaning:
      'Added to the growth that is assumed for each specialism, one to two per cent a year. Below zero, less is needed.',
    figures: [
      'growth_radiotherapy_physics',
      'growth_nuclear_medicine_physics',
      'growth_diagnostic_radiology_and_radiation_protection',
      'growth_magnetic_resonance_physics',
      'growth_ultrasound_and_non_ionising_radiation',
      'growth_clinical_and_rehabilitation_engineering',
    ],
    bySpecialism: true,
    valueIn: none,
    fill: (value) => ({ lever: 'growth', add: value }),
    isKind: isLever('growth'),
  },
  {
    id: 'technology',
    title: 'Technology',
    horizon: 'longer',
    unit: 'of the staff otherwise required',
    form: 'share',
    min: 0.7,
    max: 1.3,
    step: 0.01,
    meaning:
      'Multiplies the staff that is required. Below 100 %, technology saves staff, as automated planning may; above, it needs more.',
    figures: [],
    bySpecialism: true,
    valueIn: unchanged,
    fill: (value) => ({ lever: 'technology', multiply: value }),
    isKind: isLever('technology'),
  },
];

/** The levers by id. */
export const leverById: ReadonlyMap<string, PageLever> = new Map(pageLevers.map((lever) => [lever.id, lever]));
