import { inProcessRunner } from '@isocentre/runner';
import { readStaffing } from '../../apps/web/build/shipped.ts';
import type { Bench } from '../../apps/web/src/compute/bench.ts';
import { Model } from '../../apps/web/src/compute/model.ts';
import { shippedEvidence, shippedScenarios } from './shipped.ts';

const firstDecisionYear = 2027;

/** The scenarios that ship, as the page's worker has them. */
export const pageScenarios = [...shippedScenarios().values()].map(({ value }) => value);

/** A model as the page's worker has it. */
export const pageModel = (): Model => new Model(shippedEvidence(), pageScenarios, firstDecisionYear);

/** What a job of the page works with, without workers. */
export const pageBench = (given: Partial<Bench> = {}): Bench => ({
  model: pageModel(),
  runner: inProcessRunner,
  solver: () => {
    throw new Error('nothing is to be solved here');
  },
  progress: () => undefined,
  cancel: new AbortController().signal,
  remembered: new Map(),
  returns: new Map(),
  staffing: async () => readStaffing(shippedEvidence()),
  ...given,
});

/** The value of a result that must be right. */
export const valueOf = <T>(result: { readonly ok: true; readonly value: T } | { readonly ok: false }): T => {
  if (!result.ok) throw new Error(JSON.stringify(result));
  return result.value;
};
