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

const group = z
  .looseObject({
    title: z.string().optional(),
    specialism: z.string().optional(),
    group: z.string().optional(),
    region: z.string().optional(),
    closure,
    vacancyRate: values,
    measures,
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
      answer: z.string(),
      modelVersion: z.string(),
      inputHash: z.string().describe('SHA-256 of the resolved scenario.'),
      drivers: z
        .strictObject({ total: z.int(), assumptions: z.int(), own: z.int() })
        .describe(
          'How many figures the run reads, how many of them are assumptions, how many the scenario gives itself.',
        ),
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
