import { readFileSync } from 'node:fs';
import { toCsvTables } from '@isocentre/documents';
import { requirementData } from '@isocentre/workforce';
import { describe, expect, test } from 'vitest';
import { pageBench, valueOf } from '../../../../tests/support/bench.ts';
import { callCommand } from '../../../../tests/support/command-line.ts';
import type { Requirement } from './requirement-work.ts';
import { exampleDepartment, type RequirementQuestion } from './requirement-jobs.ts';
import { jobs } from './jobs.ts';

const path = 'docs/guides/saltmarsh-service.csv';
const bytes = readFileSync(new URL(`../../../../${path}`, import.meta.url));
const fileOf = (content: Uint8Array) => ({
  name: 'saltmarsh-service.csv',
  size: content.length,
  arrayBuffer: async () => new Uint8Array(content).buffer,
});
const needed = async (question: RequirementQuestion, bench = pageBench()): Promise<Requirement> => {
  const found = valueOf(await jobs.requirement(question, bench));
  if (found === 'missing') throw new Error('the return is missing');
  return found;
};
const csvOf = ({ report }: Requirement): string => toCsvTables(requirementData(report));
const printed = async (...args: string[]): Promise<string> =>
  (await callCommand(['require', path, '--format', 'csv', ...args])).out;

describe('the job that tells what staff a department needs', () => {
  test('gives the CSV of the command line for a return that was read, and for the example', async () => {
    const bench = pageBench();
    const { own } = valueOf(await jobs.readReturn(fileOf(bytes), bench));
    const of = own?.hash ?? '';
    expect(csvOf(await needed({ of }, bench))).toBe(await printed());
    expect(csvOf(await needed({ of: exampleDepartment }))).toBe(await printed());
    const models = ['iaea-linacs', 'eortc'];
    expect(csvOf(await needed({ of, models }, bench))).toBe(await printed('--model', models.join(',')));
  });

  test('names every model, with the drivers that the return does not give', async () => {
    const { offered, report } = await needed({ of: exampleDepartment });
    expect(offered).toHaveLength(10);
    expect(offered.find(({ model }) => model.name === 'us-devices')?.missing).toHaveLength(1);
    expect(report.models.map(({ model }) => model.name)).toEqual(
      offered.filter(({ missing }) => missing.length === 0).map(({ model }) => model.name),
    );
  });

  test('says nothing of a return that was not read since the page was loaded', async () => {
    expect(valueOf(await jobs.requirement({ of: 'a1'.repeat(32) }, pageBench()))).toBe('missing');
  });

  test.each([
    [[], 'none chosen'],
    [['eortc', 'magic'], 'magic'],
    [['us-devices'], 'no devices'],
  ])('refuses the models %j', async (models, found) => {
    expect(await jobs.requirement({ of: exampleDepartment, models }, pageBench())).toMatchObject({
      ok: false,
      problems: [{ found }],
    });
  });

  test('refuses a return with wrong cells by their number', async () => {
    const bench = pageBench();
    const text = bytes.toString('utf8').replace('21.5', '<5');
    const { own } = valueOf(await jobs.readReturn(fileOf(new TextEncoder().encode(text)), bench));
    expect(await jobs.requirement({ of: own?.hash ?? '' }, bench)).toMatchObject({
      ok: false,
      problems: [{ found: expect.stringMatching(/^\d+ places to mend$/) as string }],
    });
  });
});
