import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countOf } from '../../../../tests/support/counts.ts';
import { begin, longestPast, redo, step, undo, type History } from './history.ts';

const is = (a: number, b: number): boolean => a === b;

describe('a history', () => {
  test('undoing all steps and redoing them gives back every state', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 30 }), (values) => {
        let history = begin(-1);
        for (const value of values) history = step(history, value, is);
        const back: number[] = [history.present];
        while (history.past.length > 0) {
          history = undo(history);
          back.push(history.present);
        }
        expect(history.present).toBe(-1);
        for (const state of back.toReversed().slice(1)) {
          history = redo(history);
          expect(history.present).toBe(state);
        }
        expect(history.future).toEqual([]);
      }),
      { numRuns: countOf({ test: 200, full: 2000, mutation: 50 }), seed: 1 },
    );
  });
  test('a step after undoing forgets what was undone', () => {
    const history = step(undo(step(step(begin(0), 1, is), 2, is)), 3, is);
    expect(history).toEqual({ past: [0, 1], present: 3, future: [] });
  });
  test('a step that changes nothing is none', () => {
    expect(step(begin(5), 5, is)).toEqual(begin(5));
  });
  test('nothing to undo or redo changes nothing', () => {
    expect(undo(begin(1))).toEqual(begin(1));
    expect(redo(begin(1))).toEqual(begin(1));
  });
  test('the oldest steps go', () => {
    let history: History<number> = begin(-1);
    for (let value = 0; value < longestPast + 10; value += 1) history = step(history, value, is);
    expect(history.past).toHaveLength(longestPast);
    expect(history.past[0]).toBe(9);
  });
});
