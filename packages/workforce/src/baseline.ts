import type { FigureReader, Range, Row } from '@isocentre/evidence';
import { ageProfile, type NormalPart } from '@isocentre/statistics';
import type { CellInput, ModelInput, OccupationInput } from './model-input.ts';
import type { Scenario } from './scenario.ts';
import {
  groups,
  keysOf,
  nation,
  regions,
  routes,
  specialisms,
  type Group,
  type Region,
  type Route,
  type Specialism,
} from './taxonomy.ts';

/** A baseline to which levers are still to be applied, with the parts from which the requirement follows. */
export interface Draft {
  readonly input: ModelInput;
  /** The years that the scenario itself covers, which a single run may cut short. */
  readonly declaredYears: number;
  /** WTE required at the baseline, by cell. */
  readonly requirement: readonly number[];
  /** Recognised WTE required at the baseline, by cell. */
  readonly recognisedRequirement: readonly number[];
  /** Growth of the requirement by occupation id, one value a step. */
  readonly growth: ReadonlyMap<string, number[]>;
  /** Multiplier of the requirement by cell, one value a reported year. */
  readonly technology: readonly number[][];
  /** WTE added to the requirement by dated programmes, by cell, one value a reported year. */
  readonly programmes: readonly number[][];
}

const share: Range = { min: 0, max: 1 };
const atLeastZero: Range = { min: 0 };
const wholeFromZero: Range = { min: 0, whole: true };
const wholeYears: Range = { min: 1, whole: true };

const surveyed = [
  'radiotherapy_physics',
  'nuclear_medicine_physics',
  'diagnostic_radiology_and_radiation_protection',
  'magnetic_resonance_physics',
  'ultrasound_and_non_ionising_radiation',
  'clinical_and_rehabilitation_engineering',
] as const satisfies readonly Specialism[];
const physics: readonly Specialism[] = surveyed.slice(0, -1);
const beyond = [
  'clinical_engineering',
  'rehabilitation_engineering',
  'clinical_scientific_computing',
  'physiological_measurement',
  'optical_radiation',
  'radiopharmacy',
] as const satisfies readonly Specialism[];
/** Tells whether no survey has a specialism, so that only the whole of MPCE has it. */
export const isBeyond = (specialism: Specialism): boolean => (beyond as readonly Specialism[]).includes(specialism);

const specialismsOf: Readonly<Record<'surveyed' | 'whole-mpce', readonly Specialism[]>> = {
  surveyed,
  'whole-mpce': [...physics, ...beyond],
};

/** The figure that gives the vacancy rate of a specialism, or of each of its groups where the survey gives several. */
const vacancyFigures: Partial<Record<Specialism, string | Partial<Record<Group, string>>>> = {
  radiotherapy_physics: 'vacancy_radiotherapy_physics',
  nuclear_medicine_physics: 'nm_vacancy',
  diagnostic_radiology_and_radiation_protection: { scientist: 'dr_cs_vacancy', technologist: 'dr_ct_vacancy' },
  magnetic_resonance_physics: 'mr_vacancy',
  ultrasound_and_non_ionising_radiation: { scientist: 'us_cs_vacancy', technologist: 'us_ct_vacancy' },
  clinical_and_rehabilitation_engineering: 'vacancy_clinical_and_rehabilitation_engineering',
};

/** The row of the programme's table of starts that belongs to a specialism. */
const startRows: Partial<Record<Specialism, string>> = {
  radiotherapy_physics: 'radiotherapy_physics',
  nuclear_medicine_physics: 'nuclear_medicine',
  diagnostic_radiology_and_radiation_protection: 'radiation_safety_and_diagnostic_radiology',
  clinical_and_rehabilitation_engineering: 'clinical_engineering',
  clinical_scientific_computing: 'clinical_scientific_computing',
};

const ageFigures: Readonly<Record<Group, string>> = {
  scientist: 'age_profile_scientist',
  technologist: 'age_profile_technologist',
  engineering: 'age_profile_engineering',
  support: 'age_profile_technologist',
};

/** For what vacancy rates are read; a return replaces them. */
export const vacanciesPurpose = 'vacancies at the baseline';

