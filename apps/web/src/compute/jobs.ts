import { toCsv } from '@isocentre/documents';
import { success, type Result } from '@isocentre/evidence';
import type { CancelSignal, EnsembleRunner, Progress } from '@isocentre/runner';
import { courseTable, type Runs, type Scenario } from '@isocentre/workforce';
import type { Course, Question } from './course.ts';
import { dimensionsOf, type Model } from './model.ts';

/** What a job works with. */
export interface Bench {
  readonly model: Model;
  /** Runs ensembles on the other workers; one at a time. */
  readonly runner: () => EnsembleRunner;
  readonly progress: Progress;
  readonly cancel: CancelSignal;
  /** Ensembles that were run, newest last. */
  readonly remembered: Map<string, Runs>;
}

const kept = 6;

/** A question with how many futures to run from which seed. */
export interface EnsembleQuestion extends Question {
  readonly runs: number;
  readonly seed: number;
}

const ensembleOf = async (question: EnsembleQuestion, bench: Bench): Promise<Result<Runs>> => {
  const { model, remembered } = bench;
  const scenario = model.scenario(question);
  if (!scenario.ok) return scenario;
  const levels = model.levels();
  if (!levels.ok) return levels;
  const by = dimensionsOf(question.part);
  const options = { runs: question.runs, seed: question.seed, uncertainty: 'both' as const };
  const key = JSON.stringify([scenario.value, by, options]);
  const known = remembered.get(key);
  if (known) return success(known);
  // A scenario that does not resolve is told as a problem, before workers are asked.
  const checked = model.expected(question);
  if (!checked.ok) return checked;
  const plan = { scenario: scenario.value, figures: [...model.evidence.figures.values()], by, options };
  const result = await bench.runner().run(plan, bench.progress, bench.cancel);
  const runs = { result, options, levels: levels.value };
  remembered.set(key, runs);
  for (const old of [...remembered.keys()].slice(0, -kept)) remembered.delete(old);
  return success(runs);
};

/** The jobs that the page can ask of its workers, by name; a view adds its own here. */
export const jobs = {
  /** The expected course, while a lever moves. */
  expected: async (question: Question, { model }: Bench): Promise<Result<Course>> => model.expected(question),

  /** The course with how sure it is. */
  sure: async (question: EnsembleQuestion, bench: Bench): Promise<Result<Course>> => {
    const runs = await ensembleOf(question, bench);
    return runs.ok ? bench.model.sure(question, runs.value) : runs;
  },

  /** The CSV that `isocentre project SCENARIO --format csv` writes, by the dimensions of the part that is shown. */
  csv: async (question: EnsembleQuestion, bench: Bench): Promise<Result<string>> => {
    const runs = await ensembleOf(question, bench);
    if (!runs.ok) return runs;
    const report = bench.model.report(question, runs.value);
    return report.ok ? success(toCsv(courseTable(report.value))) : report;
  },

  /** The scenario as a document that the command line reads. */
  scenario: async (question: Question, { model }: Bench): Promise<Result<Scenario>> => model.scenario(question),
} as const;

/** The jobs by name. */
export type Jobs = typeof jobs;
/** The name of a job. */
export type JobName = keyof Jobs;
/** What a job is asked. */
export type Asked<K extends JobName> = Parameters<Jobs[K]>[0];
/** What a job answers. */
export type Answered<K extends JobName> = Awaited<ReturnType<Jobs[K]>>;
