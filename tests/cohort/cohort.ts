import {
  BinomialSampler,
  bitsAt,
  hashText,
  murmur3,
  PoissonSampler,
  streamOf,
  type Stream,
} from '@isocentre/statistics';

// The cohort case: a workforce in its simplest form, with which the speed of exact draws is compared with numpy's
// (cohort.py) and with that of the same arithmetic in C (cohort.c). All three make the same figures, by whole numbers and
// single operations in the same order.

export const groups = 12;
export const ages = 50;
export const years = 30;

/** The figures of group `g` at age index `a`, at `g × ages + a`. */
export interface CohortCase {
  /** People at the start: 40 in the smallest group, 2,460 in the largest, most of them in the middle ages. */
  readonly heads: Int32Array;
  /** Probability to leave within a year: 3 to 7 %, and 2 points more with each year of the last twelve. */
  readonly hazard: Float64Array;
  /** Joiners expected a year: 7.5 % of the group, most of them young. */
  readonly joiners: Float64Array;
}

// Σ (a + 1)·(50 − a) and Σ (50 − a)² over the ages.
const headWeights = 22_100;
const joinerWeights = 42_925;

export const cohortCase = (): CohortCase => {
  const heads = new Int32Array(groups * ages);
  const hazard = new Float64Array(groups * ages);
  const joiners = new Float64Array(groups * ages);
  for (let g = 0; g < groups; g += 1) {
    const size = 40 + 20 * g * g;
    for (let a = 0; a < ages; a += 1) {
      const cell = g * ages + a;
      heads[cell] = Math.floor((size * (a + 1) * (ages - a)) / headWeights);
      hazard[cell] = 0.03 + 0.001 * ((7 * g + 11 * a) % 40) + (a < 37 ? 0 : 0.02 * (a - 36));
      joiners[cell] = (size * 0.075 * (ages - a) * (ages - a)) / joinerWeights;
    }
  }
  return { heads, hazard, joiners };
};

/** What came of it, in run `r`. */
export interface CohortCourse {
  /** People in group `g` at the end of year `t`, at `(t × groups + g) × runs + r`. */
  readonly people: Int32Array;
  /** People in cell `c` at the end, at `c × runs + r`. */
  readonly heads: Int32Array;
}

const slotOf = ({ a, b }: Stream, slot: number): Stream => ({ a: bitsAt(a, b, slot) | 0, b: bitsAt(b, a, slot) | 0 });

/**
 * Prepares the case, and gives what simulates it. In a year everybody leaves by a binomial draw or grows a year older, all
 * leave at the last age, and Poisson joiners come. Draws are keyed by (seed, run, process, group, age, year) as in the
 * workforce model.
 */
export const cohort = (): ((runs: number, firstRun: number, seed: number) => CohortCourse) => {
  const figures = cohortCase();
  const leaving = Array.from(figures.hazard, (p) => new BinomialSampler(p));
  const joining = Array.from(figures.joiners, (mean) => new PoissonSampler(mean));
  const [leave, join] = [hashText('leave'), hashText('join')];

  return (runs, firstRun, seed) => {
    const people = new Int32Array(years * groups * runs);
    const heads = new Int32Array(groups * ages * runs);
    figures.heads.forEach((start, cell) => heads.fill(start, cell * runs, (cell + 1) * runs));
    const drawn = new Int32Array(runs);
    for (let t = 0; t < years; t += 1) {
      for (let g = 0; g < groups; g += 1) {
        const leavers = streamOf(seed, leave, g, t);
        const joiners = streamOf(seed, join, g, t);
        const total = people.subarray((t * groups + g) * runs, (t * groups + g + 1) * runs);
        // From the old to the young: each age takes in who stays of the one below it.
        for (let a = ages - 1; a >= 0; a -= 1) {
          const cell = g * ages + a;
          const here = heads.subarray(cell * runs, (cell + 1) * runs);
          joining[cell]?.draw(slotOf(joiners, a), firstRun, drawn);
          if (a === 0) {
            here.set(drawn);
            add(drawn, total);
          } else {
            const younger = heads.subarray((cell - 1) * runs, cell * runs);
            leaving[cell - 1]?.draw(younger, slotOf(leavers, a - 1), firstRun, here);
            move(younger, here, drawn, total);
          }
        }
      }
    }
    return { people, heads };
  };
};

/** Those of the age below who stay, and the joiners, take the place of the leavers. */
const move = (younger: Int32Array, leavers: Int32Array, joiners: Int32Array, total: Int32Array): void => {
  for (let run = 0; run < total.length; run += 1) {
    const heads = (younger[run] ?? 0) - (leavers[run] ?? 0) + (joiners[run] ?? 0);
    leavers[run] = heads;
    total[run] = (total[run] ?? 0) + heads;
  }
};

const add = (heads: Int32Array, total: Int32Array): void => {
  for (let run = 0; run < total.length; run += 1) total[run] = (total[run] ?? 0) + (heads[run] ?? 0);
};

/** Hashes a course, going on from the hash of an earlier one. */
export const hashOf = ({ people, heads }: CohortCourse, earlier: number): number =>
  murmur3(heads, murmur3(people, earlier));