/** One occupation of the baseline with the quantities from which its cells are made. */
interface Occupation {
  readonly id: string;
  readonly specialism: Specialism;
  readonly group: Group;
  readonly posts: number;
  readonly vacancy: number;
  readonly recognisedShare: number;
}

const fill = (length: number, value: number): number[] => Array<number>(length).fill(value);
const total = (values: Iterable<number>): number => {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
};
const dot = (left: readonly number[], right: readonly number[]): number =>
  total(left.map((value, index) => value * (right[index] ?? 0)));

/** Age profiles once spread, by their rows and the model's ages: thousands of draws of the assumptions read the same. */
const spreadProfiles = new WeakMap<Readonly<Record<string, Row>>, ReadonlyMap<string, number[]>>();

/** Reads figures in the forms that the model needs, at the model's ages. */
class Figures {
  readonly reader: FigureReader;
  readonly first: number;
  readonly last: number;

  constructor(reader: FigureReader) {
    this.reader = reader;
    this.first = reader.number('model_ages', 'years of age', 'the ages followed', wholeFromZero, ['low']);
    this.last = reader.number('model_ages', 'years of age', 'the ages followed', { min: this.first, whole: true }, [
      'high',
    ]);
  }

  get ageCount(): number {
    return this.last - this.first + 1;
  }

  /** Spreads a table of age bands (`55-59`, `60`) over single ages; every age must stand in exactly one band. */
  byAge(id: string, unit: string, purpose: string, range: Range): number[] {
    const values: (number | undefined)[] = Array.from({ length: this.ageCount });
    for (const [band, row] of Object.entries(this.reader.table(id, unit, purpose))) {
      const [low = Number.NaN, high = low] = band.split('-').map(Number);
      if (typeof row !== 'number' || !Number.isInteger(low) || !Number.isInteger(high)) {
        this.reader.report(id, `the row "${band}"`, 'rows such as "55-59: 0.04" or "60: 0.17"');
        continue;
      }
      if (row < (range.min ?? -Infinity) || row > (range.max ?? Infinity)) {
        this.reader.report(id, `${row} at ${band}`, `a number from ${range.min ?? '-∞'} to ${range.max ?? '∞'}`);
      }
      for (let age = Math.max(low, this.first); age <= Math.min(high, this.last); age += 1) {
        if (values[age - this.first] !== undefined)
          this.reader.report(id, `age ${age} in two bands`, 'every age in one band');
        values[age - this.first] = row;
      }
    }
    return values.map((value, index) => {
      if (value === undefined)
        this.reader.report(
          id,
          `no band for age ${this.first + index}`,
          `every age from ${this.first} to ${this.last} in one band`,
        );
      return value ?? 0;
    });
  }

  /** Spreads the normal parts of an age profile over single ages; adds to one. */
  profile(id: string, purpose: string): number[] {
    const rows = this.reader.table(id, 'age profile', purpose);
    const ages = `${this.first}-${this.last}`;
    const known = spreadProfiles.get(rows)?.get(ages);
    if (known) return known;
    const problems = this.reader.problems.length;
    const parts: NormalPart[] = [];
    for (const [name, row] of Object.entries(rows)) {
      const { weight, mean, sd, from, to } = (typeof row === 'number' ? {} : row) as Partial<NormalPart>;
      if (
        weight === undefined ||
        mean === undefined ||
        sd === undefined ||
        from === undefined ||
        to === undefined ||
        sd <= 0
      ) {
        this.reader.report(id, `the row "${name}"`, 'weight, mean, sd (above 0), from and to');
      } else if (Math.max(from, this.first) > Math.min(to, this.last)) {
        this.reader.report(id, `ages ${from} to ${to}`, `ages within ${this.first} to ${this.last}`);
      } else parts.push({ weight, mean, sd, from, to });
    }
    const weight = total(parts.map((part) => part.weight));
    if (parts.length > 0 && Math.abs(weight - 1) > Number.EPSILON * parts.length) {
      this.reader.report(id, `weights that add to ${weight}`, 'weights that add to 1');
    }
    const profile = [...ageProfile(parts, this.first, this.last)];
    if (this.reader.problems.length === problems) spreadProfiles.set(rows, new Map([[ages, profile]]));
    return profile;
  }
}

const cellsOf = (row: Row | undefined): Readonly<Record<string, number>> => (typeof row === 'object' ? row : {});

