import loadHighs from 'highs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countOf } from '../../../tests/support/counts.ts';
import {
  dualBound,
  faultsOf,
  objectiveOf,
  ProgramBuilder,
  solveChecked,
  solveWithHighs,
  type HighsRuntime,
  type Program,
  type Solver,
} from './index.ts';

const highs = await (loadHighs as unknown as () => Promise<HighsRuntime>)();
const solver: Solver = {
  solve: async (program, options) => solveWithHighs(highs, program, options),
  close: async () => undefined,
};

/** max 30 chairs + 50 tables, chairs + 2 tables ≤ 40, 2 chairs + tables ≤ 50: 20 and 10, at 1,100. */
const furniture = (whole: boolean): Program => {
  const builder = new ProgramBuilder();
  const chairs = builder.column({ cost: -30, whole });
  const tables = builder.column({ cost: -50, whole });
  builder.row(
    [
      [chairs, 1],
      [tables, 2],
    ],
    { upper: 40 },
  );
  builder.row(
    [
      [chairs, 2],
      [tables, 1],
    ],
    { upper: 50 },
  );
  return builder.program;
};

test.each([false, true])('solves a program worked by hand, whole numbers %s', async (whole) => {
  const solved = await solveChecked(solver, furniture(whole));
  expect(solved).toMatchObject({ status: 'optimal' });
  if (solved.status !== 'optimal') return;
  expect([...solved.solution.values]).toEqual([20, 10]);
  expect(solved.solution.objective).toBe(-1100);
  expect(solved.solution.bound).toBeCloseTo(-1100, 9);
});

test('begins where another program ended, and finds the same optimum; of another shape that is left aside', async () => {
  const cold = await solveChecked(solver, furniture(false));
  const basis = cold.status === 'optimal' ? cold.solution.basis : undefined;
  expect(basis).toEqual({ columns: Int32Array.of(1, 1), rows: expect.any(Int32Array) });
  const less = { ...furniture(false), rowUpper: Float64Array.of(30, 50) };
  for (const start of [undefined, basis, { columns: Int32Array.of(1), rows: Int32Array.of(1, 0) }]) {
    const warm = await solveChecked(solver, less, { start });
    // chairs + 2 tables ≤ 30, 2 chairs + tables ≤ 50: 23⅓ and 3⅓.
    expect(warm.status === 'optimal' ? warm.solution.objective : Number.NaN).toBeCloseTo((-30 * 70 - 50 * 10) / 3, 9);
  }
  const whole = await solveChecked(solver, furniture(true));
  expect(whole.status === 'optimal' && whole.solution).not.toHaveProperty('basis');
});

test('tells infeasible from unbounded', async () => {
  const infeasible = new ProgramBuilder();
  infeasible.row([[infeasible.column({ upper: 1, cost: -1 }), 1]], { lower: 2 });
  expect(await solveChecked(solver, infeasible.program)).toEqual({ status: 'infeasible' });
  const unbounded = new ProgramBuilder();
  const [x, y] = [unbounded.column({ cost: -1 }), unbounded.column({ cost: 0 })];
  unbounded.row(
    [
      [x, 1],
      [y, -1],
    ],
    { upper: 1 },
  );
  expect(await solveChecked(solver, unbounded.program)).toEqual({ status: 'unbounded' });
});

test('gives the interior point the same optimum', async () => {
  const solved = await solveChecked(solver, furniture(false), { method: 'interior-point' });
  expect(solved).toMatchObject({ status: 'optimal' });
});

test.each([
  ['a column below its bound', [-1, 0], 'lower bound'],
  ['a row above its bound', [25, 10], 'row'],
  ['half a chair', [0.5, 0], 'whole number'],
  ['no number', [NaN, 0], 'number'],
  ['a column too few', [0], 'length'],
])('names %s', (_, values, kind) => {
  expect(faultsOf(furniture(true), Float64Array.from(values)).map((fault) => fault.kind)).toContain(kind);
});

