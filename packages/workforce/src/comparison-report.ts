import { meanOf, quantile7 } from '@isocentre/statistics';
import type { Side } from './attribution/differences.ts';
import type { Contribution } from './attribution/expected.ts';
import { standardErrorOf } from './attribution/shares.ts';
import { groupMeasures, type EnsembleOptions } from './ensemble.ts';
import { closingYears, type MeasureSpread, type QuantileLevels } from './ensemble-report.ts';
import { groupCells, sumCells } from './grouping.ts';
import { project } from './project.ts';
import { runsOf } from './run-values.ts';
import { sayScope } from './scope-words.ts';
import { sayCount, sayShare } from './words.ts';

/** A measure that a comparison reports. */
export type ComparedMeasure = (typeof groupMeasures)[number];

/** How a difference spreads over the futures, by year. */
export interface DifferenceSpread extends MeasureSpread {
  /** Of the mean, as of independent futures; not where they are too few to tell. */
  readonly standardError?: readonly number[];
}

/** The difference that one scenario makes against another. */
export interface ComparisonReport {
  readonly from: { readonly name: string; readonly title: string };
  readonly to: { readonly name: string; readonly title: string };
  readonly answer: string;
  readonly years: readonly number[];
  readonly options: EnsembleOptions | undefined;
  readonly levels: QuantileLevels;
  /** Measure → the expected value under `to` less that under `from`, by year. */
  readonly expected: Readonly<Record<ComparedMeasure, readonly number[]>>;
  /** Measure → mean, its standard error and quantiles of the difference run by run, where an ensemble was run. */
  readonly spread?: Readonly<Record<ComparedMeasure, DifferenceSpread>>;
  /** Share of the runs in which each closes within the horizon. */
  readonly closing?: { readonly from: number; readonly to: number };
  readonly attributed: ComparedMeasure;
  /** In how many of the futures the differences were told apart, where futures were run. */
  readonly attributedFutures?: number;
  readonly attribution: readonly Contribution[];
}

const record = <T>(of: (measure: ComparedMeasure) => T): Readonly<Record<ComparedMeasure, T>> =>
  Object.fromEntries(groupMeasures.map((measure) => [measure, of(measure)])) as Record<ComparedMeasure, T>;

const expectedOf = ({ resolved: { input } }: Side): Readonly<Record<ComparedMeasure, Float64Array>> => {
  const projection = project(input);
  const cells = groupCells(input, [])[0]?.cells ?? [];
  return record((measure) => sumCells(projection, measure, cells));
};

const shareClosing = ({ resolved, result }: Side): number => {
  if (!result) return 0;
  const years = closingYears(resolved.input, result.total, 0);
  return years.filter((year) => year < Infinity).length / years.length;
};

/** Says a change; one that rounds to nothing is none. */
const sayChange = (change: number): string => {
  const size = sayCount(Math.abs(change));
  return size === '0' ? 'the same' : `${size} WTE ${change < 0 ? 'smaller' : 'larger'}`;
};

/**
 * Compares two scenarios on common luck: run by run both have the same draws of chance and of the assumptions, so that
 * the difference is the scenarios' own.
 *
 * @param attributed The measure whose change is put down to the levers.
 * @param attribution What it is put down to: by `attributeFutures` where futures were run, else by `attribute`.
 * @param attributedFutures In how many of the futures the differences were told apart.
 */
export const reportComparison = (
  from: Side,
  to: Side,
  levels: QuantileLevels,
  options: EnsembleOptions | undefined,
  attributed: ComparedMeasure,
  attribution: readonly Contribution[],
  attributedFutures?: number,
): ComparisonReport => {
  const before = expectedOf(from);
  const after = expectedOf(to);
  const expected = record((measure) => [...after[measure]].map((value, t) => value - (before[measure][t] ?? 0)));
  const { input } = from.resolved;
  const years = expected.shortfall.map((_, t) => input.baselineYear + t);

  const differences = (measure: ComparedMeasure, t: number): Float64Array => {
    if (!from.result || !to.result) return new Float64Array(0);
    const reference = runsOf(from.result.total, 0, measure, t);
    return runsOf(to.result.total, 0, measure, t).map((value, run) => value - (reference[run] ?? 0));
  };
  const spread =
    from.result && to.result
      ? record((measure): DifferenceSpread => {
          const inOrder = years.map((_, t) => differences(measure, t));
          const byYear = inOrder.map((runs) => runs.toSorted());
          const errors = options ? inOrder.map((runs) => standardErrorOf(runs, options)) : [];
          return {
            mean: byYear.map(meanOf),
            ...(errors.every(Number.isFinite) ? { standardError: errors } : {}),
            quantiles: Object.fromEntries(
              levels.all.map((level) => [String(level), byYear.map((runs) => quantile7(runs, level))]),
            ),
          };
        })
      : undefined;

  const change = expected.shortfall.at(-1) ?? 0;
  const end = (level: number): number => spread?.shortfall.quantiles[String(level)]?.at(-1) ?? 0;
  const interval = spread
    ? `; ${sayShare(levels.high - levels.low)} of ${sayCount(options?.runs ?? 0)} futures lie between ${sayChange(end(levels.low))} and ${sayChange(end(levels.high))}`
    : '';
  const closing = spread ? { from: shareClosing(from), to: shareClosing(to) } : undefined;
  const closes = !closing
    ? ''
    : closing.to === 0 && closing.from === 0
      ? ` It closes within ${input.years} years in neither.`
      : ` It closes within ${input.years} years in ${sayShare(closing.to)} of futures instead of ${sayShare(closing.from)}.`;
  const names = { from: from.resolved.scenario, to: to.resolved.scenario };
  return {
    from: { name: names.from.name, title: names.from.title },
    to: { name: names.to.name, title: names.to.title },
    answer: `${sayScope(input)}: with "${names.to.title}" instead of "${names.from.title}", the shortfall in ${years.at(-1) ?? ''} is expected to be ${sayChange(change)}${interval}.${closes}`,
    years,
    options,
    levels,
    expected,
    ...(spread ? { spread } : {}),
    ...(closing ? { closing } : {}),
    attributed,
    ...(options && attributedFutures !== undefined ? { attributedFutures } : {}),
    attribution,
  };
};

/** The change of the attributed measure by year, to which the parts add: the mean of the futures, or the expected course. */
export const attributedChange = ({ spread, expected, attributed }: ComparisonReport): readonly number[] =>
  spread?.[attributed].mean ?? expected[attributed];

/** Brings a comparison into the form that is published as JSON. */
export const comparisonJson = ({
  options,
  levels,
  ...report
}: ComparisonReport): Readonly<Record<string, unknown>> => ({
  format: 'isocentre-comparison',
  version: 1,
  ...(options ? { ensemble: { ...options, interval: [levels.low, levels.high] } } : {}),
  ...report,
});
