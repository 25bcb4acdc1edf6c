/** One row of a table: a number, or named numbers. */
export type Row = number | Readonly<Record<string, number>>;

/** What a figure states. Units stand beside it in the figure. */
export type Value =
  | { readonly kind: 'number'; readonly number: number }
  | { readonly kind: 'interval'; readonly low: number; readonly high: number }
  | { readonly kind: 'table'; readonly rows: Readonly<Record<string, Row>> }
  | { readonly kind: 'series'; readonly byYear: Readonly<Record<string, number>> };

const mapRow = (row: Row, change: (value: number, column: string) => number): Row =>
  typeof row === 'number'
    ? change(row, '')
    : Object.fromEntries(Object.entries(row).map(([column, value]) => [column, change(value, column)]));

/** Applies a function to every number of a value, passing the place of each as dotted text (`''` for a plain number). */
export const mapValue = (value: Value, change: (value: number, place: string) => number): Value => {
  switch (value.kind) {
    case 'number':
      return { kind: 'number', number: change(value.number, '') };
    case 'interval':
      return { kind: 'interval', low: change(value.low, 'low'), high: change(value.high, 'high') };
    case 'series':
      return {
        kind: 'series',
        byYear: Object.fromEntries(Object.entries(value.byYear).map(([year, number]) => [year, change(number, year)])),
      };
    case 'table':
      return {
        kind: 'table',
        rows: Object.fromEntries(
          Object.entries(value.rows).map(([name, row]) => [
            name,
            mapRow(row, (number, column) => change(number, column === '' ? name : `${name}.${column}`)),
          ]),
        ),
      };
  }
};

/** Lists every number of a value by its place. */
export const placesOf = (value: Value): ReadonlyMap<string, number> => {
  switch (value.kind) {
    case 'number':
      return new Map([['', value.number]]);
    case 'interval':
      return new Map([
        ['low', value.low],
        ['high', value.high],
      ]);
    case 'series':
      return new Map(Object.entries(value.byYear));
    case 'table': {
      const places = new Map<string, number>();
      for (const [name, row] of Object.entries(value.rows)) {
        if (typeof row === 'number') places.set(name, row);
        else for (const [column, number] of Object.entries(row)) places.set(`${name}.${column}`, number);
      }
      return places;
    }
  }
};

const ownNumber = (record: Readonly<Record<string, Row>>, key: string): number | undefined => {
  const row = ownRow(record, key);
  return typeof row === 'number' ? row : undefined;
};

const ownRow = (record: Readonly<Record<string, Row>>, key: string): Row | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined;

const rowAt = (value: Value, first: string, second: string | undefined): Row | undefined => {
  if (value.kind === 'table') {
    const row = ownRow(value.rows, first);
    if (second === undefined) return row;
    return typeof row === 'object' ? ownNumber(row, second) : ownNumber(value.rows, `${first}.${second}`);
  }
  if (second !== undefined) return undefined;
  if (value.kind === 'series') return ownNumber(value.byYear, first);
  return value.kind === 'interval' && (first === 'low' || first === 'high') ? value[first] : undefined;
};

/** Picks the part of a value at a dotted place, or `undefined` where there is none. */
export const partOf = (value: Value, path: readonly string[]): Value | undefined => {
  const [first, second, third] = path;
  if (first === undefined) return value;
  const row = third === undefined ? rowAt(value, first, second) : undefined;
  if (row === undefined) return undefined;
  return typeof row === 'number' ? { kind: 'number', number: row } : { kind: 'table', rows: row };
};

/**
 * Reads a dated series as a step function: the value of the latest date not after `year`, else `before`.
 *
 * @example
 * ```ts
 * import { stepAt } from '@isocentre/evidence';
 * const places: number = stepAt({ '2025': 15, '2028': 33 }, 2027, 0); // 15
 * ```
 */
export const stepAt = (byYear: Readonly<Record<string, number>>, year: number, before: number): number => {
  let latest = -Infinity;
  let value = before;
  for (const [key, number] of Object.entries(byYear)) {
    const from = Number(key);
    if (from <= year && from > latest) {
      latest = from;
      value = number;
    }
  }
  return value;
};
