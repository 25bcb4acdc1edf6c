import { exp } from './exp.ts';
import { poissonQuantile } from './poisson.ts';
import { mostTabled, QuantileTable } from './quantile-table.ts';
import { bitsAt, type Stream } from './stream.ts';

// Up to this mean no word gives more than a table holds: at 144 the last one gives 226.
const largestMean = 144;

/**
 * Draws from a Poisson distribution many times over, several times as fast as `poissonQuantile` and with the same results
 * to the bit. Keeps a table for a mean up to 144; beyond it calls `poissonQuantile`.
 *
 * @example
 * ```ts
 * import { PoissonSampler, streamOf } from '@isocentre/statistics';
 * const arrivals = new Int32Array(1000); // in a thousand runs
 * new PoissonSampler(2.5).draw(streamOf(1, 2031), 0, arrivals);
 * ```
 */
export class PoissonSampler {
  /** Mean, as `poissonQuantile` takes it. */
  readonly mean: number;
  readonly #table = new QuantileTable(0);
  readonly #row: number;

  /** @param mean From 0 to 10^9; below 0 counts as 0. */
  constructor(mean: number) {
    this.mean = mean;
    this.#row = mean > largestMean ? 0 : this.#add(Math.max(0, mean));
  }

  /**
   * Gives the draw of a random word: `poissonQuantile(mean, (word + ½) / 2^32)`.
   *
   * @param word A whole number from 0 to 2^32 − 1, as `bitsAt` gives it.
   */
  at(word: number): number {
    if (this.#row === 0) return poissonQuantile(this.mean, (word + 0.5) * 2 ** -32);
    return this.#table.outcome(this.#row, word);
  }

  /**
   * Fills an array with draws: draw i is `poissonQuantile(mean, uniformAt(a, b, first + i))`.
   *
   * @param stream The stream of the draws.
   * @param first The index in the stream of the first draw.
   * @param into Receives the draws.
   */
  draw(stream: Stream, first: number, into: Int32Array): void {
    let i = 0;
    for (;;) {
      if (this.#row > 0) i = this.#table.draw(this.#row, stream, first, into, i);
      if (i === into.length) return;
      into[i] = this.at(bitsAt(stream.a, stream.b, first + i));
      i += 1;
    }
  }

  #add(mean: number): number {
    const cumulative = new Float64Array(mostTabled + 1);
    let mass = exp(-mean);
    let sum = mass;
    for (let k = 0; k < cumulative.length; k += 1) {
      cumulative[k] = sum;
      mass *= mean / (k + 1);
      sum += mass;
    }
    return this.#table.add(cumulative, cumulative.length, (u) => poissonQuantile(mean, u));
  }
}