const occupationsOf = (figures: Figures, scope: keyof typeof specialismsOf): readonly Occupation[] => {
  const { reader } = figures;
  return specialismsOf[scope].flatMap((specialism) => {
    const whole = isBeyond(specialism) || (scope === 'whole-mpce' && specialism === 'nuclear_medicine_physics');
    const posts = reader.number(
      `${whole ? 'posts_whole' : 'posts'}_${specialism}`,
      'WTE posts',
      'posts at the baseline',
      atLeastZero,
    );
    const table = isBeyond(specialism) ? 'group_shares_whole' : 'group_shares';
    const shares = cellsOf(reader.table(table, 'share', 'posts at the baseline')[specialism]);
    if (Math.abs(total(Object.values(shares)) - 1) > Number.EPSILON * 2) {
      reader.report(
        table,
        `shares of ${specialism} that add to ${total(Object.values(shares))}`,
        'shares that add to 1',
      );
    }
    return keysOf(groups).flatMap((group) => {
      const part = shares[group];
      if (part === undefined) return [];
      const named = vacancyFigures[specialism] ?? 'vacancy_whole';
      const figure = typeof named === 'string' ? named : named[group];
      const vacancy = figure === undefined ? 0 : reader.number(figure, 'share', vacanciesPurpose, share);
      const recognised =
        group === 'scientist'
          ? reader.table('recognised_share', 'share', 'recognised experts at the baseline')[specialism]
          : undefined;
      return [
        {
          id: `${specialism}.${group}`,
          specialism,
          group,
          posts: posts * part,
          vacancy,
          recognisedShare: typeof recognised === 'number' ? recognised : 0,
        },
      ];
    });
  });
};

/** WTE required at the baseline, by occupation. */
const requirementOf = (
  figures: Figures,
  occupations: readonly Occupation[],
  set: NonNullable<NonNullable<Scenario['baseline']>['requirement']>,
): readonly number[] => {
  const { reader } = figures;
  const purpose = 'the requirement at the baseline';
  const read = (id: string): number => reader.number(id, 'WTE', purpose, atLeastZero);
  if (set === 'specialism-surveys') {
    const radiology = occupations.filter((one) => one.specialism === 'diagnostic_radiology_and_radiation_protection');
    const radiologyPosts = total(radiology.map((one) => one.posts));
    return occupations.map((one) => {
      switch (one.id) {
        case 'radiotherapy_physics.technologist':
          return read('requirement_surveys_radiotherapy_technologist');
        case 'nuclear_medicine_physics.scientist':
          return read('requirement_surveys_nuclear_medicine_scientist');
        case 'nuclear_medicine_physics.technologist':
          return read('requirement_surveys_nuclear_medicine_technologist');
        case 'magnetic_resonance_physics.scientist':
          return read('requirement_surveys_magnetic_resonance');
        default:
          return radiology.includes(one)
            ? (read('requirement_surveys_diagnostic_radiology') * one.posts) / radiologyPosts
            : one.posts;
      }
    });
  }
  // The surveyed scope sets how many unfunded posts one unit of call stands for, in either scope.
  const calls = reader.table('call_by_specialism', 'share', purpose);
  const callOf = (specialism: Specialism): number => {
    if (isBeyond(specialism)) return reader.number('call_whole', 'share', purpose, atLeastZero);
    const call = calls[specialism];
    if (typeof call === 'number') return call;
    reader.report('call_by_specialism', `nothing at ${specialism}`, 'a number for each surveyed specialism');
    return 0;
  };
  const called = total(
    surveyed.map((specialism) => reader.number(`posts_${specialism}`, 'WTE posts', purpose) * callOf(specialism)),
  );
  const unfunded =
    set === 'headline-2023-on-top'
      ? reader.number('mpce_additional_needed_2023', 'people', purpose, atLeastZero)
      : reader.number('unfunded_posts', 'WTE posts', purpose, atLeastZero);
  return occupations.map((one) => one.posts + (unfunded * one.posts * callOf(one.specialism)) / called);
};

