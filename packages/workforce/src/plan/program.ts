import { ProgramBuilder, type Program, type Term } from '@isocentre/solver';
import type { Decision } from './decisions.ts';
import type { LimitRow } from './limit-rows.ts';
import type { Lines, SupervisionRow } from './lines.ts';
import { millionths } from './terms.ts';

/** A shortfall is at least `share` × (`wte` − what is in post): the whole of it with share 1, or that of a share of cases. */
export interface Needed {
  readonly wte: number;
  readonly share: number;
}

/** What must hold in one future. */
export interface FutureRows {
  readonly lines: Lines;
  /** What is to be in post in cell `c` in year `t`. */
  readonly needed: (cell: number, t: number) => readonly Needed[];
  /** Largest summed shortfall that counts as closed, WTE, by year. */
  readonly tolerated: Float64Array;
  /** Cells in which places may be lost for want of supervision, so that the program works out how many start. */
  readonly lost: ReadonlySet<number>;
  /** Places that the scenario offers without the plan, of training stream `stream` of cell `cell` in step `t`. */
  readonly offered: (cell: number, stream: number, t: number) => number;
}

/** What a plan is asked for. */
export interface PlanProgram {
  readonly decisions: readonly Decision[];
  readonly limits: readonly LimitRow[];
  readonly futures: readonly FutureRows[];
  /**
   * How futures may miss. `none`: they may not. A number: so many of them may, whichever, with a whole number for each,
   * which many futures make slow. `dear`: each WTE of a year by which one misses costs more than any measure, so that
   * there always is a solution, and what it misses is the least that can be missed.
   */
  readonly missing: 'none' | 'dear' | number;
  /**
   * Whether only whole places, people and cuts in leaving are allowed, and places are lost only where they cannot be
   * supervised; default: any amount, and a plan may leave a place empty for the sake of a later one. For small cases.
   */
  readonly whole?: boolean;
}

/** A plan as a program. The amounts of the decisions are its first columns, in their order. */
export interface WrittenProgram {
  readonly program: Program;
  /** What starts or acts in future `s` once places are lost: for each decision, the column that holds it. */
  readonly acting: readonly Int32Array[];
  /** The columns of what the futures miss, WTE by year; none unless missing is dear. */
  readonly missed: readonly number[];
  /** The rows that say what is needed, in the order of the futures, what is in post in them and its cases. */
  readonly needs: readonly number[];
  /** The rows that say what is tolerated, in the order of the futures and their years. */
  readonly tolerances: readonly number[];
}

// Millions of pounds for a WTE missed for a year: about a hundred times what one costs by the dearest measure.
const dear = 20;

// The same for a trainee more than can be supervised, whom no number of WTE is worth.
const dearest = 1e3;

// More places than any small case has.
const plenty = 1e3;

/** What is offered by a training stream in a step, as columns: what starts beyond the scenario's own, and what is planned. */
interface Starts {
  readonly acting: number;
  readonly planned: number;
  readonly offered: number;
}

/**
 * Lets places be lost only as the engine loses them: everything offered starts, or as much as can be supervised, or
 * nobody where those who continue are more than that. It takes whole numbers, one route into a cell.
 */
const holdNobodyBack = (
  builder: ProgramBuilder,
  { most }: SupervisionRow,
  slopes: readonly Term[],
  starts: readonly Starts[],
): void => {
  const all = builder.column({ upper: 1, whole: true });
  const nobody = builder.column({ upper: 1, whole: true });
  builder.row([...slopes, [nobody, -plenty]], { upper: most });
  builder.row([...slopes, [all, plenty]], { lower: most });
  for (const { acting, planned, offered } of starts) {
    const every: Term[] = [
      [acting, 1],
      [planned, -1],
      [all, -plenty],
    ];
    builder.row(every, { lower: -plenty });
    const none: Term[] = [
      [acting, 1],
      [nobody, plenty],
    ];
    builder.row(none, { upper: plenty - offered });
  }
};

/**
 * Writes a plan as a program: minimise the present cost so that in every future and year the shortfalls of the cells add
 * up to no more than what is tolerated. A shortfall is at least 0 and at least what is needed less what is in post.
 */
