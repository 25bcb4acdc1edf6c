import { describe, expect, test } from 'vitest';
import { migrate, readScenario } from './read-scenario.ts';

const head = 'format: isocentre-scenario\nversion: 1\nname: mine\ntitle: mine\nsummary: mine\n';
const problemsOf = (text: string): readonly string[] => {
  const read = readScenario({ name: 'mine.yaml', text });
  return read.ok ? [] : read.problems.map(({ where, found, expected }) => `${where} | ${found} | ${expected}`);
};

describe('a key that is not known is refused with those that are allowed there', () => {
  const cell = 'specialism, group, region';
  const change = 'set, add, multiply';
  const common = 'name, reason, from, until, amounts';
  test.each([
    [
      'title2: x\n',
      'mine.yaml:6 title2',
      'one of the keys format, version, name, title, summary, baseline, firstDecisionYear, years, closureTolerance, reading, figures, levers',
    ],
    [
      'baseline: { scop: surveyed }\n',
      'mine.yaml:6 baseline.scop',
      'one of the keys scope, requirement, growth, retirement, geography, return, amounts',
    ],
    ['figures:\n  a: { value: 1, unit: x, sourc: y }\n', 'mine.yaml:7 figures.a.sourc', 'value, unit'],
    [
      'levers:\n  - { lever: growth, name: x, ad: 1 }\n',
      'mine.yaml:7 levers[0].ad',
      `lever, ${common}, where, ${change}`,
    ],
    [
      'levers:\n  - { lever: growth, name: x, where: { regio: y }, add: 1 }\n',
      'mine.yaml:7 levers[0].where.regio',
      'specialism, group',
    ],
    [
      'levers:\n  - { lever: technology, name: x, where: { regio: y }, multiply: 1 }\n',
      'mine.yaml:7 levers[0].where.regio',
      cell,
    ],
    ['levers:\n  - { lever: funding-share, name: x, more: 1 }\n', 'levers[0].more', `lever, ${common}, ${change}`],
    [
      'levers:\n  - { lever: funding-share, name: x, add: 1 }\n  - { lever: recruitment, name: y, source: all, add: 1, more: 1 }\n',
      'levers[1].more',
      `lever, ${common}, source, where, ${change}`,
    ],
  ])('%j', (body, where, allowed) => {
    const problems = problemsOf(head + body);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(where);
    expect(problems[0]?.split(' | ')[2]).toContain(allowed);
  });
  test('the keys of a lever’s where hold none of the lever itself', () => {
    const [problem] = problemsOf(`${head}levers:\n  - { lever: growth, name: x, where: { regio: y }, add: 1 }\n`);
    expect(problem).not.toContain('multiply');
    const [own] = problemsOf(`${head}levers:\n  - { lever: funding-share, name: x, where: { regio: y }, add: 1 }\n`);
    expect(own?.split(' | ')[2]).toContain('lever, name, reason, from, until, amounts, set, add, multiply');
  });
  test('a lever of an unknown kind is told with the kinds there are', () => {
    const [problem] = problemsOf(`${head}levers:\n  - { lever: growths, name: x, add: 1 }\n`);
    expect(problem).toContain('one of training-places, recruitment, retention, retire-and-return, funded-posts');
    expect(problem).toContain('mine.yaml:7 levers[0].lever');
  });
});

describe('a version', () => {
  const steps = [(record: Readonly<Record<string, unknown>>) => ({ ...record, second: true })];
  const at = (path: readonly PropertyKey[]): string => path.join('.');
  const told = (value: unknown, list = steps): string => {
    const read = migrate({ value, where: at }, list);
    return read.ok
      ? JSON.stringify(read.value.value)
      : read.problems.map(({ where, found, expected }) => `${where} | ${found} | ${expected}`).join();
  };
  const format = 'isocentre-scenario';
  test.each([
    [0, 'version | 0 | a version from 1 to 2'],
    [1.5, 'version | 1.5 | a version from 1 to 2'],
    ['1', 'version | "1" | a version from 1 to 2'],
    [
      3,
      'version | version 3, written by a newer Isocentre | version 2 or earlier; update Isocentre to open this scenario',
    ],
    [2, '{"format":"isocentre-scenario","version":2}'],
    [1, '{"format":"isocentre-scenario","version":2,"second":true}'],
  ])('%j is refused, or brought to the latest', (version, outcome) => {
    expect(told({ format, version })).toBe(outcome);
  });
  test.each([
    [null, ' | an empty document | a scenario: a mapping with format, version, name, title and summary'],
    [[], ' | [] | a scenario: a mapping with format, version, name, title and summary'],
    ['text', ' | "text" | a scenario: a mapping with format, version, name, title and summary'],
  ])('%j is no scenario', (value, outcome) => {
    expect(told(value)).toBe(outcome);
  });
  test('without earlier ones has one line that is expected', () => {
    expect(told({ format, version: 0 }, [])).toBe('version | 0 | the line "version: 1"');
  });
});

test('a text that is no YAML is told by its line', () => {
  const [problem] = problemsOf('a: [\n');
  expect(problem).toMatch(/^mine\.yaml:\d/);
});
