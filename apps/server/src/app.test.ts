import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkProof } from '@isocentre/ledger';
import { contentSecurityPolicy } from '@isocentre/serving';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exampleServer, hidden, listed, people, type ExampleServer } from '../../../tests/support/example-server.ts';
import { pagePolicy } from './http/guard.ts';
import { limiterOf } from './http/limiter.ts';

let server: ExampleServer;
const numbered = (number: number): string => `K${String(number).padStart(4, '0')}`;

beforeAll(async () => {
  server = await exampleServer();
  await server.store.append({
    drafts: [
      listed('RX1', { name: 'NOTTINGHAM & DERBY <b>TRUST</b>', region: 'Y60', board: 'QT1', postcode: 'NG7 2UH' }),
      listed('RX2', { name: 'SALTMARSH NHS TRUST', region: 'Y58' }),
      listed('QT1', { name: 'A BOARD' }),
      listed('P01', { name: 'SECRET NAME' }, people),
      listed('H01', {}, hidden),
    ],
  });
}, 120_000);
afterAll(() => server.close());

const read = async (
  path: string,
): Promise<{ readonly status: number; readonly body: unknown; readonly response: Response }> => {
  const response = await server.ask(path);
  return { status: response.status, body: await response.json(), response };
};
const page = async (path: string): Promise<string> => (await server.ask(path)).text();
const records = '/api/v1/registers/organisations/records';

describe('the API reads', () => {
  test('registers with their table of authority', async () => {
    const { body } = await read('/api/v1/registers/organisations');
    expect(body).toMatchObject({ name: 'organisations', facets: ['state', 'region', 'board'] });
    expect((body as { authority: unknown[] }).authority).toContainEqual({
      role: 'registrar',
      action: 'reopen',
      states: ['closed'],
    });
    expect(((await read('/api/v1/registers')).body as unknown[]).length).toBe(2);
  });

  test('a record, and by its ETag not again', async () => {
    const { body, response } = await read(`${records}/RX2`);
    expect(body).toEqual({
      register: 'organisations',
      key: 'RX2',
      state: 'open',
      since: '2020-04-01',
      content: { name: 'SALTMARSH NHS TRUST', address: [], opened: '2020-04-01', region: 'Y58' },
      lastEntry: 2,
    });
    const etag = response.headers.get('etag') ?? '';
    expect(etag).toBe('"entry-2"');
    const again = await server.ask(`${records}/RX2`, { headers: { 'if-none-match': etag } });
    expect([again.status, await again.text()]).toEqual([304, '']);
  });

  test('a record as of a moment, and not before it was there', async () => {
    expect((await read(`${records}/RX2?valid=2021-01-01`)).status).toBe(200);
    expect((await read(`${records}/RX2?valid=2019-01-01`)).status).toBe(404);
    expect((await read(`${records}/RX2?recorded=2026-11-26`)).status).toBe(404);
    expect((await read(`${records}/RX2?valid=yesterday`)).body).toMatchObject({
      status: 400,
      problems: [
        {
          where: 'query valid',
          found: '"yesterday"',
          expected: 'a day such as 2026-11-27, or a time in UTC with milliseconds such as 2026-11-27T09:30:00.000Z',
        },
      ],
    });
    expect((await read(`${records}/RX2?recorded=2026-11-27`)).status).toBe(404);
    expect((await read(`${records}/RX2?recorded=2026-11-28`)).body).toMatchObject({
      status: 400,
      problems: [
        {
          where: 'query recorded',
          found: '"2026-11-28"',
          expected: 'a day up to 2026-11-27: nobody knows yet what will be known',
        },
      ],
    });
  });

  test('what a search finds by words, identifier and facets', async () => {
    const keys = async (query: string): Promise<unknown> =>
      ((await read(`${records}?${query}`)).body as { records: { key: string }[] }).records.map(({ key }) => key);
    expect(await keys('text=saltmarsh')).toEqual(['RX2']);
    expect(await keys('text=rx1')).toEqual(['RX1']);
    expect(await keys('text=rx1&region=Y61')).toEqual([]);
    expect(await keys('identifier=ng72uh')).toEqual(['RX1']);
    expect(await keys('region=Y60&state=open')).toEqual(['RX1']);
    expect(await keys('region=Y60&state=closed')).toEqual([]);
    expect(await keys('text=&region=')).toEqual(['RX1', 'RX2', 'QT1']);
    expect((await read(`${records}?colour=red`)).body).toMatchObject({
      status: 400,
      problems: [{ found: '"colour"' }],
    });
    // A code in lower case is the code; a state that is none is told.
    expect(await keys('region=y60')).toEqual(['RX1']);
    expect((await read(`${records}?state=foo`)).body).toMatchObject({
      status: 400,
      problems: [{ where: 'query state', found: '"foo"', expected: 'announced, open, closed' }],
    });
    expect((await read(`${records}?limit=1001`)).status).toBe(400);
    expect((await read(`${records}?text=%00`)).status).toBe(400);
  });

  test('pages in the order in which records came, each with the address of the next', async () => {
    let address: string | undefined = `${records}?limit=2`;
    const seen: string[] = [];
    while (address !== undefined) {
      const { body, response } = await read(address);
      const { records: some, next } = body as { records: { key: string }[]; next?: string };
      seen.push(...some.map(({ key }) => key));
      expect(response.headers.get('link')).toBe(next === undefined ? null : `<${next}>; rel="next"`);
      address = next;
    }
    expect(seen).toEqual(['RX1', 'RX2', 'QT1']);
    expect((await read(`${records}?after=QT1`)).body).toEqual({ records: [], count: 3 });
    expect((await read(`${records}?after=ZZZ`)).body).toMatchObject({
      status: 400,
      problems: [{ where: 'query after', found: '"ZZZ"', expected: 'the key with which the page before ended' }],
    });
    const shown = await server.ask('/registers/organisations?after=ZZZ');
    expect([shown.status, await shown.text()]).toEqual([
      400,
      expect.stringContaining('found &quot;ZZZ&quot;; expected'),
    ]);
  });

  test('a history, a signed head, and a proof that a stranger can check against it', async () => {
    const { body: kept } = await read('/api/v1/heads/latest');
    await server.store.append({ drafts: [listed(numbered(1))] });
    const { size, key } = kept as { size: number; key: string };
    const { body: proof } = await read(`/api/v1/entries/2/proof?since=${size}`);
    expect(checkProof(proof, 'proof', { key, kept: kept as never })).toMatchObject({ ok: true });
    expect((await read(`/api/v1/heads/${size}`)).body).toEqual(kept);
    expect((await read(`${records}/RX2/entries`)).body).toMatchObject({
      entries: [{ number: 2, by: { who: 'ods' } }],
      items: {},
    });
    expect((await read('/api/v1/heads/400')).status).toBe(404);
    expect((await read('/api/v1/entries/2/proof?since=3')).status).toBe(404);
  });

  test('what it is, as OpenAPI 3.1', async () => {
    const { body } = await read('/api/v1/openapi.json');
    expect(body).toMatchObject({ openapi: '3.1.0', paths: { '/entries/{number}/proof': { get: {} } } });
  });
});

