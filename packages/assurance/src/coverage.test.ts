import { writeFileSync } from 'node:fs';
import { normalQuantile, poissonQuantile } from '@isocentre/statistics';
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
import type { Measured } from './measured.ts';
import { wilson } from './proportion.ts';
import { repeatability } from './repeatability/repeatability.ts';
import { differenceOf } from './subgroup/subgroup.ts';
import { eventRate } from './surveillance/rate.ts';

const studies = countOf({ test: 400, full: 20_000, mutation: 50 });
const familyError = 1e-6;

/** A way to make an interval, in a world whose truth is known. */
interface World {
  readonly name: string;
  readonly truth: number;
  readonly study: (draw: Draw) => Measured;
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
];

const coverageOf = ({ truth, study }: World, purpose: number): number => {
  let covered = 0;
  for (let s = 0; s < studies; s += 1) {
    const { lower, upper } = study(drawsOf(90, purpose, s)).interval;
    if (truth >= lower && truth <= upper) covered += 1;
  }
  return covered / studies;
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
    const bound = criticalZ(measuredOnly.length, familyError) * Math.sqrt(0.09 / studies);
    for (const { coverage } of table) expect(coverage).toBeGreaterThan(0.9 - bound);
    const file = process.env['ISOCENTRE_COVERAGE'];
    if (file !== undefined) writeFileSync(file, JSON.stringify(table));
  });
});
