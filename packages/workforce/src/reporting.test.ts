import { describe as tell, type Evidence, type Figure, type Value } from '@isocentre/evidence';
import { expect, test } from 'vitest';
import { shippedEvidence } from '../../../tests/support/shipped.ts';
import { readReporting } from './reporting.ts';

const evidence = shippedEvidence();
const withFigures = (values: Readonly<Record<string, Value>>): Evidence => ({
  figures: new Map(
    [...evidence.figures].map(([id, figure]): [string, Figure] => [
      id,
      values[id] ? { ...figure, stated: values[id] } : figure,
    ]),
  ),
});
const number = (value: number): Value => ({ kind: 'number', number: value });
const problemsOf = (values: Readonly<Record<string, Value>>): readonly string[] => {
  const read = readReporting(withFigures(values));
  return read.ok ? [] : read.problems.map(tell);
};

test('how an ensemble is reported is read from the figures', () => {
  const read = readReporting(evidence);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const { uses, ...reporting } = read.value;
  expect(reporting).toEqual({
    levels: { all: [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95], low: 0.1, high: 0.9 },
    runs: 1000,
    mostDifferences: 12,
    attributedFutures: 200,
    smallNumber: 5,
  });
  expect([...uses.keys()].toSorted()).toEqual([
    'differences_told_apart',
    'futures_told_apart',
    'interval_shown',
    'quantile_levels',
    'runs_of_an_ensemble',
    'small_number',
  ]);
  for (const purposes of uses.values()) expect([...purposes]).toEqual(['the report of an ensemble']);
});

test.each([
  ['runs_of_an_ensemble', 'at least 1'],
  ['differences_told_apart', 'at least 1'],
  ['futures_told_apart', 'at least 1'],
  ['small_number', 'at least 1'],
])('%s is one at least', (id, expected) => {
  expect(problemsOf({ [id]: number(1) })).toEqual([]);
  const problems = problemsOf({ [id]: number(0) });
  expect(problems).toHaveLength(1);
  expect(problems[0]).toContain(expected);
  expect(problems[0]).toContain('the report of an ensemble');
});

test('the ends of the interval shown are levels of the quantiles', () => {
  const ends = (low: number, high: number): Value => ({ kind: 'interval', low, high });
  expect(problemsOf({ interval_shown: ends(0.1, 0.9) })).toEqual([]);
  const wrong = problemsOf({ interval_shown: ends(0.2, 0.9) });
  expect(wrong).toHaveLength(1);
  expect(wrong[0]).toContain('found 0.2');
  expect(wrong[0]).toContain('one of the levels of quantile_levels');
});
