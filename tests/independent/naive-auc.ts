// The area under the ROC curve and its variance as DeLong, DeLong and Clarke-Pearson write them: every case with the
// condition against every one without. It shares no code with the package.

const kernel = (x: number, y: number): number => (x > y ? 1 : x === y ? 0.5 : 0);
const mean = (list: readonly number[]): number => list.reduce((total, one) => total + one, 0) / list.length;

const components = (
  scores: ArrayLike<number>,
  truth: ArrayLike<number>,
): { ofPositives: number[]; ofNegatives: number[] } => {
  const all = Array.from(scores);
  const positives = all.filter((_, i) => truth[i] === 1);
  const negatives = all.filter((_, i) => truth[i] === 0);
  return {
    ofPositives: positives.map((x) => mean(negatives.map((y) => kernel(x, y)))),
    ofNegatives: negatives.map((y) => mean(positives.map((x) => kernel(x, y)))),
  };
};

const covariance = (one: readonly number[], other: readonly number[]): number => {
  const [a, b] = [mean(one), mean(other)];
  return one.reduce((total, value, i) => total + (value - a) * ((other[i] ?? Number.NaN) - b), 0) / (one.length - 1);
};

/** The areas of several scores of the same cases. */
export const naiveAuc = (scores: ArrayLike<number>, truth: ArrayLike<number>): number =>
  mean(components(scores, truth).ofPositives);

/** The covariance of two areas on the same cases; the variance of one with itself. */
export const naiveCovariance = (one: ArrayLike<number>, other: ArrayLike<number>, truth: ArrayLike<number>): number => {
  const [a, b] = [components(one, truth), components(other, truth)];
  return (
    covariance(a.ofPositives, b.ofPositives) / a.ofPositives.length +
    covariance(a.ofNegatives, b.ofNegatives) / a.ofNegatives.length
  );
};

/** The jackknife covariance of two areas: each case left out in turn. */
export const naiveJackknife = (one: ArrayLike<number>, other: ArrayLike<number>, truth: ArrayLike<number>): number => {
  const n = truth.length;
  const without = (scores: ArrayLike<number>): number[] =>
    Array.from({ length: n }, (_, left) =>
      naiveAuc(
        Array.from(scores).filter((_score, i) => i !== left),
        Array.from(truth).filter((_case, i) => i !== left),
      ),
    );
  return (covariance(without(one), without(other)) * (n - 1) ** 2) / n;
};
