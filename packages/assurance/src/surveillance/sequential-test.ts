import { success, type Result } from '@isocentre/evidence';
import { log } from '@isocentre/statistics';
import { refused } from '../measured.ts';
import { goalFault, weightsOf } from './cusum.ts';

/** What a sequential test decides between, and how often it may be wrong. */
export interface SequentialGoal {
  readonly acceptable: number;
  readonly unacceptable: number;
  /** Chance to call acceptable failures unacceptable; default 0.05. */
  readonly falseAlarm?: number;
  /** Chance to call unacceptable failures acceptable; default 0.05. */
  readonly missed?: number;
}

/** The state of a sequential test after its cases. */
export interface SequentialTest {
  readonly metric: 'sequential-test';
  readonly version: 1;
  readonly n: number;
  readonly decision: 'acceptable' | 'unacceptable' | 'undecided';
  /** The case that decided, from 0; undefined where none did. */
  readonly at?: number;
  /** Log likelihood ratio after the last case that was needed. */
  readonly ratio: number;
  /** Where the ratio decides: acceptable at the lower, unacceptable at the upper. */
  readonly lower: number;
  readonly upper: number;
}

/**
 * Runs Wald's sequential probability ratio test on cases in their order in time, and stops at the first decision.
 *
 * Each error is at most its share divided by one less the other, and their sum at most the sum that was asked.
 *
 * Source: A. Wald, Annals of Mathematical Statistics 16 (1945) 117–186.
 *
 * @param failures 1 for a failure, 0 for none.
 */
export const sequentialTest = (failures: ArrayLike<number>, goal: SequentialGoal): Result<SequentialTest> => {
  const { acceptable, unacceptable, falseAlarm = 0.05, missed = 0.05 } = goal;
  const fault = goalFault({ acceptable, unacceptable, runLength: 1 });
  if (fault) return fault;
  if (!(falseAlarm > 0 && missed > 0 && falseAlarm + missed < 1))
    return refused('sequential-test', `errors ${falseAlarm} and ${missed}`, 'each above 0, together under 1');
  const weights = weightsOf(goal);
  const lower = log(missed / (1 - falseAlarm));
  const upper = log((1 - missed) / falseAlarm);
  const common = { metric: 'sequential-test', version: 1, n: failures.length, lower, upper } as const;
  let [failed, passed] = [0, 0];
  for (let at = 0; at < failures.length; at += 1) {
    if (failures[at] === 1) failed += 1;
    else passed += 1;
    const ratio = failed * weights.failure + passed * weights.none;
    if (ratio >= upper) return success({ ...common, decision: 'unacceptable', at, ratio });
    if (ratio <= lower) return success({ ...common, decision: 'acceptable', at, ratio });
  }
  const ratio = failed * weights.failure + passed * weights.none;
  return success({ ...common, decision: 'undecided', ratio });
};