describe('what is hidden and what is not there', () => {
  /** The answer but for its own number, and what it cost. */
  const answer = async (path: string): Promise<unknown> => {
    const before = server.statements();
    const response = await server.ask(path);
    const { 'x-request-id': _own, ...headers } = Object.fromEntries(response.headers);
    return { status: response.status, headers, body: await response.text(), statements: server.statements() - before };
  };

  test.each([
    ['a record of a hidden register', '/api/v1/registers/hidden/records/H01', '/api/v1/registers/nothing/records/H01'],
    ['a hidden register', '/api/v1/registers/hidden', '/api/v1/registers/nothing'],
    ['a search of one', '/api/v1/registers/hidden/records', '/api/v1/registers/nothing/records'],
    ['an entry of one', '/api/v1/entries/5/proof', '/api/v1/entries/4000/proof'],
    ['an entry with hidden fields', '/api/v1/entries/4/proof', '/api/v1/entries/4000/proof'],
    [
      'a history of hidden entries',
      '/api/v1/registers/people/records/P01/entries',
      '/api/v1/registers/people/records/P02/entries',
    ],
    ['a page of a hidden record', '/registers/hidden/H01', '/registers/nothing/H01'],
  ])('%s cannot be told from nothing', async (_name, there, nothing) => {
    const found = await answer(there);
    expect(found).toMatchObject({ status: 404 });
    expect(found).toEqual(await answer(nothing));
  });

  test('fields that are not public are not shown', async () => {
    expect((await read('/api/v1/registers/people/records/P01')).body).toMatchObject({
      content: { opened: '2020-04-01' },
    });
    for (const path of ['/api/v1/registers/people/records', '/registers/people', '/registers/people/P01']) {
      expect(await page(path)).not.toContain('SECRET');
    }
  });
});

