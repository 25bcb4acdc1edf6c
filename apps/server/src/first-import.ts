import { readFile } from 'node:fs/promises';
import { failure, success, type Result } from '@isocentre/evidence';
import { importOds, organisations, publicDay } from '@isocentre/registers';
import type { Store } from '@isocentre/store';

/**
 * Imports a file of organisations into a register that has none yet, all rows or none.
 *
 * @returns what was done, in a sentence.
 */
export const importFirst = async (store: Store, path: string, today: Date): Promise<Result<string>> => {
  const { count } = await store.search(organisations, { limit: 1 });
  if (count > 0) return success('Organisations were there already; nothing was imported.');
  const bytes = await readFile(path).catch(() => undefined);
  if (!bytes)
    return failure({ where: path, found: 'no such file', expected: 'a file of organisations that can be read' });
  const read = importOds(bytes, path, new Map(), publicDay(today));
  if (!read.ok) return read;
  const { drafts, changed, doubts } = read.value;
  const outcome = await store.append({ drafts });
  if (outcome.kind === 'written') {
    const doubted =
      doubts.length === 0
        ? ''
        : ` ${doubts.length} of their successors are not among them: ${doubts
            .map(({ successor }) => successor)
            .slice(0, 10)
            .join(', ')}.`;
    return success(`Organisations imported: ${changed}.${doubted}`);
  }
  return failure({ where: path, found: 'organisations that another process wrote', expected: 'an empty register' });
};
