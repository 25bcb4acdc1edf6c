/** How many letters are put in, left out, exchanged or swapped with the next one to make one word of another. */
const distance = (one: string, other: string): number => {
  let before: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let i = 1; i <= one.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const isSame = one[i - 1] === other[j - 1];
      const isSwap = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      row.push(
        Math.min(
          (last[j] ?? 0) + 1,
          (row[j - 1] ?? 0) + 1,
          (last[j - 1] ?? 0) + (isSame ? 0 : 1),
          isSwap ? (before[j - 2] ?? 0) + 1 : Infinity,
        ),
      );
    }
    [before, last] = [last, row];
  }
  return last[other.length] ?? 0;
};

// A third of the letters wrong is still a slip of the keys; more is another word.
const mostWrong = 1 / 3;

/** Finds the word that was most likely meant: one that begins with what was written, else the one with the fewest slips. */
export const nearest = (written: string, words: readonly string[]): string | undefined => {
  if (written === '') return undefined;
  const begun = words.find((word) => word.startsWith(written));
  if (begun !== undefined) return begun;
  const [first] = words
    .map((word) => ({ word, slips: distance(written, word) }))
    .filter(({ word, slips }) => slips <= Math.max(written.length, word.length) * mostWrong)
    .toSorted((one, other) => one.slips - other.slips);
  return first?.word;
};