test('does not believe a solver that breaks the program', async () => {
  const liar: Solver = {
    solve: async () => ({
      status: 'solved',
      values: Float64Array.of(40, 20),
      duals: Float64Array.of(0, 0),
      bound: -2200,
    }),
    close: async () => undefined,
  };
  expect((await solveChecked(liar, furniture(false))).status).toBe('wrong');
});

test('does not believe a solver that stops short of the optimum', async () => {
  const lazy: Solver = {
    solve: async () => ({
      status: 'solved',
      values: Float64Array.of(0, 0),
      duals: Float64Array.of(-70 / 3, -10 / 3),
      bound: 0,
    }),
    close: async () => undefined,
  };
  const solved = await solveChecked(lazy, furniture(false));
  expect(solved.status).toBe('feasible');
  expect(solved.status === 'feasible' && solved.solution.bound).toBeCloseTo(-1100, 9);
});

const coefficient = fc.integer({ min: -4, max: 4 });
const small = fc
  .record({
    columns: fc.array(fc.record({ upper: fc.integer({ min: 0, max: 4 }), cost: coefficient }), {
      minLength: 1,
      maxLength: 4,
    }),
    rows: fc.array(
      fc.record({ of: fc.array(coefficient, { minLength: 4, maxLength: 4 }), lower: fc.integer({ min: -6, max: 6 }) }),
      {
        maxLength: 4,
      },
    ),
  })
  .map(({ columns, rows }): { program: Program; uppers: readonly number[] } => {
    const builder = new ProgramBuilder();
    const indices = columns.map(({ upper, cost }) => builder.column({ upper, cost, whole: true }));
    for (const { of, lower } of rows)
      builder.row(
        indices.map((index) => [index, of[index] ?? 0] as const),
        { lower },
      );
    return { program: builder.program, uppers: columns.map(({ upper }) => upper) };
  });

const grid = (uppers: readonly number[]): readonly number[][] =>
  uppers.reduce<number[][]>(
    (points, upper) => points.flatMap((point) => Array.from({ length: upper + 1 }, (_, value) => [...point, value])),
    [[]],
  );

test('finds the optimum of every small whole-number program that trying all finds, and no linear optimum is above it', async () => {
  await fc.assert(
    fc.asyncProperty(small, async ({ program, uppers }) => {
      const costs = grid(uppers)
        .map((point) => Float64Array.from(point))
        .filter((point) => faultsOf(program, point).length === 0)
        .map((point) => objectiveOf(program, point));
      const solved = await solveChecked(solver, program);
      const linear = await solveChecked(solver, { ...program, whole: new Uint8Array(program.whole.length) });
      if (costs.length === 0) {
        expect(solved.status).toBe('infeasible');
        return;
      }
      expect(solved).toMatchObject({ status: 'optimal' });
      if (solved.status === 'optimal') expect(solved.solution.objective).toBeCloseTo(Math.min(...costs), 6);
      if (linear.status === 'optimal') expect(linear.solution.objective).toBeLessThanOrEqual(Math.min(...costs) + 1e-6);
      else expect(linear.status).toBe('infeasible');
    }),
    { numRuns: countOf({ test: 60, full: 2000, mutation: 20 }), seed: 1 },
  );
});

test('no multipliers give a bound above the optimum', () => {
  fc.assert(
    fc.property(
      small,
      fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 4, maxLength: 4 }),
      ({ program, uppers }, duals) => {
        const bound = dualBound(program, Float64Array.from(duals));
        for (const point of grid(uppers)) {
          const values = Float64Array.from(point);
          if (faultsOf(program, values).length === 0)
            expect(objectiveOf(program, values)).toBeGreaterThanOrEqual(bound - 1e-6);
        }
      },
    ),
    { numRuns: countOf({ test: 100, full: 2000, mutation: 20 }), seed: 2 },
  );
});
