import fc from 'fast-check';
import { expect, test } from 'vitest';
import { askedTerms, termsOf, wordsOf, type Findable } from './terms.ts';

test('words are letters and digits of any script, without case and accents', () => {
  expect(wordsOf("St. Mary's – Ynys Môn, ward 4a")).toEqual(['st', 'mary', 's', 'ynys', 'mon', 'ward', '4a']);
  expect(wordsOf(' –! ')).toEqual([]);
});

// The definition: every word, every facet and every identifier asked for is there.
const fits = (record: Findable, asked: Findable): boolean =>
  wordsOf(asked.text).every((word) => wordsOf(record.text).includes(word)) &&
  Object.entries(asked.facets).every(([name, value]) => record.facets[name] === value) &&
  asked.identifiers.every((one) => record.identifiers.includes(one));

test('a record has all terms that are asked for exactly when it has all words, facets and identifiers', () => {
  const names = ['state', 'region', 'board', 'kind', 'nation', 'speciality'];
  const facets = fc.dictionary(fc.constantFrom(...names, 'unknown'), fc.constantFrom('a', 'b'));
  const findable = fc.record({
    text: fc.array(fc.constantFrom('one', 'TWO', 'three'), { maxLength: 2 }).map((words) => words.join(' ')),
    facets,
    identifiers: fc.uniqueArray(fc.constantFrom('X1', 'X2'), { maxLength: 1 }),
  });
  fc.assert(
    fc.property(findable, findable, (found, asked) => {
      const known = Object.entries(found.facets).filter(([name]) => name !== 'unknown');
      const record = { ...found, facets: Object.fromEntries(known) };
      const there = new Set(termsOf(record, names));
      expect(askedTerms(asked, names).every((term) => there.has(term))).toBe(fits(record, asked));
    }),
    { numRuns: 500 },
  );
});
