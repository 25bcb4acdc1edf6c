import { beforeEach, expect, test } from 'vitest';
import { exampleReturn } from '../../../tests/support/example-return.ts';
import { shippedEvidence } from '../../../tests/support/shipped.ts';
import { readReturn } from './return-reader.ts';
import { summariseReturn } from './return-summary.ts';

let own: NonNullable<ReturnType<typeof readReturn>['own']>;
beforeEach(() => {
  const read = readReturn(exampleReturn(), 'own.csv', shippedEvidence()).own;
  if (!read) throw new Error('no return');
  own = read;
});

test('a summary adds up what the return says', () => {
  const [posts, inPost, experts, trainees] = summariseReturn(own.data);
  expect(posts?.rows).toEqual([
    ['radiotherapy physics', 21.5, 12, 6, 39.5],
    ['magnetic resonance physics', 3, 1, 0, 4],
    ['All', 24.5, 13, 6, 43.5],
  ]);
  expect(inPost?.rows.at(-1)).toEqual(['All', 18.2 + 2.6, 11.5, 6.4, 18.2 + 11.5 + 6.4 + 2.6]);
  expect(experts?.rows.at(-1)).toEqual(['All', 11, 0, 0, 11]);
  expect(trainees?.rows[0]).toEqual(['radiotherapy physics', 6, 3, 0, 9]);
});

test('small numbers are hidden with what would give them away; posts are shown', () => {
  const [posts, inPost, experts, trainees] = summariseReturn(own.data, 5);
  expect(posts?.rows.flat()).not.toContain('*');
  // Three scientists stand for 2.6 WTE: hidden with the row's only other numbers, and a way round through another row.
  expect(
    inPost?.rows.map((row) =>
      row
        .slice(1)
        .map((cell) => (cell === '*' ? '*' : '.'))
        .join(''),
    ),
  ).toEqual(['*..*', '*..*', '....']);
  expect(
    experts?.rows.map((row) =>
      row
        .slice(1)
        .map((cell) => (cell === '*' ? '*' : '.'))
        .join(''),
    ),
  ).toEqual(['*..*', '*..*', '....']);
  expect(trainees?.rows[0]?.[2]).toBe('*');
});
