import type { Cell, Column, Table } from '@isocentre/documents';
import { oneLine, wrap, wrapValues } from './wrap.ts';

const whole = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });
const gap = 2;
// A name of fewer letters is no help.
const leastKey = 8;

/** Writes a cell as a person reads it: counts whole, shares in per cent, empty cells as a dash. */
export const showCell = (cell: Cell, column: Column): string => {
  if (cell === null) return '–';
  if (typeof cell === 'string') return oneLine(cell);
  switch (column.kind) {
    case 'share':
      return `${Math.round(cell * 100) + 0} %`;
    case 'year':
      return String(cell);
    case 'count':
    case 'money':
      return whole.format(Math.round(cell) + 0);
    case 'text':
    case 'number':
      return String(cell);
  }
};

const fit = (text: string, width: number): string =>
  text.length <= width ? text : `${text.slice(0, Math.max(1, width - 1))}…`;

/** How many texts a table begins with before its numbers: the parts that together name a row. */
const keysOf = ({ columns }: Table): number => {
  const numbers = columns.findIndex(({ kind }) => kind !== 'text');
  return Math.max(0, numbers);
};

/** Shortens columns, the widest first, as long as their different texts stay different; undefined if that is not enough. */
const shortenKeys = (
  columns: readonly (readonly string[])[],
  titles: readonly string[],
  space: number,
): readonly number[] | undefined => {
  const widths = columns.map((texts, index) =>
    Math.max(titles[index]?.length ?? 0, ...texts.map((text) => text.length)),
  );
  const least = columns.map((texts, index) => {
    const different = new Set(texts);
    let width = Math.min(widths[index] ?? 0, Math.max(titles[index]?.length ?? 0, leastKey));
    while (new Set([...different].map((text) => fit(text, width))).size < different.size) width += 1;
    return width;
  });
  const total = (): number => widths.reduce((sum, one) => sum + one, 0) + gap * (widths.length - 1);
  while (total() > space) {
    const room = widths.map((width, index) => (width > (least[index] ?? 0) ? width : 0));
    const widest = Math.max(...room);
    if (widest === 0) return undefined;
    widths[room.indexOf(widest)] = widest - 1;
  }
  return widths;
};

/** Joins the first texts of a table into one column. */
const joinKeys = (table: Table, keys: number): Table => ({
  ...table,
  columns: [
    {
      key: 'part',
      title: table.columns
        .slice(0, keys)
        .map(({ title }) => title)
        .join(', '),
      kind: 'text',
    },
    ...table.columns.slice(keys),
  ],
  rows: table.rows.map((row) => [row.slice(0, keys).join(', '), ...row.slice(keys)]),
});

/** Leaves a text out where it and all before it stand in the row above. */
const blankRepeats = (rows: readonly (readonly string[])[], keys: number): readonly (readonly string[])[] =>
  rows.map((row, at) => {
    const above = rows[at - 1];
    let same = above !== undefined;
    return row.map((text, index) => {
      same &&= index < keys - 1 && text === above?.[index];
      return same ? '' : text;
    });
  });

/**
 * Draws a table in at most `width` columns: numbers to the right, text to the left.
 *
 * Where it does not fit, the last columns are left out first; then the first, a text, is broken over lines. The columns
 * left out are named, so that nothing goes missing unsaid. A table that begins with several texts has one line a row:
 * those texts are shortened as long as rows stay apart, and one that repeats the row above is left out.
 *
 * @param wanted Keys of the columns that the reader came for: where one of them would be left out, they come first.
 */
export const drawTable = (table: Table, width: number, wanted: readonly string[] = []): readonly string[] => {
  const drawn = draw(table, width);
  const at = drawn.findIndex((line) => line.startsWith(notShown));
  const hidden = at < 0 ? '' : drawn.slice(at).join(' ');
  const isWantedHidden = table.columns.some(({ key, title }) => wanted.includes(key) && hidden.includes(title));
  return isWantedHidden ? draw(wantedFirst(table, wanted), width) : drawn;
};

const wantedFirst = (table: Table, wanted: readonly string[]): Table => {
  const rankOf = (at: number): number =>
    at < keysOf(table) ? 0 : wanted.includes(table.columns[at]?.key ?? '') ? 1 : 2;
  const order = [...table.columns.keys()].toSorted((one, other) => rankOf(one) - rankOf(other));
  const inOrder = <T>(all: readonly T[]): readonly T[] => order.flatMap((at) => all.slice(at, at + 1));
  return { ...table, columns: inOrder(table.columns), rows: table.rows.map(inOrder) };
};

