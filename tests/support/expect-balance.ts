import { expect } from 'vitest';

/** Expects two sums to be equal, but for the rounding of their terms. */
export const expectBalance = (what: string, left: number, right: number): void => {
  expect(Math.abs(left - right), what).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(left), Math.abs(right)));
};
