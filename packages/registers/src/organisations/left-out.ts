import { readGrids } from '@isocentre/documents';
import type { Problem } from '@isocentre/evidence';
import { sayAhead, type RegisterRecord } from '../record.ts';
import { fileLimits } from './import-ods.ts';
import { organisations } from './organisations.ts';

/** What a column says the day of: an import takes it in. */
const dated = new Set(organisations.timed.map(({ action }) => sayAhead(organisations, { action, on: '' })));

/**
 * Finds what an export of the register says in "later" and an import of it cannot take in, since no column says it: a
 * change of fields from a later day. What the register announces already is not told.
 *
 * @param records The records by code, as they were before the import.
 */
export const leftOut = (
  bytes: Uint8Array,
  file: string,
  records: ReadonlyMap<string, RegisterRecord>,
): readonly Problem[] => {
  const grids = readGrids(bytes, file, fileLimits);
  const [grid] = grids.ok ? grids.value : [];
  const headings = [...(grid?.rows[0]?.cells ?? [])].map(
    ([at, { value }]) => [String(value).trim().toLowerCase(), at] as const,
  );
  const [key, later] = ['key', 'later'].map((name) => new Map(headings).get(name));
  if (!grid || key === undefined || later === undefined) return [];
  return grid.rows.slice(1).flatMap(({ line, cells }) => {
    const [code = '', text = ''] = [key, later].map((at) => String(cells.get(at)?.value ?? '').trim());
    return text.split(/, (?=[a-z ]+ \d{4}-\d{2}-\d{2})/).flatMap((said): readonly Problem[] => {
      const [, ahead = '', day] = /^([a-z ]+) (\d{4}-\d{2}-\d{2})/.exec(said) ?? [];
      const isKnown = records.get(code)?.later?.some((one) => sayAhead(organisations, one) === ahead && one.on === day);
      if (day === undefined || dated.has(ahead) || isKnown === true) return [];
      return [{ where: grid.place(line, later), found: `${code}, which ${said}`, expected: 'what a column says' }];
    });
  });
};
