import { z } from 'zod';
import { flowMeasures, measureTitles, stateMeasures } from './measures.ts';

const values = z.array(z.number());
const closure = z
  .looseObject({ year: z.int().nullable(), yearsFromBaseline: z.int().nullable() })
  .describe(
    'The year from which the shortfall stays closed; "yearsFrom2025" counts it from the year of the figure closure_counted_from. Null: not within the horizon.',
  );

const measures = z.strictObject(
  Object.fromEntries([
    ...stateMeasures.map((name) => [
      name,
      values.describe(`${measureTitles[name]}, at the start of each year of "years".`),
    ]),
    ...flowMeasures.map((name) => [
      name,
      values.describe(`${measureTitles[name]}, in the step from each year of "years" but the last.`),
    ]),
  ]),
);

const level = z.record(z.string(), values);
const spread = z
  .record(
    z.string(),
    z.strictObject({
      mean: values,
      quantiles: level.describe('Quantile (type 7) as text, such as "0.1" → one value for each year.'),
      meanLessExpected: values.optional().describe('The mean of the runs less the expected value.'),
    }),
  )
  .describe('Measure → mean and quantiles over the runs.');
const closureSpread = z.strictObject({
  shareClosed: z.number(),
  quantiles: z
    .record(z.string(), z.int().nullable())
    .describe('Quantile (type 1) → closing year; null: not within the horizon.'),
});
const ensemble = z
  .strictObject({
    runs: z.int(),
    seed: z.int(),
    uncertainty: z.enum(['none', 'chance', 'ignorance', 'both']),
    pulledIn: z
      .int()
      .describe('Draws of the assumptions that did not fit together and were pulled in towards the stated values.'),
    interval: z.array(z.number()).describe('The quantiles between which the interval shown lies.'),
    closure: closureSpread,
    split: z
      .record(
        z.string(),
        z.strictObject({ chance: z.array(z.number().nullable()), ignorance: z.array(z.number().nullable()) }),
      )
      .optional()
      .describe('Measure → by year, the shares of its variance that are luck and not knowing.'),
  })
  .describe('The runs with chance and with the ranges of the assumptions.');

const group = z
  .looseObject({
    title: z.string().optional(),
    specialism: z.string().optional(),
    group: z.string().optional(),
    region: z.string().optional(),
    closure,
    vacancyRate: values,
    measures,
    spread: spread.optional(),
    closureSpread: closureSpread.optional(),
    ages: z
      .array(values)
      .optional()
      .describe('Heads in post by single age from the first age of the model, for each year.'),
  })
  .describe(
    '"retiringWithin15" is the share of those in post at the baseline who retire within as many years as the figure retiring_within says.',
  );

const limit = z.strictObject({
  limit: z.enum(['posts', 'supervision', 'supply', 'leaving']),
  closingYear: z.int().nullable(),
  shortfallAtHorizon: z.number(),
});

/** The schema of a projection as JSON. */
export const projectionSchema = z.discriminatedUnion('reading', [
  z
    .strictObject({
      format: z.literal('isocentre-projection'),
      version: z.literal(1),
      reading: z.literal('model'),
      scenario: z.strictObject({ name: z.string(), title: z.string(), summary: z.string() }),
      scope: z.string(),
      return: z
        .strictObject({
          organisation: z.string(),
          kind: z.string(),
          date: z.string(),
          file: z.string(),
          hash: z.string(),
          filled: z.array(z.string()).describe('What the return did not say and was filled from the nation.'),
        })
        .optional()
        .describe('The return that stood in for the national baseline.'),
      answer: z.string(),
      modelVersion: z.string(),
      inputHash: z.string().describe('SHA-256 of the resolved scenario.'),
      drivers: z
        .strictObject({ total: z.int(), assumptions: z.int(), own: z.int() })
        .describe(
          'How many figures the run reads, how many of them are assumptions, how many the scenario gives itself.',
        ),
      ensemble: ensemble.optional(),
      years: z.array(z.int()),
      closure,
      total: group,
      by: z.array(z.enum(['specialism', 'group', 'region'])),
      groups: z.array(group),
      occupations: z.array(group),
      limits: z.array(
        z.strictObject({
          occupation: z.string(),
          title: z.string(),
          closingYear: z.int().nullable(),
          shortfallAtHorizon: z.number(),
          relaxed: z.array(limit).describe('What relaxing each limit alone does.'),
          chief: limit.shape.limit.nullable(),
          sentence: z.string(),
        }),
      ),
    })
    .describe('The course of a scenario through the model.'),
  z
    .strictObject({
      format: z.literal('isocentre-projection'),
      version: z.literal(1),
      reading: z.literal('ipem'),
      answer: z.string(),
      closure,
      needed: z.number(),
      places: z.record(z.string(), z.number()),
      course: z.array(z.strictObject({ year: z.int(), added: z.number() })),
    })
    .describe("IPEM's reading of the 2023 pledge, by arithmetic alone."),
]);
