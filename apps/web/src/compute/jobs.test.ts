import { inProcessRunner } from '@isocentre/runner';
import { toCsv } from '@isocentre/documents';
import { courseTable, readReporting, reportProjection, resolve } from '@isocentre/workforce';
import { describe, expect, test } from 'vitest';
import { pageBench, pageModel, pageScenarios, valueOf } from '../../../../tests/support/bench.ts';
import { shippedEvidence } from '../../../../tests/support/shipped.ts';
import type { Question } from './course.ts';
import { jobs } from './jobs.ts';

const evidence = shippedEvidence();
const asks: Question = { start: { kind: 'shipped', name: 'the-briefs-asks' }, edits: [], part: {} };
const options = { runs: 12, seed: 3 };

/** What the command line does for the same scenario. */
const reportOf = (question: Question, by: readonly ('specialism' | 'group')[]) => {
  const model = pageModel();
  const scenario = valueOf(model.scenario(question));
  const resolved = valueOf(resolve({ value: scenario, where: () => '' }, evidence));
  const plan = {
    scenario,
    figures: [...evidence.figures.values()],
    by,
    options: { ...options, uncertainty: 'both' as const },
  };
  return inProcessRunner()
    .run(plan)
    .then((result) =>
      reportProjection(resolved, by, false, {
        result,
        options: plan.options,
        levels: valueOf(readReporting(evidence)).levels,
      }),
    );
};

describe('the jobs', () => {
  test('expected: the course, answer and basis of the full report', async () => {
    for (const scenario of pageScenarios) {
      const question: Question = { ...asks, start: { kind: 'shipped', name: scenario.name } };
      const report = reportProjection(valueOf(resolve({ value: scenario, where: () => '' }, evidence)), []);
      const course = valueOf(await jobs.expected(question, pageBench()));
      expect(`${course.answer} ${course.basis}`).toBe(report.answer);
      expect(course.measures).toEqual(report.total.measures);
      expect(course.closure).toEqual(report.closure);
      expect(course.inputHash).toBe(report.inputHash);
    }
  });

  test('expected: of a specialism, its cells alone; the shortfall of the whole beside it', async () => {
    const course = valueOf(await jobs.expected({ ...asks, part: { specialism: 'radiotherapy_physics' } }, pageBench()));
    const report = await reportOf(asks, ['specialism']);
    const group = report.groups.find((one) => one.specialism === 'radiotherapy_physics');
    expect(course.measures).toEqual(group?.measures);
    expect(course.shortfall).toEqual(report.total.measures.shortfall);
  });

  test.each([
    [{}, []],
    [{ group: 'scientist' }, ['group' as const]],
  ])('sure and csv: the bytes of the command line, showing %j', async (part, by) => {
    const question = { ...asks, edits: [{ lever: 'leaving', value: 0.9 }], part, ...options };
    const shared = pageBench();
    const course = valueOf(await jobs.sure(question, shared));
    const report = await reportOf(question, by);
    expect(`${course.answer} ${course.basis}`).toBe(report.answer);
    const spread = by.length === 0 ? report.total.spread : report.groups[0]?.spread;
    expect(course.sureness?.spread).toEqual(spread);
    const csv = valueOf(await jobs.csv(question, shared));
    expect(csv).toBe(toCsv(courseTable(report)));
    // The ensemble was run once, for the report of the whole too.
    if (by.length === 0) valueOf(await jobs.report({ ...question, left: 0 }, shared));
    expect(shared.remembered.size).toBe(1);
  });

  test('a scenario that cannot run is a problem and no exception', async () => {
    const own = { ...asks, start: { kind: 'own' as const, scenario: { format: 'isocentre-scenario' } as never } };
    expect(await jobs.expected(own, pageBench())).toMatchObject({ ok: false });
    const unknown = { ...asks, start: { kind: 'shipped' as const, name: 'none' } };
    expect(await jobs.sure({ ...unknown, ...options }, pageBench())).toMatchObject({
      ok: false,
      problems: [{ found: 'the scenario "none"' }],
    });
    const late = { ...asks, edits: [{ lever: 'leaving', value: 0.9, from: 2100 }] };
    expect(await jobs.sure({ ...late, ...options }, pageBench())).toMatchObject({ ok: false });
  });
});
