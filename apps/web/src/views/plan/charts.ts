import type { Column, Table } from '@isocentre/documents';
import { sayCount, sayShare, type Measure } from '@isocentre/workforce';
import type { Band, Layout, Line } from '../../charts/layout.ts';
import type { Course } from '../../compute/course.ts';
import type { Part } from '../../state/state.ts';
import { namePart } from '../../words/part.ts';

/** A chart of this view: its words, its drawing and its table. */
export interface Chart {
  readonly key: string;
  readonly title: string;
  readonly label: string;
  readonly layout: Layout;
  readonly table: Table;
  readonly note?: string;
}

interface Series {
  readonly key: string;
  readonly title: string;
  readonly values: readonly number[];
}

const tableOf = (
  name: string,
  x: Column,
  xs: readonly number[],
  series: readonly Series[],
  kind: Column['kind'],
): Table => ({
  name,
  columns: [x, ...series.map(({ key, title }): Column => ({ key, title, kind }))],
  rows: xs.map((value, index) => [value, ...series.map(({ values }) => values[index] ?? null)]),
});

const year: Column = { key: 'year', title: 'Year', kind: 'year' };

const add = (...lists: readonly (readonly number[] | undefined)[]): readonly number[] =>
  (lists[0] ?? []).map((_, index) => lists.reduce((sum, list) => sum + (list?.[index] ?? 0), 0));

const ends = (values: readonly number[], years: readonly number[]): string =>
  `${sayCount(values[0] ?? 0)} in ${years[0] ?? ''} and ${sayCount(values.at(-1) ?? 0)} in ${years[values.length - 1] ?? ''}`;

const millions = 1e6;
const sayMoney = (value: number): string => `£${sayCount(value / millions)} million`;

const joined = ({ measures }: Course): readonly number[] =>
  add(
    measures.hiredTrained,
    measures.hiredLooking,
    measures.hiredInternational,
    measures.hiredDirect,
    measures.returned,
  );
const left = ({ measures }: Course): readonly number[] => add(measures.retired, measures.quit, measures.returnedLeft);

/** What the reader's own line is called where it ends. */
const nameOf = ({ isChanged, title }: Course): string => (isChanged ? 'yours' : title);

const bandOf = (course: Course, measure: Measure): Band | undefined => {
  const { sureness } = course;
  const quantiles = sureness?.spread[measure]?.quantiles;
  const low = quantiles?.[String(sureness?.levels.low)];
  const high = quantiles?.[String(sureness?.levels.high)];
  return low && high ? { low, high } : undefined;
};

const shortfall = (course: Course, reference: Course | undefined, part: Part, decisionYear: number): Chart => {
  const { years, measures, sureness } = course;
  const band = bandOf(course, 'shortfall');
  const lines: readonly Line[] = [
    ...(reference ? [{ name: reference.title, role: 'reference' as const, values: reference.measures.shortfall }] : []),
    { name: nameOf(course), role: 'yours', values: measures.shortfall },
  ];
  const whole = part.specialism === undefined && part.group === undefined;
  const name = whole ? 'Shortfall' : `Shortfall: ${namePart(part).toLowerCase()}`;
  const interval = sureness ? sayShare(sureness.levels.high - sureness.levels.low) : '';
  return {
    key: 'shortfall',
    title: `${name}, whole-time equivalents missing`,
    label: `${name} by year: ${ends(measures.shortfall, years)}${band ? `; ${interval} of futures between ${sayCount(band.low.at(-1) ?? 0)} and ${sayCount(band.high.at(-1) ?? 0)} then` : ''}.`,
    layout: {
      xs: years,
      x: 'year',
      lines,
      ...(band ? { band } : {}),
      isMoney: false,
      mark: { at: decisionYear, text: 'decisions act' },
    },
    table: tableOf(
      name,
      year,
      years,
      [
        { key: 'shortfall', title: 'Shortfall, expected (WTE)', values: measures.shortfall },
        ...(band
          ? [
              { key: 'low', title: `Quantile ${sureness?.levels.low ?? ''}`, values: band.low },
              { key: 'high', title: `Quantile ${sureness?.levels.high ?? ''}`, values: band.high },
            ]
          : []),
        ...(reference ? [{ key: 'reference', title: reference.title, values: reference.measures.shortfall }] : []),
      ],
      'count',
    ),
    ...(sureness
      ? {
          note: `The band holds ${interval} of ${sayCount(sureness.runs)} futures (seed ${sureness.seed}); the line is the expected course.`,
        }
      : {}),
  };
};

const posts = ({ years, measures }: Course): Chart => {
  const series = [
    { key: 'requirement', title: 'required', values: measures.requirement, role: 'second' as const },
    { key: 'posts', title: 'posts', values: measures.posts, role: 'third' as const },
    { key: 'inPost', title: 'in post', values: measures.inPost, role: 'yours' as const },
  ];
  return {
    key: 'posts',
    title: 'Required, posts and in post (WTE)',
    label: `Required ${ends(measures.requirement, years)}; funded posts ${ends(measures.posts, years)}; in post ${ends(measures.inPost, years)}.`,
    layout: {
      xs: years,
      x: 'year',
      lines: series.map(({ title, role, values }) => ({ name: title, role, values })),
      isMoney: false,
    },
    table: tableOf('Required, posts and in post', year, years, series, 'count'),
  };
};

