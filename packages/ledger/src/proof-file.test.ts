import { describe, expect, test } from 'vitest';
import { exampleLog, itemOf, testKey } from '../../../tests/support/example-log.ts';
import { readEntry, type Entry } from './entry.ts';
import { itemHash } from './item.ts';
import { checkProof, makeProof, type ProofFile } from './proof-file.ts';
import { publicKeyOf, signHead, type TreeHead } from './tree-head.ts';

const log = exampleLog(90);
const entryAt = (number: number): Entry => {
  const entry = readEntry(log.entries[number - 1]?.bytes ?? Buffer.of(), 'entry');
  if (!entry.ok) throw new Error('no entry');
  return entry.value;
};
const headAt = (size: number): TreeHead =>
  signHead({ size, root: log.tree.root(size), time: '2026-01-20T00:00:00.000Z' }, testKey);
const kept = headAt(40);
const reasons = itemOf('reasons of 33', 33);
const proof: ProofFile = makeProof(log.tree, {
  entry: entryAt(33),
  head: log.head,
  items: { reasons },
  earlier: kept,
});
const wheres = (value: unknown, known = {}): readonly string[] => {
  const outcome = checkProof(value, 'proof.json', known);
  return outcome.ok ? [] : outcome.problems.map(({ where }) => where);
};

test('a proof written to a file and read by a stranger holds', () => {
  const read: unknown = JSON.parse(JSON.stringify(proof, null, 2));
  expect(checkProof(read, 'proof.json', { key: publicKeyOf(testKey), kept })).toEqual({
    ok: true,
    value: { entry: entryAt(33), head: log.head, items: { reasons }, withheld: [], earlier: kept },
  });
});

test('every entry has a proof, under every later head', () => {
  for (const size of [1, 2, 3, 64, 89, 90]) {
    for (let number = 1; number <= size; number += 7) {
      expect(wheres(makeProof(log.tree, { entry: entryAt(number), head: headAt(size), items: {} }))).toEqual([]);
    }
  }
});

test('content that is withheld is named', () => {
  const outcome = checkProof({ ...proof, items: {} }, 'proof.json');
  expect(outcome.ok ? outcome.value.withheld : []).toEqual(['reasons']);
});

describe('a proof that was changed is refused, with the place', () => {
  const other = entryAt(34);
  test.each<readonly [string, unknown, readonly string[]]>([
    ['another entry', { ...proof, entry: other, items: {} }, ['proof.json inclusion']],
    ['what was decided', { ...proof, entry: { ...proof.entry, what: { action: 'close' } } }, ['proof.json inclusion']],
    ['the content', { ...proof, items: { reasons: itemOf('better reasons', 33) } }, ['proof.json items.reasons']],
    ['content more', { ...proof, items: { reasons, name: reasons } }, ['proof.json items.name']],
    ['a step less', { ...proof, inclusion: proof.inclusion.slice(1) }, ['proof.json inclusion']],
    [
      'the head',
      { ...proof, head: { ...proof.head, time: '2026-02-02T00:00:00.000Z' } },
      ['proof.json head signature'],
    ],
    [
      'the earlier head',
      { ...proof, earlier: { ...proof.earlier, head: headAt(41) } },
      ['proof.json earlier.consistency'],
    ],
    ['the form', { ...proof, format: 'isocentre proof 2' }, ['proof.json format']],
    ['nothing', null, ['proof.json']],
  ])('%s', (_, value, expected) => {
    expect(wheres(value)).toEqual(expected);
  });
});

test('another key than the known one is refused', () => {
  expect(wheres(proof, { key: publicKeyOf(new Uint8Array(32)) })).toEqual(['proof.json head key']);
});

test('a proof must reach the head that was kept', () => {
  expect(wheres(proof, { kept: log.head })).toEqual([]);
  expect(wheres(proof, { kept: headAt(39) })).toEqual(['proof.json earlier']);
  const { earlier: _, ...without } = proof;
  expect(wheres(without, { kept })).toEqual(['proof.json earlier']);
});

test('an item is bound by its salt', () => {
  expect(itemHash(reasons)).toBe(proof.entry.apart['reasons']);
});