/** Scientist training starts a year, by specialism. */
const scientistStarts = (figures: Figures, occupations: readonly Occupation[]): ReadonlyMap<Specialism, number> => {
  const { reader } = figures;
  const purpose = 'training starts';
  const row = (name: string): number =>
    reader.number('stp_2023_by_specialty', 'people a year', purpose, atLeastZero, [name, 'posts']);
  const own = (specialism: Specialism): number | undefined => {
    if (specialism === 'magnetic_resonance_physics')
      return reader.number('stp_starts_magnetic_resonance', 'people a year', purpose, atLeastZero);
    if (specialism === 'ultrasound_and_non_ionising_radiation')
      return reader.number('stp_starts_ultrasound', 'people a year', purpose, atLeastZero);
    const name = startRows[specialism];
    return name === undefined ? undefined : row(name);
  };
  const present = [...new Set(occupations.map((one) => one.specialism))];
  const posts = (of: readonly Specialism[], group?: Group): number =>
    total(
      occupations
        .filter((one) => of.includes(one.specialism) && (group === undefined || one.group === group))
        .map((one) => one.posts),
    );
  const undefinedStarts = row('medical_physics_not_defined');
  const engineering: readonly Specialism[] = ['clinical_engineering', 'rehabilitation_engineering'];
  return new Map(
    present.map((specialism) => {
      if (physics.includes(specialism))
        return [specialism, (own(specialism) ?? 0) + (undefinedStarts * posts([specialism])) / posts(physics)];
      if (engineering.includes(specialism)) {
        return [
          specialism,
          (row('clinical_engineering') * posts([specialism], 'scientist')) / posts(engineering, 'scientist'),
        ];
      }
      const published = own(specialism);
      if (published !== undefined) return [specialism, published];
      return [
        specialism,
        reader.number('scientist_training_whole', 'share a year', purpose, atLeastZero) *
          posts([specialism], 'scientist'),
      ];
    }),
  );
};

const trainingOf = (
  figures: Figures,
  occupations: readonly Occupation[],
  years: number,
): ((one: Occupation) => CellInput['training']) => {
  const { reader } = figures;
  const starts = scientistStarts(figures, occupations);
  const lengths: Readonly<Record<Route, number>> = {
    scientist_training: reader.number('stp_duration', 'years', 'the length of training', routeYears(reader)),
    technologist_training: reader.number(
      'technologist_training_years',
      'years',
      'the length of training',
      routeYears(reader),
    ),
  };
  const aStart = reader.number('trainees_a_start', 'people', 'trainees at the baseline', atLeastZero);
  const ids = new Set(occupations.map((one) => one.id));
  const stream = (route: Route, people: number, inServiceFrom: string | null): CellInput['training'][number] => ({
    route,
    trainees: fill(lengths[route], people * aStart),
    starts: fill(years, people),
    inServiceFrom,
  });
  return (one) => {
    if (one.group === 'support') return [];
    if (one.group === 'scientist') {
      const source = (['technologist', 'engineering'] as const)
        .map((group) => `${one.specialism}.${group}`)
        .find((id) => ids.has(id));
      return [stream('scientist_training', starts.get(one.specialism) ?? 0, source ?? null)];
    }
    const perPost = reader.number('technologist_training_starts', 'share a year', 'training starts', atLeastZero);
    return [stream('technologist_training', perPost * one.posts, null)];
  };
};

const recruitsOf = (figures: Figures, years: number): ((one: Occupation) => CellInput['recruits']) => {
  const { reader } = figures;
  const perPost = reader.number('other_recruitment', 'share a year', 'recruitment', atLeastZero);
  const international = reader.number('international_share_of_recruitment', 'share', 'recruitment', share);
  const profile = figures.profile('recruit_ages', 'recruitment');
  return (one) => {
    const support =
      one.group === 'support' ? reader.number('support_recruitment', 'share a year', 'recruitment', atLeastZero) : 0;
    return [
      { source: 'international', people: fill(years, perPost * international * one.posts), profile },
      { source: 'direct', people: fill(years, (perPost * (1 - international) + support) * one.posts), profile },
    ];
  };
};