export const writeProgram = (plan: PlanProgram): WrittenProgram => {
  const { decisions, missing, whole = false } = plan;
  const builder = new ProgramBuilder();
  for (const { most, cost } of decisions) builder.column({ upper: most, whole, cost: cost * millionths });
  for (const { terms, most } of plan.limits) builder.row(terms, { upper: most });
  const acting: Int32Array[] = [];
  const missed: number[] = [];
  const needs: number[] = [];
  const tolerances: number[] = [];
  const mayMiss: Term[] = [];
  for (const { lines, lost, offered, needed, tolerated } of plan.futures) {
    const columns = Int32Array.from(decisions, (_, j) => j);
    acting.push(columns);
    decisions.forEach(({ measure, cell, stream, t, most }, j) => {
      if (measure !== 'training' || !lost.has(cell)) return;
      // What starts beyond what the scenario offers: no more than the plan offers, and maybe less than nothing.
      const column = builder.column({ lower: -offered(cell, stream, t), upper: most });
      columns[j] = column;
      builder.row(
        [
          [column, 1],
          [j, -1],
        ],
        { upper: 0 },
      );
    });
    const startsOf = ({ cell, t }: SupervisionRow): readonly Starts[] =>
      decisions.flatMap(({ measure, cell: of, t: when, stream }, j) =>
        measure === 'training' && of === cell && when === t
          ? [{ acting: columns[j] as number, planned: j, offered: offered(cell, stream, t) }]
          : [],
      );
    const here = (slopes: readonly Term[]): Term[] => slopes.map(([j, slope]): Term => [columns[j] as number, slope]);
    for (const row of lines.supervision) {
      if (!lost.has(row.cell)) builder.row(here(row.slopes), { upper: row.most });
      else if (whole) holdNobodyBack(builder, row, here(row.slopes), startsOf(row));
      // Where those who continue are more than can be supervised, nobody is cut.
      else builder.row([...here(row.slopes), [builder.column({ cost: dearest }), -1]], { upper: row.most });
    }
    const anyMiss = typeof missing === 'number' && missing > 0 ? builder.column({ upper: 1, whole: true }) : -1;
    if (anyMiss >= 0) mayMiss.push([anyMiss, 1]);
    const byYear = new Map<number, Term[]>();
    const largest = new Map<number, number>();
    for (const { cell, t, level, slopes } of lines.inPost) {
      const all = needed(cell, t);
      const shortfall = builder.column();
      const ofYear = byYear.get(t) ?? [];
      ofYear.push([shortfall, 1]);
      byYear.set(t, ofYear);
      const [first] = all;
      if (all.length === 1 && first?.share === 1) {
        largest.set(t, (largest.get(t) ?? 0) + first.wte);
        needs.push(builder.row([[shortfall, 1], ...here(slopes)], { lower: first.wte - level }));
        continue;
      }
      const added = builder.column({ lower: -Infinity });
      builder.row([[added, -1], ...here(slopes)], { lower: 0, upper: 0 });
      for (const { wte, share } of all) {
        const row: Term[] = [
          [shortfall, 1],
          [added, share],
        ];
        needs.push(builder.row(row, { lower: share * (wte - level) }));
      }
    }
    for (const [t, terms] of byYear) {
      if (missing === 'dear') {
        const column = builder.column({ cost: dear });
        missed.push(column);
        terms.push([column, -1]);
      } else if (anyMiss >= 0) terms.push([anyMiss, -(largest.get(t) ?? 0)]);
      tolerances.push(builder.row(terms, { upper: tolerated[t] as number }));
    }
  }
  if (mayMiss.length > 0) builder.row(mayMiss, { upper: Number(missing) });
  return { program: builder.program, acting, missed, needs, tolerances };
};

/** The same program with other amounts needed and tolerated: the futures are the same, and as many cases are needed. */
export const renewProgram = (
  { program, needs, tolerances }: WrittenProgram,
  futures: readonly Pick<FutureRows, 'lines' | 'needed' | 'tolerated'>[],
): Program => {
  const [rowLower, rowUpper] = [program.rowLower.slice(), program.rowUpper.slice()];
  const coefficients = program.coefficients.slice();
  let [need, tolerance] = [0, 0];
  for (const { lines, needed, tolerated } of futures) {
    const years = new Set<number>();
    for (const { cell, t, level } of lines.inPost) {
      years.add(t);
      const all = needed(cell, t);
      for (const { wte, share } of all) {
        const row = needs[need] as number;
        rowLower[row] = share * (wte - level);
        // What is added stands behind the shortfall; alone, the whole of what is needed is.
        if (all.length > 1) coefficients[(program.starts[row] as number) + 1] = share;
        need += 1;
      }
    }
    for (const t of years) {
      rowUpper[tolerances[tolerance] as number] = tolerated[t] as number;
      tolerance += 1;
    }
  }
  return { ...program, rowLower, rowUpper, coefficients };
};
