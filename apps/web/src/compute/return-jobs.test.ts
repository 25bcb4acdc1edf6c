import { inProcessRunner } from '@isocentre/runner';
import { readGrids, toCsv, toCsvTables, toReportHtml } from '@isocentre/documents';
import {
  courseTable,
  projectionDocument,
  readReporting,
  readReturn,
  reportProjection,
  resolve,
  summariseReturn,
} from '@isocentre/workforce';
import { beforeAll, describe, expect, test } from 'vitest';
import { pageBench, pageScenarios as scenarios, valueOf } from '../../../../tests/support/bench.ts';
import { exampleReturn, exampleRows } from '../../../../tests/support/example-return.ts';
import { shippedEvidence } from '../../../../tests/support/shipped.ts';
import { onReturn, untouched } from '../state/state.ts';
import type { Question } from './course.ts';
import { jobs } from './jobs.ts';

const evidence = shippedEvidence();
const fileOf = (bytes: Uint8Array, name = 'ours.csv', size = bytes.length) => ({
  name,
  size,
  arrayBuffer: async () => new Uint8Array(bytes).buffer,
});

const { own } = readReturn(exampleReturn(), 'ours.csv', evidence);
if (!own) throw new Error('no return');
const bench = pageBench();
const question: Question = { start: onReturn(untouched.start, own), edits: [], part: {} };
const options = { runs: 8, seed: 3 };

beforeAll(async () => {
  valueOf(await jobs.hold(own, bench));
});

describe('a file that is given as a return', () => {
  test('is read as the command line reads it', async () => {
    const read = valueOf(await jobs.readReturn(fileOf(exampleReturn()), bench));
    const { service: _service, ...expected } = readReturn(exampleReturn(), 'ours.csv', evidence);
    expect(read).toEqual({ ...expected, wrong: 0, list: 'where,found,expected\r\n' });
    const { staff } = exampleRows;
    const bad = exampleReturn({ staff: staff.map((row, index) => (index === 2 ? { ...row, heads: 2.5 } : row)) });
    const some = valueOf(await jobs.readReturn(fileOf(bad), bench));
    expect(some.problems).toHaveLength(1);
    expect(some.own?.data.staff).toHaveLength(staff.length - 1);
    // A page shows the first of very many; the list has all.
    const many = valueOf(
      await jobs.readReturn(fileOf(exampleReturn({ ages: Array.from({ length: 300 }, () => ({ from: 'x' })) })), bench),
    );
    expect(many.problems).toHaveLength(200);
    expect(many.wrong).toBeGreaterThan(300);
    expect(many.list.split('\r\n')).toHaveLength(many.wrong + 2);
  });

  test.each([
    ['of 50 MB, unread', fileOf(new Uint8Array(1), 'big.csv', 50_000_000), 'a file of 50 MB', 'at most 10 MB'],
    ['that is empty', fileOf(new Uint8Array(), 'none.csv'), 'an empty file', 'Excel workbook'],
    ['of another kind', fileOf(new TextEncoder().encode('%PDF-1.7'), 'a.pdf'), 'a PDF', 'Excel workbook'],
    ['that is no table of a return', fileOf(new TextEncoder().encode('a,b\n1,2\n'), 'x.csv'), 'no table "', 'template'],
    [
      'that is a folder',
      { ...fileOf(new Uint8Array(1)), arrayBuffer: () => Promise.reject(new Error('NotReadable')) },
      'something that cannot be read',
      'CSV',
    ],
  ])('%s is refused in a sentence', async (_, file, found, expected) => {
    const read = await jobs.readReturn(file, bench);
    const problems = read.ok ? read.value.problems : read.problems;
    expect(problems[0]?.found).toContain(found);
    expect(problems[0]?.expected).toContain(expected);
    expect(read.ok && read.value.own !== undefined).toBe(false);
  });

  test('that a browser kept and somebody changed is refused', async () => {
    expect(await jobs.hold({ ...own, data: { ...own.data, staff: [] } }, bench)).toMatchObject({ ok: false });
  });
});

