import { z } from 'zod';
import { flowMeasures, stateMeasures } from './measures.ts';

const quantity = { title: z.string(), value: z.number(), unit: z.string() };
const text = z.string();

/** The form in which the explanation of a number is published as JSON. */
export const explanationSchema = z
  .strictObject({
    format: z.literal('isocentre-explanation'),
    version: z.literal(1),
    scenario: z.strictObject({ name: text, title: text }),
    holds: z.enum(['at the start of the year', 'in the 12 months from the start of the year']),
    scope: text,
    modelVersion: text,
    inputHash: text.describe('SHA-256 of every number that the model used.'),
    year: z.int(),
    where: z.record(text, text).describe('The specialism, group or region asked for; empty: everyone.'),
    cells: z.int().describe('How many parts, each an occupation in a region, are counted together.'),
    measure: z.enum([...stateMeasures, ...flowMeasures]),
    title: text,
    unit: text,
    equation: text,
    words: text,
    value: z.number(),
    terms: z
      .array(
        z.strictObject({
          ...quantity,
          sign: z.union([z.literal(1), z.literal(-1)]),
          factors: z.array(z.strictObject(quantity)).optional(),
          amount: z.number().describe('The value with its sign: the amounts add up to the value asked for.'),
        }),
      )
      .describe('The lines that add up to the value.'),
    asides: z.array(z.strictObject(quantity)).describe('Numbers that set a limit and are not lines of the sum.'),
    parts: z.array(z.strictObject(quantity)).describe('The value part by part.'),
    levers: z.array(z.strictObject({ name: text, reason: text.optional() })),
    figures: z
      .array(
        z.strictObject({
          id: text,
          title: text,
          value: z.unknown(),
          unit: text,
          basis: z.enum(['published', 'derived', 'assumption', 'own']),
          source: z.unknown().optional(),
          where: text.optional(),
          reason: text.optional(),
          distribution: z.unknown().optional(),
          formula: text.optional(),
          place: text.describe('The file and line in which the figure stands.'),
          purposes: z.array(text),
        }),
      )
      .describe('Every figure that the run read and that feeds the value.'),
  })
  .describe('Where a number of a projection comes from: what `isocentre explain MEASURE --format json` gives.');
