import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Cell, Table } from '@isocentre/documents';
import { readEvidence } from '@isocentre/evidence';
import { beforeEach, describe, expect, test } from 'vitest';
import { resolve } from './resolve.ts';
import { readScenario } from './read-scenario.ts';
import { figuresTable } from './tables.ts';

const root = fileURLToPath(new URL('../../../data/', import.meta.url));
const { evidence } = readEvidence(
  readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => ({ name, text: readFileSync(join(root, name), 'utf8') })),
);

const rowOf = (table: Table, id: string): Record<string, Cell | undefined> => {
  const row = table.rows.find(([first]) => first === id) ?? [];
  return Object.fromEntries(table.columns.map(({ key }, index) => [key, row[index]]));
};

describe('the figures of a run', () => {
  const text = `format: isocentre-scenario
version: 1
name: mine
title: mine
summary: a test
figures:
  mpce_vacant_posts_2023: { value: 500, unit: WTE posts, reason: our own count }
  stp_take_up: { value: 0.95, unit: share }
`;
  let table: Table;
  beforeEach(() => {
    const located = readScenario({ name: 'mine.yaml', text });
    if (!located.ok) throw new Error('not a scenario');
    const resolved = resolve(located.value, evidence);
    if (!resolved.ok) throw new Error(JSON.stringify(resolved.problems));
    table = figuresTable(evidence, resolved.value.uses, located.value.value.figures);
  });

  test("a figure of the scenario's own has its value and reason, and no source", () => {
    expect(rowOf(table, 'mpce_vacant_posts_2023')).toMatchObject({
      value: 500,
      basis: "the scenario's own",
      why: 'our own count',
      licence: '',
      url: '',
    });
    expect(rowOf(table, 'stp_take_up')).toMatchObject({ value: 0.95, why: 'no reason given' });
  });
  test('a derived figure follows its formula and the figures in force', () => {
    expect(rowOf(table, 'unfunded_posts')).toMatchObject({ value: 400, basis: 'derived' });
  });
  test('a plain number is a number, and any other value a text', () => {
    const values = table.rows.map((row) => row[2]);
    expect(values.filter((value) => typeof value === 'number').length).toBeGreaterThan(10);
    expect(values.filter((value) => typeof value === 'string').every((value) => !/^[\d.,]+$/.test(value))).toBe(true);
  });
  test('without a run the figures are as they are stated', () => {
    expect(rowOf(figuresTable(evidence), 'mpce_vacant_posts_2023')).toMatchObject({ value: 450, basis: 'published' });
  });
});
