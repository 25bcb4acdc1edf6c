import type { Result } from '@isocentre/evidence';
import type { Bench } from './bench.ts';
import type { Question } from './course.ts';
import type { Sensitivity } from './sensitivity-work.ts';

/** A scenario whose assumptions are studied, all of it. */
export interface SensitivityQuestion extends Omit<Question, 'part' | 'by'> {
  readonly seed: number;
}

/** The job that tells which assumption the answer depends on, and which survey would narrow it most. */
export const sensitivityJobs = {
  /** What `isocentre sensitivity` says of the same scenario and seed. */
  sensitivity: async (
    { seed, ...question }: SensitivityQuestion,
    { model, progress, cancel }: Bench,
  ): Promise<Result<Sensitivity>> => {
    const scenario = model.scenario({ ...question, part: {} });
    if (!scenario.ok) return scenario;
    const { value } = scenario;
    // What studies is loaded when it is first asked for.
    const { sensitivityOf } = await import('./sensitivity-work.ts');
    const located = { value, where: (path: readonly PropertyKey[]) => [value.name, ...path].join(' ') };
    return sensitivityOf(located, seed, model.evidence, progress, async () => {
      await new Promise((done) => {
        setTimeout(done, 0);
      });
      if (cancel.aborted) throw new Error('it was stopped', { cause: cancel.reason });
    });
  },
} as const;