const routesOf = (figures: Figures): ModelInput['routes'] => {
  const { reader } = figures;
  const read = (id: string, unit: string, range: Range = share): number =>
    reader.number(id, unit, 'the training routes', range);
  const inServiceAges = {
    from: reader.number('in_service_ages', 'years of age', 'the training routes', atLeastZero, ['low']),
    to: reader.number('in_service_ages', 'years of age', 'the training routes', atLeastZero, ['high']),
  };
  return [
    {
      id: 'scientist_training',
      title: routes.scientist_training,
      years: read('stp_duration', 'years', routeYears(reader)),
      attrition: read('stp_attrition', 'probability a year'),
      takeUp: read('stp_take_up', 'share'),
      costPerTrainee: read('stp_cost_a_year', 'GBP a year', atLeastZero),
      entryProfile: figures.profile('stp_entry_ages', 'the training routes'),
      inServiceShare: read('stp_in_service_share', 'share'),
      inServiceAges,
    },
    {
      id: 'technologist_training',
      title: routes.technologist_training,
      years: read('technologist_training_years', 'years', routeYears(reader)),
      attrition: read('technologist_training_attrition', 'probability a year'),
      takeUp: read('technologist_take_up', 'share'),
      costPerTrainee: read('technologist_trainee_cost_a_year', 'GBP a year', atLeastZero),
      entryProfile: figures.profile('technologist_entry_ages', 'the training routes'),
      inServiceShare: 0,
      inServiceAges,
    },
  ];
};

const transfersOf = (figures: Figures, ids: ReadonlySet<string>): ((id: string) => OccupationInput['transfers']) => {
  const { reader } = figures;
  const all: { from: string; to: string; share: number }[] = [];
  for (const [name, row] of Object.entries(reader.table('transfers', 'share a year', 'moves between occupations'))) {
    const [fromSpecialism, fromGroup, toSpecialism, toGroup] = name.split('.');
    const from = `${fromSpecialism}.${fromGroup}`;
    const to = `${toSpecialism}.${toGroup}`;
    if (typeof row !== 'number' || row < 0 || row > 1)
      reader.report('transfers', `the row "${name}"`, 'a share from 0 to 1');
    else if (row > 0 && !(ids.has(from) && ids.has(to) && from !== to)) {
      reader.report(
        'transfers',
        `the row "${name}"`,
        'a row "specialism.group.specialism.group" of two occupations of this scope',
      );
    } else if (row > 0) all.push({ from, to, share: row });
  }
  for (const id of ids) {
    const leaving = total(all.filter((one) => one.from === id).map((one) => one.share));
    if (leaving > 1)
      reader.report('transfers', `shares out of ${id} that add to ${leaving}`, 'shares that add to at most 1');
  }
  return (id) => all.filter((one) => one.from === id).map(({ to, share: part }) => ({ to, share: part }));
};

const retirementOf = (
  figures: Figures,
  rule: 'stated' | 'minimum-age-57',
  baselineYear: number,
): OccupationInput['retirement'] => {
  const stated = figures.byAge('retirement_by_age', 'probability a year', 'retirement', share);
  const now = { fromYear: baselineYear, byAge: stated };
  if (rule === 'stated') return [now];
  const read = (cell: string): number =>
    figures.reader.number('minimum_pension_age', 'year; years of age', 'retirement', atLeastZero, [cell]);
  const age = read('age');
  return [
    now,
    { fromYear: read('from_year'), byAge: stated.map((value, index) => (figures.first + index < age ? 0 : value)) },
  ];
};

const regionShares = (
  figures: Figures,
  geography: 'nation' | 'regions',
): readonly { id: Region; title: string; share: number }[] => {
  if (geography === 'nation') return keysOf(nation).map((id) => ({ id, title: nation[id], share: 1 }));
  const people = keysOf(regions).map((id) =>
    figures.reader.number(`region_population_${id}`, 'people', 'the share of each region', atLeastZero),
  );
  return keysOf(regions).map((id, index) => ({ id, title: regions[id], share: (people[index] ?? 0) / total(people) }));
};

/**
 * Builds the baseline of a scenario from figures, before levers.
 *
 * Problems with figures are collected in the reader; where it has any, the draft must not be used.
 *
 * @param askedYears Years to cover in this run, in place of those of the scenario.
 */
