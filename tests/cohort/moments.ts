import { meanOf, varianceOf } from '@isocentre/statistics';
import { ages, cohortCase, groups, years, type CohortCourse } from './cohort.ts';

/** The mean and the variance over runs of the people in group `g` at the end of year `t`, at `t × groups + g`. */
export interface Moments {
  readonly means: readonly number[];
  readonly variances: readonly number[];
}

export const momentsOf = (courses: readonly CohortCourse[]): Moments => {
  const people = Array.from({ length: years * groups }, (_, at) =>
    courses.flatMap((course) => {
      const runs = course.people.length / (years * groups);
      return [...course.people.subarray(at * runs, (at + 1) * runs)];
    }),
  );
  return { means: people.map(meanOf), variances: people.map(varianceOf) };
};

/**
 * Gives the moments that are true of the case: of those there at the start each stays with one probability, which is a
 * binomial distribution for each starting age; thinned Poisson joiners are Poisson still, and everybody is independent.
 */
export const trueMoments = (): Moments => {
  const { heads, hazard, joiners } = cohortCase();
  const [means, variances]: [number[], number[]] = [[], []];
  const started = Float64Array.from(heads);
  const stayed = new Float64Array(groups * ages).fill(1);
  const joined = new Float64Array(groups * ages);
  for (let t = 0; t < years; t += 1) {
    for (let g = 0; g < groups; g += 1) {
      let [mean, variance] = [0, 0];
      for (let a = ages - 1; a >= 0; a -= 1) {
        const cell = g * ages + a;
        const staying = 1 - (hazard[cell - 1] ?? 0);
        started[cell] = a === 0 ? 0 : (started[cell - 1] ?? 0);
        stayed[cell] = a === 0 ? 0 : (stayed[cell - 1] ?? 0) * staying;
        joined[cell] = (joiners[cell] ?? 0) + (a === 0 ? 0 : (joined[cell - 1] ?? 0) * staying);
        const [n, p] = [started[cell] ?? 0, stayed[cell] ?? 0];
        mean += n * p + (joined[cell] ?? 0);
        variance += n * p * (1 - p) + (joined[cell] ?? 0);
      }
      means.push(mean);
      variances.push(variance);
    }
  }
  return { means, variances };
};

/**
 * Gives the largest distance of a mean or variance over `runs` from the true one, in its standard deviations. Among these
 * 720 distances one beyond `largestByChance` comes by chance with a probability under 1e-6.
 */
export const largestScore = ({ means, variances }: Moments, runs: number): number => {
  const truth = trueMoments();
  const scores = truth.variances.flatMap((variance, at) => [
    ((means[at] ?? Number.NaN) - (truth.means[at] ?? Number.NaN)) / Math.sqrt(variance / runs),
    ((variances[at] ?? Number.NaN) - variance) / (variance * Math.sqrt(2 / (runs - 1))),
  ]);
  return scores.reduce((largest, score) => Math.max(largest, Math.abs(score)), 0);
};

export const largestByChance = 6;
