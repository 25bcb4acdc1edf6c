import type { ReportsRead, Watched, WatchedCase, WatchedStream } from '@isocentre/assurance';
import type { Table } from '@isocentre/documents';
import { drawChart } from './chart.ts';
import { drawTable } from './table.ts';
import { oneLine, wrap } from './wrap.ts';

const whole = (count: number): string => count.toLocaleString('en-GB', { maximumFractionDigits: 0 });
const short = (value: number): string => {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? '–' : 'no other';
  return value >= 100 ? whole(value) : value.toPrecision(3);
};
const percent = (share: number): string => `${Number((share * 100).toPrecision(3))} %`;

/** Says which case is meant: its number, what its file calls it, its date, its line. */
export const sayCase = ({ number, id, date, where }: WatchedCase): string => {
  const more = [id === '' ? [] : `"${oneLine(id)}"`, date === '' ? [] : date, where].flat();
  return `case ${whole(number)} (${more.join(', ')})`;
};

/** Says what a site's results give. */
export const sayStream = ({
  name,
  cases,
  failures,
  rate,
  signals,
  sequential,
  decidedAt,
}: WatchedStream): readonly string[] => {
  const [first] = signals;
  const { lower, upper } = rate.interval;
  const more =
    signals.length > 1 ? ` The chart began anew after it and signals ${whole(signals.length)} times in all.` : '';
  const test =
    sequential.decision === 'undecided' || !decidedAt
      ? 'The sequential test from the first case on has not decided.'
      : `The sequential test from the first case on decides for "${sequential.decision}" at ${sayCase(decidedAt)} and stops there.`;
  return [
    first
      ? `${name}: SIGNAL at ${sayCase(first.at)}; the rise began at ${sayCase(first.since)}.${more}`
      : `${name}: no signal in ${whole(cases)} cases.`,
    `${whole(failures)} failures in ${whole(cases)} cases: ${short(rate.estimate)} in 1,000, 95 % interval ${short(lower)} to ${short(upper)}. ${test}`,
  ];
};

/** Says how the chart was designed. */
export const sayDesign = ({ design, streams }: Watched): string => {
  const { acceptable, unacceptable, inControl, outOfControl, limit, up, down } = design;
  const many =
    streams.length > 1
      ? ` With ${streams.length} sites a false alarm at one of them comes ${streams.length} times as often.`
      : '';
  return `CUSUM of failures, ${percent(acceptable)} acceptable, ${percent(unacceptable)} not: ${up} up at a failure, ${down} down else, signal at ${limit}. A false alarm comes every ${whole(inControl)} cases on average, a signal ${whole(outOfControl)} cases after failures became unacceptable (exact).${many}`;
};

/** Whether any site signals. */
export const signalsIn = ({ streams }: Watched): number => streams.filter(({ signals }) => signals.length > 0).length;

/** Takes the highest of each block of values, so that no peak is lost where a chart has fewer columns than cases. */
export const highestOf = (
  path: ArrayLike<number>,
  most: number,
): { readonly step: number; readonly values: readonly number[] } => {
  const step = Math.max(1, Math.ceil(path.length / most));
  const values = Array.from({ length: Math.ceil(path.length / step) }, (_, block) => {
    let highest = 0;
    for (let i = block * step; i < Math.min(path.length, (block + 1) * step); i += 1)
      highest = Math.max(highest, path[i] as number);
    return highest;
  });
  return { step, values };
};

const columnsOfChart = 57;
const chartHeight = 8;

/** The results of all sites in words, with a chart each. */
export const watchedText = (watched: Watched, width: number): string => {
  const { design, streams } = watched;
  const parts = streams.flatMap((stream) => {
    const { step, values } = highestOf(stream.chart.path, columnsOfChart);
    // In per cent of the limit.
    const lines = [
      { name: 'signal at', mark: '·', values: values.map(() => 100) },
      { name: 'now', mark: '■', values: values.map((value) => value * 100) },
    ];
    const numbers = values.map((_, block) =>
      Math.min(stream.cases, block * step + (block === values.length - 1 ? step : 1)),
    );
    return [
      ...sayStream(stream).flatMap((text) => wrap(text, width)),
      '',
      ...drawChart(numbers, lines, width, chartHeight),
      '',
    ];
  });
  const signalling = signalsIn(watched);
  const headline =
    signalling > 0
      ? `Signal at ${signalling} of ${streams.length} ${streams.length > 1 ? 'sites' : 'site'}.`
      : `No signal at any of ${streams.length} ${streams.length > 1 ? 'sites' : 'site'}.`;
  return [
    ...wrap(headline, width),
    '',
    ...parts,
    ...wrap(`Charts: the sum in per cent of its limit of ${design.limit}, by case.`, width),
    ...wrap(sayDesign(watched), width),
    '',
  ].join('\n');
};

