import { expect, test } from 'vitest';
import { isDay } from './day.ts';

test('a day is one of the calendar', () => {
  expect(['2026-11-27', '2024-02-29'].filter(isDay)).toHaveLength(2);
  expect(['2026-02-31', '2026-02-29', '2026-13-01', '2026-1-1', '27 November 2026', ''].filter(isDay)).toEqual([]);
});
