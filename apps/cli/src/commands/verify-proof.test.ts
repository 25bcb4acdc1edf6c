import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ProofFile } from '@isocentre/ledger';
import { callCommand } from '../../../../tests/support/command-line.ts';

const shipped = new URL('../../../../docs/guides/proofs/', import.meta.url).pathname;
const proof = JSON.parse(readFileSync(`${shipped}proof.json`, 'utf8')) as ProofFile;

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'isocentre-proof-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});
const write = (content: unknown): string => {
  const path = join(folder, 'proof.json');
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
};
const verify = (path: string, ...options: readonly string[]): ReturnType<typeof callCommand> =>
  callCommand(['verify-proof', path, ...options]);

test('a proof that holds says what it proves, in 80 and in 40 columns', async () => {
  const { code, out, error } = await verify(`${shipped}proof.json`, '--head', `${shipped}kept-head.json`);
  expect({ code, error }).toEqual({ code: 0, error: '' });
  expect(out.replaceAll(/\s+/g, ' ')).toContain('entry 12 stands in the ledger of 21');
  expect(out).toContain('reasons     "Meets every criterion of the protocol; no dissent."');
  const narrow = await callCommand(['verify-proof', write(proof), '--key', proof.head.key], { width: 40 });
  expect(narrow.code).toBe(0);
  expect(narrow.out.replaceAll(/\s+/g, ' ')).toContain('signed by the key that you gave.');
});

test('it can be read by a program', async () => {
  const { out } = await verify(write(proof), '--format', 'json');
  expect(JSON.parse(out)).toMatchObject({ format: 'isocentre-proven', version: 1, entry: proof.entry, withheld: [] });
});

test.each([
  ['another decision', { ...proof, entry: { ...proof.entry, what: { action: 'refuse' } } }, 'proof.json inclusion: '],
  ['other reasons', { ...proof, items: { reasons: { ...proof.items['reasons'], content: 'x' } } }, 'items.reasons: '],
  ['another form', { ...proof, format: 'x' }, 'proof.json format: '],
  ['something else', { status: 404 }, 'proof.json: found no proof; expected the proof of an entry'],
  ['no JSON', 'proof', 'proof.json: found text that is no JSON'],
])('%s is refused with exit code 2', async (_, content, message) => {
  const { code, out, error } = await verify(write(content));
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(error).toContain(message);
});

test('a head in the place of a proof, and a proof in that of a head, are told in a line with what checks them', async () => {
  const head = `${shipped}kept-head.json`;
  expect(await verify(head)).toEqual({
    code: 2,
    out: '',
    error: `${head}: found a signed head, which "isocentre ledger verify --head" checks against; expected the proof of an entry, as its page gives it\n`,
  });
  const path = `${shipped}proof.json`;
  expect((await verify(path, '--head', path)).error).toBe(
    `${path}: found the proof of an entry, which "isocentre verify-proof" checks; expected a signed head, as "isocentre ledger head" writes it\n`,
  );
  expect((await callCommand(['ledger', 'verify', '--head', write({ size: 1 })])).error).toMatch(
    /^[^\n]*found no signed head; expected a signed head[^\n]*\n$/,
  );
});

test('a key or a kept head that does not fit is refused', async () => {
  expect((await verify(write(proof), '--key', '0'.repeat(64))).error).toContain('proof.json head key: ');
  expect((await verify(write(proof), '--key', 'abc')).error).toBe(
    '--key: found "abc"; expected 64 hexadecimal digits\n',
  );
  const other = join(folder, 'head.json');
  writeFileSync(other, JSON.stringify({ ...proof.head, size: 3 }));
  expect((await verify(write(proof), '--head', other)).error).toContain('head.json signature: ');
});