describe('what is shown on a return', () => {
  test('is the course of the same scenario with that baseline, and the CSV with its futures', async () => {
    const scenario = scenarios.find(({ name }) => name === 'todays-course');
    if (!scenario) throw new Error('no scenario');
    const asked = { ...scenario, baseline: { ...scenario.baseline, return: own } };
    const resolved = valueOf(resolve({ value: asked, where: () => '' }, evidence));
    const course = valueOf(await jobs.expected(question, bench));
    const report = reportProjection(resolved, []);
    expect(course.measures).toEqual(report.total.measures);
    expect(course.answer).toContain('Saltmarsh Medical Physics (return of 2026-03-31)');
    const plan = {
      scenario: asked,
      figures: [...evidence.figures.values()],
      options: { ...options, uncertainty: 'both' as const },
    };
    const runsBy = async (by: readonly 'specialism'[]) => ({
      result: await inProcessRunner().run({ ...plan, by }),
      options: plan.options,
      levels: valueOf(readReporting(evidence)).levels,
    });
    expect(valueOf(await jobs.csv({ ...question, ...options }, bench))).toBe(
      toCsv(courseTable(reportProjection(resolved, [], false, await runsBy([])))),
    );

    // The report is that of the command line, by specialism; rows that were left out are told.
    const document = projectionDocument(
      reportProjection(resolved, ['specialism'], false, await runsBy(['specialism'])),
      evidence,
      resolved.uses,
      resolved.scenario,
    );
    const body = valueOf(await jobs.report({ ...question, ...options, left: 0 }, bench));
    expect(toReportHtml(document)).toContain(body);
    const left = valueOf(await jobs.report({ ...question, ...options, left: 3 }, bench));
    expect(left).toContain('were left out: 3.');
    const docx = valueOf(await jobs.docx({ ...question, ...options, left: 0 }, bench));
    expect(String.fromCharCode(...docx.slice(0, 2))).toBe('PK');
    expect(valueOf(await jobs.filled(question, bench))).toEqual(resolved.filled);
  });

  test('is asked for where the page does not hold it', async () => {
    expect(await jobs.expected(question, pageBench())).toMatchObject({
      ok: false,
      problems: [{ found: 'the return "ours.csv" by its name alone' }],
    });
  });

  test('has levers in the amounts of the nation, of which it has its share, for its own specialisms', async () => {
    const national = valueOf(await jobs.expected({ ...question, start: untouched.start }, bench)).levers;
    const { levers } = valueOf(await jobs.expected(question, bench));
    expect(levers['scientists']).toEqual(national['scientists']);
    const bySpecialism = Object.keys(levers).filter((key) => key.startsWith('leaving.'));
    expect(bySpecialism).toEqual(['leaving.radiotherapy_physics', 'leaving.magnetic_resonance_physics']);
    const scenario = scenarios.find(({ name }) => name === 'todays-course');
    if (!scenario) throw new Error('no scenario');
    const mine = onReturn(
      { kind: 'own', scenario: { ...scenario, baseline: { ...scenario.baseline, amounts: 'return' } } },
      own,
    );
    expect(valueOf(await jobs.expected({ ...question, start: mine }, bench)).levers['scientists']?.today).toBeLessThan(
      national['scientists']?.today ?? 0,
    );
  });

  test('can be passed on with small numbers hidden, as the command line does', async () => {
    const { smallNumber } = valueOf(readReporting(evidence));
    for (const suppress of [true, false]) {
      const summary = valueOf(await jobs.summary({ own, suppress }, bench));
      expect(summary.csv).toBe(toCsvTables(summariseReturn(own.data, suppress ? smallNumber : undefined)));
      expect(summary.csv.includes('*')).toBe(suppress);
      expect(summary.smallest).toBe(smallNumber);
    }
  });

  test('starts from a template with every table of a return', async () => {
    for (const format of ['csv', 'xlsx'] as const) {
      const grids = readGrids(valueOf(await jobs.template(format, bench)), `return.${format}`);
      if (!grids.ok) throw new Error(JSON.stringify(grids));
      expect(grids.value.map(({ name }) => name)).toEqual(
        expect.arrayContaining(['Organisation', 'Staff', 'Ages', 'Trainees']),
      );
    }
  });
});
