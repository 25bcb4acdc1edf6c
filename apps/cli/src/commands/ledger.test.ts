import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { allRegisters, decide, importOds, ods, organisations, publicDay, sayDay, takeBack } from '@isocentre/registers';
import { openStore, type Store } from '@isocentre/store';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { callCommand, type Outcome } from '../../../../tests/support/command-line.ts';

const folder = mkdtempSync(join(tmpdir(), 'isocentre-ledger-'));
const files = mkdtempSync(join(tmpdir(), 'isocentre-files-'));
const at = (name: string): string => join(files, name);
let store: Store;

// The database runs once for all tests; a command finds it running in the folder, as beside a server.
beforeAll(async () => {
  const opened = await openStore({ folder }, allRegisters);
  if (!opened.ok) throw new Error(JSON.stringify(opened.problems));
  ({ store } = opened.value);
}, 120_000);
afterAll(async () => {
  await store.close();
  for (const place of [folder, files]) rmSync(place, { recursive: true, force: true });
}, 120_000);

const call = (...args: readonly string[]): Promise<Outcome> =>
  callCommand(args, { environment: { ISOCENTRE_DATA: folder } });
const done = async (...args: readonly string[]): Promise<string> => {
  const { code, out, error } = await call(...args);
  expect({ code, error }).toEqual({ code: 0, error: expect.stringContaining(folder) });
  return out;
};

const header =
  'OrganisationCode,Name,NationalGrouping,HighLevelHealthGeography,AddressLine1,Postcode,OpenDate,CloseDate,Successors';
const saltmarsh = 'X1A,SALTMARSH NHS TRUST,Y99,Q99,1 QUAY,ZZ1 1ZZ,20200401,,';
const estuary = 'X1B,ESTUARY NHS TRUST,Y99,Q98,2 QUAY,ZZ1 1ZY,20200401,20240331,X1A';
const write = (name: string, ...rows: readonly string[]): string => {
  writeFileSync(at(name), [header, ...rows, ''].join('\n'));
  return at(name);
};

