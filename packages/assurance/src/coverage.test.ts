import { writeFileSync } from 'node:fs';
import { normalCdf, normalQuantile, poissonQuantile } from '@isocentre/statistics';
import { describe, expect, test } from 'vitest';
import { countOf } from '../../../tests/support/counts.ts';
import { criticalZ } from '../../../tests/support/compare-means.ts';
import { drawsOf, valueOf, type Draw } from '../../../tests/support/draw.ts';
import { blandAltman } from './agreement/bland-altman.ts';
import { concordance } from './agreement/concordance.ts';
import { intraclass } from './agreement/intraclass.ts';
import { repeatedPairs } from './agreement/repeated.ts';
import { observedExpected } from './calibration/scores.ts';
import { recalibration } from './calibration/recalibration.ts';
import { decisionCurve } from './utility/net-benefit.ts';
import { brierScore } from './calibration/scores.ts';
import { expectedCpm } from './design/froc.ts';
import type { Detections } from './froc/detection.ts';
import { cpmOf } from './froc/froc.ts';
import { lesionDetection, type LesionDetection } from './lesions/lesion-detection.ts';
import type { MatchedCase } from './lesions/match-lesions.ts';
import type { Measured } from './measured.ts';
import { meanOverCases } from './over-cases.ts';
import { bootstrapDifference } from './paired/bootstrap-difference.ts';
import { compareMeans } from './paired/mean-difference.ts';
import { wilson } from './proportion.ts';
import { repeatability } from './repeatability/repeatability.ts';
import { differenceOf } from './subgroup/subgroup.ts';
import { eventRate } from './surveillance/rate.ts';
import { reportingRatio } from './surveillance/reporting-ratio.ts';

const studies = countOf({ test: 400, full: 20_000, mutation: 50 });
/** Of methods that draw hundreds of times themselves. */
const fewerStudies = countOf({ test: 10, full: 4000, mutation: 2 });
const familyError = 1e-6;

/** A way to make an interval, in a world whose truth is known. */
interface World {
  readonly name: string;
  readonly truth: number;
  readonly study: (draw: Draw) => Measured;
  /** How many studies are simulated; as many as of the others where it is not said. */
  readonly studies?: number;
}

const list = (n: number, make: (i: number) => number): Float64Array =>
  Float64Array.from({ length: n }, (_, i) => make(i));
const z = normalQuantile(0.975);

/** Twelve subjects by three raters: subject, rater and error deviations 2, 1, 1. */
const ratings = ({ normal }: Draw): Float64Array => {
  const rater = list(3, () => normal());
  const values = new Float64Array(36);
  for (let i = 0; i < 12; i += 1) {
    const subject = 2 * normal();
    for (let k = 0; k < 3; k += 1) values[i * 3 + k] = subject + (rater[k] ?? 0) + normal();
  }
  return values;
};
const predictions = (n: number, { normal, uniform }: Draw): { probability: Float64Array; truth: Float64Array } => {
  const probability = list(n, () => 1 / (1 + Math.exp(0.5 - normal())));
  return { probability, truth: probability.map((p) => (uniform() < p ? 1 : 0)) };
};
const share = (n: number, p: number, { uniform }: Draw): Measured => {
  const k = list(n, () => (uniform() < p ? 1 : 0)).reduce((sum, one) => sum + one, 0);
  return { estimate: k / n, interval: { ...wilson(k, n), level: 0.95, method: 'wilson' } };
};

const options = { bootstraps: 400, seed: 1 };
const poisson = (mean: number, { uniform }: Draw): number => poissonQuantile(mean, uniform());

/** Scans with one nodule and nine false marks each on average; a nodule scores 1.8 higher. */
const shiftOfDetector = 1.8;
const detector = (scans: number, draw: Draw): Detections => {
  const nodules = Int32Array.from({ length: scans }, () => poisson(1, draw));
  const marks = Array.from(nodules, (count, scan) => [
    ...Array.from(
      list(count, () => draw.normal() + shiftOfDetector),
      (score) => ({ score, hit: 1, scan }),
    ),
    ...Array.from(list(poisson(9, draw), draw.normal), (score) => ({ score, hit: 0, scan })),
  ])
    .flat()
    .toSorted((one, other) => other.score - one.score);
  return {
    scanCount: scans,
    scores: Float64Array.from(marks, ({ score }) => score),
    isHit: Uint8Array.from(marks, ({ hit }) => hit),
    scan: Int32Array.from(marks, ({ scan }) => scan),
    nodules,
  } as Detections;
};

/** Cases of which half have a lesion; one candidate a case, on the lesion where there is one, whose logit is 1.5 higher. */
const lesions = (cases: number, { normal, uniform }: Draw): LesionDetection => {
  const matched = Array.from({ length: cases }, (): MatchedCase => {
    const positive = uniform() < 0.5;
    const score = 1 / (1 + Math.exp(-normal() - (positive ? 1.5 : 0)));
    return {
      positive,
      score,
      hits: positive ? [{ confidence: score, iou: 1 }] : [],
      missed: 0,
      falsePositives: positive ? [] : [score],
      repeating: 0,
    };
  });
  return valueOf(lesionDetection(matched, options));
};

