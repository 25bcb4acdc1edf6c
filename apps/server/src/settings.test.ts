import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readSettings } from './settings.ts';

test('without any, it listens to this machine', () => {
  expect(readSettings([], {})).toEqual({
    ok: true,
    value: {
      port: undefined,
      host: '127.0.0.1',
      origin: undefined,
      organisations: undefined,
      aMinute: 600,
      providers: [],
      isDevelopment: false,
      receivers: [],
      replicas: [],
      onlyDelivers: false,
    },
  });
});

test.each([
  [['--port', 'x'], {}, '--port'],
  [['--port', '65536'], {}, '--port'],
  [['--colour'], {}, 'npm start'],
  [['file'], {}, 'npm start'],
  [[], { ISOCENTRE_ORIGIN: 'https://a/b' }, 'ISOCENTRE_ORIGIN'],
  [[], { ISOCENTRE_RATE: '0' }, 'ISOCENTRE_RATE'],
  [[], { ISOCENTRE_REPLICAS: 'postgres://b/c' }, 'ISOCENTRE_REPLICAS'],
  [[], { ISOCENTRE_REPLICAS: 'postgres://b/c b', DATABASE_URL: 'postgres://a/c' }, 'ISOCENTRE_REPLICAS'],
  [[], { ISOCENTRE_REPLICAS: 'https://b/c', DATABASE_URL: 'postgres://a/c' }, 'ISOCENTRE_REPLICAS'],
  [['--development-sign-in'], { NODE_ENV: 'production' }, '--development-sign-in'],
  [['--deliver-only'], {}, '--deliver-only'],
  [[], { ISOCENTRE_RECEIVERS: '/none.yaml', ISOCENTRE_ORIGIN: 'https://a' }, '/none.yaml'],
  [[], { ISOCENTRE_PROVIDERS: '/none.yaml', ISOCENTRE_ORIGIN: 'https://a' }, '/none.yaml'],
])('%j %j is refused, and named', (args, environment, where) => {
  expect(readSettings(args, environment)).toMatchObject({ ok: false, problems: [{ where }] });
});

test('replicas stand with spaces between them, and no password of one is told', () => {
  const read = (replicas: string) => readSettings([], { DATABASE_URL: 'postgres://a/c', ISOCENTRE_REPLICAS: replicas });
  expect(read(' postgres://b/c\n postgresql://u:p@d:5433/c ')).toMatchObject({
    value: { replicas: ['postgres://b/c', 'postgresql://u:p@d:5433/c'] },
  });
  const refused = read('postgres://b/c u:secret@d');
  expect(refused).toMatchObject({ problems: [{ found: 'no address as number 2' }] });
  expect(JSON.stringify(refused)).not.toContain('secret');
});

describe('a file of providers', () => {
  const folder = mkdtempSync(join(tmpdir(), 'isocentre-settings-'));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });
  const read = (
    text: string,
    origin = 'https://isocentre.example',
    secrets: object = { CIS2_SECRET: 's3' },
  ): unknown => {
    const file = join(folder, 'providers.yaml');
    writeFileSync(file, text);
    const outcome = readSettings([], { ISOCENTRE_PROVIDERS: file, ISOCENTRE_ORIGIN: origin, ...secrets });
    return outcome.ok ? outcome.value.providers : outcome.problems.map(({ where, found }) => [basename(where), found]);
  };
  const cis2 = 'name: cis2, title: NHS CIS2, issuer: "https://am.example/openam", client: isocentre';

  test('names several, each with its secret from a variable or a file', () => {
    const secret = join(folder, 'secret');
    writeFileSync(secret, 'from a file\n');
    const text = `providers:\n- {${cis2}, secret-variable: CIS2_SECRET}\n- {name: other, title: Other, issuer: "https://o.example", client: c, secret-file: ${secret}, scope: openid}\n`;
    expect(read(text)).toMatchObject([
      { name: 'cis2', clientId: 'isocentre', secret: 's3', scope: 'openid profile', isDevelopment: false },
      { name: 'other', secret: 'from a file', scope: 'openid' },
    ]);
  });

  test.each([
    [`providers:\n- {${cis2}, secret: s3}`, 'https://a', 'the unknown key "secret"'],
    [`providers:\n- {${cis2}}`, 'https://a', 'neither'],
    [`providers:\n- {${cis2}, secret-variable: A, secret-file: b}`, 'https://a', 'both'],
    [`providers:\n- {${cis2}, secret-variable: NONE}`, 'https://a', 'no secret in NONE'],
    [
      `providers:\n- {${cis2.replace('https', 'http')}, secret-variable: CIS2_SECRET}`,
      'https://a',
      '"http://am.example/openam"',
    ],
    ['providers: []', 'https://a', '[]'],
    [`providers:\n- {${cis2}, secret-variable: CIS2_SECRET}`, 'http://isocentre.example', '"http://isocentre.example"'],
    [`providers:\n- {${cis2}, secret-variable: CIS2_SECRET}`, '', 'nothing'],
  ])('%j at %s is refused', (text, origin, found) => {
    expect(read(text, origin)).toContainEqual([expect.any(String), found]);
  });
});