describe('pages', () => {
  test('a search, its form filled in, and what it found', async () => {
    const found = await page('/registers/organisations?text=nottingham&region=Y60');
    expect(found).toContain('NOTTINGHAM &amp; DERBY &lt;b&gt;TRUST&lt;/b&gt;');
    expect(found).not.toContain('SALTMARSH');
    expect(found).toMatch(/<option value="Y60" selected>/);
    expect(found).toContain('value="nottingham"');
    expect(await page('/registers/organisations?text=rx2')).toContain('SALTMARSH');
    expect(await page('/registers/organisations')).toContain('A BOARD (QT1)');
    expect(await page('/registers/organisations?text=zzz')).toContain('Nothing found.');
    expect(await (await server.ask('/registers/organisations?words=rx2')).text()).toContain(
      'does not know: found &quot;words&quot;',
    );
    const wrong = await server.ask('/registers/organisations?state=foo');
    expect([wrong.status, await wrong.text()]).toEqual([
      400,
      expect.stringContaining('found &quot;foo&quot;; expected announced, open, closed'),
    ]);
    expect(await page('/registers/organisations?region=y60')).toMatch(/<option value="Y60" selected>/);
    const none = await page('/registers/organisations?region=Y99&board=QT1');
    expect(none).toContain('No record has Y99 as its region.');
    expect(none).toContain('<option value="Y99" selected>');
    expect(none).not.toContain('QT1 as its');
  });

  test('a key that differs in case leads to the page of the record; the API says what a key is', async () => {
    const lower = await server.ask('/registers/organisations/rx2?at=2021-01-01');
    expect([lower.status, lower.headers.get('location')]).toEqual([301, '/registers/organisations/RX2?at=2021-01-01']);
    for (const path of ['', '/entries']) {
      const { body } = await read(`/api/v1/registers/organisations/records/rx2${path}`);
      expect(body).toMatchObject({
        status: 404,
        detail: expect.stringContaining('A key is a code of the Organisation'),
      });
    }
    expect((await read('/api/v1/registers/organisations/records/RX99')).body).not.toHaveProperty('detail');
  });

  test('a record with its history, proofs and signed head, and as it was', async () => {
    const now = await page('/registers/organisations/RX2');
    expect(now).toContain('<h1>SALTMARSH NHS TRUST (RX2)</h1>');
    expect(now).toContain('href="/api/v1/entries/2/proof"');
    expect(now).toMatch(/<code class="hash">[0-9a-f]{64}<\/code>/);
    expect(now).not.toContain('as filed');
    const before = (await page('/registers/organisations/RX2?at=2019-01-01'))
      .replaceAll(/<[^>]*>|\s+/g, ' ')
      .replaceAll(/ +/g, ' ');
    expect(before).toContain(
      'Not on the register on 1 January 2019 , by all that is known now; its first entry holds from',
    );
    expect(before).not.toContain('As it stood on 1 January');
    expect(await page('/registers/organisations/RX2?at=2199-01-01')).toContain('As it will stand on');
    expect(await page('/registers/organisations/RX1')).toContain('A BOARD (QT1)');
  });

  test('an empty register says how to import', async () => {
    const empty = await exampleServer();
    try {
      const response = await empty.ask('/registers/organisations');
      expect(await response.text()).toContain('npm start -- --organisations FILE');
    } finally {
      await empty.close();
    }
  });

  test('who may decide what', async () => {
    expect(await page('/registers/organisations/about')).toContain('announced, open, closed');
  });

  test('no page runs a script, and each has a title, a language and the policy', async () => {
    for (const path of ['/registers', '/registers/organisations', '/registers/organisations/RX1', '/api', '/none']) {
      const response = await server.ask(path);
      const text = await response.text();
      expect(text).toMatch(/^<!doctype html>\s*<html lang="en-GB">[\s\S]*<title>[^<]+ – Isocentre<\/title>/);
      expect(text).not.toMatch(/<script|\son\w+=|style=/);
      expect(response.headers.get('content-security-policy')).toBe(pagePolicy);
    }
    expect(pagePolicy).not.toMatch(/unsafe|\*|script-src/);
  });
});