const draw = (table: Table, width: number): readonly string[] => {
  const keys = keysOf(table);
  if (keys < 2) return drawSingle(table, width);
  const cells = table.rows.map((row) => row.map((cell, index) => showCell(cell, table.columns[index] as Column)));
  const keyTitles = table.columns.slice(0, keys).map(({ title }) => title);
  const keyTexts = keyTitles.map((_, index) => cells.map((row) => row[index] ?? ''));
  for (let shown = table.columns.length; shown > keys; shown -= 1) {
    const numbers: Table = {
      ...table,
      columns: table.columns.slice(keys, shown),
      rows: table.rows.map((row) => row.slice(keys, shown)),
    };
    const right = drawSingle(numbers, Infinity);
    const rightWidth = Math.max(...right.map((line) => line.length));
    const widths = shortenKeys(keyTexts, keyTitles, width - rightWidth - gap);
    if (!widths) continue;
    const left = (row: readonly string[]): string =>
      widths.map((space, index) => fit(row[index] ?? '', space).padEnd(space)).join(' '.repeat(gap));
    const headers = right.length - cells.length;
    const starts = [...Array.from({ length: headers - 1 }, () => []), keyTitles, ...blankRepeats(cells, keys)];
    const hidden = table.columns.slice(shown).map(({ title }) => title);
    return [
      ...right.map((line, index) => `${left(starts[index] ?? [])}${' '.repeat(gap)}${line}`),
      ...leftOut(hidden, width),
    ];
  }
  return drawSingle(joinKeys(table, keys), width);
};

const notShown = '(not shown in this width:';

const leftOut = (titles: readonly string[], width: number): readonly string[] =>
  titles.length === 0 ? [] : wrap(`${notShown} ${titles.join(', ')})`, width);

/** Draws a table whose every column counts: where not all fit, each row becomes its first cell and a list of the others. */
export const drawWholeTable = (table: Table, width: number): readonly string[] => {
  const drawn = drawTable(table, width);
  if (!drawn.some((line) => line.startsWith(notShown))) return drawn;
  const [first, ...others] = table.columns;
  if (!first) return drawn;
  return table.rows.flatMap(([start = null, ...more]) => [
    ...wrap(showCell(start, first), width, '  '),
    ...wrapValues(
      others.map((column, at) => ({ title: column.title, value: showCell(more[at] ?? null, column) })),
      width - 2,
    ).map((line) => `  ${line}`),
  ]);
};

const drawSingle = (table: Table, width: number): readonly string[] => {
  const cells = table.rows.map((row) => row.map((cell, index) => showCell(cell, table.columns[index] as Column)));
  // The title of a column of numbers may take two lines, so that it does not widen the column.
  const titles = table.columns.map(({ kind, title }) => {
    const at = kind === 'text' ? -1 : title.indexOf(' ');
    return at < 0 ? ['', title] : [title.slice(0, at), title.slice(at + 1)];
  });
  const widths = titles.map((title, index) =>
    Math.max(...title.map((line) => line.length), ...cells.map((row) => row[index]?.length ?? 0)),
  );
  const least = 12;
  let shown = table.columns.length;
  const total = (): number => widths.slice(0, shown).reduce((sum, one) => sum + one, 0) + gap * (shown - 1);
  const first = table.columns[0]?.kind === 'text' ? (widths[0] ?? 0) : 0;
  while (shown > 2 && total() - Math.max(0, first - least * 2) > width) shown -= 1;
  if (first > 0 && total() > width) widths[0] = Math.max(least, first - (total() - width));
  const line = (row: readonly string[]): string =>
    row
      .slice(0, shown)
      .map((text, index) => {
        const space = widths[index] ?? 0;
        return table.columns[index]?.kind === 'text' ? fit(text, space).padEnd(space) : text.padStart(space);
      })
      .join(' '.repeat(gap))
      .trimEnd();
  const header = [0, 1].map((row) => line(titles.map((title) => title[row] ?? ''))).filter((text) => text !== '');
  const left = table.columns.slice(shown).map((column) => column.title);
  return [
    ...header,
    ...cells.flatMap((row) => {
      const [start = '', ...more] = first > 0 ? wrap(row[0] ?? '', widths[0] ?? 0, '  ') : [row[0] ?? ''];
      return [line([start, ...row.slice(1)]), ...more.map((text) => fit(text, widths[0] ?? 0))];
    }),
    ...leftOut(left, width),
  ];
};
