/** Ages of a word, a bit each. */
const agesAWord = 32;
const lastBit = agesAWord - 1;

/**
 * Marks which ages of each place may hold anybody: most ages of a region hold nobody and need not be visited. An age
 * without a mark is empty; one with a mark may be.
 */
export class AgesHeld {
  /** The words of a place stand next to each other; age `a` is bit `a % 32` of word `⌊a / 32⌋`. */
  readonly words: Int32Array;
  readonly wordsAPlace: number;
  readonly #ageCount: number;

  constructor(places: number, ageCount: number) {
    this.wordsAPlace = Math.ceil(ageCount / agesAWord);
    this.words = new Int32Array(places * this.wordsAPlace);
    this.#ageCount = ageCount;
  }

  /** Marks an age that somebody joins. */
  mark(place: number, age: number): void {
    const word = place * this.wordsAPlace + ((age / agesAWord) | 0);
    this.words[word] = (this.words[word] as number) | (1 << age);
  }

  /** Marks every age that holds anybody; `people` stand by place and age. */
  markAll(people: Int32Array): void {
    for (let place = 0, at = 0; at < people.length; place += 1) {
      for (let age = 0; age < this.#ageCount; age += 1, at += 1) if (people[at] !== 0) this.mark(place, age);
    }
  }

  /** Everyone is a year older; the last age is gone. */
  growOlder(): void {
    const { words, wordsAPlace } = this;
    const lastAge = 1 << (this.#ageCount - 1);
    for (let at = 0; at < words.length; at += wordsAPlace) {
      const last = at + wordsAPlace - 1;
      words[last] = (words[last] as number) & ~lastAge;
      for (let word = last; word > at; word -= 1)
        words[word] = ((words[word] as number) << 1) | ((words[word - 1] as number) >>> lastBit);
      words[at] = (words[at] as number) << 1;
    }
  }
}

/** The first age marked in word number `word` of a place; there must be one. */
export const ageOf = (word: number, marks: number): number => agesAWord * word + lastBit - Math.clz32(marks & -marks);
