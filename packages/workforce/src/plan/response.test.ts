import { expect, test } from 'vitest';
import { resolveShipped, shippedEvidence } from '../../../../tests/support/shipped.ts';
import type { ModelInput } from '../model-input.ts';
import { project, type Projection } from '../project.ts';
import { decisionsOf, withDecisions, type Decision } from './decisions.ts';
import { prepareInput } from './futures.ts';
import { respond, type Change } from './response.ts';
import { readPlanTerms } from './terms.ts';

const read = readPlanTerms(shippedEvidence());
if (!read.ok) throw new Error('the terms of a plan do not read');
const terms = read.value;
const plenty = 1e6;

/** A shipped scenario in which posts and supervision bind nobody. */
const unbound = (name: string): ModelInput => {
  const input = prepareInput(resolveShipped(name).input, terms.limits);
  return {
    ...input,
    occupations: input.occupations.map((one) => ({ ...one, supervision: one.supervision.map(() => plenty) })),
    cells: input.cells.map((cell) => ({
      ...cell,
      addedPosts: cell.addedPosts.map((posts, t) => (t === 0 ? posts + plenty : posts)),
    })),
  };
};

const multiplierOf =
  (input: ModelInput) =>
  (occupation: number, t: number): number =>
    input.occupations[occupation]?.quitMultiplier[t] ?? 1;

/** Heads who can supervise in each step: those in post once leaving is over. */
const supervisorsOf = ({ headcount, retired, quit }: Projection['values']): Float64Array =>
  retired.map((gone, at) => (headcount[at] as number) - gone - (quit[at] as number));

const foretold = (changes: readonly Change[], decision: number, cell: number, length: number): Float64Array => {
  const sum = new Float64Array(length);
  for (const change of changes) {
    if (change.decision !== decision || change.cell !== cell) continue;
    for (let i = 0; i < length; i += 1) sum[i] = (sum[i] as number) + (change.by[i] as number);
  }
  return sum;
};

/** Half the difference that a little more and a little less of a decision make to the engine's course. */
const measured = (
  input: ModelInput,
  decisions: readonly Decision[],
  amounts: Float64Array,
  j: number,
  of: (values: Projection['values']) => Float64Array,
): Float64Array => {
  const step = 0.01;
  const at = (change: number): Float64Array => {
    const other = amounts.slice();
    other[j] = (other[j] as number) + change;
    return of(project(withDecisions(input, decisions, other)).values);
  };
  const [more, less] = [at(step), at(-step)];
  return more.map((value, i) => (value - (less[i] as number)) / (2 * step));
};

test.each(['todays-course', 'the-briefs-asks'])(
  '%s: is what the engine says one unit more changes, where nothing binds',
  (name) => {
    const input = unbound(name);
    const cells = input.cells.length;
    const from = 12;
    const decisions = decisionsOf(input, terms, terms.limits);
    const amounts = Float64Array.from(decisions, ({ measure, t }) =>
      measure === 'retention' ? 0.05 : measure === 'overseas' ? 1 : 2 + (t % 2),
    );
    const projection = project(withDecisions(input, decisions, amounts));
    const inPost = respond(projection, multiplierOf(input), decisions, from, 'inPost');
    const supervisors = respond(projection, multiplierOf(input), decisions, 0, 'supervisors');
    let compared = 0;
    for (let j = 3; j < decisions.length; j += 61) {
      const real = measured(input, decisions, amounts, j, ({ inPost: wte }) => wte);
      const heads = measured(input, decisions, amounts, j, supervisorsOf);
      for (let cell = 0; cell < cells; cell += 1) {
        const wte = foretold(inPost, j, cell, input.years + 1 - from);
        for (let t = from; t <= input.years; t += 1) {
          expect(Math.abs((real[t * cells + cell] as number) - (wte[t - from] as number))).toBeLessThan(
            1e-6 * Math.max(1, 20 * (wte[t - from] as number)),
          );
          compared += Math.abs(wte[t - from] as number) > 0.01 ? 1 : 0;
        }
        const more = foretold(supervisors, j, cell, input.years);
        for (let t = 0; t < input.years; t += 1)
          expect(Math.abs((heads[t * cells + cell] as number) - (more[t] as number))).toBeLessThan(
            1e-6 * Math.max(1, 20 * (more[t] as number)),
          );
      }
    }
    expect(compared).toBeGreaterThan(100);
  },
);
