// The area under the ROC curve with DeLong's variance: a million cases, and how the time grows, against every pair.

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

const rounds = 5;

/** Scores of so many cases, three in ten with the condition; half of the scores tied. */
const casesOf = (count) => {
  let state = 1;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const truth = Uint8Array.from({ length: count }, () => Number(next() < 0.3));
  const first = Float64Array.from(truth, (kind) => next() + kind / 2);
  const second = Float64Array.from(truth, (kind) => Math.round(1000 * (next() + kind / 2)));
  return { first, second, truth };
};

const processorSeconds = (work) => {
  const times = Array.from({ length: rounds }, () => {
    const start = process.cpuUsage();
    work();
    return process.cpuUsage(start).user / 1e6;
  });
  return median(times);
};

/** DeLong's sums as written: each pair compared. */
const everyPair = ({ first, truth }) => {
  const positives = first.filter((_, i) => truth[i] === 1);
  const negatives = first.filter((_, i) => truth[i] === 0);
  const kernel = (x, y) => (x > y ? 1 : x === y ? 0.5 : 0);
  const variance = (one, other, turned) => {
    const placements = one.map(
      (x) => other.reduce((sum, y) => sum + kernel(...(turned ? [y, x] : [x, y])), 0) / other.length,
    );
    const mean = placements.reduce((sum, value) => sum + value, 0) / placements.length;
    return (
      placements.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (placements.length - 1) / placements.length
    );
  };
  return Math.sqrt(variance(positives, negatives, false) + variance(negatives, positives, true));
};

export const measure = async () => {
  const { auc, compareAuc } = await import('@isocentre/assurance');
  const [million, tenth, few] = [casesOf(1e6), casesOf(1e5), casesOf(1e4)];
  const one = processorSeconds(() => auc(million.first, million.truth));
  const paired = processorSeconds(() => compareAuc(million.first, million.second, million.truth));
  const oneOfTenth = processorSeconds(() => auc(tenth.first, tenth.truth));
  const oneOfFew = processorSeconds(() => auc(few.first, few.truth));
  const naive = processorSeconds(() => everyPair(few));
  const difference = Math.abs(everyPair(few) / auc(few.first, few.truth).value.standardError - 1);
  return {
    bar: 'DeLong on a million cases: area, variance and interval under 2 s of processor time, and so the comparison of two scores; ten times the cases at most 20 times the time, where pairs take 100; standard error as every pair gives it, to 1e-12',
    passed: one < 2 && paired < 2 && one / oneOfTenth < 20 && difference < 1e-12,
    figures: {
      cases: 1e6,
      secondsOne: Number(one.toFixed(3)),
      secondsPaired: Number(paired.toFixed(3)),
      timeOfTenTimesTheCases: Number((one / oneOfTenth).toFixed(1)),
      timesFasterThanEveryPairAt10000: Math.round(naive / oneOfFew),
      relativeDifferenceOfStandardError: difference,
    },
  };
};
