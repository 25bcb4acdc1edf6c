import { success, type Result } from '@isocentre/evidence';
import type { CancelSignal, EnsembleRunner } from '@isocentre/runner';
import type { PlanTools, ReadReturn, Runs } from '@isocentre/workforce';
import type { Staffing } from '../shipped/staffing.ts';
import type { Question } from './course.ts';
import { ensembleDimensionsOf, type Model } from './model.ts';

/** Told how much of a job is done, from 0 to 1, and by jobs that do several things what is being done. */
export type Told = (done: number, doing?: string) => void;

/** What a job works with. */
export interface Bench {
  readonly model: Model;
  /** Runs ensembles on the other workers; one at a time. */
  readonly runner: () => EnsembleRunner;
  /** Solves programs on a worker of its own. */
  readonly solver: () => PlanTools['solver'];
  readonly progress: Told;
  readonly cancel: CancelSignal;
  /** Ensembles that were run, newest last. */
  readonly remembered: Map<string, Runs>;
  /** Returns that were read, by the SHA-256 of their files; they may hold names, so that no state carries them. */
  readonly returns: Map<string, ReadReturn>;
  /** The staffing models that ship. */
  readonly staffing: () => Promise<Staffing>;
}

const kept = 6;

/** A question with how many futures to run from which seed. */
export interface EnsembleQuestion extends Question {
  readonly runs: number;
  readonly seed: number;
}

/** Runs the ensemble of a question, or gives it again where it was run not long ago; by default by the dimensions of the part that is shown, the whole by specialism. */
export const ensembleOf = async (
  question: EnsembleQuestion,
  bench: Bench,
  by = ensembleDimensionsOf(question),
): Promise<Result<Runs>> => {
  const { model, remembered } = bench;
  const scenario = model.scenario(question);
  if (!scenario.ok) return scenario;
  const levels = model.levels();
  if (!levels.ok) return levels;
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
