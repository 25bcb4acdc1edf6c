import { expect, test } from 'vitest';
import { resolveShipped, shippedEvidence } from '../../../../tests/support/shipped.ts';
import type { ModelInput } from '../model-input.ts';
import { project, type Projection } from '../project.ts';
import { decisionsOf, withDecisions, type Decision } from './decisions.ts';
import { prepareInput, withoutSupervision } from './prepare.ts';
import { respond, type Change } from './response.ts';
import { readPlanTerms } from './terms.ts';
import type { Asked } from './worth.ts';

const read = readPlanTerms(shippedEvidence());
if (!read.ok) throw new Error('the terms of a plan do not read');
const terms = read.value;

/** A shipped scenario in which posts and supervision bind nobody. */
const unbound = (name: string): ModelInput =>
  withoutSupervision(prepareInput(resolveShipped(name).input, terms.limits));

const multiplierOf =
  (input: ModelInput) =>
  (occupation: number, t: number): number =>
    input.occupations[occupation]?.quitMultiplier[t] ?? 1;

/** Heads who can supervise in each step: those in post once leaving is over. */
const supervisorsOf = ({ headcount, retired, quit }: Projection['values']): Float64Array =>
  retired.map((gone, at) => (headcount[at] ?? 0) - gone - (quit[at] ?? 0));

// Central differences are as exact as the engine's sums are, and as the third order is small.
const closeTo = 1e-6;

const foretold = (changes: readonly Change[], decision: number, cell: number, length: number): Float64Array => {
  const sum = new Float64Array(length);
  for (const change of changes) {
    if (change.decision !== decision || change.cell !== cell) continue;
    for (let i = 0; i < length; i += 1) sum[i] = (sum[i] ?? 0) + (change.by[i] ?? 0);
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
    other[j] = (other[j] ?? 0) + change;
    return of(project(withDecisions(input, decisions, other)).values);
  };
  const [more, less] = [at(step), at(-step)];
  return more.map((value, i) => (value - (less[i] ?? 0)) / (2 * step));
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
      const of = (asked: Asked) => ({
        real: measured(input, decisions, amounts, j, asked === 'inPost' ? ({ inPost: wte }) => wte : supervisorsOf),
        changes: asked === 'inPost' ? inPost : supervisors,
        start: asked === 'inPost' ? from : 0,
        end: asked === 'inPost' ? input.years + 1 : input.years,
      });
      for (const { real, changes, start, end } of [of('inPost'), of('supervisors')]) {
        let largest = 0;
        for (let cell = 0; cell < cells; cell += 1) {
          const expected = foretold(changes, j, cell, end - start);
          for (let t = start; t < end; t += 1) {
            const value = expected[t - start] ?? 0;
            largest = Math.max(largest, Math.abs((real[t * cells + cell] ?? 0) - value) / Math.max(1, Math.abs(value)));
            compared += Math.abs(value) > 0.01 ? 1 : 0;
          }
        }
        expect(largest).toBeLessThan(closeTo);
      }
    }
    expect(compared).toBeGreaterThan(100);
  },
);
