import { z } from 'zod';
import { sensitivityOutcomes } from './outcome.ts';
import { sensitivityMethods } from './study.ts';

const estimate = z.strictObject({ value: z.number(), low: z.number(), high: z.number() });

/** The form in which a sensitivity study is published as JSON. */
export const sensitivitySchema = z
  .strictObject({
    format: z.literal('isocentre-sensitivity'),
    version: z.literal(1),
    modelVersion: z.string(),
    scenario: z.strictObject({ name: z.string(), title: z.string() }),
    answer: z.string().describe('The answer in sentences.'),
    outcome: z.strictObject({
      id: z.enum(sensitivityOutcomes),
      unit: z.string(),
      year: z.int().optional().describe('The year in which a measure is read.'),
      stated: z
        .strictObject({ value: z.number(), closes: z.boolean() })
        .describe(
          'The outcome with every assumption as stated; a closing year beyond the horizon is the year after it.',
        ),
      spread: z
        .strictObject({
          low: z.number(),
          median: z.number(),
          high: z.number(),
          error: z.number().describe('Mean distance from the median.'),
          closing: z.number().describe('Share of the runs that close within the horizon.'),
        })
        .describe('Over the runs in which the assumptions vary together.'),
    }),
    design: z.strictObject({
      method: z.enum(sensitivityMethods),
      trajectories: z.int(),
      seed: z.int(),
      runs: z.int(),
      pulledIn: z.int().describe('Runs whose assumptions did not fit together and were pulled in.'),
      points: z.int().optional(),
      resamples: z.int().optional(),
      level: z.number().optional().describe('The share of the bootstrap within an interval.'),
    }),
    assumptions: z
      .array(
        z.strictObject({
          figure: z.string(),
          title: z.string(),
          unit: z.string(),
          screening: z
            .strictObject({ mean: z.number(), meanAbsolute: z.number(), deviation: z.number() })
            .describe('Elementary effects: μ, μ* and σ, in the unit of the outcome.'),
          indices: z
            .strictObject({
              first: estimate,
              total: estimate,
              rank: z.number().describe("Spearman's rank correlation with the outcome."),
              worth: z.number().describe('Expected value of partial perfect information, in the unit of the outcome.'),
              ends: z
                .strictObject({ low: z.number(), high: z.number() })
                .describe('Mean outcome of the runs in the lowest and in the highest tenth of its probability.'),
            })
            .optional()
            .describe('Of those that went on from the screening.'),
        }),
      )
      .describe('The assumption that matters most first.'),
  })
  .describe('Which assumptions an answer depends on: what `isocentre sensitivity --format json` gives.');