/** Average precision in the population of those cases: the mean over sensitivities of precision, by the midpoint rule. */
const precisionOfLesions = (): number => {
  const steps = 20_000;
  let sum = 0;
  for (let i = 0; i < steps; i += 1) {
    const sensitivity = (i + 0.5) / steps;
    sum += sensitivity / (sensitivity + 1 - normalCdf(1.5 - normalQuantile(sensitivity)));
  }
  return sum / steps;
};

/** Such as Dice: most near 1, some far from it. */
const skewed = ({ normal }: Draw): number => 1 - 0.1 * normal() ** 2;

/** Methods that promise their level: exact, or never under. */
const promised: readonly (World & { readonly never: boolean })[] = [
  {
    name: 'bias of Bland and Altman, t, n = 10',
    truth: 1,
    never: false,
    study: ({ normal }) =>
      valueOf(
        blandAltman(
          list(10, () => 1 + normal()),
          new Float64Array(10),
        ),
      ),
  },
  {
    name: 'difference of paired means, t, n = 10',
    truth: 0.5,
    never: false,
    study: ({ normal }) => {
      const common = list(10, normal);
      const first = common.map((value) => value + 0.5 + normal());
      return valueOf(compareMeans(first, common));
    },
  },
  {
    name: 'bias of repeated pairs, t, 8 subjects by 3',
    truth: 1,
    never: false,
    study: ({ normal }) => {
      const subjects = list(8, () => normal());
      return valueOf(
        repeatedPairs(
          list(24, (i) => i % 8),
          list(24, (i) => 1 + (subjects[i % 8] ?? 0) + normal()),
          new Float64Array(24),
        ),
      );
    },
  },
  {
    name: 'RC, χ², 6 subjects by 3',
    truth: z * Math.SQRT2,
    never: false,
    study: ({ normal }) =>
      valueOf(repeatability({ subject: list(18, (i) => i % 6), value: list(18, (i) => 10 * (i % 6) + normal()) })),
  },
  {
    name: 'ICC(3,1), F, 12 by 3',
    truth: 4 / 5,
    never: false,
    study: (draw) => valueOf(intraclass(ratings(draw), 3, { raters: 'fixed' })),
  },
  {
    name: 'event rate, exact Poisson, 4 expected',
    truth: 4,
    never: true,
    study: ({ uniform }) => valueOf(eventRate(poissonQuantile(4, uniform()), 1000)),
  },
  // The probability is always 0.3, so that the world has no other chance than the one that the interval is about.
  {
    name: 'observed over expected, Clopper–Pearson, n = 40',
    truth: 1,
    never: true,
    study: ({ uniform }) =>
      valueOf(
        observedExpected({
          probability: new Float64Array(40).fill(0.3),
          truth: list(40, () => (uniform() < 0.3 ? 1 : 0)),
        }),
      ),
  },
];

const limitTruth = 1 + z;
const concordanceTruth = (2 * 0.9) / (1 + 1 + 0.3 ** 2);