test('organisations come in by file, again only what changed, and are searched, shown and exported', async () => {
  const first = write('first.csv', saltmarsh, estuary);
  expect(await done('organisations', 'import', first, '--dry-run')).toBe(
    '1 listed as open, 1 listed as closed. Nothing was written (--dry-run).\n',
  );
  expect(await store.size()).toBe(0);
  expect(await done('organisations', 'import', first)).toBe('1 listed as open, 1 listed as closed.\n');
  expect(await done('organisations', 'import', first)).toBe('Nothing changes; 2 as they were.\n');
  const renamed = write('renamed.csv', saltmarsh.replace('SALTMARSH', 'SALTMARSH AND FENS'));
  expect(await done('organisations', 'import', renamed)).toBe(
    '1 changed. 1 on the register stand in no file and stay as they are: X1B.\n',
  );
  expect(await done('organisations', 'search', 'nhs', 'fens')).toBe(
    [
      'key  name                          state  since       region  board',
      'X1A  SALTMARSH AND FENS NHS TRUST  open   2020-04-01  Y99     Q99',
      '',
      '1 of 1. One in full: isocentre organisations show KEY.',
      '',
    ].join('\n'),
  );
  const narrow = ['organisations', 'search', 'fens'];
  expect((await callCommand(narrow, { environment: { ISOCENTRE_DATA: folder }, width: 50 })).out).toBe(
    [
      'X1A  SALTMARSH AND FENS NHS TRUST; open since',
      '     2020-04-01, region Y99, board Q99',
      '',
      '1 of 1. One in full: isocentre organisations show',
      'KEY.',
      '',
    ].join('\n'),
  );
  expect(await done('organisations', 'search', '--board', 'Q98', '--state', 'closed', '--format', 'csv')).toMatch(
    /^\uFEFF?key,state,since,later,name.*\r?\nX1B,closed,2024-03-31,,ESTUARY NHS TRUST/,
  );
  expect(await done('organisations', 'search', '--limit', '1')).toContain('1 of 2. Go on: --after X1A.');
  expect(await done('organisations', 'search', '--limit', '1', '--after', 'x1a')).toContain('X1B');
  expect(await call('organisations', 'search', '--after', 'NOPE')).toMatchObject({
    code: 2,
    out: '',
    error: '--after: found "NOPE"; expected the key with which a page ended\n',
  });
  expect(await done('organisations', 'search', 'nowhere')).toContain('None fits');
  expect(await done('organisations', 'search', 'x1b', '--state', 'closed')).toContain('1 of 1.');
  expect(await done('organisations', 'search', '--region', 'Y99', '--board', 'Q98', '--state', 'open')).toContain(
    'None',
  );
  expect(await done('organisations', 'search', '--region', 'y99', '--board', 'q98')).toContain('1 of 1.');
  const choices = ['--region', 'Y98', '--board', 'Q97', '--format', 'csv'];
  expect(await call('organisations', 'search', ...choices)).toMatchObject({
    code: 2,
    out: '',
    error: '--region: found "Y98"; expected Y99\n--board: found "Q97"; expected Q98, Q99\n',
  });
  const shown = await done('organisations', 'show', 'X1A');
  // Name, code and state first, the rest in the order of the register, however it is stored.
  expect(shown.split('\n').map((line) => line.split('  ')[0])).toEqual(
    expect.arrayContaining(['name', 'key', 'state', 'region', 'board', 'address', 'postcode', 'opened']),
  );
  expect(shown).toMatch(
    /^name        SALTMARSH AND FENS NHS TRUST\nkey         X1A\nstate       open[^]*\nregion [^]*\naddress [^]*\nopened /,
  );
  expect(shown).toMatch(/\n1 list from 2020-04-01, recorded \d{4}-\d\d-\d\d by ods as Organisation/);
  // What each decision said, and what stood there before.
  expect(shown.replaceAll(/\s+/g, ' ')).toContain('Service: name SALTMARSH NHS TRUST; region Y99; board Q99; address');
  expect(shown.replaceAll(/\s+/g, ' ')).toContain('name SALTMARSH NHS TRUST → SALTMARSH AND FENS NHS TRUST ');
  expect(await done('organisations', 'show', 'x1a')).toBe(shown);
  const { record, entries } = JSON.parse(
    await done('organisations', 'show', 'X1A', '--on', '2021-01-01', '--format', 'json'),
  ) as { record: unknown; entries: unknown[] };
  expect(record).toMatchObject({ state: 'open', content: { name: 'SALTMARSH NHS TRUST' } });
  expect(entries).toHaveLength(2);
  expect(await done('organisations', 'show', 'X1A', '--on', '2021-01-01')).toMatch(
    /^As it stood on 1 January 2021\n\n/,
  );
  const ahead = write('ahead.csv', saltmarsh.replace(/,,$/, ',20991231,X1B'), estuary);
  expect(await done('organisations', 'import', ahead, '--dry-run')).toBe(
    '1 changed; of these 1 closes on a day to come; 1 as they were. Nothing was\nwritten (--dry-run).\n',
  );
  const willStand = await done('organisations', 'show', 'X1A', '--on', '2099-01-01');
  expect(willStand).toMatch(/^As it will stand on 1 January 2099, as far as is known\n/);
  expect(shown).not.toContain('As it stood');
  const { records } = JSON.parse(await done('organisations', 'export', '--format', 'json')) as { records: unknown[] };
  expect(records).toHaveLength(2);
  for (const name of ['export.csv', 'export.xlsx']) {
    await done('organisations', 'export', '--out', at(name));
    expect(await done('organisations', 'import', at(name))).toBe('Nothing changes; 2 as they were.\n');
  }
  const unknown = write('unknown.csv', saltmarsh.replace(/,,$/, ',20991231,X1B X9Z'));
  expect(await done('organisations', 'import', unknown, '--dry-run')).toContain('the successor "X9Z" is neither');
});

