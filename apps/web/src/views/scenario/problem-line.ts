import type { Problem } from '@isocentre/evidence';

/** A problem with the line that it is in, counted from 1; none where it is about the whole. */
export interface LineProblem {
  readonly line: number | undefined;
  readonly text: string;
}

/** Finds the line of a problem in what it says of its place, such as `line:12 levers[0].from`. */
export const lineProblem = ({ where, found, expected }: Problem): LineProblem => {
  const { line, path = '' } = /^line(?::(?<line>\d+))? ?(?<path>.*)$/s.exec(where)?.groups ?? { path: where };
  return {
    line: line === undefined ? undefined : Number(line),
    text: `${path === '' ? '' : `${path}: `}found ${found}; expected ${expected}`,
  };
};

/** Where a line of a text begins and ends, to be selected. */
export const rangeOf = (text: string, line: number): readonly [start: number, end: number] => {
  const lines = text.split('\n');
  const start = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
  return [start, start + (lines[line - 1]?.length ?? 0)];
};
