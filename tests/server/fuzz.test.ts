import { organisations } from '@isocentre/registers';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { apiDocument } from '../../apps/server/src/api/describe.ts';
import { countOf } from '../support/counts.ts';
import { exampleServer, hidden, listed, people, type ExampleServer, type SignedIn } from '../support/example-server.ts';

let server: ExampleServer;
const roles = [...Object.keys(organisations.roles), ''];
const signedIn = new Map<string, SignedIn>();

beforeAll(async () => {
  server = await exampleServer();
  await server.store.append({
    drafts: [listed('RX1'), listed('RX2'), listed('P01', {}, people), listed('H01', {}, hidden)],
  });
  const state = server.services.keeping();
  if (state.kind === 'open') await state.kept.sign();
  for (const role of roles) if (role !== '') signedIn.set(role, await server.enter([{ role, interests: ['RX2'] }]));
}, 120_000);
afterAll(() => server.close());

const odd = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom('\u0000', '../', '%', "' or 1=1 --", '__proto__', '9'.repeat(40), '-1', '\ud800', '🙂'),
);
const mostly = (...usual: readonly string[]): fc.Arbitrary<string> =>
  fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...usual) }, { weight: 1, arbitrary: odd });

const parts: Readonly<Record<string, fc.Arbitrary<string>>> = {
  register: mostly('organisations', 'organisations', 'organisations', 'people', 'hidden'),
  key: mostly('RX1', 'RX2', 'RX1', 'RX2', 'P01', 'H01', 'NEW1'),
  number: mostly('1', '2', '4', '4000'),
  size: mostly('4', '4000'),
};
const queries: Readonly<Record<string, fc.Arbitrary<string>>> = {
  text: mostly('trust', 'rx1', ''),
  identifier: mostly('RX1'),
  state: mostly('open', 'closed'),
  region: mostly('Y56'),
  after: mostly('RX1'),
  limit: mostly('1', '1000'),
  valid: mostly('2026-11-27', '2019-01-01'),
  recorded: mostly('2026-11-27', '2019-01-01'),
  since: mostly('4'),
};
const query = fc
  .array(
    fc.constantFrom(...Object.keys(queries)).chain((name) => fc.tuple(fc.constant(name), queries[name] ?? odd)),
    {
      maxLength: 2,
    },
  )
  .map((pairs) => new URLSearchParams(Object.fromEntries(pairs)).toString());

const body = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .record(
        {
          action: mostly('reopen', 'close', 'update', 'list'),
          change: fc.dictionary(mostly('name', 'closed'), fc.oneof(odd, fc.constant(null), fc.jsonValue())),
          reasons: odd,
        },
        { requiredKeys: ['action'] },
      )
      .map((value) => JSON.stringify(value)),
  },
  { weight: 1, arbitrary: fc.json() },
  { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
);

const encode = (text: string): string => encodeURIComponent(Buffer.from(text).toString());

const paths = Object.keys(apiDocument.paths ?? {});
const request = fc.record({
  path: fc.constantFrom(...paths),
  role: fc.constantFrom(...roles),
  query: fc.oneof({ weight: 2, arbitrary: fc.constant('') }, { weight: 1, arbitrary: query }),
  names: fc.record(parts),
  body,
  type: mostly('application/json', 'application/json', 'text/plain').map((text) => text.replaceAll(/[^\w/+-]/g, '')),
  match: mostly('"entry-1"', '"entry-2"', '*').map((text) => text.replaceAll(/[^\x20-\x7e]/g, '')),
});

test('whatever is asked of the API, as any role, nothing breaks, and answers are those described', async () => {
  const seen = new Map<string, number>();
  let fine = 0;
  let asked = 0;
  await fc.assert(
    fc.asyncProperty(request, async ({ path, role, query: text, names, body: sent, type, match }) => {
      const address = path.replaceAll(/\{(\w+)\}/g, (_all, name: string) => encode(names[name] ?? ''));
      const decides = apiDocument.paths?.[path]?.post !== undefined;
      const response = await server.ask(`/api/v1${address}${text === '' ? '' : `?${text}`}`, {
        method: decides ? 'POST' : 'GET',
        headers: { ...signedIn.get(role)?.headers, 'if-match': match, ...(decides ? { 'content-type': type } : {}) },
        ...(decides ? { body: sent } : {}),
      });
      const said = await response.text();
      asked += 1;
      if (response.status < 300) fine += 1;
      seen.set(`${path} ${response.status}`, 1);
      expect(response.status, said).toBeLessThan(500);
      expect(response.headers.get('x-request-id')).not.toBeNull();
      if (response.status < 400) expect(() => JSON.parse(said) as unknown).not.toThrow();
      else expect(JSON.parse(said)).toMatchObject({ status: response.status });
      const described = apiDocument.paths?.[path]?.[decides ? 'post' : 'get']?.responses;
      // An empty part of an address is another address.
      if (Object.values(names).every((name) => !['', '.', '..'].includes(name))) {
        expect(Object.keys(described ?? {})).toContain(String(response.status));
      }
    }),
    { numRuns: countOf({ test: 300, full: 100_000, mutation: 50 }) },
  );
  expect(server.lines.filter(({ what }) => what === 'fault')).toEqual([]);
  expect(fine / asked).toBeGreaterThan(0.3);
  for (const path of paths.filter((one) => apiDocument.paths?.[one]?.get))
    expect([...seen.keys()]).toContain(`${path} 200`);
}, 0);