test('a file moves what was announced for ODS, earlier and later; it is told once, and an export of it changes nothing', async () => {
  const own = saltmarsh.replace('X1A', 'X1M');
  const file = (day: string): string => write('moved.csv', own.replace(/,,$/, `,${day},X1B`));
  await done('organisations', 'import', write('moved.csv', own));
  const decided = decide(
    organisations,
    await store.record(organisations, 'X1M'),
    { ...ods, id: 'person-1' },
    { action: 'close', key: 'X1M', change: {}, evidence: [], validFrom: '2099-07-01' },
    publicDay(new Date()),
  );
  if (decided.kind !== 'draft') throw new Error(JSON.stringify(decided));
  await store.append({ drafts: [decided.draft] });
  const entry = await store.size();
  const told = async (day: string): Promise<string> =>
    (await done('organisations', 'import', file(day))).replaceAll(/\s+/g, ' ');
  expect(await told('20991001')).toContain(
    `1 changed; of these 1 closes on a day to come. 2 on the register stand in no file and stay as they are: X1A, X1B. moved.csv:2 column 1: the file changes X1M, which closes 1 July 2099 by entry ${entry}. That entry is taken back.`,
  );
  expect(await store.record(organisations, 'X1M')).toMatchObject({
    state: 'open',
    later: [{ action: 'close', on: '2099-10-01' }],
    content: { closed: '2099-10-01', successors: ['X1B'] },
    lastEntry: entry + 2,
  });
  expect(await told('20991001')).toContain('Nothing changes; 1 as they were.');
  expect(await told('20990101')).toContain('1 changed;');
  await done('organisations', 'export', '--out', at('moved-export.csv'));
  expect(await done('organisations', 'import', at('moved-export.csv'))).toBe('Nothing changes; 3 as they were.\n');
});

test('what an announced change changes is shown and exported, and an import that cannot take it in says so', async () => {
  const record = await store.record(organisations, 'X1A');
  const asked = { action: 'update', key: 'X1A', change: { name: 'FENS' }, evidence: [], validFrom: '2099-05-01' };
  const decided = decide(organisations, record, { ...ods, id: 'person-1' }, asked, publicDay(new Date()));
  if (decided.kind !== 'draft') throw new Error(JSON.stringify(decided));
  await store.append({ drafts: [decided.draft] });
  const entry = await store.size();
  const said = 'changes 2099-05-01 (name: FENS)';
  expect(await done('organisations', 'show', 'X1A')).toMatch(
    new RegExp(`\nlater +${said.replaceAll(/[()]/g, '\\$&')}\n`),
  );
  const exported = await done('organisations', 'export');
  expect(exported).toContain(`X1A,open,2020-04-01,${said},`);
  const other = at('other.csv');
  writeFileSync(other, exported.replace('X1A,open', 'X1N,open'));
  const told = await done('organisations', 'import', other, '--dry-run');
  expect(told.replaceAll(/\s+/g, ' ')).toContain(
    `other.csv:2 column 4: X1N, which ${said}: no column says it, and it is not imported.`,
  );
  expect(JSON.parse(await done('organisations', 'import', other, '--dry-run', '--format', 'json'))).toMatchObject({
    left: [{ found: `X1N, which ${said}` }],
  });
  const back = { entry, reasons: 'a slip' };
  const taken = takeBack(organisations, await store.history(organisations, 'X1A'), ods, back, publicDay(new Date()));
  if (taken.kind !== 'draft') throw new Error(JSON.stringify(taken));
  await store.append({ drafts: [taken.draft] });
});

test('what is wrong is told in a line, and nothing is written', async () => {
  const size = await store.size();
  const lines = async (...args: readonly string[]): Promise<string> => {
    const { code, out, error } = await call(...args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    return error;
  };
  expect(await lines('organisations', 'import', at('none.csv'))).toBe(
    `${at('none.csv')}: found no such file; expected a file that can be read\n`,
  );
  const [good, bad] = [
    write('good.csv', 'X9A,NEW NHS TRUST,,,,,20200401,,'),
    write('bad.csv', saltmarsh.replace('20200401', 'x')),
  ];
  expect(await lines('organisations', 'import', good, bad)).toBe(
    'bad.csv:2 column 7, opening date: found "x"; expected a day as YYYYMMDD or YYYY-MM-DD, such as 20240401\n',
  );
  expect(await lines('organisations', 'import', good, good)).toContain('X9A, which');
  expect(await lines('organisations', 'show', 'X9A')).toContain(
    'found "X9A", which is not on the register; expected a key',
  );
  expect(await lines('organisations', 'show', 'x-9')).toContain(
    'found "x-9"; expected a code of the Organisation Data',
  );
  expect(await lines('organisations', 'show', 'X1A', '--on', 'then')).toContain('--on: found "then"');
  expect(await lines('organisations', 'show', 'X1A', '--on', '2026-02-31')).toContain('--on: found "2026-02-31"');
  const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10);
  const [now, tomorrow] = [dayOf(Date.now()), dayOf(Date.now() + 86_400_000)];
  expect(await lines('organisations', 'show', 'X1A', '--known', 'then')).toContain('--known: found "then"');
  expect(await lines('organisations', 'show', 'X1A', '--known', tomorrow)).toBe(
    `--known: found "${tomorrow}"; expected a day up to ${now}: nobody knows yet what will be known\n`,
  );
  expect(await lines('organisations', 'show', 'X1A', '--on', '2026-01-01', '--known', '2020-01-01')).toBe(
    `--known: found "2020-01-01", when nothing of X1A was known yet; expected a day after ${now}, on which its first entry was written\n`,
  );
  const columns = at('columns.csv');
  writeFileSync(columns, 'Name,OpenDate\nSALT,20200401\n');
  expect(await lines('organisations', 'import', columns)).toBe(
    'columns.csv:1: found no column "OrganisationCode"; expected a column with this heading: the code\n',
  );
  expect(await lines('organisations', 'show', 'X1A', '--on', '1999-01-01')).toBe(
    'organisations show: found "X1A", which was not on the register on 1 January 1999; expected a day from 1 April 2020, from which its first entry holds\n',
  );
  expect(await store.size()).toBe(size);
});

