import type { Table } from '@isocentre/documents';
import { attributedChange, sayCount, sayShare, type ComparisonReport, type Contribution } from '@isocentre/workforce';
import type { Lines } from '../../charts/layout.ts';

/** What the charts of a comparison are made of. */
export interface DifferenceChart {
  readonly title: string;
  readonly label: string;
  readonly layout: Lines;
  readonly table: Table;
  readonly note: string;
}

/** The difference of the shortfall by year, with the interval of the same futures of both. */
export const differenceChart = (report: ComparisonReport, decisionYear: number): DifferenceChart => {
  const { years, expected, spread, levels, options } = report;
  const ends = spread?.shortfall.quantiles;
  const [low, high] = [ends?.[String(levels.low)], ends?.[String(levels.high)]];
  const share = sayShare(levels.high - levels.low);
  const last = expected.shortfall.at(-1) ?? 0;
  return {
    title: 'Difference of the shortfall, WTE',
    label: `The shortfall of “${report.to.title}” less that of “${report.from.title}”, by year: ${sayCount(last)} WTE in ${years.at(-1) ?? ''}.`,
    layout: {
      xs: years,
      x: 'year',
      isDifference: true,
      isMoney: false,
      lines: [{ name: 'difference', role: 'yours', values: expected.shortfall }],
      ...(low && high ? { band: { low, high } } : {}),
      mark: { at: decisionYear, text: 'decisions act' },
    },
    table: {
      name: 'Difference of the shortfall',
      columns: [
        { key: 'year', title: 'Year', kind: 'year' },
        { key: 'shortfall', title: 'Expected', kind: 'count' },
        ...(low && high
          ? [
              { key: 'low', title: sayShare(levels.low), kind: 'count' as const },
              { key: 'high', title: sayShare(levels.high), kind: 'count' as const },
            ]
          : []),
      ],
      rows: years.map((year, t) => [
        year,
        expected.shortfall[t] ?? null,
        ...(low && high ? [low[t] ?? null, high[t] ?? null] : []),
      ]),
    },
    note:
      low && high
        ? `Below nothing, fewer are missing. The band holds ${share} of ${sayCount(options?.runs ?? 0)} futures; both scenarios have the same luck and the same draws of the assumptions, so that the band is of the difference itself.`
        : 'Below nothing, fewer are missing. The expected courses; how sure the difference is follows.',
  };
};

/** A step of a waterfall, as shares of its width from 0 to 1. */
export interface Step {
  readonly name: string;
  readonly change: number;
  readonly from: number;
  readonly to: number;
  readonly isWhole: boolean;
  /** Between what the interval of futures lies, where futures were run. */
  readonly interval?: readonly [low: number, high: number];
}

/** Lays out the parts of a change one after the other, and the whole; zero and every part lie within 0…1. */
export const waterfall = (report: ComparisonReport): { readonly zero: number; readonly steps: readonly Step[] } => {
  const { levels, attributed, spread } = report;
  const intervalOf = (quantiles: Contribution['quantiles']): Pick<Step, 'interval'> => {
    const [from, to] = [levels.low, levels.high].map((level) => quantiles?.[String(level)]?.at(-1));
    return from === undefined || to === undefined ? {} : { interval: [from, to] };
  };
  const changes = report.attribution.map(({ name, change, quantiles }) => ({
    name,
    change: change.at(-1) ?? 0,
    ...intervalOf(quantiles),
  }));
  const whole = attributedChange(report).at(-1) ?? 0;
  let sum = 0;
  const raw = changes.map(({ change, ...rest }): Step => {
    const from = sum;
    sum += change;
    return { ...rest, change, from, to: sum, isWhole: false };
  });
  raw.push({
    name: 'All together',
    change: whole,
    from: 0,
    to: whole,
    isWhole: true,
    ...intervalOf(spread?.[attributed].quantiles),
  });
  const low = Math.min(0, ...raw.flatMap(({ from, to }) => [from, to]));
  const high = Math.max(0, ...raw.flatMap(({ from, to }) => [from, to]));
  const width = high - low;
  const at = (value: number): number => (width > 0 ? (value - low) / width : 0);
  return { zero: at(0), steps: raw.map((step) => ({ ...step, from: at(step.from), to: at(step.to) })) };
};
