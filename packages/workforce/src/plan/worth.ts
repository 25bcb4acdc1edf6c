import type { Compiled } from '../compile.ts';
import type { Projection } from '../project.ts';

/** What is asked of a response: WTE in post at the start of each year, or the heads who can supervise in each step. */
export type Asked = 'inPost' | 'supervisors';

/** What one head more in a cell comes to in the years that are asked about. */
export interface Worth {
  /** Adds what `people` of age index `a` come to who are there in step `t` once leaving is over. */
  readonly addAfterLeaving: (to: Float64Array, t: number, a: number, people: number) => void;
  /** The same of people who are there once some have moved into training, such as those who are hired. */
  readonly addAfterMoves: (to: Float64Array, t: number, a: number, people: number) => void;
  /** Those of some ages who may move into training in step `t`: heads by age index, and all of them. */
  readonly movable: (t: number, from: number, to: number) => { readonly heads: Float64Array; readonly total: number };
}

/** What is asked of a {@link Worth}. */
interface WorthAsked {
  /** First step of which it is asked. */
  readonly first: number;
  /** First year index, or step, that is asked about, and how many. */
  readonly from: number;
  readonly length: number;
  readonly asked: Asked;
}

/**
 * Works out what a head of each age in each year comes to later: who stays is a year older next year, who retires may
 * return, and of those of an age to move into training as many more stay as one more makes others move.
 */
export const worthOfHeads = (
  model: Compiled,
  { ages: people, values }: Projection,
  cell: number,
  { first, from, length, asked }: WorthAsked,
): Worth => {
  const { years, ageCount, cellCount, occupationOf, participation, training, input } = model;
  const occupation = occupationOf[cell] as number;
  const width = ageCount * length;
  // Rows are steps from `first`; the last is the horizon, where nobody leaves any more.
  const atStart = Array.from({ length: years - first + 1 }, () => new Float64Array(width + length));
  const afterLeaving = Array.from({ length: years - first }, () => new Float64Array(width));
  const moving = training.filter((stream) => stream.inServiceCell === cell);
  const [lowest, highest] = [
    Math.min(ageCount, ...moving.map((stream) => stream.inServiceFrom)),
    Math.max(-1, ...moving.map((stream) => stream.inServiceTo)),
  ];
  const known: (Float64Array | undefined)[] = [];
  const stays = (t: number): Float64Array => {
    const before = known[t];
    if (before) return before;
    const retirement = model.retirementAt(occupation, t);
    const quitting = model.quittingAt(occupation, t);
    const staying = new Float64Array(ageCount);
    for (let a = 0; a < ageCount; a += 1) staying[a] = (1 - (retirement[a] as number)) * (1 - (quitting[a] as number));
    known[t] = staying;
    return staying;
  };
  const movable: Worth['movable'] = (t, low, high) => {
    const staying = stays(t);
    const heads = new Float64Array(ageCount);
    let total = 0;
    for (let a = low; a <= high; a += 1) {
      heads[a] = (people.notRecognised[(t * cellCount + cell) * ageCount + a] as number) * (staying[a] as number);
      total += heads[a] as number;
    }
    return { heads, total };
  };
  for (let t = years; t >= first; t -= 1) {
    const now = atStart[t - first] as Float64Array;
    const here = t - from;
    if (asked === 'inPost' && here >= 0)
      for (let a = 0; a < ageCount; a += 1) now[a * length + here] = participation[occupation * ageCount + a] as number;
    if (t === years) continue;
    const next = atStart[t + 1 - first] as Float64Array;
    const after = afterLeaving[t - first] as Float64Array;
    const since = Math.max(0, here + 1);
    // One who stays once leaving and moves are over is a year older at the start of the next year.
    for (let a = 0; a < ageCount; a += 1)
      for (let i = since; i < length; i += 1) after[a * length + i] = next[(a + 1) * length + i] as number;
    shareMoves(
      after,
      length,
      since,
      values.movedIntoTraining[t * cellCount + cell] as number,
      movable(t, lowest, highest),
      [lowest, highest],
    );
    if (asked === 'supervisors' && here >= 0) for (let a = 0; a < ageCount; a += 1) after[a * length + here] = 1;
    const staying = stays(t);
    const retirement = model.retirementAt(occupation, t);
    const returning = model.returning[t * cellCount + cell] as number;
    const begins = asked === 'inPost' ? since : Math.max(0, here);
    for (let a = 0; a < ageCount; a += 1) {
      let returned = (retirement[a] as number) * returning * input.returnedParticipation;
      for (let year = t + 1; year < from + begins; year += 1) returned *= 1 - input.returnedLeaving;
      for (let i = begins; i < length; i += 1) {
        now[a * length + i] = (staying[a] as number) * (after[a * length + i] as number);
        if (asked === 'supervisors') continue;
        now[a * length + i] = (now[a * length + i] as number) + returned;
        returned *= 1 - input.returnedLeaving;
      }
    }
  }
  const addRow = (to: Float64Array, row: Float64Array, at: number, count: number): void => {
    if (count === 0) return;
    for (let i = 0; i < length; i += 1) to[i] = (to[i] as number) + count * (row[at + i] as number);
  };
  return {
    addAfterLeaving: (to, t, a, count) => addRow(to, afterLeaving[t - first] as Float64Array, a * length, count),
    addAfterMoves: (to, t, a, count) => addRow(to, atStart[t + 1 - first] as Float64Array, (a + 1) * length, count),
    movable,
  };
};

/**
 * Changes what one more head is worth where `moved` of those of an age to move leave for training, in proportion to the
 * ages there: n'ₐ = nₐ·(1 − moved/n), of which the derivative is taken.
 */
const shareMoves = (
  after: Float64Array,
  length: number,
  since: number,
  moved: number,
  { heads, total }: ReturnType<Worth['movable']>,
  [lowest, highest]: readonly [number, number],
): void => {
  if (moved === 0 || total <= 0) return;
  const share = Math.min(1, moved / total);
  for (let i = since; i < length; i += 1) {
    let mean = 0;
    for (let a = lowest; a <= highest; a += 1)
      mean += ((heads[a] as number) / total) * (after[a * length + i] as number);
    for (let a = lowest; a <= highest; a += 1)
      after[a * length + i] = share < 1 ? (1 - share) * (after[a * length + i] as number) + share * mean : 0;
  }
};