test('a record is shown as was known when a day began, which is not the day on which it was written', async () => {
  const there = mkdtempSync(join(tmpdir(), 'isocentre-known-'));
  const ago = (days: number): Date => new Date(Date.now() - days * 86_400_000);
  let clock = ago(3);
  const opened = await openStore({ folder: there }, allRegisters, { now: () => clock });
  if (!opened.ok) throw new Error(JSON.stringify(opened.problems));
  const show = (...args: readonly string[]): Promise<Outcome> =>
    callCommand(['organisations', 'show', 'X1A', ...args], { environment: { ISOCENTRE_DATA: there } });
  const importRow = async (row: string): Promise<void> => {
    const records = await opened.value.store.records(organisations);
    const read = importOds(Buffer.from(`${header}\n${row}\n`), 'ods.csv', records, ago(0).toISOString().slice(0, 10));
    if (!read.ok) throw new Error(JSON.stringify(read.problems));
    await opened.value.store.append({ drafts: read.value.drafts });
  };
  await importRow(saltmarsh);
  clock = ago(1);
  await importRow(saltmarsh.replace('SALTMARSH', 'SALTMARSH AND FENS'));
  const known = ago(1).toISOString().slice(0, 10);
  const { out } = await show('--on', '2021-01-01', '--known', known);
  expect(out.replaceAll(/\s+/g, ' ')).toContain('As it stood on 1 January 2021, as was known when');
  expect(out).toMatch(/\nname +SALTMARSH NHS TRUST\n/);
  expect((await show('--known', ago(0).toISOString().slice(0, 10))).out).toMatch(/\nname +SALTMARSH AND FENS/);
  await opened.value.store.close();
  rmSync(there, { recursive: true, force: true });
}, 60_000);

