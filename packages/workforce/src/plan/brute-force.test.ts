import loadHighs from 'highs';
import fc from 'fast-check';
import { solveChecked, solveWithHighs, type HighsRuntime, type Solver } from '@isocentre/solver';
import { expect, test } from 'vitest';
import { countOf } from '../../../../tests/support/counts.ts';
import type { ModelInput } from '../model-input.ts';
import { project } from '../project.ts';
import { decisionsOf, withDecisions, type Decision } from './decisions.ts';
import { limitRows } from './limit-rows.ts';
import { linesOf } from './lines.ts';
import { excessOf, prepareInput } from './prepare.ts';
import { writeProgram } from './program.ts';
import { costOf } from './search.ts';
import { millionths, type PlanTerms } from './terms.ts';

const highs = await (loadHighs as unknown as () => Promise<HighsRuntime>)();
const solver: Solver = {
  solve: async (program, options) => solveWithHighs(highs, program, options),
  close: async () => undefined,
};

const ages = { first: 20, last: 75 };
const ageCount = ages.last - ages.first + 1;
const byAge = (of: (age: number) => number): number[] => Array.from({ length: ageCount }, (_, a) => of(ages.first + a));
const years = 4;
const from = 3;
const cellCount = 2;

/** What differs from one small case to another. */
const cases = fc.record({
  heads: fc.array(fc.integer({ min: 10, max: 30 }), { minLength: cellCount, maxLength: cellCount }),
  starts: fc.array(fc.integer({ min: 1, max: 2 }), { minLength: cellCount, maxLength: cellCount }),
  routeYears: fc.integer({ min: 1, max: 2 }),
  supervision: fc.constantFrom(0.12, 0.2, 0.4),
  tolerance: fc.constantFrom(0, 0.02, 0.05),
  growthLimit: fc.constantFrom(0.5, 1, 9),
  futures: fc.array(
    fc.record({
      quitting: fc.constantFrom(0.02, 0.05, 0.09),
      attrition: fc.constantFrom(0, 0.1, 0.25),
      required: fc.array(fc.integer({ min: -3, max: 3 }), { minLength: cellCount, maxLength: cellCount }),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  mayMiss: fc.integer({ min: 0, max: 1 }),
  costs: fc.record({ overseas: fc.integer({ min: 1, max: 40 }), trainee: fc.integer({ min: 1, max: 40 }) }),
});
type Case = typeof cases extends fc.Arbitrary<infer T> ? T : never;

/** The two cells: two occupations of the nation, or one occupation in two regions. */
interface Cells {
  readonly occupations: readonly string[];
  readonly regions: readonly string[];
}
const inputOf = ({ occupations, regions }: Cells, one: Case, future: Case['futures'][number]): ModelInput => ({
  format: 'isocentre-model-input',
  version: 1,
  scenario: { name: 'small', title: 'small' },
  scope: 'surveyed',
  baselineYear: 2023,
  firstDecisionYear: 2023,
  years,
  ages,
  closure: { tolerance: one.tolerance, reportedYears: 1, countedFrom: 2023 },
  retiringWithinYears: 1,
  returnedParticipation: 0.5,
  returnedLeaving: 0.3,
  turnedAwayLost: 0.5,
  fundedShare: Array.from({ length: years }, () => 1),
  regions: regions.map((id) => ({ id, title: id })),
  occupations: occupations.map((id) => ({
    id,
    specialism: 's',
    group: id,
    title: 't',
    participation: byAge((age) => (age < 60 ? 0.9 : 0.7)),
    retirement: [{ fromYear: 2023, byAge: byAge((age) => (age >= 75 ? 1 : age >= 60 ? 0.2 : 0)) }],
    quitting: byAge(() => future.quitting),
    quitMultiplier: Array.from({ length: years }, () => 1),
    returning: Array.from({ length: years }, () => 0.1),
    supervision: Array.from({ length: years }, () => one.supervision),
    certification: null,
    transfers: [],
    pay: 0,
    onCosts: 0,
  })),
  routes: [
    {
      id: 'r',
      title: 'r',
      years: one.routeYears,
      attrition: future.attrition,
      takeUp: 0.9,
      costPerTrainee: one.costs.trainee,
      entryProfile: byAge((age) => (age === 25 ? 1 : 0)),
      inServiceShare: 0,
      inServiceAges: { from: 20, to: 40 },
    },
  ],
  cells: Array.from({ length: cellCount }, (_, index) => ({
    occupation: occupations[index % occupations.length] ?? '',
    region: regions[index % regions.length] ?? '',
    notRecognised: byAge((age) => (age === 40 || age === 58 ? (one.heads[index] ?? 0) / 2 : 0)),
    recognised: byAge(() => 0),
    returned: 0,
    posts: one.heads[index] ?? 0,
    addedPosts: Array.from({ length: years }, () => 0),
    requirement: Array.from(
      { length: years + 1 },
      () => 0.75 * (one.heads[index] ?? 0) + (future.required[index] ?? 0),
    ),
    recognisedRequirement: Array.from({ length: years + 1 }, () => 0),
    training: [
      {
        route: 'r',
        trainees: Array.from({ length: one.routeYears }, () => 0),
        starts: Array.from({ length: years }, () => one.starts[index] ?? 0),
        inServiceFrom: null,
      },
    ],
    recruits: [
      {
        source: 'international' as const,
        people: Array.from({ length: years }, () => 0),
        profile: byAge((age) => (age === 33 ? 1 : 0)),
      },
    ],
  })),
});

const termsOf = (one: Case): PlanTerms => ({
  limits: {
    trainingGrowth: one.growthLimit,
    trainingCeiling: 3,
    overseasCeiling: 0.1,
    retentionCeiling: 0,
    supervision: 1,
    budget: Infinity,
  },
  costs: { tuition: () => 3, supervisionTime: 0, overseas: one.costs.overseas, retention: 0 },
  discount: [{ from: 0, rate: 0.035 }],
  futures: 0,
  replay: 0,
  uses: new Map(),
});

/** Every whole-number plan: places, then people from overseas, of a few decisions. */
const plansOf = (decisions: readonly Decision[]): readonly number[][] =>
  decisions.reduce<number[][]>(
    (plans, { most }) =>
      plans.flatMap((plan) => Array.from({ length: Math.floor(most) + 1 }, (_, amount) => [...plan, amount])),
    [[]],
  );

/** Written anew, without the rows: places of the route may not grow faster in a region than they may. */
const growsTooFast = (
  { cells }: ModelInput,
  one: Case,
  decisions: readonly Decision[],
  plan: readonly number[],
): boolean =>
  [...new Set(cells.map(({ region }) => region))].some((region) => {
    const today = one.starts.reduce((sum, starts, cell) => sum + (cells[cell]?.region === region ? starts : 0), 0);
    const places = Array.from({ length: years }, () => today);
    decisions.forEach(({ measure, t, region: of }, j) => {
      if (measure === 'training' && of === region) places[t] = (places[t] ?? 0) + (plan[j] ?? 0);
    });
    return places.some((now, t) => now > (1 + one.growthLimit) * (t === 0 ? today : (places[t - 1] ?? 0)) + 1e-9);
  });

test.each([
  ['two occupations', { occupations: ['o0', 'o1'], regions: ['nation'] }],
  ['two regions', { occupations: ['o0'], regions: ['north', 'south'] }],
])('%s: finds the optimum that trying every plan finds, whatever future may miss', async (_, of) => {
  let feasible = 0;
  await fc.assert(
    fc.asyncProperty(cases, async (one) => {
      const terms = termsOf(one);
      const inputs = one.futures.map((future) => prepareInput(inputOf(of, one, future), terms.limits));
      const [stated] = inputs;
      if (!stated) return;
      // Costs follow from the first future; four decisions of each case are open, so that all plans can be tried.
      const decisions = decisionsOf(stated, terms, terms.limits)
        .filter(({ measure }) => measure !== 'retention')
        .map((decision, j) => ({ ...decision, most: j % 4 === 0 ? Math.min(2, Math.floor(decision.most)) : 0 }));
      const mayMiss = Math.min(one.mayMiss, inputs.length - 1);

      let least = Infinity;
      for (const plan of plansOf(decisions)) {
        if (growsTooFast(stated, one, decisions, plan)) continue;
        const cost = costOf(decisions, plan);
        if (cost >= least) continue;
        let missed = 0;
        for (const input of inputs) {
          const excess = excessOf(input, project(withDecisions(input, decisions, plan)).values);
          if (excess.subarray(from).some((over) => over > 1e-7)) missed += 1;
        }
        if (missed <= mayMiss) least = cost;
      }

      const { program } = writeProgram({
        decisions,
        limits: limitRows(stated, decisions, terms.limits),
        futures: inputs.map((input) => {
          const requirement = Float64Array.from(
            { length: (years + 1) * cellCount },
            (__, at) => input.cells[at % cellCount]?.requirement[Math.floor(at / cellCount)] ?? 0,
          );
          return {
            lines: linesOf(input, decisions, new Float64Array(decisions.length), from),
            needed: (cell: number, t: number) => [{ wte: requirement[t * cellCount + cell] ?? 0, share: 1 }],
            tolerated: Float64Array.from(
              { length: years + 1 },
              (__, t) => one.tolerance * ((requirement[2 * t] ?? 0) + (requirement[2 * t + 1] ?? 0)),
            ),
            lost: new Set([0, 1]),
            offered: (cell: number, stream: number, t: number) => input.cells[cell]?.training[stream]?.starts[t] ?? 0,
          };
        }),
        missing: mayMiss,
        whole: true,
      });
      const solved = await solveChecked(solver, program);
      if (least === Infinity) {
        expect(solved.status).toBe('infeasible');
        return;
      }
      feasible += least > 0 ? 1 : 0;
      expect(solved.status).toBe('optimal');
      if (solved.status === 'optimal') expect(solved.solution.objective / millionths).toBeCloseTo(least, 3);
    }),
    { numRuns: countOf({ test: 40, full: 500, mutation: 40 }), seed: 3 },
  );
  expect(feasible).toBeGreaterThan(countOf({ test: 40, full: 500, mutation: 40 }) / 8);
});
