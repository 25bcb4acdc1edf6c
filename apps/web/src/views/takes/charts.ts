import { groups, planMeasures, planMeasureTitles, sayCount, sayShare, type PlanMeasure } from '@isocentre/workforce';
import type { Bars, Lines, Ranges, Role } from '../../charts/layout.ts';
import type { PlanTold, ScoreTold, TradeOffTold } from '../../compute/plan-work.ts';
import type { FigureProps } from '../../components/figure/figure.tsx';

type Chart<L> = Omit<FigureProps, 'size' | 'layout'> & { readonly layout: L };

const million = 1e6;
const thousand = 1e3;
const few = 10;
const perCent = 100;

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Writes pounds in millions; below ten a tenth matters. */
export const sayMillions = (pounds: number): string => {
  const value = pounds / million;
  return `£${value < few ? String(Number(value.toFixed(1))) : sayCount(value)}m`;
};

const names: Readonly<Record<PlanMeasure, string>> = {
  training: 'training',
  overseas: 'overseas',
  retention: 'retention',
};
const roles: Readonly<Record<PlanMeasure, Role>> = { training: 'second', overseas: 'third', retention: 'reference' };

/** The year in which a plan costs most; the first of them. */
export const dearestYear = ({
  spending,
}: Pick<PlanTold, 'spending'>): { readonly year: number; readonly total: number } =>
  spending.reduce((most, one) => (one.total > most.total ? one : most), { year: spending[0]?.year ?? 0, total: 0 });

/** What a plan costs in each year, all of it and measure by measure. */
export const spendingChart = (plan: PlanTold): Chart<Lines> => {
  const { spending, tables, limits } = plan;
  const used = planMeasures.filter((measure) => spending.some(({ by }) => by[measure] > 0));
  const dearest = dearestYear(plan);
  const isBudget = Number.isFinite(limits.budget);
  return {
    title: 'What it costs, year by year',
    label: `Cost of the plan by year, without discounting: most in ${dearest.year}, ${sayMillions(dearest.total)}.`,
    note: `Without discounting, and without the pay of those in post.${isBudget ? ` The budget is ${sayMillions(limits.budget)} a year.` : ''}`,
    layout: {
      xs: spending.map(({ year }) => year),
      x: 'year',
      isMoney: true,
      lines: [
        // One measure alone is all.
        ...(used.length > 1 ? used : []).map((measure) => ({
          name: names[measure],
          role: roles[measure],
          values: spending.map(({ by }) => by[measure]),
        })),
        {
          name: used.length > 1 ? 'in all' : names[used[0] ?? 'training'],
          role: 'yours' as const,
          values: spending.map(({ total }) => total),
        },
      ],
      ...(isBudget ? { top: Math.max(limits.budget, dearest.total) } : {}),
    },
    table: tables.spending,
  };
};

const sayThousands = (pounds: number): string => sayCount(pounds / thousand);

/** What a WTE more in post costs by each measure in each staff group, over its occupations. */
export const worthChart = ({ worth, closeBy, tables }: PlanTold): Chart<Ranges> => {
  const rows = worth
    .toSorted((one, other) => one.least - other.least)
    .map(({ measure, group, least, most }) => ({
      name: `${capital(planMeasureTitles[measure])}, ${groups[group]}`,
      low: least / thousand,
      high: most / thousand,
      text:
        sayThousands(least) === sayThousands(most)
          ? sayThousands(least)
          : `${sayThousands(least)} to ${sayThousands(most)}`,
    }));
  return {
    title: `What a whole-time equivalent more in ${closeBy} costs by each measure (£000)`,
    label: `Present cost of one WTE more in post in ${closeBy}, £000: ${rows.map(({ name, text }) => `${name} ${text}`).join('; ')}.`,
    note: 'Present cost, decided in its best year, while supervision does not bind: from the occupation in which it is least to the one in which it is most.',
    layout: { kind: 'ranges', scale: 'from nothing', rows, marks: [] },
    table: tables.worth,
  };
};

