import { ed25519 } from '@noble/curves/ed25519.js';
import { expect, test } from 'vitest';
import { testKey } from '../../../tests/support/example-log.ts';
import { toHex } from './hash.ts';
import { checkHead, publicKeyOf, signHead } from './tree-head.ts';

const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'hex'));

// RFC 8032 §7.1, tests 1 to 3.
test.each([
  [
    '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
    'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    '',
    'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
  ],
  [
    '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
    '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
    '72',
    '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
  ],
  [
    'c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7',
    'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
    'af82',
    '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
  ],
])('the published vectors of RFC 8032: %s', (secret, key, message, signature) => {
  expect(publicKeyOf(hex(secret))).toBe(key);
  expect(toHex(ed25519.sign(hex(message), hex(secret)))).toBe(signature);
});

const head = signHead({ size: 5, root: new Uint8Array(32), time: '2026-02-01T00:00:00.000Z' }, testKey);

test('a signed head is accepted, and by its key', () => {
  expect(checkHead(head, 'head')).toEqual({ ok: true, value: head });
  expect(checkHead(head, 'head', publicKeyOf(testKey)).ok).toBe(true);
});

test.each([
  ['size', { size: 4 }, 'head signature'],
  ['root', { root: 'a'.repeat(64) }, 'head signature'],
  ['time', { time: '2026-02-01T00:00:00.001Z' }, 'head signature'],
  ['key', { key: publicKeyOf(new Uint8Array(32).fill(8)) }, 'head signature'],
  ['key that is no point', { key: 'f'.repeat(64) }, 'head signature'],
  ['signature', { signature: head.signature.replace(/^./, (digit) => (digit === '0' ? '1' : '0')) }, 'head signature'],
  ['form', { size: -1 }, 'head size'],
])('another %s is refused', (_, change, where) => {
  const outcome = checkHead({ ...head, ...change }, 'head');
  expect(outcome.ok ? [] : outcome.problems.map((problem) => problem.where)).toEqual([where]);
});

test('a head by another key than the known one is refused', () => {
  const outcome = checkHead(head, 'head', publicKeyOf(new Uint8Array(32).fill(8)));
  expect(outcome.ok ? [] : outcome.problems.map(({ where }) => where)).toEqual(['head key']);
});
