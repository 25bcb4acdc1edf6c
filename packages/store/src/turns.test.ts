import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Turns } from './turns.ts';

test('so many go on at once, the others in the order in which they came, also past one that fails', async () => {
  const turns = new Turns(2);
  const begun: number[] = [];
  const ends: (() => void)[] = [];
  const work = Array.from({ length: 5 }, (_, number) =>
    turns.take(async () => {
      begun.push(number);
      await new Promise<void>((done) => ends.push(done));
      if (number === 1) throw new Error('number 1');
      return number;
    }),
  );
  const settled = Promise.allSettled(work);
  const steps = [2, 1, 0, 3, 2].map((end, index): readonly [number, number] => [Math.min(5, index + 2), end]);
  for (const [count, which] of steps) {
    await setImmediate();
    expect(begun).toEqual([0, 1, 2, 3, 4].slice(0, count));
    ends.splice(Math.min(which, ends.length - 1), 1)[0]?.();
  }
  const outcomes = await settled;
  expect(outcomes.map(({ status }) => status === 'fulfilled')).toEqual([true, false, true, true, true]);
  expect(await turns.take(async () => 'later')).toBe('later');
});
