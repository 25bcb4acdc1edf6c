import type { Column, Table } from '@isocentre/documents';
import { sayCount, sayShare, type Measure } from '@isocentre/workforce';
import type { Band, Line, Lines } from '../../charts/layout.ts';
import type { Course } from '../../compute/course.ts';
import type { Part } from '../../state/state.ts';
import { peopleIn, yearAxis, yearCells, yearColumn, type Told } from '../../words/told.ts';
import { courseIn, placeOfStep, sayYear } from '../../years/financial-years.ts';
import { namePart } from '../../words/part.ts';

/** A chart of this view: its words, its drawing and its table. */
export interface Chart {
  readonly key: string;
  readonly title: string;
  readonly label: string;
  readonly layout: Lines;
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
  xs: readonly (number | string)[],
  series: readonly Series[],
  kind: Column['kind'],
): Table => ({
  name,
  columns: [x, ...series.map(({ key, title }): Column => ({ key, title, kind }))],
  rows: xs.map((value, index) => [value, ...series.map(({ values }) => values[index] ?? null)]),
});

const add = (...lists: readonly (readonly number[] | undefined)[]): readonly number[] =>
  (lists[0] ?? []).map((_, index) => lists.reduce((sum, list) => sum + (list?.[index] ?? 0), 0));

const ends = (values: readonly number[], years: readonly number[], told: Told): string =>
  `${sayCount(values[0] ?? 0)} in ${sayYear(told.years, years[0] ?? 0)} and ${sayCount(values.at(-1) ?? 0)} in ${sayYear(told.years, years[values.length - 1] ?? 0)}`;

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

const shortfall = (course: Course, reference: Course | undefined, part: Part, decision: number, told: Told): Chart => {
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
    label: `${name} by year: ${ends(measures.shortfall, years, told)}${band ? `; ${interval} of futures between ${sayCount(band.low.at(-1) ?? 0)} and ${sayCount(band.high.at(-1) ?? 0)} then` : ''}.`,
    layout: {
      xs: years,
      x: yearAxis(told.years),
      lines,
      ...(band ? { band } : {}),
      isMoney: false,
      mark: { at: decision, text: 'decisions act' },
    },
    table: tableOf(
      name,
      yearColumn(told.years),
      yearCells(told.years, years),
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
          note: `${told.units === 'people' ? 'What is missing is working time, so that it has no form in people. ' : ''}The band holds ${interval} of ${sayCount(sureness.runs)} futures (seed ${sureness.seed}); the line is the expected course.`,
        }
      : {}),
  };
};

const posts = ({ years, measures }: Course, told: Told): Chart => {
  const series = [
    { key: 'requirement', title: 'required', values: measures.requirement, role: 'second' as const },
    { key: 'posts', title: 'posts', values: measures.posts, role: 'third' as const },
    { key: 'inPost', title: 'in post', values: measures.inPost, role: 'yours' as const },
  ];
  return {
    key: 'posts',
    title: 'Required, posts and in post (WTE)',
    label: `Required ${ends(measures.requirement, years, told)}; funded posts ${ends(measures.posts, years, told)}; in post ${ends(measures.inPost, years, told)}.`,
    layout: {
      xs: years,
      x: yearAxis(told.years),
      lines: series.map(({ title, role, values }) => ({ name: title, role, values })),
      isMoney: false,
    },
    table: tableOf(
      'Required, posts and in post',
      yearColumn(told.years),
      yearCells(told.years, years),
      series,
      'count',
    ),
  };
};

const inPeople = (course: Course, reference: Course | undefined, told: Told): Chart => {
  const { years, measures } = course;
  const values = peopleIn(measures);
  const before = reference && peopleIn(reference.measures);
  return {
    key: 'posts',
    title: 'In post (people)',
    label: `In post: ${ends(values, years, told)} people.`,
    layout: {
      xs: years,
      x: yearAxis(told.years),
      lines: [
        ...(reference && before ? [{ name: reference.title, role: 'reference' as const, values: before }] : []),
        { name: reference ? nameOf(course) : '', role: 'yours', values },
      ],
      isMoney: false,
    },
    table: tableOf(
      'In post, people',
      yearColumn(told.years),
      yearCells(told.years, years),
      [
        { key: 'people', title: 'In post (people)', values },
        { key: 'headcount', title: 'of them never retired', values: measures.headcount },
        { key: 'returnedHeads', title: 'of them retired and returned', values: measures.returnedHeads },
        ...(reference && before ? [{ key: 'reference', title: reference.title, values: before }] : []),
      ],
      'count',
    ),
    note: 'Posts and what is required are whole-time equivalents: one post may be held by two people who work half of it.',
  };
};

