import loadHighs from 'highs';
import { solveWithHighs, type HighsRuntime } from '@isocentre/solver';
import { expect, test } from 'vitest';
import { runHere } from '../../../../tests/support/run-here.ts';
import { shippedEvidence, shippedScenarios } from '../../../../tests/support/shipped.ts';
import { centreAt } from './centre.ts';
import { decisionsOf } from './decisions.ts';
import { SampledFutures } from './futures.ts';
import { prepareInput } from './prepare.ts';
import { prepareQuestion } from './question.ts';
import { PlanSearch } from './search.ts';

const highs = await (loadHighs as unknown as () => Promise<HighsRuntime>)();

test('gives a plan also where fewer are left to supervise than where it begins', async () => {
  const located = shippedScenarios().get('todays-course');
  if (!located) throw new Error('no scenario');
  const evidence = shippedEvidence();
  const question = prepareQuestion(located, evidence, { closeBy: 2045, limits: { overseasCeiling: 1 } });
  if (!question.ok) throw new Error(JSON.stringify(question.problems));
  const { resolved, limits, input, decisions, from, terms } = question.value;
  const futures = new SampledFutures({ located, evidence }, { runs: 4, seed: 1 }, runHere().runNeeds);
  // With so many recruits everybody is supervised; without them places that the scenario offers are lost.
  const many = Float64Array.from(decisions, ({ measure, most }) => (measure === 'overseas' ? most : 0));
  const centre = centreAt(input, decisions, many, from);
  const needs = await futures.needs(decisions, many, limits, from, 0);
  if (!needs) throw new Error('any plan closes in no fewer than none');
  const none = { ...limits, overseasCeiling: 0 };
  const under = prepareInput(resolved.input, none);
  const statuses: string[] = [];
  const solver = {
    solve: async (...asked: Parameters<typeof solveWithHighs> extends [unknown, ...infer Rest] ? Rest : never) => {
      const outcome = solveWithHighs(highs, ...asked);
      statuses.push(outcome.status);
      return outcome;
    },
    close: async () => undefined,
  };
  const search = new PlanSearch(
    { input: under, decisions: decisionsOf(under, terms, none), from },
    centre,
    needs,
    solver,
  );
  const found = await search.providing([0, 1, 2, 3], 1, none);
  expect(statuses).toEqual(['infeasible', 'solved']);
  expect(found.amounts.every((amount, j) => amount <= (decisions[j]?.most ?? 0) + 1e-6)).toBe(true);
});
