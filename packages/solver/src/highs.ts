import type { Program } from './program.ts';
import type { SolveOptions, SolverOutcome } from './solver.ts';

/** What is needed of the WebAssembly build of HiGHS, which whoever has files or a network loads and hands in. */
export interface HighsRuntime {
  readonly infinity: number;
  readonly constants: {
    readonly modelStatus: Readonly<
      Record<'optimal' | 'infeasible' | 'unboundedOrInfeasible' | 'unbounded' | 'modelEmpty' | 'timeLimit', number>
    >;
    readonly basisValidity: { readonly valid: number };
  };
  readonly createModel: (data: HighsModelData) => HighsModel;
}

interface HighsModelData {
  readonly numCols: number;
  readonly numRows: number;
  readonly colCost: Float64Array;
  readonly colLower: Float64Array;
  readonly colUpper: Float64Array;
  readonly rowLower: Float64Array;
  readonly rowUpper: Float64Array;
  readonly matrix: {
    readonly format: 'csr';
    readonly numRows: number;
    readonly numCols: number;
    readonly starts: Int32Array;
    readonly indices: Int32Array;
    readonly values: Float64Array;
  };
  readonly integrality?: Int32Array;
}

interface HighsBasis {
  readonly colStatus: Int32Array;
  readonly rowStatus: Int32Array;
}

interface HighsModel {
  readonly options: { set: (options: Readonly<Record<string, string | number | boolean>>) => unknown };
  readonly info: { get: (name: 'mip_dual_bound' | 'basis_validity') => unknown };
  readonly setBasis: (basis: HighsBasis) => unknown;
  readonly getBasis: () => HighsBasis;
  readonly run: () => unknown;
  readonly getModelStatus: () => number;
  readonly getSolution: () => { readonly colValue: Float64Array; readonly rowDual: Float64Array };
  readonly dispose: () => void;
}

const exact = 1e-9;

const finite = (values: Float64Array, infinity: number): Float64Array =>
  values.map((value) => (Number.isFinite(value) ? value : value > 0 ? infinity : -infinity));

/**
 * Solves a program with HiGHS, here and now. The status says what HiGHS says; use {@link solveChecked} to have it checked.
 *
 * The same program and options give the same values: one thread, one random seed.
 */
export const solveWithHighs = (
  highs: HighsRuntime,
  program: Program,
  { seconds, gap = exact, method = 'simplex', start }: SolveOptions = {},
): SolverOutcome => {
  const numCols = program.cost.length;
  const numRows = program.rowLower.length;
  const isLinear = !program.whole.includes(1);
  const model = highs.createModel({
    numCols,
    numRows,
    colCost: program.cost,
    colLower: finite(program.lower, highs.infinity),
    colUpper: finite(program.upper, highs.infinity),
    rowLower: finite(program.rowLower, highs.infinity),
    rowUpper: finite(program.rowUpper, highs.infinity),
    matrix: {
      format: 'csr',
      numRows,
      numCols,
      starts: program.starts,
      indices: program.columns,
      values: program.coefficients,
    },
    ...(isLinear ? {} : { integrality: Int32Array.from(program.whole) }),
  });
  try {
    model.options.set({
      output_flag: false,
      ...(isLinear
        ? { solver: method === 'simplex' ? 'simplex' : 'ipm' }
        : { mip_rel_gap: gap, mip_abs_gap: gap, mip_feasibility_tolerance: exact }),
      ...(seconds === undefined ? {} : { time_limit: seconds }),
    });
    if (isLinear && method === 'simplex' && start?.columns.length === numCols && start.rows.length === numRows)
      model.setBasis({ colStatus: start.columns, rowStatus: start.rows });
    model.run();
    const status = model.getModelStatus();
    const { optimal, infeasible, unboundedOrInfeasible, unbounded } = highs.constants.modelStatus;
    if (status === infeasible) return { status: 'infeasible' };
    if (status === unbounded) return { status: 'unbounded' };
    // Without costs nothing is unbounded, so that the same program without them tells the two apart.
    if (status === unboundedOrInfeasible)
      return program.cost.every((cost) => cost === 0) ? { status: 'infeasible' } : tellApart(highs, program);
    if (status !== optimal) return { status: 'unfinished', reason: `HiGHS stopped with model status ${status}` };
    const { colValue, rowDual } = model.getSolution();
    const bound = isLinear ? Number.NEGATIVE_INFINITY : Number(model.info.get('mip_dual_bound'));
    if (!isLinear) return { status: 'solved', values: colValue, duals: new Float64Array(), bound };
    const solved = { status: 'solved' as const, values: colValue, duals: rowDual, bound };
    if (model.info.get('basis_validity') !== highs.constants.basisValidity.valid) return solved;
    const { colStatus, rowStatus } = model.getBasis();
    return { ...solved, basis: { columns: colStatus, rows: rowStatus } };
  } finally {
    model.dispose();
  }
};

const tellApart = (highs: HighsRuntime, program: Program): SolverOutcome => {
  const free = solveWithHighs(highs, { ...program, cost: new Float64Array(program.cost.length) });
  return free.status === 'solved' ? { status: 'unbounded' } : free;
};
