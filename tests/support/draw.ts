import { normalQuantile, streamOf, uniform53At } from '@isocentre/statistics';

/** Draws for simulations, each a function of the seed and its order alone. */
export interface Draw {
  readonly uniform: () => number;
  readonly normal: () => number;
}

/** Starts a row of draws. */
export const drawsOf = (...words: readonly number[]): Draw => {
  const { a, b } = streamOf(20_261_127, ...words);
  let index = 0;
  const uniform = (): number => uniform53At(a, b, index++);
  return { uniform, normal: () => normalQuantile(uniform()) };
};

/** The result of what cannot fail here. */
export const valueOf = <T>(result: { readonly ok: true; readonly value: T } | { readonly ok: false }): T => {
  if (!result.ok) throw new Error(`a failure: ${JSON.stringify(result)}`);
  return result.value;
};
