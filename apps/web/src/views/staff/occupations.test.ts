import { describe, expect, test } from 'vitest';
import { pageBench, valueOf } from '../../../../../tests/support/bench.ts';
import { jobs } from '../../compute/jobs.ts';
import { occupationsOf, rangesChart, sayGap, titleOf } from './occupations.ts';

describe('a gap', () => {
  test.each([
    [{ low: -17.7, high: -17.3 }, '17.3 to 17.7 fewer'],
    [{ low: -13.45, high: -13.45 }, '13.5 fewer'],
    [{ low: 2, high: 2 }, '2.0 more'],
    [{ low: 0, high: 1.25 }, '0.0 to 1.3 more'],
    [{ low: -1.25, high: 0 }, '0.0 to 1.3 fewer'],
    [{ low: -1, high: 2 }, '1.0 fewer to 2.0 more'],
    [{ low: -0.04, high: 0.04 }, 'as many'],
    [{ low: -0.04, high: 2 }, '0.0 to 2.0 more'],
  ])('of %j is said as %s', (span, words) => {
    expect(sayGap(span)).toBe(words);
  });
});

test('an occupation has every model that counts it, against what there is', async () => {
  const requirement = valueOf(await jobs.requirement({ of: 'example' }, pageBench()));
  if (requirement === 'missing') throw new Error('no example');
  const [occupation, ...others] = occupationsOf(requirement.report);
  if (!occupation) throw new Error('no occupation');
  expect(others).toEqual([]);
  expect(occupation).toMatchObject({ posts: 21.5, inPost: 18.2 });
  const { layout, table, label } = rangesChart(occupation);
  expect(layout.marks).toEqual([
    { name: 'in post 18.2', at: 18.2 },
    { name: 'posts 21.5', at: 21.5 },
  ]);
  expect(layout.rows).toHaveLength(6);
  expect(layout.rows.at(-1)).toEqual({
    name: 'ESTRO-QUARTS, by patients',
    low: 3.8,
    high: 1900 / 450,
    text: '3.8 to 4.2',
  });
  expect(table.rows.at(-1)).toEqual(['quarts-patients', 3.8, 1900 / 450, 21.5, 18.2]);
  expect(label).toContain('3.8 to 4.2 by ESTRO-QUARTS by patients. Funded posts 21.5, in post 18.2.');
  const marked = requirement.offered.find(({ model }) => model.name === 'us-beds')?.model;
  expect(marked && titleOf(marked)).toBe('US mean, by beds (not UK)');
});
