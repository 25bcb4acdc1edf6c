import { z } from 'zod';

const number = z.number();
const byYear = z.array(number).describe('One value a step: index t is the 12 months that start in baselineYear + t.');
const byAge = z.array(number).describe('One value an age, from ages.first to ages.last.');
const id = z.string();

const dated = z
  .array(z.strictObject({ fromYear: z.int(), byAge }))
  .describe('In force from that calendar year until the next entry.');

const occupation = z.strictObject({
  id: id.describe('specialism.group'),
  specialism: id,
  group: id,
  title: z.string(),
  participation: byAge.describe('WTE a head, w.'),
  retirement: dated.describe('Probability a year of retiring, h_ret.'),
  quitting: byAge.describe('Probability a year that one who does not retire leaves the NHS, h_quit.'),
  quitMultiplier: byYear,
  returning: byYear.describe('Share of those who retire in the step who return, ρ.'),
  supervision: byYear.describe('Trainees that one head in post can supervise, σ.'),
  certification: z
    .strictObject({
      fromAge: z.int().describe('a_c'),
      probability: byYear.describe('Probability a year that one not recognised gains recognition, c.'),
      perAssessor: byYear.describe('Most certifications a year for each recognised head, κ.'),
    })
    .nullable(),
  transfers: z
    .array(z.strictObject({ to: id, share: number }))
    .describe('Share a year of those not recognised who seek to move to another occupation, m.'),
  pay: number.describe('GBP a year for a WTE before on-costs.'),
  onCosts: number.describe('On-costs as a share of pay.'),
});

const route = z.strictObject({
  id,
  title: z.string(),
  years: z.int().describe('Length d.'),
  attrition: number.describe('Probability a year of leaving training, q.'),
  takeUp: number.describe('Share of completers who take up NHS work, e.'),
  costPerTrainee: number.describe('GBP a year for a trainee.'),
  entryProfile: byAge.describe('Ages at which completers enter; adds to 1.'),
  inServiceShare: number.describe('Share of starts taken by people already in post elsewhere.'),
  inServiceAges: z.strictObject({ from: z.int(), to: z.int() }),
});

const cell = z.strictObject({
  occupation: id,
  region: id,
  notRecognised: byAge.describe('Heads in post at the baseline, not recognised, N.'),
  recognised: byAge.describe('Heads in post at the baseline, recognised as Medical Physics Experts, M.'),
  returned: number.describe('Heads who retired and returned, B.'),
  posts: number.describe('Funded establishment at the baseline, WTE, E.'),
  addedPosts: byYear.describe('Dated posts, WTE added in the step.'),
  requirement: z.array(number).describe('WTE required at the start of each year, one more value than steps, R.'),
  recognisedRequirement: z.array(number).describe('Recognised WTE required at the start of each year.'),
  training: z.array(
    z.strictObject({
      route: id,
      trainees: z.array(number).describe('Heads in each year of training at the baseline, T.'),
      starts: byYear.describe('Places offered for new trainees in the step, before the limit on supervision, S.'),
      inServiceFrom: id.nullable().describe('The occupation that in-service starters leave, in the same region.'),
    }),
  ),
  recruits: z.array(
    z.strictObject({
      source: z.enum(['international', 'direct']).describe('X or Y.'),
      people: byYear,
      profile: byAge,
    }),
  ),
});

/** The schema of a resolved scenario: every number that the model uses. */
export const modelInputSchema = z
  .strictObject({
    format: z.literal('isocentre-model-input'),
    version: z.literal(1),
    scenario: z.strictObject({ name: z.string(), title: z.string() }),
    scope: z.string(),
    return: z
      .strictObject({
        organisation: z.string(),
        kind: z.string(),
        date: z.string(),
        file: z.string(),
        hash: z.string(),
      })
      .optional()
      .describe('The return that stands in for the national baseline, with the SHA-256 of its file.'),
    baselineYear: z.int(),
    firstDecisionYear: z.int(),
    years: z.int().describe('Steps to the horizon; states are reported for one year more.'),
    ages: z.strictObject({ first: z.int(), last: z.int() }),
    closure: z.strictObject({
      tolerance: number.describe(
        'Largest summed shortfall, as a share of the summed requirement, that counts as closed, τ.',
      ),
      reportedYears: z.int().describe('Fewest reported years for which it must stay closed.'),
      countedFrom: z.int().describe('The year from which a closing year is counted.'),
    }),
    retiringWithinYears: z.int(),
    returnedParticipation: number.describe('WTE a head of those who retired and returned, w_B.'),
    returnedLeaving: number.describe('Probability a year that one of them leaves, h_B.'),
    turnedAwayLost: number.describe('Share of those turned away who stop looking, λ.'),
    fundedShare: byYear.describe('Share of the posts required and not yet funded that is funded in the step, φ.'),
    regions: z.array(z.strictObject({ id, title: z.string() })),
    occupations: z.array(occupation),
    routes: z.array(route),
    cells: z.array(cell).describe('One for each occupation and region, occupation by occupation.'),
  })
  .describe('Every number that the workforce model uses, after defaults and levers.');

/** A resolved scenario: every number that the model uses, after defaults and levers. Symbols as in the model's page. */
export type ModelInput = z.infer<typeof modelInputSchema>;

/** One occupation in one region. */
export type CellInput = ModelInput['cells'][number];

/** One occupation: a specialism and a staff group. */
export type OccupationInput = ModelInput['occupations'][number];
