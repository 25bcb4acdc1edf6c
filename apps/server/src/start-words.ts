/** What is printed at the start under one name. */
export interface StartRow {
  readonly name: string;
  /** Each begins on a line of its own. */
  readonly says: readonly string[];
}

const fewest = 40;
const most = 100;
const usual = 80;

/** The columns of a terminal, within what reads well; 80 where it is none, such as a pipe. */
export const columnsOf = (columns: number | undefined): number => Math.min(most, Math.max(fewest, columns ?? usual));

/** Breaks a text at spaces into lines that have at most so many columns; a longer word stands alone. */
export const breakLines = (text: string, width: number): readonly string[] => {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
};

/** Writes rows as a block: names on the left, what they say beside them. */
export const startBlock = (rows: readonly StartRow[], columns: number): string => {
  const indent = Math.max(...rows.map(({ name }) => name.length)) + 2;
  return rows
    .flatMap(({ name, says }) =>
      says
        .flatMap((text) => breakLines(text, columns - indent))
        .map((line, at) => `${(at === 0 ? name : '').padEnd(indent)}${line}\n`),
    )
    .join('');
};