/** One row a site, for programs. */
export const watchedTable = ({ streams }: Watched): Table => ({
  name: 'Sites',
  columns: [
    { key: 'site', title: 'Site', kind: 'text' },
    { key: 'cases', title: 'Cases', kind: 'count' },
    { key: 'failures', title: 'Failures', kind: 'count' },
    { key: 'in_1000', title: 'In 1,000', kind: 'number' },
    { key: 'lower', title: 'From', kind: 'number' },
    { key: 'upper', title: 'To', kind: 'number' },
    { key: 'signals', title: 'Signals', kind: 'count' },
    { key: 'first_signal_case', title: 'First signal, case', kind: 'count' },
    { key: 'first_signal_where', title: 'First signal, where', kind: 'text' },
    { key: 'sequential', title: 'Sequential test', kind: 'text' },
  ],
  rows: streams.map(({ name, cases, failures, rate, signals: [first, ...others], sequential }) => [
    name,
    cases,
    failures,
    rate.estimate,
    rate.interval.lower,
    rate.interval.upper,
    first ? others.length + 1 : 0,
    first ? first.at.number : null,
    first ? first.at.where : null,
    sequential.decision,
  ]),
});

const pairColumns: Table['columns'] = [
  { key: 'product', title: 'Product', kind: 'text' },
  { key: 'event', title: 'Event', kind: 'text' },
  { key: 'reports', title: 'Reports', kind: 'count' },
  { key: 'of_product', title: 'Of product', kind: 'count' },
  { key: 'ratio', title: 'PRR', kind: 'number' },
  { key: 'lower', title: 'From', kind: 'number' },
  { key: 'upper', title: 'To', kind: 'number' },
  { key: 'signal', title: 'Signal', kind: 'text' },
];

/** One row a pair of product and event, for programs. */
export const reportsTable = ({ pairs }: ReportsRead): Table => ({
  name: 'Reporting ratios',
  columns: pairColumns,
  rows: pairs.map(({ product, event, both, ofProduct, estimate, interval, signal }) => [
    product,
    event,
    both,
    ofProduct,
    Number.isFinite(estimate) ? estimate : null,
    interval?.lower ?? null,
    interval?.upper ?? null,
    signal ? 'yes' : 'no',
  ]),
});

const pairsShown = 20;

/** Reporting ratios in words and a table of the strongest. */
export const reportsText = (read: ReportsRead, width: number): string => {
  const { pairs, reports, leftOut } = read;
  const signals = pairs.filter(({ signal }) => signal).length;
  const rows = pairs
    .slice(0, pairsShown)
    .map(({ product, event, both, ofProduct, estimate, interval, signal }) => [
      product,
      event,
      both,
      ofProduct,
      short(estimate),
      interval ? short(interval.lower) : null,
      interval ? short(interval.upper) : null,
      signal ? 'yes' : 'no',
    ]);
  const table: Table = { name: 'Reporting ratios', columns: pairColumns, rows };
  const notes = [
    `${whole(reports)} reports, ${whole(leftOut)} left out for want of a product or an event; ${whole(pairs.length)} pairs of product and event: ${whole(signals)} with a signal.`,
    `PRR: share of the event among a product's reports over its share among all others, with its 95 % interval. Signal: at least 3 reports, PRR at least 2, χ² at least 4 (Evans and others 2001). A ratio of reports says where to look, not how often a thing happens.${pairs.length > pairsShown ? ` The ${pairsShown} strongest are shown; --format csv or json gives all.` : ''}`,
  ];
  return [...wrap(notes[0] ?? '', width), '', ...drawTable(table, width), '', ...wrap(notes[1] ?? '', width), ''].join(
    '\n',
  );
};
