import fc from 'fast-check';
import { expect, test } from 'vitest';
import { askedTerms, termsOf, wordsOf, type Findable } from './terms.ts';

test('words are letters and digits of any script, without case, accents and apostrophes', () => {
  expect(wordsOf("St. Mary's – Ynys Môn, ward 4a")).toEqual(['st', 'marys', 'ynys', 'mon', 'ward', '4a']);
  expect(wordsOf("the boys' ‘old’ O’Ne\u0301’s")).toEqual(['the', 'boys', 'old', 'ones']);
  expect(wordsOf(" –! '")).toEqual([]);
});

const named = (text: string): Findable => ({ text, facets: {}, identifiers: [] });

test.each([
  ["GUY'S AND ST THOMAS'", ["guy's", 'guy’s', 'Guy‘s', 'guy`s', 'guys', 'guy', "guy's thomas", "thomas'"]],
  ['KING’S COLLEGE', ['kings', "king's", 'king', 'king s college']],
  ['KINGS MILL', ['kings', "king's", 'king’s mill']],
])('%s is found with and without its apostrophe, whichever it is', (name, asked) => {
  const there = new Set(termsOf(named(name), []));
  for (const text of asked)
    expect([text, askedTerms(named(text), []).every((term) => there.has(term))]).toEqual([text, true]);
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
