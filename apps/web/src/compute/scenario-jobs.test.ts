import { readReturn, type Scenario } from '@isocentre/workforce';
import { parse, stringify } from 'yaml';
import { describe, expect, test } from 'vitest';
import { pageBench, pageScenarios as scenarios, valueOf } from '../../../../tests/support/bench.ts';
import { exampleReturn } from '../../../../tests/support/example-return.ts';
import { shippedEvidence } from '../../../../tests/support/shipped.ts';
import { onReturn, untouched, type Start } from '../state/state.ts';
import { lineProblem, rangeOf } from '../views/scenario/problem-line.ts';
import type { Question } from './course.ts';
import { jobs } from './jobs.ts';

const evidence = shippedEvidence();
const bench = pageBench();
const edits: Question['edits'] = [
  { lever: 'scientists', value: 200 },
  { lever: 'leaving', value: 0.8, specialism: 'radiotherapy_physics', from: 2030 },
];
const questions: readonly Question[] = scenarios.flatMap(({ name }): Question[] => [
  { start: { kind: 'shipped', name }, edits: [], part: {} },
  { start: { kind: 'shipped', name }, edits, part: {} },
]);
const wrongs = async (text: string): Promise<readonly { line: number | undefined; text: string }[]> => {
  const read = await jobs.readScenario(text, bench);
  return read.ok ? [] : read.problems.map(lineProblem);
};

describe('a scenario as a file', () => {
  test('read again gives the very course, whatever levers did', async () => {
    for (const question of questions) {
      const start = valueOf(await jobs.readScenario(valueOf(await jobs.scenarioText(question, bench)), bench));
      expect(start.kind).toBe('own');
      const { inputHash } = valueOf(await jobs.expected({ ...question, start, edits: [] }, bench));
      expect(inputHash).toBe(valueOf(await jobs.expected(question, bench)).inputHash);
    }
  });

  test('names a return, and never holds it', async () => {
    const { own } = readReturn(exampleReturn(), 'ours.csv', evidence);
    if (!own) throw new Error('no return');
    const start: Start = onReturn(untouched.start, own);
    await jobs.hold(own, bench);
    const text = valueOf(await jobs.scenarioText({ start, edits, part: {} }, bench));
    expect(text).toContain(`hash: ${own.hash}`);
    expect(text).not.toMatch(/Saltmarsh|posts:/);
    expect(valueOf(await jobs.readScenario(text, bench))).toMatchObject({
      kind: 'own',
      ownReturn: { file: 'ours.csv', hash: own.hash },
    });
    // One that the page does not have is taken: the page then asks for the file.
    const other = text.replace(own.hash, 'd4'.repeat(32));
    expect(valueOf(await jobs.readScenario(other, bench)).ownReturn?.hash).toBe('d4'.repeat(32));
    const whole = parse(text) as Scenario;
    const [problem] = await wrongs(stringify({ ...whole, baseline: { return: own } }));
    expect(problem?.text).toContain('baseline.return.data: found what a return holds');
    expect(problem?.line).toBeGreaterThan(4);
  });

  test('says each problem with its line', async () => {
    const text = valueOf(await jobs.scenarioText({ start: untouched.start, edits, part: {} }, bench));
    const lines = text.split('\n');
    const at = lines.findIndex((line) => line.includes('set: 200'));
    expect(at).toBeGreaterThan(0);
    expect(await wrongs(text.replace('set: 200', 'set: many'))).toEqual([
      { line: at + 1, text: expect.stringMatching(/^levers\[\d\]\.set: found "many"; expected a number/) as string },
    ]);
    expect(await wrongs(text.replace('set: 200', 'set: 200\n    sett: 1'))).toEqual([
      { line: at + 2, text: expect.stringContaining('found the unknown key "sett"') as string },
    ]);
    // What only a run finds, such as a year before the first that can be decided.
    const early = await wrongs(text.replace('from: 2030', 'from: 1999'));
    expect(early[0]?.line).toBe(lines.findIndex((line) => line.includes('from: 2030')) + 1);
    expect(await wrongs('a: [1')).toMatchObject([{ line: 1 }]);
    expect(await wrongs('')).toEqual([{ line: undefined, text: 'found an empty file; expected a YAML document' }]);
  });
});

test('a line of a text is found, the last among them', () => {
  expect(rangeOf('ab\ncde\n', 2)).toEqual([3, 6]);
  expect(rangeOf('ab', 1)).toEqual([0, 2]);
  expect(lineProblem({ where: 'elsewhere', found: 'a', expected: 'b' })).toEqual({
    line: undefined,
    text: 'elsewhere: found a; expected b',
  });
});
