import { failure, show, success, valueAt, type Result } from '@isocentre/evidence';
import { z } from 'zod';
import { groupCells, sumCells } from './grouping.ts';
import { project } from './project.ts';
import { hashInput, modelVersion } from './report.ts';
import type { Resolved } from './resolve.ts';

/** The measures by which the courses of two versions of the model are compared, over the whole workforce. */
export const keyMeasures = ['inPost', 'shortfall', 'posts', 'requirement', 'recognised', 'trainees'] as const;

/** A measure by which two versions are compared. */
export type KeyMeasure = (typeof keyMeasures)[number];

const values = z.array(z.number()).describe('One value a reported year.');

/** The schema of a file of courses: what one version of the model makes of the shipped scenarios. */
export const coursesSchema = z
  .strictObject({
    format: z.literal('isocentre-courses'),
    version: z.literal(1),
    modelVersion: z.string().regex(/^\d+\.\d+\.\d+$/, { error: 'a version such as 1.0.0' }),
    scenarios: z.array(
      z.strictObject({
        name: z.string().min(1),
        inputHash: z.string().describe("SHA-256 of the resolved scenario's JSON."),
        firstYear: z.int(),
        measures: z.strictObject({
          inPost: values,
          shortfall: values,
          posts: values,
          requirement: values,
          recognised: values,
          trainees: values,
        }),
      }),
    ),
  })
  .describe('Courses of the shipped scenarios under one version of the model.');

/** The courses of some scenarios under one version of the model. */
export type Courses = z.infer<typeof coursesSchema>;

/** Runs resolved scenarios and keeps their key measures. */
export const takeCourses = (scenarios: readonly Resolved[], run = project): Courses => ({
  format: 'isocentre-courses',
  version: 1,
  modelVersion,
  scenarios: scenarios.map(({ scenario, input }) => {
    const projection = run(input);
    const cells = groupCells(input, [])[0]?.cells ?? [];
    const course = (measure: KeyMeasure): number[] => [...sumCells(projection, measure, cells)];
    return {
      name: scenario.name,
      inputHash: hashInput(input),
      firstYear: input.baselineYear,
      measures: Object.fromEntries(
        keyMeasures.map((measure) => [measure, course(measure)]),
      ) as Courses['scenarios'][number]['measures'],
    };
  }),
});

/** Reads a file of courses. */
export const readCourses = (file: { readonly name: string; readonly text: string }): Result<Courses> => {
  let value: unknown;
  try {
    value = JSON.parse(file.text);
  } catch {
    return failure({ where: file.name, found: 'no JSON', expected: 'a file that "isocentre check --save FILE" wrote' });
  }
  const parsed = coursesSchema.safeParse(value);
  if (parsed.success) return success(parsed.data);
  return failure(
    ...parsed.error.issues.map((issue) => ({
      where: `${file.name} ${issue.path.join('.')}`.trimEnd(),
      found: show(valueAt(value, issue.path)),
      expected: 'a file that "isocentre check --save FILE" wrote',
    })),
  );
};

/** How far one measure of one scenario differs between two versions. */
export interface CourseDifference {
  readonly scenario: string;
  readonly measure: KeyMeasure;
  /** Years in which it differs. */
  readonly years: number;
  /** Where the relative difference is largest. */
  readonly year: number;
  readonly before: number;
  readonly after: number;
  readonly relative: number;
}

/** Two versions of the model side by side. */
export interface VersionComparison {
  readonly before: Courses;
  readonly after: Courses;
  readonly differences: readonly CourseDifference[];
  /** Scenarios whose numbers are no longer those of the earlier courses: a difference may be theirs. */
  readonly otherInputs: readonly string[];
  /** Scenarios of the earlier courses that there are no more, and new ones. */
  readonly gone: readonly string[];
  readonly added: readonly string[];
  /** Nothing differs, or the version of the model says that something does. */
  readonly holds: boolean;
}

const differenceOf = (
  scenario: string,
  measure: KeyMeasure,
  firstYear: number,
  before: readonly number[],
  after: readonly number[],
  tolerance: number,
): readonly CourseDifference[] => {
  const all = Array.from({ length: Math.max(before.length, after.length) }, (_, t) => {
    const from = before[t] ?? NaN;
    const to = after[t] ?? NaN;
    const scale = Math.max(Math.abs(from), Math.abs(to));
    const relative = from === to ? 0 : Number.isNaN(scale) ? Infinity : Math.abs(to - from) / scale;
    return { scenario, measure, year: firstYear + t, before: from, after: to, relative };
  }).filter(({ relative }) => relative > tolerance);
  const [largest] = all.toSorted((a, b) => b.relative - a.relative);
  return largest ? [{ ...largest, years: all.length }] : [];
};

/**
 * Compares the courses of two versions of the model.
 *
 * @param tolerance Largest relative difference that counts as none.
 */
export const compareCourses = (before: Courses, after: Courses, tolerance: number): VersionComparison => {
  const earlier = new Map(before.scenarios.map((one) => [one.name, one]));
  const later = new Map(after.scenarios.map((one) => [one.name, one]));
  const both = after.scenarios.flatMap((to) => {
    const from = earlier.get(to.name);
    return from ? [{ from, to }] : [];
  });
  const differences = both.flatMap(({ from, to }) =>
    keyMeasures.flatMap((measure) =>
      differenceOf(
        to.name,
        measure,
        to.firstYear,
        from.firstYear === to.firstYear ? from.measures[measure] : [],
        to.measures[measure],
        tolerance,
      ),
    ),
  );
  return {
    before,
    after,
    differences,
    otherInputs: both.flatMap(({ from, to }) => (from.inputHash === to.inputHash ? [] : [to.name])),
    gone: [...earlier.keys()].filter((name) => !later.has(name)),
    added: [...later.keys()].filter((name) => !earlier.has(name)),
    holds: both.length > 0 && (differences.length === 0 || before.modelVersion !== after.modelVersion),
  };
};