/** Methods that do not: what they cover is measured and tabulated. */
const measuredOnly: readonly World[] = [
  {
    name: 'limits of Bland and Altman 1999, n = 10',
    truth: limitTruth,
    study: ({ normal }) =>
      valueOf(
        blandAltman(
          list(10, () => 1 + normal()),
          new Float64Array(10),
        ),
      ).upperLimit,
  },
  {
    name: 'limits of Bland and Altman 1999, n = 50',
    truth: limitTruth,
    study: ({ normal }) =>
      valueOf(
        blandAltman(
          list(50, () => 1 + normal()),
          new Float64Array(50),
        ),
      ).upperLimit,
  },
  {
    name: 'limits of repeated pairs, recovery, 15 by 3',
    truth: z * Math.SQRT2,
    study: ({ normal }) => {
      const subjects = list(15, () => normal());
      return valueOf(
        repeatedPairs(
          list(45, (i) => i % 15),
          list(45, (i) => (subjects[i % 15] ?? 0) + normal()),
          new Float64Array(45),
        ),
      ).upperLimit;
    },
  },
  {
    name: 'concordance, n = 30',
    truth: concordanceTruth,
    study: ({ normal }) => {
      const x = list(30, () => normal());
      return valueOf(
        concordance(
          x,
          x.map((one) => 0.3 + 0.9 * one + Math.sqrt(1 - 0.81) * normal()),
        ),
      );
    },
  },
  {
    name: 'ICC(2,1), 12 by 3',
    truth: 4 / 6,
    study: (draw) => valueOf(intraclass(ratings(draw), 3, { raters: 'random' })),
  },
  { name: 'calibration slope, n = 200', truth: 1, study: (draw) => valueOf(recalibration(predictions(200, draw))) },
  {
    name: 'Brier score of probabilities 0.2 and 0.7, n = 100',
    truth: (0.16 + 0.21) / 2,
    study: ({ uniform }) => {
      const probability = list(100, () => (uniform() < 0.5 ? 0.2 : 0.7));
      return valueOf(brierScore({ probability, truth: probability.map((p) => (uniform() < p ? 1 : 0)) }));
    },
  },
  {
    name: 'net benefit at 0.5 of probabilities 0.2 and 0.7, n = 100',
    truth: 0.35 - 0.15,
    study: ({ uniform }) => {
      const probability = list(100, () => (uniform() < 0.5 ? 0.2 : 0.7));
      const [found] = valueOf(
        decisionCurve({ probability, truth: probability.map((p) => (uniform() < p ? 1 : 0)) }, [0.5]),
      );
      if (!found) throw new Error('no threshold');
      return found;
    },
  },
  {
    name: 'difference of subgroups, Newcombe, 0.9 of 40 and 0.8 of 60',
    truth: 0.1,
    study: (draw) => differenceOf(share(40, 0.9, draw), share(60, 0.8, draw)),
  },
  {
    name: 'reporting ratio, 15 expected of 300 beside 150 of 6,000',
    truth: 2,
    study: (draw) => {
      const [both, others] = [poisson(15, draw), poisson(150, draw)];
      const { estimate, interval } = valueOf(
        reportingRatio({ both, ofProduct: 300, ofEvent: both + others, all: 6300 }),
      );
      return { estimate, interval: interval ?? { lower: 0, upper: Infinity, level: 0.95, method: 'none' } };
    },
  },
  {
    name: 'mean over cases of skewed values, bootstrap, n = 30',
    studies: fewerStudies,
    truth: 0.9,
    study: (draw) => valueOf(meanOverCases([...list(30, () => skewed(draw))], options)),
  },
  {
    name: 'difference of correlated means, paired bootstrap, n = 30',
    studies: fewerStudies,
    truth: 0,
    study: (draw) => {
      const values = [0, 1].map(() => list(30, () => skewed(draw)));
      const common = list(30, () => skewed(draw));
      return valueOf(
        bootstrapDifference(
          30,
          options,
          (tool, drawn) =>
            drawn.reduce((sum, at) => sum + (values[tool]?.[at] ?? Number.NaN) + (common[at] ?? Number.NaN), 0) / 30,
        ),
      );
    },
  },
  {
    name: 'competition metric, bootstrap over 60 scans with a nodule each',
    studies: fewerStudies,
    truth: expectedCpm(shiftOfDetector, 9),
    study: (draw) => {
      const { cpm, interval = { lower: 0, upper: 1 } } = cpmOf(detector(60, draw), options);
      return { estimate: cpm, interval: { ...interval, level: 0.95, method: 'bootstrap' } };
    },
  },
  {
    name: 'average precision over lesions, bootstrap over 100 cases',
    studies: fewerStudies,
    truth: precisionOfLesions(),
    study: (draw) => lesions(100, draw).averagePrecision,
  },
  {
    name: 'area over cases, bootstrap over 100 cases',
    studies: fewerStudies,
    truth: normalCdf(1.5 / Math.SQRT2),
    study: (draw) => lesions(100, draw).auroc,
  },
];

const coverageOf = ({ truth, study, studies: wanted = studies }: World, purpose: number): number => {
  let covered = 0;
  for (let s = 0; s < wanted; s += 1) {
    const { lower, upper } = study(drawsOf(90, purpose, s)).interval;
    if (truth >= lower && truth <= upper) covered += 1;
  }
  return covered / wanted;
};

const error = Math.sqrt((0.95 * 0.05) / studies);

describe(`coverage of 95 % intervals in ${studies} simulated studies`, () => {
  test.each(promised.map((world, i) => ({ ...world, i })))('$name keeps its level', (world) => {
    const coverage = coverageOf(world, world.i);
    const bound = criticalZ(promised.length * 2, familyError) * error;
    expect(coverage).toBeGreaterThan(0.95 - bound);
    if (!world.never) expect(coverage).toBeLessThan(0.95 + bound);
  });

  test('of the others is at least 0.90, and kept where a file is named', () => {
    const table = measuredOnly.map((world, i) => ({ name: world.name, coverage: coverageOf(world, 100 + i) }));
    const bounds = measuredOnly.map(
      (world) => criticalZ(measuredOnly.length, familyError) * Math.sqrt(0.09 / (world.studies ?? studies)),
    );
    for (const [i, { coverage }] of table.entries()) expect(coverage).toBeGreaterThan(0.9 - (bounds[i] ?? 0));
    const file = process.env['ISOCENTRE_COVERAGE'];
    if (file !== undefined) writeFileSync(file, JSON.stringify(table));
  });
});