/** What the expected course of the nearest plan lacks, by occupation. */
export const missingChart = ({ missing, closeBy }: PlanTold): Chart<Bars> => {
  const most = Math.max(...missing.map(({ wte }) => wte), 1);
  return {
    title: `What the nearest plan lacks in ${closeBy}, WTE`,
    label: `Shortfall of the expected course of the nearest plan at the start of ${closeBy}: ${missing.map(({ name, wte }) => `${name} ${sayCount(wte)}`).join('; ')}.`,
    layout: {
      kind: 'bars',
      zero: 0,
      bars: missing.map(({ name, wte }) => ({ name, from: 0, to: wte / most, text: sayCount(wte) })),
    },
    table: {
      name: 'What the nearest plan lacks',
      columns: [
        { key: 'occupation', title: 'Occupation', kind: 'text' },
        { key: 'missing', title: 'Missing (WTE)', kind: 'count' },
      ],
      rows: missing.map(({ name, wte }) => [name, wte]),
    },
  };
};

/** The cost of the plan against the year by which it closes, a line for each share of futures that has a plan. */
export const tradeOffChart = ({ points, tables, title, runs }: TradeOffTold, confidence: number): Chart<Lines> => {
  const years = [...new Set(points.map(({ closeBy }) => closeBy))];
  const shares = [...new Set(points.map((point) => point.confidence))];
  const costOf = (share: number, year: number): number | null =>
    points.find((one) => one.confidence === share && one.closeBy === year)?.presentCost ?? null;
  const found = points.flatMap(({ presentCost, ...point }) =>
    presentCost === null ? [] : [{ ...point, presentCost }],
  );
  return {
    title: `Present cost by the year of closing, for “${title}”`,
    label: `Present cost of the cheapest plan found: ${found.map((one) => `by ${one.closeBy} in ${sayShare(one.confidence)} of futures ${sayMillions(one.presentCost)}`).join('; ')}.`,
    note: `A line for each share of futures that is to close; where it ends, no plan was found within the limits. Each plan is sought over ${sayCount(runs)} futures and tried in as many others, and not replayed.`,
    layout: {
      xs: years,
      x: 'year',
      isMoney: true,
      isMarked: true,
      // Where a share has no plan by some year it has none by an earlier one, so that a line ends where the years do.
      lines: shares.flatMap((share) => {
        const values = years.map((year) => costOf(share, year));
        return values.at(-1) === null
          ? []
          : [
              {
                name: `${sayShare(share)} of futures`,
                role: share === confidence ? ('yours' as const) : ('reference' as const),
                values: values.map((value) => value ?? NaN),
              },
            ];
      }),
    },
    table: tables.points,
  };
};

/** How much of the gap each of the brief's asks takes away, and all of them together. */
export const asksChart = ({ asks, table, closeBy, runs }: ScoreTold): Chart<Bars> => {
  // Nothing takes nothing away.
  const shown = asks.slice(1);
  const share = (value: number): number => Math.max(0, Math.min(1, value));
  return {
    title: `How much of the shortfall in ${closeBy} each of the brief’s asks takes away`,
    label: `Median share of the shortfall in ${closeBy} that each ask takes away: ${shown.map(({ name, shareOfGap }) => `${name} ${sayShare(shareOfGap)}`).join('; ')}.`,
    note: `Median share over ${sayCount(runs)} futures of today’s course, each ask alone and all together. They close it by ${closeBy} in ${sayShare(asks.at(-1)?.shareClosed ?? 0)} of them.`,
    layout: {
      kind: 'bars',
      zero: 0,
      bars: shown.map(({ name, shareOfGap }, index) => ({
        name: capital(name),
        from: 0,
        to: share(shareOfGap),
        text: `${Math.round(shareOfGap * perCent)} %`.replace('-', '−'),
        isWhole: index === shown.length - 1,
      })),
    },
    table,
  };
};
