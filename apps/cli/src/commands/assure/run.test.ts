import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { studyReportSchema } from '@isocentre/assurance';
import { callCommand, type Outcome } from '../../../../../tests/support/command-line.ts';
import { binaryCases, binaryProtocol } from '../../../../../tests/support/example-study.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'isocentre-study-'));
  write('protocol.yaml', binaryProtocol);
  write('cases.csv', binaryCases);
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const write = (name: string, content: string | Uint8Array): string => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};

const call = async (...args: readonly string[]): Promise<Outcome> => {
  const { code, out, error } = await callCommand(args.map((word) => word.replace('@', folder)));
  return { code, out: out.replaceAll(folder, '@'), error: error.replaceAll(folder, '@') };
};
const run = (...more: readonly string[]): Promise<Outcome> =>
  call('assure', 'run', '@/protocol.yaml', '--data', '@', ...more);
const lock = (): Promise<Outcome> =>
  call('assure', 'protocol', 'lock', '@/protocol.yaml', '--out', '@/protocol.lock.json');

describe('assure protocol', () => {
  test('check says that it is right, and its hash', async () => {
    const { code, out } = await call('assure', 'protocol', 'check', '@/protocol.yaml');
    expect(code).toBe(0);
    expect(out.replaceAll(/\s+/g, ' ')).toContain(
      'right. Primary endpoint sensitivity, version 1; 10 cases planned; 2 subgroups.',
    );
    expect(out).toMatch(/Hash [0-9a-f]{64}\n/);
  });

  test('check names what is wrong by its line', async () => {
    write('protocol.yaml', binaryProtocol.replace('threshold: 0.5', 'treshold: 0.5'));
    const { code, error } = await call('assure', 'protocol', 'check', '@/protocol.yaml');
    expect(code).toBe(2);
    expect(error).toContain(
      '@/protocol.yaml:18 data.treshold: found the unknown key "treshold"; expected one of the keys',
    );
  });
});

describe('assure run', () => {
  test('without a lock it refuses, and says how to lock', async () => {
    const { code, out, error } = await run();
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(error).toContain('@/protocol.lock.json: found no such file; expected the lock of the protocol');
    expect(error).toContain('isocentre assure protocol lock @/protocol.yaml --out @/protocol.lock.json');
  });

  test('with a lock it says the answer at the bound; --strict makes it the exit code', async () => {
    await lock();
    const { code, out } = await run();
    expect(code).toBe(0);
    expect(out.replaceAll(/\s+/g, ' ')).toContain(
      'Criterion not met: Sensitivity 0.750, 95 % interval 0.194 to 0.994; its lower bound had to be at least 0.300.',
    );
    expect(out).toContain('11 cases read, 1 excluded, 10 analysed. 10 were planned.');
    const strict = await run('--strict');
    expect(strict).toMatchObject({ code: 1, out, error: 'The criterion of the primary endpoint is not met.\n' });
  });

  test('a protocol that was changed after it was locked is refused with what differs', async () => {
    await lock();
    write('protocol.yaml', binaryProtocol.replace('threshold: 0.5', 'threshold: 0.4'));
    const { code, out, error } = await run();
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(error).toBe('@/protocol.yaml data.threshold: found 0.4; expected 0.5, as it was locked\n');
  });

  test('a draft runs without a lock, and says so', async () => {
    expect((await run('--draft')).out).toMatch(/^Draft, its protocol not locked\. Criterion not met/);
  });

  test('JSON fits its schema, is the same each time, and holds no case', async () => {
    await lock();
    const { out } = await run('--format', 'json');
    expect(studyReportSchema.safeParse(JSON.parse(out)).error).toBeUndefined();
    expect((await run('--format', 'json')).out).toBe(out);
    expect(out).not.toMatch(/"(p1|n1|x1)"/);
  });

  test('HTML and CSV go to files; the page stands alone', async () => {
    await lock();
    expect((await run('--out', '@/r.html')).code).toBe(0);
    expect((await run('--out', '@/r.csv')).code).toBe(0);
    const page = readFileSync(join(folder, 'r.html'), 'utf8');
    expect(page).toContain('<svg viewBox');
    expect(page).not.toMatch(/<script|src=|href="http/);
    expect(readFileSync(join(folder, 'r.csv'), 'utf8')).toContain(
      '[Endpoints]\r\nendpoint,n,estimate,lower,upper,answer\r\n',
    );
  });

  test('what is malformed is named, and nothing is written', async () => {
    await lock();
    write('cases.csv', binaryCases.replace('p2,,cancer,0.5', 'p2,,cancer,NaN'));
    const { code, out, error } = await run('--out', '@/r.html');
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(error).toContain('cases.csv:3 score: found "NaN"; expected a number, or the reason why');
    expect(existsSync(join(folder, 'r.html'))).toBe(false);
  });

  test('a folder that is not there, and none', async () => {
    const nowhere = await call('assure', 'run', '@/protocol.yaml', '--data', '@/nowhere');
    expect(nowhere).toMatchObject({
      code: 2,
      error: expect.stringContaining('--data @/nowhere: found no such folder'),
    });
    expect(await call('assure', 'run', '@/protocol.yaml')).toMatchObject({
      code: 2,
      error: expect.stringContaining('no --data'),
    });
  });
});

const luna16 = fileURLToPath(new URL('../../../../../../shared/data/luna16', import.meta.url));
const luna16Files = process.env['ISOCENTRE_LUNA16'] ?? luna16;

test.skipIf(!existsSync(luna16Files))('the challenge LUNA16 by its protocol gives the published 0.842', async () => {
  const example = fileURLToPath(new URL('../../../../../docs/guides/luna16.yaml', import.meta.url));
  cpSync(example, join(folder, 'luna16.yaml'));
  write('luna16.yaml', readFileSync(example, 'utf8').replace('seed: 1', 'seed: 1\nbootstraps: 100'));
  const { code, out } = await call(
    'assure',
    'run',
    '@/luna16.yaml',
    '--data',
    luna16Files,
    '--draft',
    '--format',
    'json',
  );
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({
    flow: { read: 888, analysed: 888 },
    endpoints: [{ result: { metric: 'cpm', n: 888 } }],
  });
  const [endpoint] = (JSON.parse(out) as { endpoints: { result: { estimate: number } }[] }).endpoints;
  expect(endpoint?.result.estimate.toFixed(3)).toBe('0.842');
});