export const buildBaseline = (reader: FigureReader, scenario: Scenario, askedYears?: number): Draft => {
  const figures = new Figures(reader);
  const {
    scope = 'surveyed',
    requirement: set = 'headline-2023',
    growth = 'stated',
    retirement = 'stated',
    geography = 'nation',
  } = scenario.baseline ?? {};
  const year = (id: string): number => reader.number(id, 'year', 'the dates of the scenario', wholeFromZero);
  const declaredYears = horizonOf(reader, scenario.years);
  const years = askedYears === undefined ? declaredYears : horizonOf(reader, askedYears);
  const dated = scenario.baseline?.return?.data?.date;
  const baselineYear = dated === undefined ? year('baseline_year') : Number(dated.slice(0, dated.indexOf('-')));

  const occupations = occupationsOf(figures, scope);
  const ids = new Set(occupations.map((one) => one.id));
  const places = regionShares(figures, geography);
  const requirement = requirementOf(figures, occupations, set);
  const training = trainingOf(figures, occupations, years);
  const recruits = recruitsOf(figures, years);
  const transfers = transfersOf(figures, ids);
  const participation = figures.byAge('participation', 'WTE a head', 'hours worked', atLeastZero);
  const retiring = retirementOf(figures, retirement, baselineYear);
  const quitting = figures.byAge('quitting_by_age', 'probability a year', 'leaving', share);
  const returning = reader.number('returning_share', 'share', 'retire and return', share);
  const supervision = reader.number('supervision', 'people a head', 'the limit on training', atLeastZero);
  const expertAges = figures.profile('age_profile_recognised', 'ages at the baseline');

  const cells = occupations.flatMap((one) => {
    const ages = figures.profile(ageFigures[one.group], 'ages at the baseline');
    const inPost = one.posts * (1 - one.vacancy);
    const heads = (wte: number, profile: readonly number[]): number[] => {
      const perHead = dot(profile, participation);
      return profile.map((part) => (wte / perHead) * part);
    };
    const notRecognised = heads(inPost * (1 - one.recognisedShare), ages);
    const recognised = heads(inPost * one.recognisedShare, expertAges);
    const streams = training(one);
    const sources = recruits(one);
    return places.map((place): CellInput => {
      const scale = (values: readonly number[]): number[] => values.map((value) => value * place.share);
      return {
        occupation: one.id,
        region: place.id,
        notRecognised: scale(notRecognised),
        recognised: scale(recognised),
        returned: 0,
        posts: one.posts * place.share,
        addedPosts: fill(years, 0),
        requirement: [],
        recognisedRequirement: [],
        training: streams.map((stream) => ({
          ...stream,
          trainees: scale(stream.trainees),
          starts: scale(stream.starts),
        })),
        recruits: sources.map((source) => ({ ...source, people: scale(source.people) })),
      };
    });
  });

  const expertsRequired = (one: Occupation, wte: number): number =>
    set === 'specialism-surveys' && one.id === 'nuclear_medicine_physics.scientist'
      ? reader.number(
          'requirement_surveys_nuclear_medicine_recognised',
          'WTE',
          'recognised experts required',
          atLeastZero,
        )
      : wte * one.recognisedShare;
  const later = set === 'specialism-surveys' ? laterProgrammes(reader, occupations) : [];
  const programmes = cells.map((cell) => {
    const index = occupations.findIndex((one) => one.id === cell.occupation);
    const part = places.find((place) => place.id === cell.region)?.share ?? 0;
    const programme = later[index];
    return Array.from({ length: years + 1 }, (_, t) =>
      programme && baselineYear + t >= programme.year ? programme.wte * part : 0,
    );
  });

  const input: ModelInput = {
    format: 'isocentre-model-input',
    version: 1,
    scenario: { name: scenario.name, title: scenario.title },
    scope,
    baselineYear,
    firstDecisionYear: scenario.firstDecisionYear ?? year('first_decision_year'),
    years,
    ages: { first: figures.first, last: figures.last },
    closure: {
      tolerance: scenario.closureTolerance ?? reader.number('closure_tolerance', 'share', 'the closing year', share),
      reportedYears: reader.number('closure_reported_years', 'years', 'the closing year', wholeYears),
      countedFrom: year('closure_counted_from'),
    },
    retiringWithinYears: reader.number('retiring_within', 'years', 'retiring within a span', wholeYears),
    returnedParticipation: reader.number('returned_participation', 'WTE a head', 'retire and return', atLeastZero),
    returnedLeaving: reader.number('returned_leaving', 'probability a year', 'retire and return', share),
    turnedAwayLost: reader.number('turned_away_lost', 'share', 'recruitment', share),
    fundedShare: fill(years, reader.number('funding_share', 'share a year', 'the funding of posts', share)),
    regions: places.map(({ id, title }) => ({ id, title })),
    occupations: occupations.map((one): OccupationInput => ({
      id: one.id,
      specialism: one.specialism,
      group: one.group,
      title: `${groups[one.group]} in ${specialisms[one.specialism]}`,
      participation,
      retirement: retiring,
      quitting,
      quitMultiplier: fill(years, 1),
      returning: fill(years, returning),
      supervision: fill(years, supervision),
      certification:
        one.recognisedShare > 0
          ? {
              fromAge: reader.number('certification_age', 'years of age', 'recognition', wholeFromZero),
              probability: fill(years, reader.number('certification_rate', 'probability a year', 'recognition', share)),
              perAssessor: fill(
                years,
                reader.number('certification_per_assessor', 'people a head', 'recognition', atLeastZero),
              ),
            }
          : null,
      transfers: transfers(one.id),
      pay: reader.number(`pay_${one.group}`, 'GBP a year', 'pay', atLeastZero),
      onCosts: reader.number(`on_costs_${one.group}`, 'share', 'pay', atLeastZero),
    })),
    routes: routesOf(figures),
    cells,
  };

  const spread = (values: readonly number[]): number[] =>
    values.flatMap((value) => places.map((place) => value * place.share));
  return {
    input,
    declaredYears,
    requirement: spread(requirement),
    recognisedRequirement: spread(occupations.map((one, index) => expertsRequired(one, requirement[index] ?? 0))),
    growth: new Map(
      occupations.map((one, index) => [
        one.id,
        fill(years, growth === 'none' || later[index] ? 0 : growthOf(reader, one.specialism)),
      ]),
    ),
    technology: cells.map(() => fill(years + 1, 1)),
    programmes,
  };
};

