import {
  checkShape,
  failure,
  success,
  type Evidence,
  type Located,
  type Problem,
  type Result,
} from '@isocentre/evidence';
import { checkedMeasureTitles, type Check, type CheckedMeasure, type LocatedCheck } from './behaviour-schema.ts';
import { closureOf } from './closure.ts';
import { sumCells } from './grouping.ts';
import { leverSchema } from './lever.ts';
import type { ModelInput } from './model-input.ts';
import { project, type Projection } from './project.ts';
import { resolve } from './resolve.ts';
import type { Scenario } from './scenario.ts';
import { groups, specialisms } from './taxonomy.ts';
import { sayCount } from './words.ts';

/** The course of a measure under one amount of a lever, or in one scenario. */
export interface CheckCourse {
  /** The amount with what it does, such as `multiply 3`; the scenario's name without a lever. */
  readonly label: string;
  readonly amount: number | null;
  /** The calendar year of the first value. */
  readonly firstYear: number;
  /** What is judged: a value a year; for a closing year one value, `Infinity` where it does not close. */
  readonly values: readonly number[];
  /** What is drawn: the same, or for a closing year the shortfall. */
  readonly drawn: readonly number[];
}

/** Where a claim does not hold. */
export interface Violation {
  /** The calendar year; null for a closing year. */
  readonly year: number | null;
  /** The courses concerned with their values. */
  readonly values: readonly { readonly label: string; readonly value: number }[];
}

/** What a check found. */
export interface CheckResult {
  readonly check: Check;
  readonly holds: boolean;
  readonly courses: readonly CheckCourse[];
  /** One for each year in which the claim does not hold, the first year first. */
  readonly violations: readonly Violation[];
}

/** How a resolved scenario is run; another one can stand in for the model, to see that a check would fail. */
export type Model = (input: ModelInput) => Projection;

// A smaller relative change is rounding.
const rounding = Math.sqrt(Number.EPSILON);

const change = (before: number, after: number): -1 | 0 | 1 => {
  if (before === after) return 0;
  const scale = Math.max(1, Math.min(Math.abs(before), Math.abs(after)));
  if (Math.abs(after - before) <= rounding * scale) return 0;
  return after > before ? 1 : -1;
};

const isStrict = { rises: 1, falls: -1 } as const;
const forbidden = { rises: -1, falls: 1, 'never rises': 1, 'never falls': -1 } as const;

/**
 * Judges a claim over courses, which stand in the order of their amounts.
 *
 * @param check What must hold, of what, and when.
 * @returns where it does not hold; empty where it holds.
 */
export const judge = (
  check: Pick<Check, 'holds' | 'measure' | 'when'>,
  courses: readonly CheckCourse[],
): readonly Violation[] => {
  const { holds, measure, when = 'at the end' } = check;
  const length = Math.min(...courses.map((course) => course.values.length));
  const last = length - 1;
  const firstYear = courses[0]?.firstYear ?? 0;
  const single = measure === 'closingYear';
  const indices =
    when === 'every year'
      ? Array.from({ length }, (_, t) => t)
      : [when === 'at the end' || single ? last : when - firstYear];
  return indices.flatMap((t): Violation[] => {
    const values = courses.map(({ label, values: all }) => ({ label, value: all[t] ?? NaN }));
    const wrong = wrongOf(holds, values, t === last || when !== 'every year');
    return wrong.length === 0 ? [] : [{ year: single ? null : firstYear + t, values: wrong }];
  });
};

const wrongOf = (holds: Check['holds'], values: Violation['values'], strictly: boolean): Violation['values'] => {
  if (typeof holds !== 'string') {
    const { low = -Infinity, high = Infinity } = holds['stays within'];
    return values.filter(({ value }) => !(change(value, low) <= 0 && change(value, high) >= 0));
  }
  const isWrong = values.slice(1).some(({ value }, index) => {
    const before = values[index]?.value ?? NaN;
    if (Number.isNaN(before) || Number.isNaN(value)) return true;
    const way = change(before, value);
    if (holds === 'does not change') return way !== 0;
    if (way === forbidden[holds]) return true;
    return strictly && (holds === 'rises' || holds === 'falls') && way !== isStrict[holds];
  });
  return isWrong ? values : [];
};

