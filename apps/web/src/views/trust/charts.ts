import type { Table } from '@isocentre/documents';
import { sayCount, sayShare, type AssumptionRanking } from '@isocentre/workforce';
import type { Bars, Lines } from '../../charts/layout.ts';
import type { FigureProps } from '../../components/figure/figure.tsx';
import type { Sureness } from '../../compute/trust-jobs.ts';

const percent = 100;

/** Draws how much of the variance of the shortfall chance makes and how much ignorance, by year. */
export const chanceChart = ({
  years,
  chance,
  low,
  high,
  runs,
  seed,
}: Sureness): Omit<FigureProps, 'size' | 'layout'> & { readonly layout: Lines } => {
  // In a year in which nothing varies there is nothing to divide.
  const known = years.flatMap((year, t) => {
    const share = chance[t];
    return share === null || share === undefined ? [] : [{ year, t, share }];
  });
  const [first, last] = [known[0], known.at(-1)];
  return {
    title: 'What the futures differ by: share of the variance (%)',
    label:
      first && last
        ? `Chance makes ${sayShare(first.share)} of the variance of the shortfall in ${first.year} and ${sayShare(last.share)} in ${last.year}; the rest is not knowing.`
        : 'Nothing varies.',
    layout: {
      xs: known.map(({ year }) => year),
      x: 'year',
      isMoney: false,
      lines: [
        { name: 'not knowing', role: 'yours', values: known.map(({ share }) => (1 - share) * percent) },
        { name: 'chance', role: 'third', values: known.map(({ share }) => share * percent) },
      ],
    },
    table: {
      name: 'How sure the shortfall is',
      columns: [
        { key: 'year', title: 'Year', kind: 'year' },
        { key: 'chance', title: 'Chance (%)', kind: 'count' },
        { key: 'ignorance', title: 'Not knowing (%)', kind: 'count' },
        { key: 'low', title: 'Low end (WTE)', kind: 'count' },
        { key: 'high', title: 'High end (WTE)', kind: 'count' },
      ],
      rows: known.map(({ year, t, share }) => [
        year,
        share * percent,
        (1 - share) * percent,
        low[t] ?? null,
        high[t] ?? null,
      ]),
    },
    note: `Told apart by pairs of futures that share their assumptions and not their luck (${sayCount(runs)} futures, seed ${seed}).`,
  };
};

/** A bar of the ranking. */
export interface Bar {
  readonly id: string;
  readonly title: string;
  /** Length against the longest, 0…1. */
  readonly share: number;
  readonly label: string;
  readonly meaning: string;
}

// More would be bars that cannot be told from nothing.
const shown = 10;

// A number that rounds to nothing has no sign.
const signed = (value: number): string => {
  const size = Math.abs(value).toFixed(2);
  return Number(size) === 0 ? size : `${value < 0 ? '−' : '+'}${size}`;
};

/** Gives the bars of the assumptions that matter most, longest first. */
export const barsOf = ({ assumptions }: AssumptionRanking): readonly Bar[] => {
  const longest = Math.abs(assumptions[0]?.coefficient ?? 1);
  return assumptions.slice(0, shown).map(({ figure, coefficient }) => ({
    id: figure.id,
    title: figure.title,
    share: longest > 0 ? Math.abs(coefficient) / longest : 0,
    label: signed(coefficient),
    meaning: coefficient < 0 ? 'more of it, a smaller shortfall' : 'more of it, a larger shortfall',
  }));
};

/** The same bars as a picture to take away. */
export const barsPicture = (bars: readonly Bar[]): Bars => ({
  kind: 'bars',
  zero: 0,
  bars: bars.map(({ title, share, label }) => ({ name: title, from: 0, to: share, text: label })),
});

/** Lists every assumption with its coefficient. */
export const rankingTable = ({ assumptions }: AssumptionRanking): Table => ({
  name: 'Which assumptions matter most',
  columns: [
    { key: 'id', title: 'Figure', kind: 'text' },
    { key: 'title', title: 'Assumption', kind: 'text' },
    { key: 'coefficient', title: 'Coefficient', kind: 'share' },
  ],
  rows: assumptions.map(({ figure, coefficient }) => [figure.id, figure.title, coefficient]),
});