const flows = (course: Course, reference: Course | undefined, told: Told): Chart => {
  const years = course.years.slice(0, course.measures.quit.length);
  const series = [
    { key: 'left', title: 'leave', values: left(course), role: 'third' as const },
    { key: 'joined', title: 'join', values: joined(course), role: 'yours' as const },
  ];
  return {
    key: 'flows',
    title: 'Joining and leaving (people a year)',
    label: `Joining: ${ends(joined(course), years, told)}; leaving: ${ends(left(course), years, told)} people a year.`,
    layout: {
      xs: years,
      x: yearAxis(told.years),
      lines: series.map(({ title, role, values }) => ({ name: title, role, values })),
      isMoney: false,
    },
    table: tableOf(
      'Joining and leaving',
      yearColumn(told.years),
      yearCells(told.years, years),
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

const single = (
  key: string,
  title: string,
  measure: Measure,
  course: Course,
  reference: Course | undefined,
  told: Told,
): Chart => {
  const values = course.measures[measure];
  return {
    key,
    title,
    label: `${title}: ${ends(values, course.years, told)}.`,
    layout: {
      xs: course.years,
      x: yearAxis(told.years),
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
      yearColumn(told.years),
      yearCells(told.years, course.years),
      [
        { key: measure, title, values },
        ...(reference ? [{ key: 'reference', title: reference.title, values: reference.measures[measure] }] : []),
      ],
      'count',
    ),
  };
};

const ages = ({ ages: people, years, firstAge }: Course, told: Told): Chart => {
  const first = people[0] ?? [];
  const last = people.at(-1) ?? [];
  const xs = first.map((_, index) => firstAge + index);
  const from = sayYear(told.years, years[0] ?? 0);
  const to = sayYear(told.years, years.at(-1) ?? 0);
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
        { name: from, role: 'reference', values: first },
        { name: to, role: 'yours', values: last },
      ],
      isMoney: false,
    },
    table: tableOf(
      'Ages of those in post',
      { key: 'age', title: 'Age', kind: 'year' },
      xs,
      [
        { key: `in${years[0] ?? ''}`, title: from, values: first },
        { key: `in${years.at(-1) ?? ''}`, title: to, values: last },
      ],
      'count',
    ),
  };
};

const cost = (course: Course, reference: Course | undefined, told: Told): Chart => {
  const costOf = ({ measures }: Course): readonly number[] => add(measures.pay, measures.trainingCost);
  const values = costOf(course);
  return {
    key: 'cost',
    title: 'Pay and training (£ a year)',
    label: `Pay with on-costs and the cost of trainees: ${sayMoney(values[0] ?? 0)} in ${sayYear(told.years, course.years[0] ?? 0)} and ${sayMoney(values.at(-1) ?? 0)} in ${sayYear(told.years, course.years.at(-1) ?? 0)}, at the prices of the figures.`,
    layout: {
      xs: course.years,
      x: yearAxis(told.years),
      lines: [
        ...(reference ? [{ name: reference.title, role: 'reference' as const, values: costOf(reference) }] : []),
        { name: reference ? nameOf(course) : '', role: 'yours', values },
      ],
      isMoney: true,
    },
    table: tableOf(
      'Pay and training',
      yearColumn(told.years),
      yearCells(told.years, course.years),
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

/**
 * The charts of the view: the shortfall, large, and what stands behind it.
 *
 * @param decisionYear The first step in which decisions act.
 */
export const chartsOf = (
  modelCourse: Course,
  modelReference: Course | undefined,
  part: Part,
  decisionYear: number,
  told: Told,
): readonly Chart[] => {
  const course = courseIn(told.years, modelCourse);
  const reference = modelReference && courseIn(told.years, modelReference);
  const decision = placeOfStep(told.years, decisionYear, modelCourse.years[0] ?? 0, modelCourse.startsOn);
  return [
    shortfall(course, reference, part, decision, told),
    told.units === 'people' ? inPeople(course, reference, told) : posts(course, told),
    flows(course, reference, told),
    single('trainees', 'In training (people)', 'trainees', course, reference, told),
    told.units === 'people'
      ? single('experts', 'Recognised Medical Physics Experts (people)', 'recognisedHeads', course, reference, told)
      : single('experts', 'Recognised Medical Physics Experts (WTE)', 'recognised', course, reference, told),
    ages(course, told),
    cost(course, reference, told),
  ];
};
