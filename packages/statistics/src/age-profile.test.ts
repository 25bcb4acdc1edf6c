import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ageProfile, type NormalPart } from './age-profile.ts';

const sum = (values: Iterable<number>): number => [...values].reduce((total, value) => total + value, 0);

const anyPart: fc.Arbitrary<NormalPart> = fc.record({
  weight: fc.double({ min: 0.01, max: 1, noNaN: true }),
  mean: fc.double({ min: 20, max: 70, noNaN: true }),
  sd: fc.double({ min: 3, max: 12, noNaN: true }),
  from: fc.integer({ min: 18, max: 40 }),
  to: fc.integer({ min: 45, max: 80 }),
});

describe('ageProfile', () => {
  test('a part over three ages is the normal density at those ages', () => {
    const side = Math.exp(-0.5);
    const profile = ageProfile([{ weight: 1, mean: 31, sd: 1, from: 30, to: 32 }], 30, 33);
    expect(profile[0]).toBeCloseTo(side / (1 + 2 * side), 15);
    expect(profile[1]).toBeCloseTo(1 / (1 + 2 * side), 15);
    expect(profile[2]).toBe(profile[0]);
    expect(profile[3]).toBe(0);
  });

  test('parts add to their weights and stay inside their ages', () => {
    fc.assert(
      fc.property(fc.array(anyPart, { minLength: 1, maxLength: 3 }), (parts) => {
        const profile = ageProfile(parts, 20, 75);
        expect(profile.length).toBe(56);
        expect(sum(profile)).toBeCloseTo(sum(parts.map((part) => part.weight)), 12);
        const youngest = Math.max(20, Math.min(...parts.map((part) => part.from)));
        for (let age = 20; age < youngest; age += 1) expect(profile[age - 20]).toBe(0);
      }),
    );
  });

  test('a mixture is the sum of its parts', () => {
    const young: NormalPart = { weight: 0.72, mean: 34, sd: 6, from: 23, to: 68 };
    const old: NormalPart = { weight: 0.28, mean: 50, sd: 8, from: 30, to: 68 };
    const both = ageProfile([young, old], 20, 75);
    const alone = [ageProfile([young], 20, 75), ageProfile([old], 20, 75)];
    both.forEach((share, index) => expect(share).toBeCloseTo((alone[0]?.[index] ?? 0) + (alone[1]?.[index] ?? 0), 15));
  });
});
