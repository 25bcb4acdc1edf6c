import { expect, test } from 'vitest';
import { renewProgram, writeProgram, type FutureRows, type Needed } from './program.ts';

/** Two cells in two years, in post without a plan 10 WTE in each, half a WTE more by each unit of the one decision. */
const future = (needed: FutureRows['needed'], tolerated: readonly number[]): FutureRows => ({
  lines: {
    inPost: [0, 1].flatMap((cell) =>
      [0, 1].map((t) => ({ cell, t, level: 10, slopes: cell === 0 ? ([[0, 0.5]] as const) : [] })),
    ),
    supervision: [],
  },
  needed,
  tolerated: Float64Array.from(tolerated),
  lost: new Set(),
  offered: () => 0,
});
const decision = {
  measure: 'overseas' as const,
  cell: 0,
  cells: [0],
  occupation: 'o',
  region: 'r',
  stream: -1,
  t: 0,
  most: 8,
  spending: Float64Array.of(1),
  cost: 1,
};
const written = (one: FutureRows) =>
  writeProgram({ decisions: [decision], limits: [], futures: [one], missing: 'dear' });

test.each([
  ['one case of each cell', (wte: number): readonly Needed[] => [{ wte, share: 1 }]],
  [
    'shares of the cases',
    (wte: number): readonly Needed[] => [
      { wte, share: 1 },
      { wte: wte + 3, share: 0.5 },
    ],
  ],
])('a program renewed is the program written anew: %s', (_, cases) => {
  const before = written(future((cell, t) => cases(11 + cell + t), [1, 2]));
  const after = future((cell, t) => cases(20 - 3 * cell + t), [3, 4]);
  expect(renewProgram(before, [after])).toEqual(written(after).program);
  expect(before.program).not.toEqual(written(after).program);
});

test('the shortfall of shares is bounded by what each share lacks on average', () => {
  const { program } = written(
    future(
      () => [
        { wte: 12, share: 1 },
        { wte: 18, share: 0.5 },
      ],
      [1, 1],
    ),
  );
  // Columns: the decision, then for each cell and year its shortfall and what the plan adds to those in post.
  const rows = Array.from({ length: program.rowLower.length }, (_, i) =>
    Array.from({ length: (program.starts[i + 1] ?? 0) - (program.starts[i] ?? 0) }, (__, k) => [
      program.columns[(program.starts[i] ?? 0) + k],
      program.coefficients[(program.starts[i] ?? 0) + k],
    ]),
  );
  expect(rows.slice(0, 3)).toEqual([
    [
      [2, -1],
      [0, 0.5],
    ],
    [
      [1, 1],
      [2, 1],
    ],
    [
      [1, 1],
      [2, 0.5],
    ],
  ]);
  // 2 are lacking on average; 8 in the half that lacks most.
  expect(program.rowLower.slice(0, 3)).toEqual(Float64Array.of(0, 2, 4));
});
