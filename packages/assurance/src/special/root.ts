/** A tail probability with its derivative by the variable, at one place. */
export interface Slope {
  /** The logarithm of the tail over its target. */
  readonly excess: number;
  /** The derivative of `excess`. */
  readonly slope: number;
}

/**
 * Finds where `at` has no excess by Newton's method, kept within bounds that close in.
 *
 * @param at Monotonic in the variable; rising if `rising`.
 */
export const solve = (
  at: (t: number) => Slope,
  start: number,
  bounds: readonly [low: number, high: number],
  rising: boolean,
): number => {
  let [low, high] = bounds;
  let t = Math.min(high, Math.max(low, start));
  for (let i = 0; i < 200; i += 1) {
    const { excess, slope } = at(t);
    if (excess === 0) break;
    if (excess > 0 === rising) high = t;
    else low = t;
    let next = t - excess / slope;
    if (!(next > low && next < high)) next = (low + high) / 2;
    const step = Math.abs(next - t);
    t = next;
    if (step <= 2e-16 * Math.max(1, Math.abs(t))) break;
  }
  return t;
};