test('work that was tried in vain is listed, begins again, and is removed', async () => {
  await sql`delete from job`.execute(store.database);
  expect(await done('jobs', 'list')).toBe('0 waiting, 0 put aside.\n');
  const notices = [{ entry: 7 }, { entry: 9 }];
  await store.jobs().add('deliver estates', { id: 'x', notices }, new Date('2026-11-27T09:00:00Z'));
  const waits = await store.jobs().take(['deliver estates']);
  if (!waits) throw new Error('no job');
  await store.jobs().failed(waits, 'status 503');
  const [{ due } = { due: new Date(0) }] = await store.jobs().waiting();
  expect(await done('jobs', 'list')).toBe(
    [
      'job  work             about             tries  due (UTC)         why',
      `${String(waits.id).padEnd(5)}deliver estates  2 entries from 7      1  ${due.toISOString().slice(0, 16).replace('T', ' ')}  status 503`,
      '',
      '1 waiting, 0 put aside.',
      '',
    ].join('\n'),
  );
  await store.jobs().done(waits);
  const queue = store.jobs({ mostAttempts: 1 });
  for (const some of [notices, notices.slice(1), []]) await queue.add('deliver heads', { id: 'x', notices: some });
  for (const why of ['status 500', 'EAUTH 535', 'status 410']) {
    const job = await queue.take(['deliver heads']);
    if (!job) throw new Error('no job');
    await queue.failed(job, why);
  }
  const [first = 0, second = 0, third = 0] = (await queue.putAside()).map(({ id }) => id);
  expect(await done('jobs', 'list')).toBe(
    [
      'job  work           about             tries  why',
      `${String(first).padEnd(5)}deliver heads  2 entries from 7      1  status 500`,
      `${String(second).padEnd(5)}deliver heads  entry 9               1  EAUTH 535`,
      `${String(third).padEnd(5)}deliver heads  –                     1  status 410`,
      '',
      '0 waiting, 3 put aside. Begin again: isocentre jobs retry JOB… or --all.',
      '',
    ].join('\n'),
  );
  expect(JSON.parse(await done('jobs', 'list', '--format', 'json'))).toMatchObject({
    waiting: 0,
    putAside: [{}, {}, {}],
  });
  expect((await call('jobs', 'retry')).error).toContain('jobs retry: found no job; expected');
  expect((await call('jobs', 'retry', '--all', '1')).error).toContain('found jobs and --all');
  expect(await call('jobs', 'remove', String(first), '999999')).toMatchObject({ code: 2, out: '' });
  expect(await done('jobs', 'retry', String(first))).toBe('1 begins again.\n');
  expect(await done('jobs', 'remove', String(second))).toBe('1 removed.\n');
  expect(await done('jobs', 'retry', '--all')).toBe('1 begins again.\n');
  expect(await queue.count()).toEqual({ waiting: 2, putAside: 0, untaken: 0 });
  await queue.add('notice', {});
  const text = await done('jobs', 'list');
  expect(text.replaceAll(/\s+/g, ' ')).toContain(
    '2 waiting, 0 put aside. 1 notice of a decision stands ready. It is sent where a server names receivers',
  );
});

test('a head kept elsewhere names the entry that was changed since, in the ledger and in a copy', async () => {
  expect(await done('ledger', 'head', '--out', at('head.json'))).toBe('');
  expect(statSync(join(folder, 'ledger-key')).mode & 0o777).toBe(0o600);
  const sound = await done('ledger', 'verify', '--head', at('head.json'));
  expect(sound).toContain(`The ledger of ${await store.size()} entries is sound.`);
  const size = await store.size();
  for (const [name, format] of [
    ['backup', 'backup.jsonl.gz'],
    ['export', 'public.jsonl'],
  ] as const) {
    expect(await done('ledger', name, at(format))).toContain(`${size} entries`);
    const checked = await call('ledger', 'verify', at(format), '--head', at('head.json'));
    expect(checked).toMatchObject({ code: 0, out: expect.stringContaining('is sound') });
  }
  expect(statSync(at('backup.jsonl.gz')).mode & 0o777).toBe(0o600);
  const open = readFileSync(at('public.jsonl'), 'utf8');
  expect(gunzipSync(readFileSync(at('backup.jsonl.gz'))).toString()).toContain('"items"');
  expect(open).not.toContain('"items"');
  writeFileSync(at('forged.jsonl'), open.replace('SALTMARSH NHS', 'SALTMARCH NHS'));
  writeFileSync(at('cut.jsonl'), `${open.split('\n').slice(0, 2).join('\n')}\n{"end":1}\n`);
  expect(await call('ledger', 'verify', at('forged.jsonl'), '--head', at('head.json'))).toMatchObject({
    code: 1,
    out: expect.stringContaining(`other entries than those signed`),
  });
  expect((await call('ledger', 'verify', at('cut.jsonl'), '--head', at('head.json'))).out).toContain(
    'entry 2: found no entry',
  );
  // A head in the place of a copy is told in a line, whatever its other lines are.
  expect((await call('ledger', 'verify', at('head.json'))).out).toMatch(
    /^\S+head\.json:1: found text that is no JSON; expected a line of a copy of a ledger\n\nThe file is not what was written: 1 place\.\n$/,
  );
  // Where a copy was cut is said, between lines and within one.
  const lines = open.split('\n');
  const within = `${lines.slice(0, 3).join('\n')}\n${lines[3]?.slice(0, 20)}`;
  for (const [text, found] of [
    [`${lines.slice(0, 3).join('\n')}\n`, 'cut.jsonl: found no end after entry 2; expected a whole copy'],
    [within, 'cut.jsonl:4: found text that is no JSON after entry 2; expected a line of a copy of a ledger'],
  ] as const) {
    writeFileSync(at('cut.jsonl'), text);
    const { code, out } = await call('ledger', 'verify', at('cut.jsonl'));
    expect([code, out]).toEqual([1, expect.stringContaining(`${found}\n\nThe ledger of 2 entries is not what was`)]);
    expect(out).toMatch(/\nRoot [0-9a-f]{64}\n$/);
  }
  // A text of the same length, in the log and in the tree's leaf, as somebody with the database could.
  await sql`update entry set bytes = convert_to(replace(convert_from(bytes, 'UTF8'), 'SALTMARSH NHS', 'SALTMARCH NHS'), 'UTF8') where number = 1`.execute(
    store.database,
  );
  const found = await call('ledger', 'verify', '--head', at('head.json'));
  expect(found.code).toBe(1);
  expect(found.out).toMatch(/^entry 1: found content that was changed after it was written; expected/m);
  await sql`update entry set bytes = convert_to(replace(convert_from(bytes, 'UTF8'), 'SALTMARCH NHS', 'SALTMARSH NHS'), 'UTF8') where number = 1`.execute(
    store.database,
  );
  expect((await call('ledger', 'verify', '--head', at('head.json'), '--key', '0'.repeat(64))).code).toBe(2);
  expect((await call('ledger', 'verify', '--head', at('head.json'))).code).toBe(0);
});

