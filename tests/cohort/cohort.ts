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

/** What happened: `heads` of cell `c` in run `r` at the end at `c × runs + r`, flows of year `t` at `(t × groups + g) × runs + r`. */
export interface CohortCourse {
  readonly heads: Int32Array;
  /** Those who left, and those who passed the last age. */
  readonly left: Int32Array;
  readonly joined: Int32Array;
}

const slotOf = ({ a, b }: Stream, slot: number): Stream => ({ a: bitsAt(a, b, slot) | 0, b: bitsAt(b, a, slot) | 0 });

/**
 * Prepares the case, and gives what simulates it. In a year everybody below the last age leaves by a binomial draw or
 * grows a year older, and Poisson joiners come. Draws are keyed by (seed, run, process, group, age, year) as in the
 * workforce model.
 */
export const cohort = (): ((runs: number, firstRun: number, seed: number) => CohortCourse) => {
  const figures = cohortCase();
  const leaving = Array.from(figures.hazard, (p) => new BinomialSampler(p));
  const joining = Array.from(figures.joiners, (mean) => new PoissonSampler(mean));
  const [leave, join] = [hashText('leave'), hashText('join')];

  return (runs, firstRun, seed) => {
    const heads = new Int32Array(groups * ages * runs);
    figures.heads.forEach((people, cell) => heads.fill(people, cell * runs, (cell + 1) * runs));
    const left = new Int32Array(years * groups * runs);
    const joined = new Int32Array(years * groups * runs);
    const gone = new Int32Array(runs);
    const come = new Int32Array(runs);
    for (let t = 0; t < years; t += 1) {
      for (let g = 0; g < groups; g += 1) {
        const leavers = streamOf(seed, leave, g, t);
        const joiners = streamOf(seed, join, g, t);
        const flows = (t * groups + g) * runs;
        const leftNow = left.subarray(flows, flows + runs);
        const joinedNow = joined.subarray(flows, flows + runs);
        // From the old to the young: each age takes in who stays of the one below it.
        leftNow.set(heads.subarray((g * ages + ages - 1) * runs, (g + 1) * ages * runs));
        for (let a = ages - 1; a >= 0; a -= 1) {
          const cell = g * ages + a;
          const people = heads.subarray(cell * runs, (cell + 1) * runs);
          (joining[cell] as PoissonSampler).draw(slotOf(joiners, a), firstRun, come);
          if (a === 0) {
            people.set(come);
            add(come, joinedNow);
          } else {
            const younger = heads.subarray((cell - 1) * runs, cell * runs);
            (leaving[cell - 1] as BinomialSampler).draw(younger, slotOf(leavers, a - 1), firstRun, gone);
            move(younger, gone, come, people, leftNow, joinedNow);
          }
        }
      }
    }
    return { heads, left, joined };
  };
};

const add = (come: Int32Array, joined: Int32Array): void => {
  for (let run = 0; run < come.length; run += 1) joined[run] = (joined[run] as number) + (come[run] as number);
};

const move = (
  younger: Int32Array,
  gone: Int32Array,
  come: Int32Array,
  people: Int32Array,
  left: Int32Array,
  joined: Int32Array,
): void => {
  for (let run = 0; run < come.length; run += 1) {
    const leavers = gone[run] as number;
    const joiners = come[run] as number;
    people[run] = (younger[run] as number) - leavers + joiners;
    left[run] = (left[run] as number) + leavers;
    joined[run] = (joined[run] as number) + joiners;
  }
};

/** Hashes a course, going on from the hash of an earlier one. */
export const hashOf = ({ heads, left, joined }: CohortCourse, earlier: number): number =>
  murmur3(joined, murmur3(left, murmur3(heads, earlier)));

/** The mean and the variance over runs of the people of each group at the end of each year, at `t × groups + g`. */
export const momentsOf = (courses: readonly CohortCourse[]): { means: Float64Array; variances: Float64Array } => {
  const start = cohortCase().heads;
  const means = new Float64Array(years * groups);
  const variances = new Float64Array(years * groups);
  for (let g = 0; g < groups; g += 1) {
    const before = start.subarray(g * ages, (g + 1) * ages).reduce((sum, heads) => sum + heads, 0);
    const heads = courses.map(({ left }) => new Float64Array(left.length / (years * groups)).fill(before));
    const count = heads.reduce((sum, runs) => sum + runs.length, 0);
    for (let t = 0; t < years; t += 1) {
      const at = t * groups + g;
      let [sum, squares] = [0, 0];
      courses.forEach(({ left, joined }, index) => {
        const runs = heads[index] as Float64Array;
        for (let run = 0; run < runs.length; run += 1) {
          const flow = at * runs.length + run;
          const people = (runs[run] as number) + (joined[flow] as number) - (left[flow] as number);
          runs[run] = people;
          sum += people - before;
          squares += (people - before) ** 2;
        }
      });
      means[at] = before + sum / count;
      variances[at] = (squares - (sum * sum) / count) / (count - 1);
    }
  }
  return { means, variances };
};
