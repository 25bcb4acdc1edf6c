import type { Table } from '@isocentre/documents';
import { failure, success, type Evidence, type Located, type Result } from '@isocentre/evidence';
import { quantile7 } from '@isocentre/statistics';
import { closingYears } from '../ensemble-report.ts';
import { runsOf } from '../run-values.ts';
import { resolve } from '../resolve.ts';
import type { Scenario } from '../scenario.ts';
import type { PlanTools } from './plan.ts';

/** How far one ask goes, or all of them. */
export interface ScoredAsk {
  readonly name: string;
  /** Median shortfall in the year asked about, WTE. */
  readonly shortfall: number;
  /** Median over the futures of the share of the shortfall that it takes away in that year; negative where it adds. */
  readonly shareOfGap: number;
  /** Share of the futures in which the shortfall is closed from that year on. */
  readonly shareClosed: number;
}

const median = (values: Float64Array): number => quantile7(values.toSorted(), 1 / 2);

/**
 * Scores the levers of a scenario: nothing, each one alone, and all together, on the same futures. A scenario without levers
 * is a problem.
 *
 * @param year The calendar year in which the shortfall is read.
 */
export const scoreAsks = async (
  located: Located<Scenario>,
  evidence: Evidence,
  year: number,
  options: { readonly runs: number; readonly seed: number },
  tools: Pick<PlanTools, 'runEnsemble' | 'pause' | 'progress'>,
): Promise<Result<readonly ScoredAsk[]>> => {
  const resolved = resolve(located, evidence);
  if (!resolved.ok) return resolved;
  const { input } = resolved.value;
  const { levers = [], ...rest } = located.value;
  if (levers.length === 0) {
    return failure({
      where: located.where([]),
      found: 'no levers',
      expected: 'a scenario with levers to score, such as the-briefs-asks',
    });
  }
  const cases = [
    { name: 'nothing', levers: [] },
    ...levers.map((lever) => ({ name: lever.name, levers: [lever] })),
    { name: 'all together', levers },
  ];
  const scored: ScoredAsk[] = [];
  let without: Float64Array | undefined;
  for (const [index, one] of cases.entries()) {
    tools.progress(`Scoring: ${one.name}`, index / cases.length);
    const result = await tools.runEnsemble({
      scenario: { ...rest, levers: one.levers },
      figures: [...evidence.figures.values()],
      by: [],
      options: { ...options, uncertainty: 'both' },
    });
    await tools.pause();
    const shortfall = runsOf(result.total, 0, 'shortfall', year - input.baselineYear);
    without ??= shortfall;
    const closed = closingYears(input, result.total, 0).filter((closing) => closing <= year).length;
    const share = shortfall.map((value, run) => {
      const base = without?.[run] ?? 0;
      return base > 0 ? 1 - value / base : 0;
    });
    scored.push({
      name: one.name,
      shortfall: median(shortfall),
      shareOfGap: median(share),
      shareClosed: closed / options.runs,
    });
  }
  return success(scored);
};

/** Lists scored asks. */
export const scoreTable = (scored: readonly ScoredAsk[], year: number): Table => ({
  name: 'Asks',
  columns: [
    { key: 'ask', title: 'Ask', kind: 'text' },
    { key: 'shortfall', title: `Shortfall in ${year} (WTE)`, kind: 'count' },
    { key: 'share_of_gap', title: 'Share of the gap taken away', kind: 'share' },
    { key: 'share_closed', title: 'Share of futures closed', kind: 'share' },
  ],
  rows: scored.map((one) => [one.name, one.shortfall, one.shareOfGap, one.shareClosed]),
});