test('a head of another ledger is told as such, and not as a change of this one', async () => {
  const { signHead } = await import('@isocentre/ledger');
  const time = '2026-11-27T09:00:00.000Z';
  for (const size of [1, 999]) {
    const other = signHead({ size, root: new Uint8Array(32), time }, new Uint8Array(32).fill(9));
    writeFileSync(at('other.json'), JSON.stringify(other));
    const { key } = JSON.parse(readFileSync(at('head.json'), 'utf8')) as { key: string };
    for (const copy of [[], [at('backup.jsonl.gz')], [at('public.jsonl')]]) {
      const { code, out } = await call('ledger', 'verify', ...copy, '--head', at('other.json'));
      expect(code).toBe(1);
      expect(out.split('\n')[0]).toBe(
        `head of ${time}: found one that another key signed, ${other.key}, so of another ledger; expected one of this ledger, signed by ${key}`,
      );
      expect(out).toContain('and this head do not belong together.');
      expect(out).not.toContain('not what was written');
    }
  }
});

test('a backup restores to the last entry into a folder of its own, and a cut one restores nothing', async () => {
  const there = mkdtempSync(join(tmpdir(), 'isocentre-restored-'));
  const inThere = (...args: readonly string[]): Promise<Outcome> =>
    callCommand(args, { environment: { ISOCENTRE_DATA: there } });
  const whole = readFileSync(at('backup.jsonl.gz'));
  writeFileSync(at('cut.jsonl.gz'), whole.subarray(0, whole.length - 20));
  expect(await inThere('ledger', 'restore', at('cut.jsonl.gz'))).toMatchObject({ code: 2, out: '' });
  expect(await inThere('ledger', 'restore', at('public.jsonl'))).toMatchObject({
    code: 2,
    error: expect.stringContaining(
      'found an export of what anyone may see; expected a copy by "ledger backup": it alone restores',
    ) as string,
  });
  const restored = await inThere('ledger', 'restore', at('backup.jsonl.gz'));
  expect(restored).toMatchObject({ code: 0, out: expect.stringContaining(`Restored ${await store.size()} entries.`) });
  const verified = await inThere('ledger', 'verify', '--head', at('head.json'), '--format', 'json');
  expect(JSON.parse(verified.out)).toMatchObject({ flaws: [], root: (await store.verify([])).root });
  const again = await inThere('ledger', 'backup', at('again.jsonl'));
  expect(again.code).toBe(0);
  expect(readFileSync(at('again.jsonl'), 'utf8')).toBe(gunzipSync(whole).toString());
  expect(await inThere('ledger', 'restore', at('backup.jsonl.gz'))).toMatchObject({ code: 2, out: '' });
  rmSync(there, { recursive: true, force: true });
});

const etr =
  process.env['ISOCENTRE_ODS'] ??
  fileURLToPath(new URL('../../../../../shared/data/sites/ods_etr_trusts.csv', import.meta.url));

