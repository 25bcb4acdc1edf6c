import { describe, failure, success, type Problem, type Result } from '@isocentre/evidence';
import { allRegisters } from '@isocentre/registers';
import { openStore, signingKey, storePlace, type StorePlace } from '@isocentre/store';
import { dayOf } from './day.ts';
import { importFirst } from './first-import.ts';
import type { Keeping, Kept } from './services.ts';
import type { Settings } from './settings.ts';
import { hasRealPeople, seedPeople } from './sign-in/development-people.ts';

/** A database that is being opened or is open. */
export interface Opening {
  readonly state: () => Keeping;
  /** What came of it, in a line to print. */
  readonly told: Promise<string>;
  readonly close: () => Promise<void>;
}

/** Where the data is; that of invented people in a folder of its own, unless another place is named. */
const placeOf = (
  { isDevelopment }: Settings,
  environment: Readonly<Record<string, string | undefined>>,
): StorePlace => {
  const place = storePlace(environment);
  const isNamed = (environment['ISOCENTRE_DATA'] ?? '') !== '';
  return isDevelopment && 'folder' in place && !isNamed ? { folder: `${place.folder}-development` } : place;
};

const open = async (
  settings: Settings,
  environment: Readonly<Record<string, string | undefined>>,
  now: () => Date,
): Promise<Result<{ readonly kept: Kept; readonly line: string }>> => {
  const place = placeOf(settings, environment);
  const opened = await openStore(place, allRegisters, { now, join: settings.onlyDelivers });
  if (!opened.ok) return opened;
  const { store, about } = opened.value;
  const refuse = async (problems: readonly Problem[]): Promise<Result<never>> => {
    await store.close();
    return failure(...problems);
  };
  const key = signingKey(place, environment);
  if (!key.ok) return refuse(key.problems);
  if (settings.isDevelopment) {
    if (await hasRealPeople(store)) {
      return refuse([
        {
          where: '--development-sign-in',
          found: 'memberships of people who are not invented',
          expected: 'another place for the data (ISOCENTRE_DATA)',
        },
      ]);
    }
    await seedPeople(store, dayOf(now()));
  }
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
