import type { PlanLimit, PlanLimits } from '@isocentre/workforce';
import type { PlanAsked } from '../../compute/plan-question.ts';
import type { PageState } from '../../state/state.ts';

/** What can be asked of a plan: the names of its fields, as links carry them. */
export const fieldNames = [
  'by',
  'in',
  'budget',
  'geography',
  'years',
  'runs',
  'growth',
  'ceiling',
  'overseas',
  'retention',
  'supervision',
] as const;

/** A field of the question. */
export type FieldName = (typeof fieldNames)[number];

/** The fields as they are written; an empty one is not said. */
export type Drafts = Readonly<Record<FieldName, string>>;

/** What stands in the fields of an untouched page: the question of the guide. */
export const usualDrafts: Drafts = {
  by: '2040',
  in: '80',
  budget: '',
  geography: '',
  years: '',
  runs: '',
  growth: '',
  ceiling: '',
  overseas: '',
  retention: '',
  supervision: '',
};

const prefix = 'takes.';

/** Reads the fields from the state. */
export const draftsOf = ({ params }: Pick<PageState, 'params'>): Drafts => ({
  ...usualDrafts,
  ...Object.fromEntries(
    fieldNames.flatMap((name) => {
      const text = params[`${prefix}${name}`];
      return text === undefined ? [] : [[name, text]];
    }),
  ),
});

/** The state in which the fields say something else; what is as usual is left out. */
export const withDrafts = (state: PageState, drafts: Drafts): PageState => {
  const params = { ...state.params };
  for (const name of fieldNames) {
    const text = drafts[name].trim();
    if (text === usualDrafts[name]) delete params[`${prefix}${name}`];
    else params[`${prefix}${name}`] = text;
  }
  return { ...state, params };
};

/** How the nation can be divided, in the words of the command line. */
export const geographies = [
  ['nation', 'the nation as one'],
  ['regions', 'divided into regions'],
] as const;

/** How a limit is written on the page. */
export interface LimitField {
  readonly name: Extract<FieldName, 'growth' | 'ceiling' | 'overseas' | 'retention' | 'supervision'>;
  readonly limit: PlanLimit;
  readonly label: string;
  readonly unit: string;
  /** By what the number of the page is divided to be that of the model. */
  readonly per: number;
  readonly most: number;
}

const perCent = 100;

/** The limits that can be set, in the order of the page. */
export const limitFields: readonly LimitField[] = [
  {
    name: 'growth',
    limit: 'trainingGrowth',
    label: 'Growth of a training route',
    unit: '% a year',
    per: perCent,
    most: Infinity,
  },
  {
    name: 'ceiling',
    limit: 'trainingCeiling',
    label: 'Most places of a route',
    unit: 'times today’s',
    per: 1,
    most: Infinity,
  },
  {
    name: 'overseas',
    limit: 'overseasCeiling',
    label: 'Recruits from overseas',
    unit: '% of posts a year',
    per: perCent,
    most: perCent,
  },
  {
    name: 'retention',
    limit: 'retentionCeiling',
    label: 'Cut in leaving before retirement',
    unit: '%',
    per: perCent,
    most: perCent,
  },
  {
    name: 'supervision',
    limit: 'supervision',
    label: 'Trainees that one member of staff can supervise',
    unit: 'times the scenario’s',
    per: 1,
    most: Infinity,
  },
];

// A share that was written in per cent is the one that is written as such: 1.75 % is 0.0175.
const digits = 12;
const share = (number: number, per: number): number => Number((number / per).toPrecision(digits));

/** Writes a limit of the model as the page does. */
export const sayLimit = ({ per, unit }: LimitField, value: number): string =>
  `${Number((value * per).toPrecision(digits))} ${unit}`;

const fewestRuns = 200;
const mostRuns = 100_000;
const million = 1e6;

/** How numbers are written, with the sign that stands at the field or without. A comma stands before three digits only. */
const written = (before: string, after: string): RegExp =>
  new RegExp(`^${before}\\s*(?<number>(?:\\d{1,3}(?:,\\d{3})+|\\d+)(?:\\.\\d+)?)\\s*${after}$`);
const inMillions = written('£?', 'm?');
const inPerCent = written('', '%?');
const plain = written('', '');
const formOf = (name: FieldName): RegExp => {
  if (name === 'budget') return inMillions;
  return name === 'in' || limitFields.some((field) => field.name === name && field.per === perCent) ? inPerCent : plain;
};

const numberOf = (text: string, form: RegExp): number =>
  Number(form.exec(text)?.groups?.['number']?.replaceAll(',', '') ?? NaN);

/** What is asked, or what is wrong with each field. */
export type Read =
  | {
      readonly ok: true;
      readonly value: Pick<PlanAsked, 'closeBy' | 'confidence' | 'limits' | 'years' | 'replay' | 'geography'>;
    }
  | { readonly ok: false; readonly problems: Readonly<Partial<Record<FieldName, string>>> };

/**
 * Reads the fields.
 *
 * @param closing The first and last year that can be asked, where the model has said them; else it refuses other years.
 */
export const readDrafts = (drafts: Drafts, closing?: readonly [number, number]): Read => {
  const problems: Partial<Record<FieldName, string>> = {};
  const number = (name: FieldName, isRight: (value: number) => boolean, expected: string): number | undefined => {
    const text = drafts[name].trim();
    if (text === '' && usualDrafts[name] === '') return undefined;
    const value = numberOf(text, formOf(name));
    if (isRight(value)) return value;
    problems[name] = `Found ${text === '' ? 'nothing' : `“${text}”`}; expected ${expected}.`;
    return undefined;
  };
  const isWhole = (low: number, high: number) => (value: number) =>
    Number.isInteger(value) && value >= low && value <= high;
  const closeBy = number('by', isWhole(1000, 9999), 'a calendar year, such as 2045');
  if (closing && closeBy !== undefined && (closeBy < closing[0] || closeBy > closing[1]))
    problems.by = `Found “${closeBy}”; expected a year from ${closing[0]}, the first that a decision can reach, to ${closing[1]}, so that it is seen to stay closed.`;
  const confidence = number(
    'in',
    (value) => value > 0 && value < perCent,
    'a number above 0 and below 100, such as 80',
  );
  const budget = number('budget', (value) => value > 0 && value < Infinity, 'millions of pounds above 0, such as 40');
  const years = number('years', isWhole(1, 9999), 'a whole number of years, such as 40');
  const replay = number('runs', isWhole(fewestRuns, mostRuns), 'a whole number from 200 to 100,000');
  const limits: Partial<Record<keyof PlanLimits, number>> = {};
  for (const { name, limit, per, most } of limitFields) {
    const isAny = most === Infinity;
    const value = number(
      name,
      (one) => one >= 0 && one <= most && one < Infinity,
      isAny ? 'a number from 0' : `a number from 0 to ${most}`,
    );
    if (value !== undefined) limits[limit] = share(value, per);
  }
  if (budget !== undefined) limits.budget = budget * million;
  if (Object.keys(problems).length > 0 || closeBy === undefined || confidence === undefined)
    return { ok: false, problems };
  const geography = geographies.find(([key]) => key === drafts.geography)?.[0];
  return {
    ok: true,
    value: {
      closeBy,
      confidence: share(confidence, perCent),
      limits,
      years,
      replay,
      // Where nothing is chosen, the question is the one that it was before there was a choice.
      ...(geography === undefined ? {} : { geography }),
    },
  };
};
