import { z } from 'zod';
import { groupMeasures } from './ensemble.ts';
import { measureTitles } from './measures.ts';

const values = z.array(z.number());
const quantiles = z
  .record(z.string(), values)
  .describe('Quantile (type 7) as text, such as "0.1" → one value for each year.');
const standardError = values.describe('Of the mean, as of independent futures; strata make it smaller.');
const side = z.strictObject({ name: z.string(), title: z.string() });

/** The form in which a comparison of two scenarios is published as JSON. */
export const comparisonSchema = z
  .strictObject({
    format: z.literal('isocentre-comparison'),
    version: z.literal(1),
    ensemble: z
      .strictObject({
        runs: z.int(),
        seed: z.int(),
        uncertainty: z.enum(['none', 'chance', 'ignorance', 'both']),
        interval: values.describe('The quantiles between which the interval shown lies.'),
      })
      .optional()
      .describe('How both scenarios were run, with the same luck and the same draws of the assumptions.'),
    from: side,
    to: side,
    answer: z.string().describe('The answer in a sentence.'),
    years: z.array(z.int()),
    expected: z
      .strictObject(
        Object.fromEntries(
          groupMeasures.map((name) => [name, values.describe(`${measureTitles[name]}, at the start of each year.`)]),
        ),
      )
      .describe('Measure → the expected value under "to" less that under "from", by year.'),
    spread: z
      .record(
        z.string(),
        z.strictObject({
          mean: values,
          standardError: standardError.optional(),
          quantiles,
        }),
      )
      .optional()
      .describe('Measure → mean, its standard error and quantiles of the difference run by run.'),
    closing: z
      .strictObject({ from: z.number(), to: z.number() })
      .optional()
      .describe('Share of the runs in which the shortfall of each closes within the horizon.'),
    attributed: z.enum(groupMeasures).describe('The measure whose change is put down to the differences.'),
    attributedFutures: z
      .int()
      .optional()
      .describe('In how many of the futures, from the first, the differences were told apart.'),
    attribution: z
      .array(
        z.strictObject({
          name: z.string(),
          joined: z
            .int()
            .optional()
            .describe(
              'Of how many differences it is made, where more than one: they make no sense one without the other.',
            ),
          change: values,
          standardError: standardError.optional(),
          quantiles: quantiles.optional(),
        }),
      )
      .describe(
        'What each difference between the scenarios adds, on average over every order (Shapley), by year. The changes add to the mean of "spread" where futures were run, else to "expected". Quantiles are of the futures in which the differences were told apart.',
      ),
  })
  .describe('What one scenario makes different from another: what `isocentre compare A B --format json` gives.');
