import type { Course } from '../compute/course.ts';
import type { Where } from '../compute/where.ts';
import type { Years } from '../state/state.ts';

// "Financial year" is "the twelve months ending with 31st March": Interpretation Act 1978, Schedule 1.
const monthsBefore = 3;
const monthsAYear = 12;

/** How the steps of a course lie in years that begin on 1 April. */
export interface Shift {
  /** The calendar year in which the first financial year begins whose start the course covers. */
  readonly first: number;
  /** How far into a step a financial year begins, from 0 to less than 1. */
  readonly into: number;
}

/** Months from 1 January to the end of a day such as `2026-03-31`. */
const monthsTo = (day: string): number => {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return month - 1 + date / new Date(Date.UTC(year, month, 0)).getUTCDate();
};

/**
 * Tells how the steps of a course lie in financial years.
 *
 * @param baselineYear The year of the first state.
 * @param startsOn The day of the first state, `YYYY-MM-DD`, at whose end it is true. Without one it is the start of
 *   `baselineYear`, as the model's tables say.
 */
export const shiftOf = (baselineYear: number, startsOn?: string): Shift => {
  const months = startsOn === undefined ? 0 : monthsTo(startsOn);
  return {
    first: months <= monthsBefore ? baselineYear : baselineYear + 1,
    into: ((monthsBefore - months + monthsAYear) % monthsAYear) / monthsAYear,
  };
};

/**
 * Brings a course from steps into financial years: each value is made of two steps, in proportion to the months that
 * the year shares with each. For a state that is a straight line between the starts of two steps. The last value goes
 * where the model has no step after it. Sums and differences that hold of steps hold of financial years.
 */
export const inFinancialYears = (values: readonly number[], { into }: Shift): readonly number[] =>
  into === 0 ? values : values.slice(0, -1).map((value, t) => value * (1 - into) + (values[t + 1] ?? 0) * into);

/** Writes a financial year by the calendar year in which it begins: `2027/28`. */
export const sayFinancialYear = (begins: number): string => `${begins}/${String((begins + 1) % 100).padStart(2, '0')}`;

/** Writes a year of a chart or table. */
export const sayYear = (years: Years, year: number): string =>
  years === 'financial' ? sayFinancialYear(year) : String(year);

const mapped = <T extends object>(lists: T, shift: Shift): T =>
  Object.fromEntries(
    Object.entries(lists as Record<string, readonly number[] | undefined>).map(([key, values]) => [
      key,
      values && inFinancialYears(values, shift),
    ]),
  ) as T;

type Spread = NonNullable<Course['sureness']>['spread'];

const spreadIn = (spread: Spread, shift: Shift): Spread =>
  Object.fromEntries(
    Object.entries(spread).map(([measure, { mean, quantiles }]) => [
      measure,
      { mean: inFinancialYears(mean, shift), quantiles: mapped(quantiles, shift) },
    ]),
  );

const yearsIn = (years: readonly number[], { first, into }: Shift): readonly number[] =>
  (into === 0 ? years : years.slice(0, -1)).map((_, t) => first + t);

/** Gives a course in the years that were chosen; its words stay those of the model's years. */
export const courseIn = (years: Years, course: Course): Course => {
  if (years === 'calendar') return course;
  const shift = shiftOf(course.years[0] ?? 0, course.startsOn);
  const ages = course.ages.map((_, t) =>
    (course.ages[t] ?? []).map(
      (count, age) => count * (1 - shift.into) + (course.ages[t + 1]?.[age] ?? 0) * shift.into,
    ),
  );
  return {
    ...course,
    years: yearsIn(course.years, shift),
    measures: mapped(course.measures, shift),
    shortfall: inFinancialYears(course.shortfall, shift),
    ages: shift.into === 0 ? course.ages : ages.slice(0, -1),
    ...(course.sureness ? { sureness: { ...course.sureness, spread: spreadIn(course.sureness.spread, shift) } } : {}),
  };
};

/** Gives the parts of a workforce in the years that were chosen. */
export const whereIn = (years: Years, where: Where): Where => {
  if (years === 'calendar') return where;
  const shift = shiftOf(where.years[0] ?? 0, where.startsOn);
  return {
    ...where,
    years: yearsIn(where.years, shift),
    parts: where.parts.map((part) => ({
      ...part,
      measures: mapped(part.measures, shift),
      ...(part.spread ? { spread: spreadIn(part.spread, shift) } : {}),
    })),
  };
};

/** Where the start of a step stands on an axis of the years that were chosen, whose marks are starts of years. */
export const placeOfStep = (years: Years, step: number, baselineYear: number, startsOn?: string): number => {
  if (years === 'calendar') return step;
  const { first, into } = shiftOf(baselineYear, startsOn);
  return first - into + (step - baselineYear);
};
