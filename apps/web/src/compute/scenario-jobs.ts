import { success, type Result } from '@isocentre/evidence';
import type { Scenario } from '@isocentre/workforce';
import type { Start } from '../state/state.ts';
import type { Bench } from './bench.ts';
import type { Question } from './course.ts';

/** A scenario whose return stands in it by its name alone, as it may be given to others. */
export const named = (scenario: Scenario): Scenario => {
  const own = scenario.baseline?.return;
  return own
    ? { ...scenario, baseline: { ...scenario.baseline, return: { file: own.file, hash: own.hash } } }
    : scenario;
};

// The reader and writer of YAML are loaded when the first of these is asked for.
const work = async () => import('./scenario-work.ts');

/** The jobs of the scenario as a file. */
export const scenarioJobs = {
  /** The scenario file that the command line reads. A return stands in it by its name alone. */
  scenarioText: async (question: Question, { model }: Bench): Promise<Result<string>> => {
    const scenario = model.scenario(question);
    return scenario.ok ? success((await work()).writeText(named(scenario.value))) : scenario;
  },

  /** Reads a scenario file and runs it once, so that every problem is told with its line. */
  readScenario: async (text: string, { model }: Bench): Promise<Result<Start>> => (await work()).readText(text, model),
} as const;
