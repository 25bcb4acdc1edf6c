import { z } from 'zod';
import { groups, keysOf, regions, routes, specialisms } from './taxonomy.ts';

const year = z.int();
const oneOrMore = <K extends string>(keys: readonly K[]) =>
  z.union([z.enum(keys), z.array(z.enum(keys)).min(1)], { error: `one or a list of ${keys.join(', ')}` });

const occupations = {
  specialism: oneOrMore(keysOf(specialisms)).optional(),
  group: oneOrMore(keysOf(groups)).optional(),
};
const byOccupation = z.strictObject(occupations).optional().describe('Which occupations; all without it.');
const byCell = z
  .strictObject({ ...occupations, region: oneOrMore(keysOf(regions)).optional() })
  .optional()
  .describe('Which occupations and regions; all without it.');

const series = z
  .record(z.string().regex(/^\d{4}$/, 'a calendar year of four digits'), z.number())
  .refine((byYear) => Object.keys(byYear).length > 0, 'at least one year');

const amount = z
  .union([z.number(), z.strictObject({ formula: z.string().min(1) }), z.strictObject({ series })], {
    error: 'a number, {formula: …} over figures, or {series: {YEAR: …}}',
  })
  .describe(
    'A number, a formula over figures, or a series; a dated series gives a value for each year from its first date, and what is given for a year holds until the next.',
  );

const change = { set: amount.optional(), add: amount.optional(), multiply: amount.optional() };

const common = {
  name: z.string().min(1).describe('In plain words, as it is shown.'),
  reason: z.string().min(1).optional().describe('Why this much.'),
  from: year
    .optional()
    .describe('First year in which it acts; default: firstDecisionYear, or the first date of its series.'),
  until: year.optional().describe('Last year in which it acts; default: the horizon.'),
  amounts: z
    .literal('return')
    .optional()
    .describe('With a return of your own: its amounts are yours, whatever the baseline says of the others.'),
};

/** The schema of one lever. Exactly one of `set`, `add` and `multiply` is given where a lever has them. */
export const leverSchema = z.discriminatedUnion(
  'lever',
  [
    z
      .strictObject({
        lever: z.literal('training-places'),
        ...common,
        route: z.enum([...keysOf(routes), 'all']),
        where: byCell,
        ...change,
      })
      .describe(
        'Training places a year. "add" and "set" are totals over what is selected, spread as today\'s places are.',
      ),
    z
      .strictObject({
        lever: z.literal('recruitment'),
        ...common,
        source: z.enum(['international', 'direct', 'all']),
        where: byCell,
        ...change,
      })
      .describe('People a year recruited from overseas, or returners and direct entrants.'),
    z
      .strictObject({ lever: z.literal('retention'), ...common, where: byOccupation, multiply: amount })
      .describe('Multiplies the probability of leaving the NHS before retirement.'),
    z
      .strictObject({ lever: z.literal('retire-and-return'), ...common, where: byOccupation, ...change })
      .describe('Share of those who retire who return.'),
    z
      .strictObject({ lever: z.literal('funded-posts'), ...common, where: byCell, add: amount })
      .describe("Posts funded by a dated decision, WTE in each year, spread as today's posts are."),
    z
      .strictObject({ lever: z.literal('funding-share'), ...common, ...change })
      .describe('Share of the posts required and not yet funded that is funded in a year.'),
    z
      .strictObject({ lever: z.literal('supervision'), ...common, where: byOccupation, ...change })
      .describe('Trainees that one member of staff in post can supervise.'),
    z
      .strictObject({
        lever: z.literal('certification'),
        ...common,
        where: byOccupation,
        of: z
          .enum(['rate', 'assessors'])
          .optional()
          .describe(
            '"rate" (default): probability a year; "assessors": certifications a year for each recognised expert.',
          ),
        ...change,
      })
      .describe('Recognition of Medical Physics Experts.'),
    z
      .strictObject({
        lever: z.literal('equipment-programme'),
        ...common,
        where: byCell,
        machines: amount.describe('Machines put into use in each year of the lever.'),
        wtePerMachine: amount.describe('Staff required for one machine, WTE, over all that is selected.'),
      })
      .describe(
        "Equipment that raises the requirement from the year in which it is put into use, spread as today's requirement is.",
      ),
    z
      .strictObject({ lever: z.literal('technology'), ...common, where: byCell, multiply: amount })
      .describe('Multiplies the requirement: technology that saves or needs staff.'),
    z
      .strictObject({ lever: z.literal('growth'), ...common, where: byOccupation, ...change })
      .describe('Yearly growth of the requirement, as a share.'),
  ],
  {
    error: (issue) =>
      issue.code === 'invalid_union' && Array.isArray(issue['options'])
        ? `one of ${issue['options'].join(', ')}`
        : undefined,
  },
);

/** A lever of a scenario as written. */
export type Lever = z.infer<typeof leverSchema>;

/** A number, a formula over figures, or a dated series. */
export type Amount = z.infer<typeof amount>;