const cellsOf = (input: ModelInput, of: Check['of']): readonly number[] => {
  const occupations = new Map(input.occupations.map((one) => [one.id, one]));
  return input.cells.flatMap((cell, index) => {
    const occupation = occupations.get(cell.occupation);
    const fits =
      (of?.specialism === undefined || of.specialism === occupation?.specialism) &&
      (of?.group === undefined || of.group === occupation?.group);
    return fits ? [index] : [];
  });
};

const courseOf = (projection: Projection, measure: CheckedMeasure, cells: readonly number[]): readonly number[] => {
  const { input } = projection;
  const share = (part: ArrayLike<number>, whole: ArrayLike<number>): readonly number[] =>
    Array.from(whole, (all, t) => (all > 0 ? (part[t] ?? 0) / all : 0));
  const sum = (of: Parameters<typeof sumCells>[1]): Float64Array => sumCells(projection, of, cells);
  switch (measure) {
    case 'vacancyRate':
      return share(sum('vacancies'), sum('posts'));
    case 'recognisedShare':
      return share(sum('recognisedHeads'), sum('headcount'));
    case 'abovePosts': {
      const posts = sum('posts');
      const { inPost, posts: byCell } = projection.values;
      const above = posts.map((_, t) =>
        cells.reduce((all, cell) => {
          const at = t * input.cells.length + cell;
          return all + Math.max(0, (inPost[at] ?? 0) - (byCell[at] ?? 0));
        }, 0),
      );
      return share(above, posts);
    }
    case 'closingYear':
      return [closureOf(input, sum('shortfall'), sum('requirement')).year ?? Infinity];
    default:
      return [...sum(measure)];
  }
};

interface Run {
  readonly label: string;
  readonly amount: number | null;
  readonly scenario: Located<Scenario>;
}

const runsOf = (
  { value: check, where }: LocatedCheck,
  scenarios: ReadonlyMap<string, Located<Scenario>>,
): Result<readonly Run[]> => {
  const bases =
    check.scenario === 'every' ? [...scenarios.values()] : [scenarios.get(check.scenario)].filter((one) => !!one);
  if (bases.length === 0) {
    return failure({
      where: where(['scenario']),
      found: `"${check.scenario}"`,
      expected: `every, or one of ${[...scenarios.keys()].join(', ')}`,
    });
  }
  const [how, amounts] = Object.entries(check.amounts ?? {})[0] ?? [];
  if (!check.lever || how === undefined || !amounts)
    return success(bases.map((scenario) => ({ label: scenario.value.name, amount: null, scenario })));
  const [base] = bases as [Located<Scenario>];
  const index = base.value.levers?.length ?? 0;
  const runs: Run[] = [];
  for (const amount of amounts) {
    const lever = checkShape(
      {
        value: { name: check.title, ...check.lever, [how]: amount },
        where: (path) => where(path[0] === how ? ['amounts', how] : ['lever', ...path]),
      },
      leverSchema,
    );
    if (!lever.ok) return lever;
    runs.push({
      label: `${how} ${amount}`,
      amount,
      scenario: {
        value: { ...base.value, levers: [...(base.value.levers ?? []), lever.value.value] },
        where: (path) =>
          path[0] === 'levers' && path[1] === index ? lever.value.where([...path].slice(2)) : base.where(path),
      },
    });
  }
  return success(runs);
};

/**
 * Runs every check on the expected course and judges it.
 *
 * @param scenarios The scenarios from which checks start, by name.
 * @param model How a resolved scenario is run.
 * @returns one result for each check, or every check that cannot be run.
 */
