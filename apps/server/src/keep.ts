import { setTimeout as pause } from 'node:timers/promises';
import { describe, failure, success, type Problem, type Result } from '@isocentre/evidence';
import { allRegisters, publicDay } from '@isocentre/registers';
import { openStore, signingKey, storePlace, type ReplicaListener, type StorePlace } from '@isocentre/store';
import { importFirst } from './first-import.ts';
import type { Keeping, Kept, Services } from './services.ts';
import type { Settings } from './settings.ts';
import { hasInventedPeople, hasRealPeople, seedPeople } from './sign-in/development-people.ts';

/** A database that is being opened or is open. */
export interface Opening {
  readonly state: () => Keeping;
  /** Ends once it is open, or could not be opened at first. */
  readonly tried: Promise<unknown>;
  /** Tells what came of it, in lines to print: once, and again where it could be opened later. */
  readonly tell: (listener: (line: string) => void) => void;
  readonly close: () => Promise<void>;
}

/** What the database is opened and watched with. */
type Watching = Pick<Services, 'outages' | 'metrics' | 'now'>;

/** Where the data is; that of invented people in a folder of its own, unless another place is named. */
const placeOf = (
  { isDevelopment }: Settings,
  environment: Readonly<Record<string, string | undefined>>,
): StorePlace => {
  const place = storePlace(environment);
  const isNamed = (environment['ISOCENTRE_DATA'] ?? '') !== '';
  return isDevelopment && 'folder' in place && !isNamed ? { folder: `${place.folder}-development` } : place;
};

const mostTold = 5;

/** Says what is wrong with a file of which nothing was imported, and how to go on. */
const notImported = (path: string, problems: readonly Problem[]): string => {
  const more = problems.length - mostTold;
  return [
    `Nothing of ${path} was imported; the registers are as they were.`,
    ...problems.slice(0, mostTold).map(describe),
    ...(more > 0 ? [`… and ${more} more.`] : []),
    'Mend the file. Then, while this runs:',
    `npx isocentre organisations import ${path}`,
  ].join('\n');
};

/** Puts what becomes of replicas into the log, and what they are asked into the metrics. */
export const replicaListener = ({ outages, metrics }: Watching): ReplicaListener => ({
  fails: (replica, why) => {
    outages.begin(`replica ${replica}`, why);
  },
  works: (replica) => {
    outages.end(`replica ${replica}`);
  },
  reads: (replica) => {
    const about = 'What anyone may see, by the database that it was read from.';
    metrics.count('isocentre_reads_total', about, { database: replica ?? 'primary' });
  },
});

const open = async (
  settings: Settings,
  environment: Readonly<Record<string, string | undefined>>,
  services: Watching,
): Promise<Result<{ readonly kept: Kept; readonly line: string }>> => {
  const place = placeOf(settings, environment);
  const { replicas: addresses, onlyDelivers } = settings;
  const { now } = services;
  const opened = await openStore(place, allRegisters, {
    now,
    join: onlyDelivers,
    ...(addresses.length === 0 || onlyDelivers ? {} : { replicas: { addresses, listener: replicaListener(services) } }),
  });
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
    await seedPeople(store, publicDay(now()));
  }
  if (settings.receivers.length > 0 && (await hasInventedPeople(store))) {
    return refuse([
      {
        where: 'ISOCENTRE_RECEIVERS',
        found: 'memberships of people who are invented',
        expected: 'a database without: what they decide is told to nobody',
      },
    ]);
  }
  let imported = '';
  if (settings.organisations !== undefined) {
    const outcome = await importFirst(store, settings.organisations, now());
    // What was there is served all the same.
    imported = `\n${outcome.ok ? outcome.value : notImported(settings.organisations, outcome.problems)}`;
  }
  return success({ kept: { store, sign: () => store.sign(key.value) }, line: `${about}.${imported}` });
};

/** Milliseconds before a database at an address is tried again. */
const beforeAgain = 5000;
/** Milliseconds before it is looked again whether dates bring something, and the search is to be prepared for what changed. */
const beforeLooking = 60_000;

/**
 * Opens the database of the registers, while the planner is served already. One at an address that cannot be opened is
 * tried again until it can: it may come up later than this server.
 */
export const startKeeping = (
  settings: Settings,
  environment: Readonly<Record<string, string | undefined>>,
  services: Watching,
): Opening => {
  let state: Keeping = { kind: 'starting' };
  const ended = new AbortController();
  const lines: string[] = [];
  let listener = (line: string): void => void lines.push(line);
  const tell = (line: string): void => listener(line);
  const attempt = async (): Promise<Keeping> => {
    try {
      const opened = await open(settings, environment, services);
      if (!opened.ok) return { kind: 'failed', why: opened.problems.slice(0, 5).map(describe).join('\n') };
      tell(`The registers are in ${opened.value.line}`);
      return { kind: 'open', kept: opened.value.kept };
    } catch (error) {
      return { kind: 'failed', why: error instanceof Error ? error.message : String(error) };
    }
  };
  const isElsewhere = 'address' in placeOf(settings, environment);
  const tried = attempt();
  const opening = (async (): Promise<void> => {
    state = await tried;
    if (state.kind !== 'failed') return;
    const rest = settings.onlyDelivers ? '' : '; the planner works';
    tell(`The registers cannot be used${rest}.${isElsewhere ? ' It is tried again.' : ''}\n${state.why}`);
    if (!isElsewhere) return;
    while (state.kind === 'failed' && !ended.signal.aborted) {
      await pause(beforeAgain, undefined, { signal: ended.signal }).catch(() => undefined);
      if (!ended.signal.aborted) state = await attempt();
    }
  })();
  // What it has become meanwhile.
  const current = (): Keeping => state;
  const preparing = (async (): Promise<void> => {
    await opening;
    const reached = current();
    while (reached.kind === 'open' && !ended.signal.aborted) {
      // What dates bring that were written since; where the day has begun, reading sees to it too.
      await reached.kept.store.reachToday().catch(() => undefined);
      // The same is found without; that the database is gone is told where somebody asks it.
      await reached.kept.store.seal().catch(() => 0);
      await pause(beforeLooking, undefined, { signal: ended.signal }).catch(() => undefined);
    }
  })();
  return {
    state: current,
    tried,
    tell: (given) => {
      listener = given;
      for (const line of lines.splice(0)) given(line);
    },
    close: async () => {
      ended.abort();
      await preparing;
      if (state.kind === 'open') await state.kept.store.close();
    },
  };
};