describe('the server', () => {
  test('serves the planner with its policy', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'isocentre-planner-'));
    writeFileSync(join(folder, 'index.html'), '<title>planner</title>');
    writeFileSync(join(folder, 'part.html'), '<title>part</title>');
    const other = server.beside({ page: folder });
    try {
      const response = await other.ask('/');
      // The page links to the registers, since it is told that they are beside it.
      const told = '<meta name="isocentre-registers" content="/registers" /><title>planner</title>';
      expect([response.status, await response.text()]).toEqual([200, told]);
      expect(response.headers.get('content-security-policy')).toBe(contentSecurityPolicy);
      expect(response.headers.get('content-length')).toBe(String(told.length));
      const head = await other.ask('/', { method: 'HEAD' });
      expect([head.headers.get('content-length'), await head.text()]).toEqual([String(told.length), '']);
      expect(await (await other.ask('/part.html')).text()).toBe('<title>part</title>');
      expect((await other.ask('/..%2fsecret')).status).toBe(404);
      expect((await other.ask('/', { method: 'POST' })).status).toBe(405);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test.each(['starting', 'failed'] as const)('whose database is %s says so, and serves the rest', async (kind) => {
    const state = kind === 'failed' ? { kind, why: 'a password in postgres://a:secret@b' } : { kind };
    const other = server.beside({ keeping: () => state });
    const api = await other.ask('/api/v1/registers');
    expect([api.status, api.headers.get('content-type')]).toEqual([503, 'application/problem+json']);
    const response = await other.ask('/registers');
    const text = await response.text();
    expect([response.status, text.includes('The planner works.'), text.includes('secret')]).toEqual([503, true, false]);
    expect((await other.ask('/ready')).status).toBe(503);
    expect((await other.ask('/health')).status).toBe(200);
  });

  test('limits a client, and says for how long', async () => {
    const other = server.beside({ limiter: limiterOf(3, () => 0) });
    const statuses = [];
    for (let count = 0; count < 4; count += 1) statuses.push((await other.ask('/api/v1/registers')).status);
    expect(statuses).toEqual([200, 200, 200, 429]);
    expect((await other.ask('/api/v1/registers')).headers.get('retry-after')).toBe('20');
    expect((await other.ask('/health')).status).toBe(200);
  });

  test('answers every problem as RFC 9457 has it', async () => {
    for (const [path, init, status] of [
      ['/api/v1/none', {}, 404],
      [`${records}/RX1`, { method: 'DELETE' }, 405],
      ['/api/v1/entries/x/proof', {}, 400],
      ['/api/v1/session', {}, 401],
      ['/api/v1/none', { method: 'POST', body: 'x'.repeat(300_000) }, 413],
    ] as const) {
      const response = await server.ask(path, init);
      expect(response.headers.get('content-type')).toBe('application/problem+json');
      expect(await response.json()).toMatchObject({
        status,
        type: expect.stringContaining('/api#'),
        title: expect.any(String),
      });
      expect(response.status).toBe(status);
    }
  });

  test('logs routes and no addresses, and counts them', async () => {
    const before = server.lines.length;
    const response = await server.ask(`${records}/RX2?valid=2021-01-01`, {
      headers: { 'x-request-id': 'my-request-1' },
    });
    expect(response.headers.get('x-request-id')).toBe('my-request-1');
    await server.ask('/registers/organisations?text=secret');
    const text = JSON.stringify(server.lines.slice(before));
    expect(text).toContain('my-request-1');
    expect(text).toContain('"route":"/api/v1/registers/:register/records/:key"');
    expect(text).not.toMatch(/RX2|secret/);
    const metrics = await page('/metrics');
    expect(metrics).toMatch(
      /isocentre_http_requests_total\{method="GET",route="\/registers\/:register",status="200"\} \d+/,
    );
    expect(metrics).toMatch(/^isocentre_ledger_entries 6$/m);
  });

  test('a fault is told without what caused it, and found in the log by its number', async () => {
    const other = server.beside({
      keeping: () => {
        throw new TypeError('of Ada Saltmarsh');
      },
    });
    const response = await other.ask('/api/v1/registers');
    const text = await response.text();
    expect(response.status).toBe(500);
    const id = response.headers.get('x-request-id') ?? '';
    expect(text).toContain(id);
    const line = other.lines.find(({ what }) => what === 'fault');
    expect(line).toMatchObject({ request: id, error: 'TypeError' });
    expect(text + JSON.stringify(other.lines)).not.toContain('Ada');
  });
});
