import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ageOf, AgesHeld } from './ages-held.ts';

const marked = ({ words, wordsAPlace }: AgesHeld, place: number): number[] => {
  const ages: number[] = [];
  for (let word = 0; word < wordsAPlace; word += 1) {
    for (let left = words[place * wordsAPlace + word] ?? 0; left !== 0; left &= left - 1) ages.push(ageOf(word, left));
  }
  return ages;
};

describe('the ages held', () => {
  test('are those marked, in rising order, and grow older until the last age', () => {
    const ageCounts = fc.constantFrom(1, 31, 32, 33, 56, 64, 65);
    const cases = ageCounts.chain((ageCount) =>
      fc.record({
        ageCount: fc.constant(ageCount),
        places: fc.array(fc.uniqueArray(fc.nat(ageCount - 1)), { minLength: 1, maxLength: 3 }),
      }),
    );
    fc.assert(
      fc.property(cases, fc.nat(70), ({ ageCount, places }, years) => {
        const people = new Int32Array(places.length * ageCount);
        const one = new AgesHeld(places.length, ageCount);
        const all = new AgesHeld(places.length, ageCount);
        places.forEach((ages, place) => {
          for (const age of ages) {
            one.mark(place, age);
            people[place * ageCount + age] = age + 1;
          }
        });
        all.markAll(people);
        for (let year = 0; year < years; year += 1) one.growOlder();
        places.forEach((ages, place) => {
          const inOrder = ages.toSorted((a, b) => a - b);
          expect(marked(all, place)).toEqual(inOrder);
          expect(marked(one, place)).toEqual(inOrder.map((age) => age + years).filter((age) => age < ageCount));
        });
      }),
      { numRuns: 200, seed: 2_026 },
    );
  });
});
