import { describe, failure, success, type Problem, type Result } from '@isocentre/evidence';
import { allRegisters } from '@isocentre/registers';
import { openStore, signingKey, storePlace } from '@isocentre/store';
import { importFirst } from './first-import.ts';
import type { Keeping, Kept } from './services.ts';
import type { Settings } from './settings.ts';

/** A database that is being opened or is open. */
export interface Opening {
  readonly state: () => Keeping;
  /** What came of it, in a line to print. */
  readonly told: Promise<string>;
  readonly close: () => Promise<void>;
}

const open = async (
  settings: Settings,
  environment: Readonly<Record<string, string | undefined>>,
  now: () => Date,
): Promise<Result<{ readonly kept: Kept; readonly line: string }>> => {
  const place = storePlace(environment);
  const opened = await openStore(place, allRegisters, { now });
  if (!opened.ok) return opened;
  const { store, about } = opened.value;
  const refuse = async (problems: readonly Problem[]): Promise<Result<never>> => {
    await store.close();
    return failure(...problems);
  };
  const key = signingKey(place, environment);
  if (!key.ok) return refuse(key.problems);
  let imported = '';
  if (settings.organisations !== undefined) {
    const outcome = await importFirst(store, settings.organisations, now());
    if (!outcome.ok) return refuse(outcome.problems);
    imported =
      outcome.value === 0
        ? ' Organisations were there already; nothing was imported.'
        : ` Organisations imported: ${outcome.value}.`;
  }
  return success({ kept: { store, sign: () => store.sign(key.value) }, line: `${about}.${imported}` });
};

/** Opens the database of the registers, while the planner is served already. */
export const startKeeping = (
  settings: Settings,
  environment: Readonly<Record<string, string | undefined>>,
  now: () => Date,
): Opening => {
  let state: Keeping = { kind: 'starting' };
  const told = open(settings, environment, now).then(
    (opened) => {
      if (opened.ok) {
        state = { kind: 'open', kept: opened.value.kept };
        return `The registers are in ${opened.value.line}`;
      }
      const why = opened.problems.slice(0, 5).map(describe).join('\n');
      state = { kind: 'failed', why };
      return `The registers cannot be used; the planner works.\n${why}`;
    },
    (error: unknown) => {
      const why = error instanceof Error ? error.message : String(error);
      state = { kind: 'failed', why };
      return `The registers cannot be used; the planner works.\n${why}`;
    },
  );
  return {
    state: () => state,
    told,
    close: async () => {
      await told;
      if (state.kind === 'open') await state.kept.store.close();
    },
  };
};
