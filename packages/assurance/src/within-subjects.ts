import { sumOf } from '@isocentre/statistics';

/** Values of one way of measuring, several a subject. */
export interface Replicates {
  /** Which subject each value is of, as whole numbers from 0. */
  readonly subject: ArrayLike<number>;
  readonly value: ArrayLike<number>;
}

/** Replicates put together by subject; subjects in the order in which they first stand. */
export interface WithinSubjects {
  readonly subjects: readonly number[];
  readonly counts: Float64Array;
  readonly means: Float64Array;
  /** Sum of squared deviations from the subject's mean. */
  readonly squares: Float64Array;
  /** Σ (count − 1): the degrees of freedom within subjects. */
  readonly degrees: number;
  /** Pooled variance within subjects; NaN where no subject has two values. */
  readonly variance: number;
}

/** Puts replicates together by subject in two passes, so that a large common offset costs no digits. */
export const withinSubjects = ({ subject, value }: Replicates): WithinSubjects => {
  const places = new Map<number, number[]>();
  for (let i = 0; i < value.length; i += 1) {
    const key = subject[i] as number;
    const list = places.get(key);
    if (list) list.push(value[i] as number);
    else places.set(key, [value[i] as number]);
  }
  const lists = [...places.values()];
  const means = Float64Array.from(lists, (list) => sumOf(list) / list.length);
  const squares = Float64Array.from(lists, (list, s) => sumOf(list.map((one) => (one - (means[s] as number)) ** 2)));
  const degrees = value.length - lists.length;
  return {
    subjects: [...places.keys()],
    counts: Float64Array.from(lists, (list) => list.length),
    means,
    squares,
    degrees,
    variance: degrees > 0 ? sumOf(squares) / degrees : Number.NaN,
  };
};
