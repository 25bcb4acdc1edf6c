import { binomialQuantile, bitsAt, scrambled, uniformAt, uniformOf, type Stream } from '@isocentre/statistics';

/** Draws from a binomial distribution at u. Exact: where u is below 1 − n·p, at most (1 − p)^n, nobody is drawn. */
export const draw = (n: number, p: number, u: number): number =>
  n === 0 || u < 1 - n * p ? 0 : binomialQuantile(n, p, u);

/** One draw of a stream in a run; slots are ages, years of training or persons. */
export const uniformIn = ({ a, b }: Stream, slot: number, run: number): number =>
  uniformAt(bitsAt(a, b, slot), bitsAt(b, a, slot), run);

/** The first slot of a stream made ready: `a` and the other word scrambled, both signed. */
export interface FirstSlot {
  readonly a: number;
  readonly scrambledB: number;
}

/** Makes the first slot of a stream ready, where it serves many runs. */
export const firstSlot = ({ a, b }: Stream): FirstSlot => ({
  a: bitsAt(a, b, 0) | 0,
  scrambledB: scrambled(bitsAt(b, a, 0)),
});

/** The same as `uniformIn` at slot 0, by the run's number scrambled. */
export const uniformFirst = ({ a, scrambledB }: FirstSlot, scrambledRun: number): number =>
  uniformOf(a, scrambledB, scrambledRun);

/** The first slots of a stream made ready: many runs draw from each of them. */
export class Slots {
  /** The words of each slot as `uniformOf` takes them, for a loop too hot for a call. */
  readonly a: Int32Array;
  readonly scrambledB: Int32Array;
  #stream: Stream = { a: 0, b: 0 };
  #ready = 0;

  constructor(count: number) {
    this.a = new Int32Array(count);
    this.scrambledB = new Int32Array(count);
  }

  /** @param count How many slots to make ready; default all. Those beyond are worked out as they are drawn. */
  open(stream: Stream, count = this.a.length): void {
    const { a, b } = stream;
    this.#stream = stream;
    this.#ready = Math.min(count, this.a.length);
    for (let slot = 0; slot < this.#ready; slot += 1) {
      this.a[slot] = bitsAt(a, b, slot);
      this.scrambledB[slot] = scrambled(bitsAt(b, a, slot));
    }
  }

  /** The same as `uniformIn`, by the run's number and that number scrambled. */
  uniform(slot: number, run: number, scrambledRun: number): number {
    return slot < this.#ready
      ? uniformOf(this.a[slot] as number, this.scrambledB[slot] as number, scrambledRun)
      : uniformIn(this.#stream, slot, run);
  }
}

/** Writes real counts as whole ones: n_a = ⌊C_a + u⌋ − ⌊C_{a−1} + u⌋ with C cumulative. */
export const wholeCounts = (counts: Float64Array, u: number, into: Int32Array, offset: number): void => {
  let cumulative = 0;
  let before = Math.floor(u);
  for (let a = 0; a < counts.length; a += 1) {
    cumulative += counts[a] as number;
    const after = Math.floor(cumulative + u);
    into[offset + a] = after - before;
    before = after;
  }
};
