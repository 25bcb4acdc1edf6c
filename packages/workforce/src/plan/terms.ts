import { failure, FigureReader, success, type Evidence, type Result, type Uses } from '@isocentre/evidence';
import type { ModelInput } from '../model-input.ts';

/** The limits on a plan, in the words in which they are named. */
export const planLimits = {
  trainingGrowth: 'the yearly growth of a training route',
  trainingCeiling: 'the most places of a route, as a multiple of today',
  overseasCeiling: 'recruitment from overseas, as a share of posts a year',
  retentionCeiling: 'the cut in leaving before retirement',
  supervision: 'the trainees that a head can supervise, as a multiple of today',
  budget: 'the budget of a year',
} as const;

/** How far the measures of a plan can go. A limit may be relaxed for one question. */
export interface PlanLimits {
  /** Fastest growth a year of the places of a route in a region, all occupations together, as a share. */
  readonly trainingGrowth: number;
  /** Most places of a route into an occupation, as a multiple of today's. */
  readonly trainingCeiling: number;
  /** Most people from overseas a year, as a share of an occupation's posts today. */
  readonly overseasCeiling: number;
  /** Most by which leaving before retirement can be cut, as a share. */
  readonly retentionCeiling: number;
  /** How many times as many trainees as the scenario says one head can supervise; 1 is the scenario's own. */
  readonly supervision: number;
  /** Most that the plan may cost in any one year, GBP, without discounting and without the pay of those in post. */
  readonly budget: number;
}

/** What the measures cost, how far they go and how cost is discounted, as `data/` says. */
export interface PlanTerms {
  readonly limits: PlanLimits;
  readonly costs: {
    /** Tuition, GBP a year for a trainee of the route. */
    readonly tuition: (route: string) => number;
    /** Time of staff that a trainee takes, WTE. */
    readonly supervisionTime: number;
    /** GBP for each person recruited from overseas. */
    readonly overseas: number;
    /** GBP a year for each head in post, times the share by which leaving is cut. */
    readonly retention: number;
  };
  /** Discount rates by the year of the appraisal from which each holds, the first from 0. */
  readonly discount: readonly { readonly from: number; readonly rate: number }[];
  readonly futures: number;
  readonly replay: number;
  readonly uses: Uses;
}

/** For what the terms of a plan are read: `uses` names it at each figure. */
export const planPurpose = 'the least-cost plan';

/** Reads the terms of a plan from the figures. */
export const readPlanTerms = (evidence: Evidence): Result<PlanTerms> => {
  const reader = new FigureReader(evidence.figures);
  const purpose = planPurpose;
  const read = (id: string, unit: string, max = Infinity): number => reader.number(id, unit, purpose, { min: 0, max });
  const rates = Object.values(reader.table('green_book_discount', 'years; share a year', purpose)).flatMap((row) =>
    typeof row === 'object' ? [{ from: row['from'] ?? 0, rate: row['rate'] ?? 0 }] : [],
  );
  if (rates[0]?.from !== 0) reader.report('green_book_discount', 'no rate from year 0', 'a row that holds from year 0');
  const tuitions: Readonly<Record<string, number>> = {
    scientist_training: read('plan_tuition_scientist', 'GBP a year'),
    technologist_training: read('plan_tuition_technologist', 'GBP a year'),
  };
  const terms: PlanTerms = {
    limits: {
      trainingGrowth: read('plan_training_growth', 'share a year'),
      trainingCeiling: read('plan_training_ceiling', 'multiplier'),
      overseasCeiling: read('plan_overseas_ceiling', 'share a year', 1),
      retentionCeiling: read('plan_retention_ceiling', 'share', 1),
      supervision: 1,
      budget: Infinity,
    },
    costs: {
      tuition: (route) => tuitions[route] ?? 0,
      supervisionTime: read('plan_supervision_time', 'WTE a trainee'),
      overseas: read('plan_overseas_cost', 'GBP a person'),
      retention: read('plan_retention_cost', 'GBP a year'),
    },
    discount: rates,
    futures: read('plan_futures', 'futures'),
    replay: read('plan_replay', 'futures'),
    uses: reader.uses,
  };
  return reader.problems.length > 0 ? failure(...reader.problems) : success(terms);
};

/**
 * Gives the discount factors of years 0, 1, …: each year is discounted from the one before at the rate in force in it,
 * as the Green Book's table of declining rates is made.
 *
 * @param rates By the year of the appraisal from which each holds, in order.
 */
export const discountFactors = (rates: PlanTerms['discount'], years: number): Float64Array => {
  const factors = new Float64Array(years);
  let factor = 1;
  for (let year = 0; year < years; year += 1) {
    if (year > 0) factor /= 1 + (rates.findLast(({ from }) => from <= year)?.rate ?? 0);
    factors[year] = factor;
  }
  return factors;
};

/** Index of the step in which the first decision acts. */
export const firstStep = ({ firstDecisionYear, baselineYear }: ModelInput): number =>
  Math.max(0, firstDecisionYear - baselineYear);

/** Money in a program is in millions of pounds, so that its numbers are of like size. */
export const millionths = 1e-6;
