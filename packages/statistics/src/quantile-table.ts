/** The most that an outcome can be: a byte. */
export const mostTabled = 255;

const guideWords = 16;
const words = 2 ** 32;
const lastWord = words - 1;

// Cumulative probabilities err by less than 2^-43; nearer to a word than this the quantile function itself decides.
const doubt = 2 ** -10;

/**
 * Tables from random words to outcomes from 0 to 255, of distributions that are drawn from again and again. The outcome of
 * the word w is to the bit the quantile at (w + ½) / 2^32.
 *
 * A row holds its guide, a byte for each leading six bits of a word: the outcome of the lowest such word. After it stands,
 * for each outcome k, the last word whose outcome is at most k. One comparison nearly always shows that the guide is right.
 */
export class QuantileTable {
  #words: Uint32Array;
  #used: number;

  /** @param named How many rows can be found by number, 0 or more. */
  constructor(named: number) {
    // The first words say where the row of a number starts, 0 being nowhere.
    this.#used = Math.max(1, named);
    this.#words = new Uint32Array(this.#used);
  }

  /** Gives the start of a numbered row, 0 where there is none. */
  rowOf(number: number): number {
    return this.#words[number] as number;
  }

  /** Gives a row its number. */
  name(row: number, number: number): void {
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
    const table = this.#words;
    let leading = 0;
    for (let k = 0; k < count; k += 1) {
      const last = k === count - 1 ? lastWord : lastUpTo(k, cumulative[k] as number, quantile);
      if (last < 0) continue;
      table[row + guideWords + k] = last;
      this.#used = row + guideWords + k + 1;
      for (; leading <= last >>> 26; leading += 1) {
        const at = row + (leading >>> 2);
        table[at] = (table[at] as number) | (k << (8 * (leading & 3)));
      }
      if (last === lastWord) break;
    }
    return row;
  }

  /** Gives the outcome of a word in a row. */
  outcome(row: number, word: number): number {
    const table = this.#words;
    let at = guided(table, row, word);
    while (word > (table[at] as number)) at += 1;
    return at - row - guideWords;
  }

  /**
   * Looks up words in one row.
   *
   * @param from Which word is the first, and where its outcome goes.
   * @param to Where to end.
   * @returns where it ended: at `to`, or before a word whose guide is three outcomes or more too low.
   */
  outcomes(row: number, random: Uint32Array, into: Int32Array, from: number, to: number): number {
    const table = this.#words;
    let i = from;
    // A loop without calls and inner loops is compiled to half the instructions.
    for (; i < to; i += 1) {
      const word = random[i & chunkMask] as number;
      let at = guided(table, row, word);
      if (word > (table[at] as number)) {
        at += 1;
        if (word > (table[at] as number)) {
          at += 1;
          if (word > (table[at] as number)) break;
        }
      }
      into[i] = at - row - guideWords;
    }
    return i;
  }

  /** Looks up each word in the row numbered by a count, as `outcomes` does; ends before a count without a row, too. */
  outcomesOf(counts: Int32Array, random: Uint32Array, into: Int32Array, from: number, to: number): number {
    const table = this.#words;
    let i = from;
    for (; i < to; i += 1) {
      const count = counts[i] as number;
      if (count > mostTabled) break;
      const row = table[count] as number;
      if (row === 0) break;
      const word = random[i & chunkMask] as number;
      let at = guided(table, row, word);
      if (word > (table[at] as number)) {
        at += 1;
        if (word > (table[at] as number)) {
          at += 1;
          if (word > (table[at] as number)) break;
        }
      }
      into[i] = at - row - guideWords;
    }
    return i;
  }

  #reserve(length: number): void {
    if (length <= this.#words.length) return;
    const longer = new Uint32Array(Math.max(length, 2 * this.#words.length));
    longer.set(this.#words);
    this.#words = longer;
  }
}

/** So many words are drawn at a time. */
export const chunk = 1024;
const chunkMask = 1023;

const lastUpTo = (k: number, cumulative: number, quantile: (u: number) => number): number => {
  // The outcome of w is k or less where (w + ½) / 2^32 lies below the cumulative probability.
  const end = cumulative * words - 0.5;
  const near = Math.round(end);
  if (near < 0 || near > lastWord || Math.abs(end - near) > doubt) return Math.min(lastWord, Math.floor(end));
  return quantile((near + 0.5) / words) <= k ? near : near - 1;
};

const guided = (table: Uint32Array, row: number, word: number): number =>
  row + guideWords + (((table[row + (word >>> 28)] as number) >>> ((word >>> 23) & 24)) & mostTabled);
