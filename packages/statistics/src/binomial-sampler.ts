import { binomialQuantile } from './binomial.ts';
import { powInteger } from './power.ts';
import { mostTabled, QuantileTable } from './quantile-table.ts';
import { bitsAt, type Stream } from './stream.ts';

const cumulative = new Float64Array(mostTabled + 1);

/**
 * Draws from binomial distributions of one probability many times over, several times as fast as `binomialQuantile` and
 * with the same results to the bit. Keeps a table for each number of trials up to 255 that it meets (128 bytes and
 * four for each outcome); beyond 255 it calls `binomialQuantile`.
 *
 * Worth its making from a few hundred draws.
 *
 * @example
 * ```ts
 * import { BinomialSampler, streamOf } from '@isocentre/statistics';
 * const people = Int32Array.of(60, 58, 61); // in three runs
 * const retired = new Int32Array(3);
 * new BinomialSampler(0.08).draw(people, streamOf(1, 2031), 0, retired);
 * ```
 */
export class BinomialSampler {
  /** Probability, as `binomialQuantile` takes it. */
  readonly p: number;
  readonly #table = new QuantileTable(mostTabled + 1);

  /** @param p Probability, 0…1; outside it counts as the nearer end. */
  constructor(p: number) {
    this.p = p;
  }

  /**
   * Gives the draw of a random word: `binomialQuantile(n, p, (word + ½) / 2^32)`.
   *
   * @param n Trials, a whole number from 0 to 2^31.
   * @param word A whole number from 0 to 2^32 − 1, as `bitsAt` gives it.
   */
  at(n: number, word: number): number {
    if (n > mostTabled) return binomialQuantile(n, this.p, (word + 0.5) * 2 ** -32);
    return this.#table.outcome(this.#table.rowOf(n) || this.#add(n), word);
  }

  /**
   * Draws once for each of several counts: the draw of count i is `binomialQuantile(counts[i], p, uniformAt(a, b, first + i))`.
   *
   * @param counts Trials, whole numbers from 0 to 2^31 − 1.
   * @param stream The stream of the draws.
   * @param first The index in the stream of the first draw.
   * @param into Receives the draws, at least as long as `counts`; may be `counts` itself.
   */
  draw(counts: Int32Array, stream: Stream, first: number, into: Int32Array): void {
    let i = 0;
    for (;;) {
      i = this.#table.drawNumbered(counts, stream, first, into, i);
      if (i === counts.length) return;
      into[i] = this.at(counts[i] as number, bitsAt(stream.a, stream.b, first + i));
      i += 1;
    }
  }

  #add(n: number): number {
    const { p } = this;
    sumUp(n, Math.min(1, Math.max(0, p)));
    const row = this.#table.add(cumulative, n + 1, (u) => binomialQuantile(n, p, u));
    this.#table.number(row, n);
    return row;
  }
}

const sumUp = (n: number, p: number): void => {
  // Counts the rarer of success and failure, whose probability at zero doesn't underflow.
  const rare = Math.min(p, 1 - p);
  const odds = rare / (1 - rare);
  let mass = powInteger(1 - rare, n);
  let sum = mass;
  for (let k = 0; k <= n; k += 1) {
    // At most k failures is the same as not at most n − k − 1 successes.
    if (p === rare) cumulative[k] = sum;
    else if (k < n) cumulative[n - k - 1] = 1 - sum;
    mass *= (odds * (n - k)) / (k + 1);
    sum += mass;
  }
};
