import { failure, success, type Result } from '@isocentre/evidence';
import { z } from 'zod';
import { findAnalysis } from './analyses.ts';
import type { Protocol } from './protocol-schema.ts';
import { metricResult, studyHeadShape } from './report-schema.ts';
import { everyCase, settingOf, studyHead } from './run-study.ts';
import { sayValue } from './say.ts';
import { readStudyData } from './study-data.ts';
import type { StudyFiles } from './study-files.ts';

const compared = z.strictObject({
  role: z.enum(['primary', 'secondary']),
  title: z.string(),
  first: metricResult.describe('The technology that is tried.'),
  second: metricResult.describe('Its comparator.'),
  difference: metricResult.describe('First less second, on the same cases.'),
  test: z.strictObject({ p: z.number(), method: z.string() }).optional(),
  judged: z
    .strictObject({ bound: z.enum(['lower', 'upper']), value: z.number(), limit: z.number(), met: z.boolean() })
    .optional()
    .describe(
      'Not worse where the lower bound of the difference is at least −margin; where less is better, the upper at most it.',
    ),
});

/** The schema of the comparison of two technologies on the same cases. */
export const comparisonReportSchema = z
  .strictObject({
    format: z.literal('isocentre-study-comparison'),
    version: z.literal(1),
    ...studyHeadShape,
    endpoints: z.array(compared),
  })
  .meta({ title: 'Comparison of two technologies on the same cases' });

/** The comparison of two technologies on the same cases. */
export type ComparisonReport = z.infer<typeof comparisonReportSchema>;

const judgedAt = (
  { lower, upper }: { readonly lower: number; readonly upper: number },
  margin: number,
  lessIsBetter: boolean,
): NonNullable<ComparisonReport['endpoints'][number]['judged']> =>
  lessIsBetter
    ? { bound: 'upper', value: upper, limit: margin, met: upper <= margin }
    : { bound: 'lower', value: lower, limit: -margin, met: lower >= -margin };

/**
 * Compares the technology of a protocol with its comparator on the same cases, endpoint by endpoint: first less second,
 * with an interval that knows that the cases are the same. The margin of the protocol is judged at the bound of the
 * difference of the primary endpoint: the lower one, or the upper one where less is better.
 *
 * @returns the comparison; or every problem of the data with its place.
 */
export const compareStudy = (protocol: Protocol, files: StudyFiles, locked: boolean): Result<ComparisonReport> => {
  const { data: stated, comparison } = protocol;
  if (!('comparator' in stated) || stated.comparator === undefined)
    return failure({
      where: 'the protocol',
      found: 'no "comparator" under "data"',
      expected: 'another technology on the same cases',
    });
  const data = readStudyData(protocol, files);
  if (!data.ok) return data;
  const endpoints: ComparisonReport['endpoints'] = [];
  for (const [index, { metric }] of [protocol.primary, ...protocol.secondary].entries()) {
    const analysis = findAnalysis(metric);
    if (!analysis?.compare)
      return failure({
        where: 'the protocol',
        found: `the metric "${metric}"`,
        expected: 'one that can be compared on the same cases',
      });
    const isPrimary = index === 0;
    if (isPrimary && comparison && analysis.best !== undefined)
      return failure({
        where: 'the protocol',
        found: `a margin for "${metric}", which is best at ${analysis.best}`,
        expected: 'a primary endpoint of which more or less is better, or no "comparison"',
      });
    const result = analysis.compare(data.value.cases, everyCase(data.value), settingOf(protocol));
    if (!result.ok) return result;
    endpoints.push({
      role: isPrimary ? 'primary' : 'secondary',
      title: analysis.title,
      ...result.value,
      ...(isPrimary && comparison
        ? { judged: judgedAt(result.value.difference.interval, comparison.margin, analysis.lessIsBetter === true) }
        : {}),
    });
  }
  return success({
    format: 'isocentre-study-comparison',
    version: 1,
    ...studyHead(protocol, data.value, locked),
    endpoints,
  });
};

/** Says the answer of a comparison in a sentence. */
export const sayComparison = ({ endpoints, locked }: ComparisonReport): string => {
  const [primary] = endpoints;
  if (!primary) return '';
  const { judged, title, difference } = primary;
  const { lower, upper } = difference.interval;
  const answer =
    judged === undefined
      ? 'No margin was stated'
      : judged.met
        ? 'Not worse by more than the margin'
        : 'Not shown to be as good';
  const limit =
    judged === undefined
      ? ''
      : `; the ${judged.bound} bound had to be at ${judged.bound === 'lower' ? 'least' : 'most'} ${sayValue(judged.limit)}`;
  const how = `${title} differs by ${sayValue(difference.estimate)}, interval ${sayValue(lower)} to ${sayValue(upper)}, on the same cases`;
  return `${locked ? '' : 'Draft, its protocol not locked. '}${answer}: ${how}${limit}.`;
};
