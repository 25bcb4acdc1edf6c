import { naiveAuc } from './naive-auc.ts';

// A reader study by Dorfman, Berbaum and Metz's way, which gives what Obuchowski and Rockette's does: jackknife
// pseudovalues of each case in a three-way analysis of variance, with Hillis' degrees of freedom (S. Hillis, K. Berbaum,
// C. Metz, Academic Radiology 15 (2008) 647–661). It shares no code with the package and takes areas by every pair.

/** The overall test that modalities have the same average area, for random readers and cases. */
export const naiveDbm = (
  scores: readonly (readonly ArrayLike<number>[])[],
  truth: ArrayLike<number>,
): { readonly f: number; readonly degrees: number; readonly standardErrorOfDifference: number } => {
  const c = truth.length;
  const [t, r] = [scores.length, scores[0]?.length ?? 0];
  const cases = Array.from({ length: c }, (_, k) => k);
  const y = scores.map((modality) =>
    modality.map((list) => {
      const area = naiveAuc(list, truth);
      return cases.map((left) => {
        const kept = cases.filter((k) => k !== left);
        const without = naiveAuc(
          kept.map((k) => list[k] ?? Number.NaN),
          kept.map((k) => truth[k] ?? Number.NaN),
        );
        return c * area - (c - 1) * without;
      });
    }),
  );
  /** The mean of the pseudovalues whose indices agree with those that are given. */
  const mean = (i?: number, j?: number, k?: number): number => {
    const values = y.flatMap((modality, a) =>
      modality.flatMap((list, b) =>
        list.filter(
          (_, d) => (i === undefined || i === a) && (j === undefined || j === b) && (k === undefined || k === d),
        ),
      ),
    );
    return values.reduce((sum, value) => sum + value, 0) / values.length;
  };
  const [ts, rs] = [y.map((_, i) => i), (y[0] ?? []).map((_, j) => j)];
  const all = mean();
  const sum = (list: readonly number[]): number => list.reduce((total, value) => total + value ** 2, 0);
  const byModality = ts.map((i) => mean(i));
  const byReader = rs.map((j) => mean(undefined, j));
  const byCase = cases.map((k) => mean(undefined, undefined, k));
  const byBoth = ts.map((i) => rs.map((j) => mean(i, j)));
  const modalityCase = ts.map((i) => cases.map((k) => mean(i, undefined, k)));
  const readerCase = rs.map((j) => cases.map((k) => mean(undefined, j, k)));
  const at = (list: readonly number[] | undefined, index: number): number => list?.[index] ?? Number.NaN;
  const msT = (r * c * sum(byModality.map((value) => value - all))) / (t - 1);
  const msTR =
    (c * sum(ts.flatMap((i) => rs.map((j) => at(byBoth[i], j) - at(byModality, i) - at(byReader, j) + all)))) /
    ((t - 1) * (r - 1));
  const msTC =
    (r * sum(ts.flatMap((i) => cases.map((k) => at(modalityCase[i], k) - at(byModality, i) - at(byCase, k) + all)))) /
    ((t - 1) * (c - 1));
  const rest = ts.flatMap((i) =>
    rs.flatMap((j) =>
      cases.map(
        (k) =>
          at(y[i]?.[j], k) -
          at(byBoth[i], j) -
          at(modalityCase[i], k) -
          at(readerCase[j], k) +
          at(byModality, i) +
          at(byReader, j) +
          at(byCase, k) -
          all,
      ),
    ),
  );
  const msTRC = sum(rest) / ((t - 1) * (r - 1) * (c - 1));
  const error = msTR + Math.max(msTC - msTRC, 0);
  return {
    f: msT / error,
    degrees: (error / msTR) ** 2 * (t - 1) * (r - 1),
    standardErrorOfDifference: Math.sqrt((2 * error) / (r * c)),
  };
};
