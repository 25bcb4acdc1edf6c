import { describe, type Problem } from '@isocentre/evidence';

/** Puts a text on one line and takes control characters out of it, so that no file can steer the terminal. */
export const oneLine = (text: string): string => text.replaceAll(/\p{Cc}+/gu, ' ');

const wordsOf = (text: string): readonly string[] =>
  oneLine(text)
    .split(/\s+/)
    .filter((part) => part !== '');

const wrapWords = (words: readonly string[], width: number, indent = ''): readonly string[] => {
  const lines: string[] = [];
  let line = '';
  for (const word of words) {
    const next = line === '' ? word : `${line} ${word}`;
    if (next.length > width && line.trim() !== '') {
      lines.push(line);
      line = `${indent}${word}`;
    } else line = next;
  }
  if (line !== '') lines.push(line);
  return lines;
};

/** Breaks a text into lines of at most `width` columns at spaces; a longer word stands alone. Lines after the first are indented. */
export const wrap = (text: string, width: number, indent = ''): readonly string[] =>
  wrapWords(wordsOf(text), width, indent);

/** Says a problem in lines of at most `width` columns, indented after the first; without a width in one line. */
export const problemLines = (problem: Problem, width?: number): readonly string[] =>
  width === undefined ? [oneLine(describe(problem))] : wrap(describe(problem), width, '  ');

/** Writes values after their titles, `Total: 12; Left: 3`: lines break between two of them, and never before a value. */
export const wrapValues = (
  values: readonly { readonly title: string; readonly value: string }[],
  width: number,
): readonly string[] =>
  wrapWords(
    values.flatMap(({ title, value }, index) => {
      const end = `${value}${index < values.length - 1 ? ';' : ''}`;
      const whole = `${title}: ${end}`;
      if (whole.length <= width) return [whole];
      const words = wordsOf(`${title}:`);
      return [...words.slice(0, -1), `${words.at(-1) ?? ''} ${end}`];
    }),
    width,
  );
