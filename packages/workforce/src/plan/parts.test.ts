import fc from 'fast-check';
import { expect, test } from 'vitest';
import { randomInput } from '../../../../tests/support/random-input.ts';
import { resolveShipped, shippedEvidence } from '../../../../tests/support/shipped.ts';
import { snapshotText } from '../../../../tests/support/snapshot-text.ts';
import type { ModelInput } from '../model-input.ts';
import { centreAt } from './centre.ts';
import { decisionsOf } from './decisions.ts';
import { limitRows, limitsMet } from './limit-rows.ts';
import { planScenario } from './plan-scenario.ts';
import { excessOf, prepareInput } from './prepare.ts';
import { scenarioYaml } from './scenario-yaml.ts';
import { readPlanTerms, type PlanLimits, type PlanTerms } from './terms.ts';

const shippedTerms = (): PlanTerms => {
  const terms = readPlanTerms(shippedEvidence());
  if (!terms.ok) throw new Error(JSON.stringify(terms.problems));
  return terms.value;
};
const file = (name: string): string => `../__snapshots__/plan-${name}.snap`;

/** Half of the most of each decision, or of five where it has no limit. */
const halves = (input: ModelInput, terms: PlanTerms, limits: PlanLimits) => {
  const decisions = decisionsOf(input, terms, limits);
  return { decisions, amounts: Float64Array.from(decisions, ({ most }, j) => (Math.min(most, 10) * (j % 3)) / 4) };
};

/** About ten of a list, from its first to its last. */
const some = <T>(list: readonly T[]): readonly T[] =>
  list.filter((_, index) => index % Math.ceil(list.length / 10) === 0);

test('what a plan is made of is decided, limited, run and read as linear, in random inputs', async () => {
  const terms = shippedTerms();
  const limits = { ...terms.limits, budget: 3e6, overseasCeiling: 0.5 };
  const inputs = fc.sample(fc.gen(), { seed: 5, numRuns: 4 }).map((draw) => randomInput(draw));
  const parts = inputs.map((one) => {
    const input = prepareInput({ ...one, firstDecisionYear: one.baselineYear + (one.years > 2 ? 1 : 0) }, limits);
    const { decisions, amounts } = halves(input, terms, limits);
    const centre = centreAt(input, decisions, amounts, Math.max(1, input.years - 1));
    return {
      decisions: some(decisions),
      count: decisions.length,
      rows: some(limitRows(input, decisions, limits)),
      met: limitsMet(input, decisions, centre, limits),
      excess: excessOf(input, centre.values),
      acting: centre.acting,
      lost: centre.lost,
      inPost: some(centre.lines.inPost),
      supervision: some(centre.lines.supervision),
    };
  });
  await expect(snapshotText(parts, 8)).toMatchFileSnapshot(file('parts'));
});

test('a plan is written as levers: posts for all it brings, and runs of years in which a measure is the same', async () => {
  const terms = shippedTerms();
  const limits = { ...terms.limits, supervision: 1.5 };
  for (const geography of ['nation', 'regions'] as const) {
    const resolved = resolveShipped('todays-course-without-growth', { years: 8, baseline: { geography } });
    const input = prepareInput(resolved.input, limits);
    const decisions = decisionsOf(input, terms, limits);
    const amounts = Float64Array.from(decisions, ({ cell, t, most }) =>
      cell > 1 ? 0 : t < 6 ? Math.min(most, 0.1) : Math.min(most, 20),
    );
    const scenario = planScenario(resolved.scenario, input, decisions, amounts, limits, 2030);
    await expect(scenarioYaml(scenario)).toMatchFileSnapshot(file(`scenario-${geography}`));
  }
});