/** A route is a whole number of years and no longer than any projection. */
const routeYears = (reader: FigureReader): Range => ({
  ...wholeYears,
  max: reader.number('longest_horizon', 'years', 'the length of training', wholeYears),
});

const horizonOf = (reader: FigureReader, asked: number | undefined): number => {
  const purpose = 'the dates of the scenario';
  const longest = reader.number('longest_horizon', 'years', purpose, wholeYears);
  const years = asked ?? reader.number('horizon', 'years', purpose, { ...wholeYears, max: longest });
  if (years > longest) reader.report('longest_horizon', `${years} years asked for`, `at most ${longest} years`);
  return years;
};

const growing = 'growth of the requirement';

/** The highest growth a year that a figure or a lever may give. */
export const largestGrowth = (reader: FigureReader): number =>
  reader.number('largest_growth', 'share a year', growing, atLeastZero);

const growthOf = (reader: FigureReader, specialism: Specialism): number =>
  reader.number(isBeyond(specialism) ? 'growth_whole' : `growth_${specialism}`, 'share a year', growing, {
    min: -1,
    max: largestGrowth(reader),
  });

/** What two surveys require later, by occupation: their own statement of growth, which stands in for the yearly growth. */
const laterProgrammes = (
  reader: FigureReader,
  occupations: readonly Occupation[],
): readonly ({ year: number; wte: number } | undefined)[] => {
  const purpose = 'the requirement of later years';
  const year = reader.number('requirement_surveys_later_year', 'year', purpose, atLeastZero);
  const radiology: Specialism = 'diagnostic_radiology_and_radiation_protection';
  const radiologyPosts = total(occupations.filter((one) => one.specialism === radiology).map((one) => one.posts));
  return occupations.map((one) => {
    if (one.specialism === 'magnetic_resonance_physics') {
      return { year, wte: reader.number('requirement_surveys_later_magnetic_resonance', 'WTE', purpose, atLeastZero) };
    }
    if (one.specialism !== radiology) return undefined;
    return {
      year,
      wte: (reader.number('ipem_dr_growth_staff', 'WTE posts', purpose, atLeastZero) * one.posts) / radiologyPosts,
    };
  });
};
