/** Puts a text on one line and takes control characters out of it, so that no file can steer the terminal. */
export const oneLine = (text: string): string => text.replaceAll(/\p{Cc}+/gu, ' ');

/** Breaks a text into lines of at most `width` columns at spaces; a longer word stands alone. Lines after the first are indented. */
export const wrap = (text: string, width: number, indent = ''): readonly string[] => {
  const lines: string[] = [];
  let line = '';
  for (const word of oneLine(text)
    .split(/\s+/)
    .filter((part) => part !== '')) {
    const next = line === '' ? word : `${line} ${word}`;
    if (next.length > width && line.trim() !== '') {
      lines.push(line);
      line = `${indent}${word}`;
    } else line = next;
  }
  if (line !== '') lines.push(line);
  return lines;
};
