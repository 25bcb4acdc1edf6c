import type { Analysis, Setting } from './analyses.ts';
import type { Strata } from './case-list.ts';
import type { Interval } from '../proportion.ts';
import type { MetricResult } from './metric-result.ts';
import type { Cases } from './study-data.ts';

/** A metric in one part of the cases. */
export type SubgroupLevel =
  | {
      readonly level: string;
      readonly status: 'estimated';
      readonly cases: number;
      readonly result: MetricResult;
      /** This part less all other cases; none where those cannot be estimated. */
      readonly difference?: { readonly estimate: number; readonly interval: Interval & { readonly method: string } };
    }
  /** Fewer cases than the protocol asks for; how many is not said. */
  | { readonly level: string; readonly status: 'too few' }
  /** Enough cases, but not of the kind that the metric needs. */
  | { readonly level: string; readonly status: 'not estimable'; readonly reason: string };

/** A metric by the levels of one stratum. */
export interface Subgroup {
  readonly title: string;
  readonly levels: readonly SubgroupLevel[];
}

// Math.hypot may differ between engines in its last bit; a square root may not.
const root = (x: number, y: number): number => Math.sqrt(x * x + y * y);

/**
 * Gives the interval of the difference of two independent estimates from their own intervals (MOVER): with Wilson's it is
 * Newcombe's hybrid score interval.
 *
 * Source: G. Zou, A. Donner, Statistics in Medicine 27 (2008) 1693–1702.
 */
export const differenceOf = (
  one: MetricResult,
  other: MetricResult,
): { estimate: number; interval: Interval & { method: string } } => {
  const estimate = one.estimate - other.estimate;
  const down = root(one.estimate - one.interval.lower, other.interval.upper - other.estimate);
  const up = root(one.interval.upper - one.estimate, other.estimate - other.interval.lower);
  return { estimate, interval: { lower: estimate - down, upper: estimate + up, method: 'MOVER' } };
};

const indicesWhere = (count: number, is: (index: number) => boolean): Int32Array => {
  const found: number[] = [];
  for (let i = 0; i < count; i += 1) if (is(i)) found.push(i);
  return Int32Array.from(found);
};

/** Estimates a metric in each level of a stratum, and how each differs from the other cases. */
export const subgroupOf = (
  { title, levels, codes }: Strata,
  cases: Cases,
  analysis: Analysis,
  setting: Setting,
  fewest: number,
): Subgroup => ({
  title,
  levels: levels.flatMap((level, code): readonly SubgroupLevel[] => {
    const selection = indicesWhere(codes.length, (index) => codes[index] === code);
    if (selection.length === 0) return [];
    if (selection.length < fewest) return [{ level, status: 'too few' }];
    const estimated = analysis.estimate(cases, selection, setting, 0);
    if (!estimated.ok) return [{ level, status: 'not estimable', reason: estimated.problems[0]?.found ?? '' }];
    const { result } = estimated.value;
    const rest = indicesWhere(codes.length, (index) => codes[index] !== code);
    const others = rest.length < fewest ? undefined : analysis.estimate(cases, rest, setting, 0);
    return [
      {
        level,
        status: 'estimated',
        cases: selection.length,
        result,
        ...(others?.ok ? { difference: differenceOf(result, others.value.result) } : {}),
      },
    ];
  }),
});
