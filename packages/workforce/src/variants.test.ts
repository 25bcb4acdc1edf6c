import type { Evidence } from '@isocentre/evidence';
import { describe as tell } from '@isocentre/evidence';
import { expect, test } from 'vitest';
import { shippedEvidence, shippedScenarios } from '../../../tests/support/shipped.ts';
import { shippedUses } from './variants.ts';

const scenarios = [...shippedScenarios().values()];
const evidence = shippedEvidence();
const without = (...names: string[]): Evidence => ({
  figures: new Map([...evidence.figures].filter(([id]) => !names.includes(id))),
});

test('every scenario, each set of required staff, both scopes, and what is read beside them, have their uses', () => {
  const { byReader, all, problems } = shippedUses(scenarios, evidence);
  expect(problems).toEqual([]);
  expect([...byReader.keys()]).toEqual([
    ...scenarios.map(({ value }) => `scenario ${value.name}`),
    'baseline headline-2023',
    'baseline headline-2023-on-top',
    'baseline specialism-surveys',
    'baseline surveyed',
    'baseline whole-mpce',
    'the report of an ensemble',
    'the least-cost plan',
    "IPEM's reading of the pledge",
  ]);
  // What only one of them reads is among all of them.
  const onlyIn = (id: string): readonly string[] =>
    [...byReader].flatMap(([name, uses]) => (uses.has(id) ? [name] : []));
  expect(onlyIn('interval_shown')).toEqual(['the report of an ensemble']);
  expect(onlyIn('plan_futures')).toEqual(['the least-cost plan']);
  for (const uses of byReader.values()) for (const id of uses.keys()) expect(all.has(id)).toBe(true);
  // The regions and the later pension age are read by the variants of the scopes alone.
  const scope = byReader.get('baseline surveyed');
  const plain = byReader.get('baseline headline-2023');
  const more = [...(scope?.keys() ?? [])].filter((id) => !plain?.has(id));
  expect(more.filter((id) => !id.includes('population'))).toEqual(['minimum_pension_age']);
  expect(more).toHaveLength(23);
});

test('without a scenario there is no baseline to vary', () => {
  const { byReader } = shippedUses([], evidence);
  expect([...byReader.keys()]).toEqual([
    'the report of an ensemble',
    'the least-cost plan',
    "IPEM's reading of the pledge",
  ]);
});

test('variants leave out the figures and levers of the scenario that they start from', () => {
  const [first] = scenarios;
  if (!first) throw new Error('no scenario');
  const levers = [{ lever: 'retention' as const, name: 'x', multiply: { formula: '1 - rt_vacancy_2021' } }];
  const figures = { horizon: { value: -1, unit: 'years' } };
  const read = shippedUses([{ ...first, value: { ...first.value, levers } }], evidence).byReader;
  expect(read.get(`scenario ${first.value.name}`)?.has('rt_vacancy_2021')).toBe(true);
  expect(read.get('baseline surveyed')?.has('rt_vacancy_2021')).toBe(false);
  const wrong = shippedUses([{ ...first, value: { ...first.value, figures } }], evidence);
  expect(wrong.problems).toHaveLength(1);
  expect(wrong.byReader.has(`scenario ${first.value.name}`)).toBe(false);
  expect(wrong.byReader.has('baseline surveyed')).toBe(true);
});

test('what cannot be read is told, and the rest is read', () => {
  const broken = shippedUses(scenarios, without('interval_shown', 'plan_futures', 'mpce_additional_needed_2023'));
  expect(broken.problems.map(tell).join('\n')).toContain('interval_shown');
  expect(broken.problems.map(tell).join('\n')).toContain('plan_futures');
  expect(broken.problems.map(tell).join('\n')).toContain('mpce_additional_needed_2023');
  expect(broken.byReader.has('the report of an ensemble')).toBe(false);
  expect(broken.byReader.has('the least-cost plan')).toBe(false);
  expect(broken.byReader.has("IPEM's reading of the pledge")).toBe(false);
});
