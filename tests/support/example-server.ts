import { PGlite } from '@electric-sql/pglite';
import { decide, memberships, ods, organisations, type Draft, type Register } from '@isocentre/registers';
import { connectPglite, Store, type Connection } from '@isocentre/store';
import type { KyselyPlugin } from 'kysely';
import { createApp } from '../../apps/server/src/app.ts';
import { unlimited } from '../../apps/server/src/http/limiter.ts';
import { Metrics } from '../../apps/server/src/http/metrics.ts';
import { Outages } from '../../apps/server/src/outages.ts';
import type { Services } from '../../apps/server/src/services.ts';
import { relyingParty } from '../../apps/server/src/sign-in/relying-party.ts';
import { enter as enterPeople, type Given, type SignedIn } from './enter.ts';
import { testKey } from './example-log.ts';
import { fakeProvider, FakeProvider, otherProvider } from './fake-provider.ts';

export type { Given, SignedIn } from './enter.ts';

/** A register whose name of a person nobody but those who decide may see, and an entry of which can be hidden. */
export const people: Register = {
  ...organisations,
  name: 'people',
  publicFields: ['opened'],
  personalFields: ['name'],
  search: { text: [], facets: [], identifiers: [] },
};

/** A register that this server does not show. */
export const hidden: Register = { ...organisations, name: 'hidden' };

const all = [organisations, people, hidden, memberships];
export const today = '2026-11-27';

/** Draws up an entry, as ODS would decide it. */
export const listed = (key: string, change: Draft['content'] = {}, register: Register = organisations): Draft => {
  const content = { name: `TRUST ${key}`, address: [], opened: '2020-04-01', ...change };
  const decision = { action: 'list', key, change: content, reasons: 'as filed', evidence: [], validFrom: '2020-04-01' };
  const decided = decide(register, undefined, ods, decision, today);
  if (decided.kind !== 'draft') throw new Error(JSON.stringify(decided));
  return decided.draft;
};

/** A server on a database in memory, asked without a network. */
export interface ExampleServer {
  readonly store: Store;
  readonly services: Services;
  readonly lines: readonly Readonly<Record<string, unknown>>[];
  /** How many statements were sent to the database. */
  readonly statements: () => number;
  readonly ask: (path: string, init?: RequestInit) => Promise<Response>;
  /** Sends a form as a browser does. */
  readonly send: (path: string, fields: Readonly<Record<string, string>>, who: SignedIn) => Promise<Response>;
  /** Gives somebody memberships, by decisions in the ledger, and a session. */
  readonly enter: (given: readonly Given[], name?: string) => Promise<SignedIn>;
  readonly provider: FakeProvider;
  /** The clock, and a way to set it. */
  readonly setTime: (time: string) => void;
  /** Another server beside it, on the same database. */
  readonly beside: (change: Partial<Services>) => Omit<ExampleServer, 'close'>;
  readonly close: () => Promise<void>;
}

let image: Promise<Blob> | undefined;

// A database with its schema, made once for all tests of a file.
const schemaImage = (): Promise<Blob> => {
  image ??= (async () => {
    const empty = await PGlite.create();
    const store = await Store.open(connectPglite(empty), all);
    const made = await empty.dumpDataDir('none');
    await store.close();
    return made;
  })();
  return image;
};

/** Starts one; `change` takes the place of what a server is joined from. */
export const exampleServer = async (change: Partial<Services> = {}): Promise<ExampleServer> => {
  const inner = connectPglite(await PGlite.create({ loadDataDir: await schemaImage() }));
  let statements = 0;
  const counting: KyselyPlugin = {
    transformQuery: ({ node }) => {
      statements += 1;
      return node;
    },
    transformResult: async ({ result }) => result,
  };
  const connection: Connection = { database: inner.database.withPlugin(counting), close: inner.close };
  let time = Date.UTC(2026, 10, 27, 9);
  const now = (): Date => new Date((time += 1000));
  const provider = new FakeProvider();
  const store = await Store.open(connection, all, now);
  const services: Omit<Services, 'log' | 'outages'> = {
    keeping: () => ({ kind: 'open', kept: { store, sign: () => store.sign(testKey) } }),
    registers: [organisations, people],
    providers: [fakeProvider, otherProvider],
    relyingParty: relyingParty(provider.fetch),
    decides: true,
    page: '/nowhere',
    origin: () => 'http://localhost',
    now,
    metrics: new Metrics(),
    limiter: unlimited,
    ...change,
  };
  const enter: ExampleServer['enter'] = (given, name) => enterPeople(store, 'http://localhost', today, given, name);
  const beside = (changed: Partial<Services>): Omit<ExampleServer, 'close'> => {
    const lines: Readonly<Record<string, unknown>>[] = [];
    const log = (line: Readonly<Record<string, unknown>>): void => void lines.push(line);
    const own: Services = { ...services, log, outages: new Outages(log, now), ...changed };
    const app = createApp(own);
    return {
      store,
      services: own,
      lines,
      statements: () => statements,
      ask: async (path, init) => app.request(path, init),
      send: async (path, fields, { cookie, formSecret }) =>
        app.request(path, {
          method: 'POST',
          headers: { cookie, origin: 'http://localhost', 'content-type': 'application/x-www-form-urlencoded' },
          body: new URLSearchParams({ 'form-secret': formSecret, ...fields }).toString(),
        }),
      enter,
      provider,
      setTime: (text) => {
        time = Date.parse(text);
      },
      beside,
    };
  };
  return { ...beside({}), close: () => store.close() };
};
