import { inProcessRunner } from '@isocentre/runner';
import type { PlanTools } from '@isocentre/workforce';

/** What runs the futures of a plan, in the thread of the test. */
export const runHere = (): Pick<PlanTools, 'runEnsemble' | 'runNeeds'> => {
  const runner = inProcessRunner();
  return { runEnsemble: (plan) => runner.run(plan), runNeeds: (plan) => runner.needs(plan) };
};