const flows = (course: Course, reference: Course | undefined): Chart => {
  const years = course.years.slice(0, -1);
  const series = [
    { key: 'left', title: 'leave', values: left(course), role: 'third' as const },
    { key: 'joined', title: 'join', values: joined(course), role: 'yours' as const },
  ];
  return {
    key: 'flows',
    title: 'Joining and leaving (people a year)',
    label: `Joining: ${ends(joined(course), years)}; leaving: ${ends(left(course), years)} people a year.`,
    layout: {
      xs: years,
      x: 'year',
      lines: series.map(({ title, role, values }) => ({ name: title, role, values })),
      isMoney: false,
    },
    table: tableOf(
      'Joining and leaving',
      year,
      years,
      [
        ...series,
        ...(['hiredTrained', 'hiredInternational', 'hiredDirect', 'retired', 'quit'] as const).map((measure) => ({
          key: measure,
          title: {
            hiredTrained: 'hired from training',
            hiredInternational: 'hired from overseas',
            hiredDirect: 'returners and direct entrants hired',
            retired: 'retired',
            quit: 'left before retiring',
          }[measure],
          values: course.measures[measure],
        })),
        ...(reference
          ? [
              { key: 'referenceLeft', title: `leave in ${reference.title}`, values: left(reference) },
              { key: 'referenceJoined', title: `join in ${reference.title}`, values: joined(reference) },
            ]
          : []),
      ],
      'count',
    ),
  };
};

const single = (key: string, title: string, measure: Measure, course: Course, reference: Course | undefined): Chart => {
  const values = course.measures[measure];
  return {
    key,
    title,
    label: `${title}: ${ends(values, course.years)}.`,
    layout: {
      xs: course.years,
      x: 'year',
      lines: [
        ...(reference
          ? [{ name: reference.title, role: 'reference' as const, values: reference.measures[measure] }]
          : []),
        { name: reference ? nameOf(course) : '', role: 'yours', values },
      ],
      isMoney: false,
    },
    table: tableOf(
      title,
      year,
      course.years,
      [
        { key: measure, title, values },
        ...(reference ? [{ key: 'reference', title: reference.title, values: reference.measures[measure] }] : []),
      ],
      'count',
    ),
  };
};

const ages = ({ ages: people, years, firstAge }: Course): Chart => {
  const first = people[0] ?? [];
  const last = people.at(-1) ?? [];
  const xs = first.map((_, index) => firstAge + index);
  const from = years[0] ?? 0;
  const to = years.at(-1) ?? 0;
  const over = (list: readonly number[], age: number): number =>
    list.reduce((sum, count, index) => (firstAge + index >= age ? sum + count : sum), 0) /
    Math.max(
      1,
      list.reduce((sum, count) => sum + count, 0),
    );
  return {
    key: 'ages',
    title: 'Ages of those in post (people)',
    label: `Ages of those in post: in ${from}, ${sayShare(over(first, 55))} are 55 or older; in ${to}, ${sayShare(over(last, 55))}.`,
    layout: {
      xs,
      x: 'age',
      lines: [
        { name: String(from), role: 'reference', values: first },
        { name: String(to), role: 'yours', values: last },
      ],
      isMoney: false,
    },
    table: tableOf(
      'Ages of those in post',
      { key: 'age', title: 'Age', kind: 'year' },
      xs,
      [
        { key: `in${from}`, title: String(from), values: first },
        { key: `in${to}`, title: String(to), values: last },
      ],
      'count',
    ),
  };
};

const cost = (course: Course, reference: Course | undefined): Chart => {
  const costOf = ({ measures }: Course): readonly number[] => add(measures.pay, measures.trainingCost);
  const values = costOf(course);
  return {
    key: 'cost',
    title: 'Pay and training (£ a year)',
    label: `Pay with on-costs and the cost of trainees: ${sayMoney(values[0] ?? 0)} in ${course.years[0] ?? ''} and ${sayMoney(values.at(-1) ?? 0)} in ${course.years.at(-1) ?? ''}, at the prices of the figures.`,
    layout: {
      xs: course.years,
      x: 'year',
      lines: [
        ...(reference ? [{ name: reference.title, role: 'reference' as const, values: costOf(reference) }] : []),
        { name: reference ? nameOf(course) : '', role: 'yours', values },
      ],
      isMoney: true,
    },
    table: tableOf(
      'Pay and training',
      year,
      course.years,
      [
        { key: 'pay', title: 'Pay with on-costs (GBP)', values: course.measures.pay },
        { key: 'trainingCost', title: 'Cost of trainees (GBP)', values: course.measures.trainingCost },
        ...(reference
          ? [{ key: 'reference', title: `both in ${reference.title} (GBP)`, values: costOf(reference) }]
          : []),
      ],
      'money',
    ),
  };
};

/** The charts of the view: the shortfall, large, and what stands behind it. */
export const chartsOf = (
  course: Course,
  reference: Course | undefined,
  part: Part,
  decisionYear: number,
): readonly Chart[] => [
  shortfall(course, reference, part, decisionYear),
  posts(course),
  flows(course, reference),
  single('trainees', 'In training (people)', 'trainees', course, reference),
  single('experts', 'Recognised Medical Physics Experts (WTE)', 'recognised', course, reference),
  ages(course),
  cost(course, reference),
];
