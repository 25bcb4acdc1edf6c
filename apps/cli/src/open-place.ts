import { failure, type Result } from '@isocentre/evidence';
import { allRegisters, publicDay } from '@isocentre/registers';
import type { Store, StorePlace } from '@isocentre/store';
import type { Output, Terminal } from './command.ts';
import type { Workspace } from './workspace.ts';

/** What a command over the store works with. */
export interface AtStore {
  readonly store: Store;
  readonly place: StorePlace;
}

const useStore = async (
  workspace: Workspace,
  terminal: Terminal,
  work: (at: AtStore) => Promise<Result<Output>>,
  begins: boolean,
): Promise<Result<Output>> => {
  // Only commands over the store wait for the database's libraries to load.
  const { isBegun, openStore, storePlace } = await import('@isocentre/store');
  const place = storePlace(workspace.environment);
  if (!begins && 'folder' in place && !isBegun(place)) {
    return failure({
      where: place.folder,
      found: 'no registers',
      expected:
        'the folder in which they are kept (ISOCENTRE_DATA, or DATABASE_URL); npm start and an import begin one',
    });
  }
  terminal.progress?.('Opening the database …');
  const opened = await openStore(place, allRegisters, { join: true });
  terminal.progress?.('');
  if (!opened.ok) return opened;
  const { store, about } = opened.value;
  try {
    const outcome = await work({ store, place });
    terminal.progress?.('');
    if (!outcome.ok) return outcome;
    return { ok: true, value: { ...outcome.value, beside: `${outcome.value.beside ?? ''}${about}\n` } };
  } finally {
    await store.close();
  }
};

/**
 * Opens the store that the environment names, does the work of a command in it and closes it. Says beside the result
 * which database it was. Where a server runs on the folder, its database is used. A folder without a store is refused: one
 * that was mistyped must not look as if nothing were in it.
 */
export const atStore = (
  workspace: Workspace,
  terminal: Terminal,
  work: (at: AtStore) => Promise<Result<Output>>,
): Promise<Result<Output>> => useStore(workspace, terminal, work, false);

/** The same for a command that may begin a store where there is none. */
export const beginStore = (
  workspace: Workspace,
  terminal: Terminal,
  work: (at: AtStore) => Promise<Result<Output>>,
): Promise<Result<Output>> => useStore(workspace, terminal, work, true);

/** The present day in UTC, by which decisions are dated. */
export const today = (): string => publicDay(new Date());
