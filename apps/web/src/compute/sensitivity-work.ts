import { success, type Evidence, type Located, type Result } from '@isocentre/evidence';
import type { Table } from '@isocentre/documents';
import {
  readReporting,
  saySensitivity,
  sensitivityTable,
  studySensitivity,
  usualSensitivity,
  type Scenario,
  type SensitivityOptions,
  type SensitivityStudy,
} from '@isocentre/workforce';

/** A study as the page shows it. */
export interface Sensitivity extends Omit<SensitivityStudy, 'resolved'> {
  readonly answer: string;
  /** Every assumption, as the command line writes them. */
  readonly table: Table;
}

// As long as a reader may wait for a stop, and for the answers to other questions.
const longestTurnMs = 40;

/**
 * Studies which assumption the answer depends on, as `isocentre sensitivity` does.
 *
 * @param turn Lets others have their turn; it throws where the study is no longer wanted.
 */
export const sensitivityOf = async (
  located: Located<Scenario>,
  seed: number,
  evidence: Evidence,
  progress: (done: number) => void,
  turn: () => Promise<void>,
  design: Pick<SensitivityOptions, keyof typeof usualSensitivity> = usualSensitivity,
): Promise<Result<Sensitivity>> => {
  const reporting = readReporting(evidence);
  if (!reporting.ok) return reporting;
  const { low, high } = reporting.value.levels;
  const steps = studySensitivity(located, evidence, {
    ...design,
    method: 'sobol',
    seed,
    level: high - low,
  });
  let since = performance.now();
  let step = steps.next();
  while (!step.done) {
    if (performance.now() - since > longestTurnMs) {
      progress(step.value);
      await turn();
      since = performance.now();
    }
    step = steps.next();
  }
  const result = step.value;
  if (!result.ok) return result;
  const { resolved: _resolved, ...study } = result.value;
  return success({ ...study, answer: saySensitivity(result.value), table: sensitivityTable(result.value) });
};