test.skipIf(!existsSync(etr))('the trusts of ODS, in shared/data, come in, and again change nothing', async () => {
  expect(await done('organisations', 'import', etr)).toMatch(/^\d+ listed as/);
  expect(await done('organisations', 'import', etr)).toContain('Nothing changes; 274 as they were.');
  expect((await store.verify([])).flaws).toEqual([]);
});

test('an invitation whose link would lead nowhere is refused before anybody is invited', async () => {
  const before = await store.size();
  const invited = (environment: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<Outcome> =>
    callCommand(['members', 'invite', ...args], { environment: { ISOCENTRE_DATA: folder, ...environment } });
  const address = 'expected an address without a path, such as https://isocentre.example\n';
  expect(await invited({}, 'Ada', '--origin', 'nonsense')).toMatchObject({
    code: 2,
    error: expect.stringContaining(`--origin: found "nonsense"; ${address}`) as string,
  });
  expect(await invited({ ISOCENTRE_ORIGIN: 'https://a/b' }, 'Ada')).toMatchObject({
    code: 2,
    error: expect.stringContaining(`ISOCENTRE_ORIGIN: found "https://a/b"; ${address}`) as string,
  });
  expect((await invited({}, ' ')).error).toContain('NAME: found nothing; expected the name of whoever is invited');
  expect(await store.size()).toBe(before);
});

test('a folder without registers is told, and nothing is begun in it', async () => {
  const other = at('mistyped');
  const { code, error } = await callCommand(['jobs', 'list'], { environment: { ISOCENTRE_DATA: other } });
  expect({ code, error: error.replaceAll(/\s+/g, ' ') }).toEqual({
    code: 2,
    error: `${other}: found no registers; expected the folder in which they are kept (ISOCENTRE_DATA, or DATABASE_URL); npm start and an import begin one `,
  });
  expect(existsSync(other)).toBe(false);
});

test('members are invited by whoever runs the server, listed and withdrawn', async () => {
  expect(await done('members', 'list')).toContain('Nobody yet.');
  const dayAfter = (days: number): string => publicDay(new Date(Date.now() + days * 86_400_000));
  const out = await done('members', 'invite', 'Ada Quill', '--origin', 'https://isocentre.example/');
  expect(out.replaceAll(/\s+/g, ' ')).toContain(
    `It is good once, until ${sayDay(dayAfter(14))}, and is not shown again.`,
  );
  const short = await done('members', 'invite', 'Ben Okoro', '--until', dayAfter(0));
  expect(short.replaceAll(/\s+/g, ' ')).toContain(`It is good once, until ${sayDay(dayAfter(0))}, and is not shown`);
  expect(out).toMatch(/^Give this link to Ada Quill[\s\S]*\nhttps:\/\/isocentre\.example\/invitation\/[\w-]{43}\n$/);
  const listed = await done('members', 'list');
  const key = /M[0-9A-F]{16}/.exec(listed)?.[0] ?? '';
  expect(listed).toMatch(
    /Ada Quill; state: invited; counts until: [^]*register: Memberships; role: administrator; for: all/,
  );
  for (const width of [40, 80, 200]) {
    const { out: drawn } = await callCommand(['members', 'list'], { environment: { ISOCENTRE_DATA: folder }, width });
    for (const said of ['invited', 'Memberships', 'administrator', 'all']) expect(drawn).toContain(said);
    expect(drawn).not.toContain('not shown');
  }
  const refused = async (...args: readonly string[]): Promise<string> => {
    const { code, error } = await call('members', ...args);
    return `${code} ${error}`;
  };
  expect(await refused('invite', 'Eve', '--role', 'operator')).toMatch(/^2 role: found "operator"/);
  expect(await refused('invite', 'Eve', '--organisation', 'ZZZ')).toMatch(/^2 --organisation: found "ZZZ"/);
  expect(await refused('review', key)).toMatch(/^2 members: found M\w+, which is invited since/);
  expect(await refused('withdraw', key)).toMatch(/^2 --reasons: found none/);
  expect(await refused('withdraw', 'M0')).toMatch(/^2 members: found "M0"/);
  expect(await done('members', 'withdraw', key, '--reasons', 'a mistake')).toBe('Withdrawn.\n');
  expect(await refused('review', key)).toMatch(
    /^2 members: found M\w+, which is withdrawn since \d+ \w+ \d+; expected/,
  );
  expect(await done('members', 'list')).toContain('withdrawn');
});
