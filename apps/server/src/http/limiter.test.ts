import { expect, test } from 'vitest';
import { limiterOf } from './limiter.ts';

test('a client has a minute’s worth at once, then what a minute gives, and others are not touched', () => {
  let now = 0;
  const { take } = limiterOf(60, () => now);
  for (let count = 0; count < 60; count += 1) expect(take('a', 1)).toBe(0);
  expect(take('a', 1)).toBe(1);
  expect(take('a', 10)).toBe(10);
  expect(take('b', 10)).toBe(0);
  now = 10_000;
  expect(take('a', 10)).toBe(0);
  expect(take('a', 1)).toBe(1);
  now = 10_000_000;
  for (let count = 0; count < 60; count += 1) expect(take('a', 1)).toBe(0);
  expect(take('a', 1)).toBe(1);
});

test('remembers no more than so many clients, and forgets the quietest', () => {
  const { take } = limiterOf(1, () => 0);
  take('first', 1);
  take('second', 1);
  expect(take('first', 1)).toBe(60);
  for (let client = 0; client < 50_000 - 1; client += 1) take(String(client), 1);
  expect(take('first', 1)).toBe(60);
  expect(take('second', 1)).toBe(0);
});
