import type { Table } from '@isocentre/documents';
import { sayShare, type ProjectionReport } from '@isocentre/workforce';
import { drawTable } from './table.ts';
import { wrap } from './wrap.ts';

const rowsShown = 6;

/** Says how sure a projection is: the interval of the shortfall by year, and how much of it is luck. Nothing without an ensemble. */
export const spreadLines = ({ ensemble, total, years }: ProjectionReport, width: number): readonly string[] => {
  const shortfall = ensemble?.total.shortfall;
  if (!ensemble || !shortfall) return [];
  const { low, high } = ensemble.levels;
  const step = Math.max(1, Math.ceil((years.length - 1) / rowsShown));
  const at = (level: number, t: number): number => shortfall.quantiles[String(level)]?.[t] ?? 0;
  const luck = ensemble.split?.shortfall?.chance;
  const table: Table = {
    name: 'Spread',
    columns: [
      { key: 'year', title: 'Year', kind: 'year' },
      { key: 'expected', title: 'Expected', kind: 'count' },
      { key: 'mean', title: 'Mean', kind: 'count' },
      { key: 'low', title: `${low * 100} %`, kind: 'count' },
      { key: 'high', title: `${high * 100} %`, kind: 'count' },
      ...(luck ? [{ key: 'luck', title: 'Luck', kind: 'share' as const }] : []),
    ],
    rows: years
      .map((_, t) => t)
      .filter((t) => t % step === 0 || t === years.length - 1)
      .map((t) => [
        years[t] ?? 0,
        total.measures.shortfall[t] ?? 0,
        shortfall.mean[t] ?? 0,
        at(low, t),
        at(high, t),
        ...(luck ? [luck[t] ?? null] : []),
      ]),
  };
  const { runs, seed, uncertainty } = ensemble.options;
  const split = luck
    ? ` "Luck" is the share of the variance that chance makes; the rest is not knowing the assumptions better.`
    : uncertainty === 'chance'
      ? ' Only luck varies; every assumption is taken as stated.'
      : ' Only the assumptions vary; luck is left out.';
  const pulled =
    ensemble.pulledIn > 0
      ? ` ${ensemble.pulledIn} draws of the assumptions did not fit together and were pulled in.`
      : '';
  return [
    ...drawTable(table, width),
    ...wrap(
      `${sayShare(high - low)} of ${runs.toLocaleString('en-GB')} futures (seed ${seed}) have a shortfall between the columns ${low * 100} % and ${high * 100} %.${split} The mean of the futures differs from the expected course because ranges are not symmetrical and limits bind.${pulled}`,
      width,
    ),
  ];
};
