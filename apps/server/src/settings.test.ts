import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readSettings } from './settings.ts';
import { signingKey } from './signing-key.ts';

test('without any, it listens to this machine', () => {
  expect(readSettings([], {})).toEqual({
    ok: true,
    value: { port: undefined, host: '127.0.0.1', origin: undefined, organisations: undefined, aMinute: 600 },
  });
});

test.each([
  [['--port', 'x'], {}, '--port'],
  [['--port', '65536'], {}, '--port'],
  [['--colour'], {}, 'npm start'],
  [['file'], {}, 'npm start'],
  [[], { ISOCENTRE_ORIGIN: 'https://a/b' }, 'ISOCENTRE_ORIGIN'],
  [[], { ISOCENTRE_RATE: '0' }, 'ISOCENTRE_RATE'],
])('%j %j is refused, and named', (args, environment, where) => {
  expect(readSettings(args, environment)).toMatchObject({ ok: false, problems: [{ where }] });
});

test('the key is made once, for its owner alone, and is not made for a database elsewhere', () => {
  const folder = mkdtempSync(join(tmpdir(), 'isocentre-key-'));
  try {
    const first = signingKey({ folder }, {});
    expect(first.ok && first.value.length).toBe(32);
    expect(signingKey({ folder }, {})).toEqual(first);
    if (process.platform !== 'win32') expect(statSync(join(folder, 'ledger-key')).mode & 0o777).toBe(0o600);
    expect(signingKey({ folder }, { ISOCENTRE_LEDGER_KEY: 'ab'.repeat(32) })).not.toEqual(first);
    expect(signingKey({ folder }, { ISOCENTRE_LEDGER_KEY: 'ab' }).ok).toBe(false);
    expect(signingKey({ address: 'postgres://a' }, {})).toMatchObject({
      ok: false,
      problems: [{ where: 'ISOCENTRE_LEDGER_KEY' }],
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
