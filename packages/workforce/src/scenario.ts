import { valueSchema } from '@isocentre/evidence';
import { z } from 'zod';
import { leverSchema } from './lever.ts';
import { ownBaselineSchema } from './return-schema.ts';

const text = z.string().min(1);
const latestVersion = 1;

/** The scopes of the baseline, with the words that every headline carries. */
export const scopes = {
  surveyed: 'Surveyed MPCE',
  'whole-mpce': 'The whole of MPCE',
} as const;

/** The sets of required staff; they are never added. */
export const requirementSets = {
  'headline-2023': '900 additional staff, the 450 vacancies among them',
  'headline-2023-on-top': '900 additional staff on top of the 450 vacancies',
  'specialism-surveys': "each specialism's own survey",
} as const;

/** A scope of the baseline. */
export type Scope = keyof typeof scopes;

/** The schema of a scenario file: a baseline and dated levers. */
export const scenarioSchema = z
  .strictObject({
    format: z.literal('isocentre-scenario'),
    version: z.literal(latestVersion),
    name: z.string().regex(/^[a-z0-9][a-z0-9-]*$/, { error: 'lower-case words joined by "-"' }),
    title: text,
    summary: text,
    baseline: z
      .strictObject({
        scope: z
          .enum(Object.keys(scopes) as Scope[])
          .optional()
          .describe('Default: surveyed, the scope for which vacancies are published.'),
        requirement: z
          .enum(Object.keys(requirementSets) as (keyof typeof requirementSets)[])
          .optional()
          .describe('Default: headline-2023. The other sets exist for the surveyed scope alone.'),
        growth: z.enum(['stated', 'none']).optional().describe('Default: stated.'),
        retirement: z
          .enum(['stated', 'minimum-age-57'])
          .optional()
          .describe('Default: stated, without the change of pension age in 2028.'),
        geography: z
          .enum(['nation', 'regions'])
          .optional()
          .describe('Default: nation, since no public figure divides this workforce by region.'),
        return: ownBaselineSchema.optional(),
        amounts: z
          .enum(['nation', 'return'])
          .optional()
          .describe(
            'With a return, what levers add or set is meant for the nation, of which the return has its share (default), or for the return itself.',
          ),
      })
      .optional(),
    firstDecisionYear: z
      .int()
      .optional()
      .describe('Levers act from here; earlier years are history. Default: the figure first_decision_year.'),
    years: z
      .int()
      .min(1)
      .optional()
      .describe('Years covered, at most the figure longest_horizon. Default: the figure horizon.'),
    closureTolerance: z.number().min(0).max(1).optional().describe('Default: the figure closure_tolerance.'),
    reading: z
      .literal('ipem')
      .optional()
      .describe('The scenario also has a reading by arithmetic alone, asked for by --reading ipem.'),
    figures: z
      .record(z.string(), z.strictObject({ value: valueSchema, unit: text, reason: text.optional() }))
      .optional()
      .describe("Figures of your own that stand in for those of data/, by id, in the figure's unit."),
    levers: z.array(leverSchema).optional(),
  })
  .describe('A scenario: a baseline and dated levers.');

/** A scenario as written. */
export type Scenario = z.infer<typeof scenarioSchema>;
