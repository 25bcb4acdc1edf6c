import { scrambled, wordAt, type Stream } from './stream.ts';

/** The most that an outcome can be: a byte. */
export const mostTabled = 255;

// The first seven bits of a word, a byte each.
const guideBytes = 128;
const guideShift = 25;
const guideWords = guideBytes / 4;

const words = 2 ** 32;
const lastWord = words - 1;

// Cumulative probabilities err by less than 2^-43; nearer to a word than this the quantile function itself decides.
const doubt = 2 ** -10;

// An import is looked up at each use, a constant of this file is not.
const draw = wordAt;

/**
 * Tables from random words to outcomes from 0 to 255, of distributions that are drawn from again and again. The outcome of
 * the word w is to the bit the quantile at (w + ½) / 2^32.
 *
 * A row holds its guide, a byte for each leading seven bits of a word: the outcome of the lowest such word. After it stands,
 * for each outcome k, the last word whose outcome is at most k. One comparison nearly always shows that the guide is right.
 */
export class QuantileTable {
  #words: Uint32Array;
  /** The same memory, for the guides. */
  #bytes: Uint8Array;
  #used: number;

  /** @param numbered How many rows can be found by number, from 0. */
  constructor(numbered: number) {
    // The first words say where the row of a number starts, 0 being nowhere.
    this.#used = Math.max(1, numbered);
    this.#words = new Uint32Array(this.#used);
    this.#bytes = new Uint8Array(this.#words.buffer);
  }

  /** Gives the start of a numbered row, 0 where there is none. */
  rowOf(number: number): number {
    return this.#words[number] as number;
  }

  /** Gives a row its number. */
  number(row: number, number: number): void {
    this.#words[number] = row;
  }

  /**
   * Adds a row.
   *
   * @param cumulative The probabilities of at most 0, 1, …, within 2^-43 of the truth.
   * @param count How many of them there are, up to 256; no word has an outcome beyond them.
   * @param quantile Gives the outcome at a u from (0, 1).
   * @returns where the row starts.
   */
  add(cumulative: Float64Array, count: number, quantile: (u: number) => number): number {
    const row = this.#used;
    this.#reserve(row + guideWords + count);
    let leading = 0;
    for (let k = 0; k < count; k += 1) {
      const last = k === count - 1 ? lastWord : lastUpTo(k, cumulative[k] as number, quantile);
      if (last < 0) continue;
      this.#words[row + guideWords + k] = last;
      this.#bytes.fill(k, 4 * row + leading, 4 * row + (last >>> guideShift) + 1);
      leading = (last >>> guideShift) + 1;
      if (last < lastWord) continue;
      this.#used = row + guideWords + k + 1;
      break;
    }
    return row;
  }

  /** Gives the outcome of a word in a row. */
  outcome(row: number, word: number): number {
    let outcome = this.#bytes[4 * row + (word >>> guideShift)] as number;
    while (word > (this.#words[row + guideWords + outcome] as number)) outcome += 1;
    return outcome;
  }

  /**
   * Draws many times from one row.
   *
   * @param first The index in the stream of the draw that goes to the start of `into`.
   * @param from Where in `into` to start.
   * @returns where it ended: at the end of `into`, or before a word whose guide is three outcomes or more too low.
   */
  draw(row: number, { a, b }: Stream, first: number, into: Int32Array, from: number): number {
    const guide = this.#bytes.subarray(4 * row);
    const lasts = this.#words.subarray(row + guideWords);
    const key = scrambled(b);
    let i = from;
    // A loop without calls and inner loops is compiled to half the instructions.
    for (; i < into.length; i += 1) {
      const word = draw(a, key, first + i);
      let outcome = guide[word >>> guideShift] as number;
      if (word > (lasts[outcome] as number)) {
        outcome += 1;
        if (word > (lasts[outcome] as number)) {
          outcome += 1;
          if (word > (lasts[outcome] as number)) break;
        }
      }
      into[i] = outcome;
    }
    return i;
  }

  /** Draws from the rows that are numbered by `counts`, as `draw` does; ends before a count without a row, too. */
  drawNumbered(counts: Int32Array, { a, b }: Stream, first: number, into: Int32Array, from: number): number {
    const table = this.#words;
    const bytes = this.#bytes;
    const key = scrambled(b);
    let i = from;
    for (; i < counts.length; i += 1) {
      const count = counts[i] as number;
      if (count > 0xff) break;
      const row = table[count] as number;
      if (row === 0) break;
      const word = draw(a, key, first + i);
      let outcome = bytes[4 * row + (word >>> guideShift)] as number;
      const lasts = row + guideWords;
      if (word > (table[lasts + outcome] as number)) {
        outcome += 1;
        if (word > (table[lasts + outcome] as number)) {
          outcome += 1;
          if (word > (table[lasts + outcome] as number)) break;
        }
      }
      into[i] = outcome;
    }
    return i;
  }

  #reserve(length: number): void {
    if (length <= this.#words.length) return;
    const longer = new Uint32Array(Math.max(length, 2 * this.#words.length));
    longer.set(this.#words);
    this.#words = longer;
    this.#bytes = new Uint8Array(longer.buffer);
  }
}

const lastUpTo = (k: number, cumulative: number, quantile: (u: number) => number): number => {
  // The outcome of w is k or less where (w + ½) / 2^32 lies below the cumulative probability.
  const end = cumulative * words - 0.5;
  const near = Math.round(end);
  if (near < 0 || near > lastWord || Math.abs(end - near) > doubt) return Math.min(lastWord, Math.floor(end));
  return quantile((near + 0.5) / words) <= k ? near : near - 1;
};
