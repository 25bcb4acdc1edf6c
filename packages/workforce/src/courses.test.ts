import { beforeEach, describe, expect, test } from 'vitest';
import { resolveShipped } from '../../../tests/support/shipped.ts';
import { compareCourses, keyMeasures, readCourses, takeCourses, type Courses } from './courses.ts';

const tolerance = 1e-9;
let now: Courses;
beforeEach(() => {
  now = takeCourses([resolveShipped('todays-course'), resolveShipped('no-new-training')]);
});
const changed = (change: (courses: Courses) => void): Courses => {
  const copy = structuredClone(now);
  change(copy);
  return copy;
};
const scaled = (factor: number): Courses =>
  changed(({ scenarios }) => {
    const course = scenarios[0]?.measures.inPost ?? [];
    course[5] = (course[5] ?? 0) * factor;
  });

describe('courses of two versions', () => {
  test('the same courses do not differ', () => {
    expect(compareCourses(now, now, tolerance)).toMatchObject({ differences: [], gone: [], added: [], holds: true });
  });

  test('a difference under the same version fails, with scenario, measure, year and values', () => {
    const comparison = compareCourses(scaled(1.001), now, tolerance);
    expect(comparison.holds).toBe(false);
    expect(comparison.differences).toEqual([
      expect.objectContaining({ scenario: 'todays-course', measure: 'inPost', years: 1, year: 2028 }),
    ]);
    const [difference] = comparison.differences;
    expect(difference?.before).toBeCloseTo((difference?.after ?? 0) * 1.001, 6);
    expect(difference?.relative).toBeCloseTo(0.001, 5);
  });

  test('a difference under another version is told, not failed', () => {
    const comparison = compareCourses({ ...scaled(1.001), modelVersion: '0.9.0' }, now, tolerance);
    expect(comparison.differences).toHaveLength(1);
    expect(comparison.holds).toBe(true);
  });

  test('rounding is no difference', () => {
    expect(compareCourses(scaled(1 + 1e-10), now, tolerance).differences).toEqual([]);
    expect(compareCourses(scaled(1 + 1e-8), now, tolerance).differences).toHaveLength(1);
  });

  test('another span of years is a difference of every measure', () => {
    const shorter = changed(({ scenarios }) => {
      for (const measure of keyMeasures) scenarios[0]?.measures[measure].pop();
    });
    expect(compareCourses(shorter, now, tolerance).differences).toHaveLength(keyMeasures.length);
  });

  test('says which scenarios are gone, new, or read other numbers', () => {
    const before = changed(({ scenarios }) => {
      const [first, second] = scenarios;
      if (first) first.inputHash = 'other';
      if (second) second.name = 'an-old-one';
    });
    expect(compareCourses(before, now, tolerance)).toMatchObject({
      otherInputs: ['todays-course'],
      gone: ['an-old-one'],
      added: ['no-new-training'],
      holds: true,
    });
  });

  test('nothing in common compares nothing, and does not hold', () => {
    expect(compareCourses({ ...now, scenarios: [] }, now, tolerance).holds).toBe(false);
  });
});

describe('a file of courses', () => {
  test('is read as it was written', () => {
    expect(readCourses({ name: 'm.json', text: JSON.stringify(now) })).toEqual({ ok: true, value: now });
  });

  test.each([
    ['{', () => '{', 'm.json'],
    ['{}', () => '{}', 'm.json format'],
    ['another version', () => JSON.stringify({ ...now, version: 2 }), 'm.json version'],
  ])('%s is refused', (_, text, where) => {
    const read = readCourses({ name: 'm.json', text: text() });
    expect(read.ok ? [] : read.problems[0]).toMatchObject({ where });
  });
});