export const runChecks = (
  checks: readonly LocatedCheck[],
  scenarios: ReadonlyMap<string, Located<Scenario>>,
  evidence: Evidence,
  model: Model = project,
): Result<readonly CheckResult[]> => {
  const problems: Problem[] = [];
  const results: CheckResult[] = [];
  const known = new Map<string, Result<Projection>>();
  const projectionOf = ({ scenario }: Run): Result<Projection> => {
    const key = JSON.stringify(scenario.value);
    const before = known.get(key);
    if (before) return before;
    const resolved = resolve(scenario, evidence);
    const projection = resolved.ok ? success(model(resolved.value.input)) : resolved;
    known.set(key, projection);
    return projection;
  };
  const ids = new Set<string>();
  for (const located of checks) {
    const { value: check, where } = located;
    if (ids.has(check.id))
      problems.push({ where: where(['id']), found: `"${check.id}" again`, expected: 'an id that no other check has' });
    ids.add(check.id);
    const runs = runsOf(located, scenarios);
    if (!runs.ok) {
      problems.push(...runs.problems);
      continue;
    }
    const courses: CheckCourse[] = [];
    for (const run of runs.value) {
      const projection = projectionOf(run);
      if (!projection.ok) {
        problems.push(...projection.problems);
        continue;
      }
      const { input } = projection.value;
      const cells = cellsOf(input, check.of);
      if (cells.length === 0) {
        problems.push({
          where: where(['of']),
          found: 'nobody',
          expected: 'a specialism and group that exist together',
        });
        continue;
      }
      const values = courseOf(projection.value, check.measure, cells);
      courses.push({
        label: run.label,
        amount: run.amount,
        firstYear: input.baselineYear,
        values,
        drawn: check.measure === 'closingYear' ? courseOf(projection.value, 'shortfall', cells) : values,
      });
    }
    if (courses.length < runs.value.length) continue;
    const end = Math.min(...courses.map((course) => course.firstYear + course.drawn.length - 1));
    const start = Math.max(...courses.map((course) => course.firstYear));
    if (typeof check.when === 'number' && (check.when < start || check.when > end)) {
      problems.push({ where: where(['when']), found: String(check.when), expected: `a year from ${start} to ${end}` });
      continue;
    }
    const violations = judge(check, courses);
    results.push({ check, holds: violations.length === 0, courses, violations });
  }
  const unique = [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
  return unique.length === 0 ? success(results) : failure(...unique);
};

const digitsShown = 5;

/** Writes a value of a measure as one would say it: whole where large, to a few digits where small, or "never". */
export const sayValue = (value: number, measure: CheckedMeasure): string => {
  if (measure === 'closingYear') return Number.isFinite(value) ? String(value) : 'never';
  return Number(value.toPrecision(digitsShown)).toLocaleString('en-GB', { maximumSignificantDigits: digitsShown });
};

/** Says what a check claims: measure, part, when, and what must hold. */
export const sayClaim = ({ measure, of, when = 'at the end', holds }: Check): string => {
  const part = [of?.group && groups[of.group], of?.specialism && specialisms[of.specialism]].filter(Boolean).join(', ');
  const time = measure === 'closingYear' ? '' : typeof when === 'number' ? `, at the start of ${when}` : `, ${when}`;
  const bounds = typeof holds === 'string' ? undefined : holds['stays within'];
  const what =
    typeof holds === 'string'
      ? `${holds} with the amount`
      : bounds?.low === undefined
        ? `is at most ${bounds?.high ?? ''}`
        : bounds.high === undefined
          ? `is at least ${bounds.low}`
          : `stays within ${bounds.low} and ${bounds.high}`;
  return `${checkedMeasureTitles[measure]}${part === '' ? '' : `, ${part}`}${time}: ${what}`;
};

/** Says in one line where a check fails, with amounts and values; nothing where it holds. */
export const sayFailure = ({ check, violations }: CheckResult): string => {
  const worst = violations.at(-1);
  if (!worst) return '';
  const values = worst.values.map(({ label, value }) => `${sayValue(value, check.measure)} at ${label}`).join(', ');
  const others = violations.length - 1;
  const more = others === 0 ? '' : ` (and in ${sayCount(others)} other ${others === 1 ? 'year' : 'years'})`;
  return `${check.id}: ${sayClaim(check)}; found ${values}${worst.year === null ? '' : ` in ${worst.year}`}${more}`;
};
