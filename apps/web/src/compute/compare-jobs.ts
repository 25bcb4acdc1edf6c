import { failure, success, type Located, type Result } from '@isocentre/evidence';
import { compareSides, readReporting, type ComparisonReport, type Scenario, type Side } from '@isocentre/workforce';
import { ensembleOf, type Bench } from './bench.ts';
import type { Question } from './course.ts';

/** Two scenarios to set side by side; 0 runs asks for the expected courses alone. */
export interface CompareQuestion {
  readonly from: Question;
  readonly to: Question;
  readonly runs: number;
  readonly seed: number;
}

/** A comparison with the answer of each side. */
export interface Compared {
  readonly report: ComparisonReport;
  readonly answers: { readonly from: string; readonly to: string };
}

// The futures of one side, those of the other, and those in between.
const stages = 3;

/** The jobs of the view that sets two scenarios side by side. */
export const compareJobs = {
  /** What `isocentre compare FROM TO` says, by the same luck for both. */
  compare: async ({ from, to, runs, seed }: CompareQuestion, bench: Bench): Promise<Result<Compared>> => {
    const { model } = bench;
    const reporting = readReporting(model.evidence);
    if (!reporting.ok) return reporting;
    const sides: Side[] = [];
    const answers: string[] = [];
    for (const [index, one] of [from, to].entries()) {
      const question = { ...one, part: {} };
      const scenario = model.scenario(question);
      if (!scenario.ok) return scenario;
      const resolved = model.resolved(question);
      if (!resolved.ok) return resolved;
      const progress = (done: number): void => bench.progress((index + done) / stages);
      const ensemble = runs > 0 ? await ensembleOf({ ...question, runs, seed }, { ...bench, progress }) : undefined;
      if (ensemble && !ensemble.ok) return ensemble;
      const course = ensemble ? model.sure(question, ensemble.value) : model.expected(question);
      if (!course.ok) return course;
      const located: Located<Scenario> = {
        value: scenario.value,
        where: (path) => [scenario.value.name, ...path].join(' '),
      };
      sides.push({ located, resolved: resolved.value, ...(ensemble ? { result: ensemble.value.result } : {}) });
      answers.push(course.value.answer);
    }
    const [before, after] = sides;
    if (!before || !after) return failure({ where: 'the page', found: 'one scenario', expected: 'two' });
    const report = await compareSides(
      before,
      after,
      model.evidence,
      reporting.value,
      runs > 0 ? { runs, seed, uncertainty: 'both' } : undefined,
      'shortfall',
      (plan) => bench.runner().attribute(plan, (done) => bench.progress((2 + done) / stages), bench.cancel),
    );
    bench.progress(1);
    return report.ok
      ? success({ report: report.value, answers: { from: answers[0] ?? '', to: answers[1] ?? '' } })
      : report;
  },
} as const;
