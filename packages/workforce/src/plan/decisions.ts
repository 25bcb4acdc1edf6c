import type { ModelInput } from '../model-input.ts';
import { discountFactors, firstStep, type PlanLimits, type PlanTerms } from './terms.ts';

/** The measures of which a plan chooses how much. */
export const planMeasures = ['training', 'overseas', 'retention'] as const;

/** A measure of which a plan chooses how much. */
export type PlanMeasure = (typeof planMeasures)[number];

/** The measures in words, with their unit. */
export const planMeasureTitles: Readonly<Record<PlanMeasure, string>> = {
  training: 'training places a year',
  overseas: 'recruits from overseas a year',
  retention: 'cut in leaving before retirement',
};

/** One thing to decide: how much more of a measure in one year for one cell, or for one occupation where it has no regions. */
export interface Decision {
  readonly measure: PlanMeasure;
  /** Index of the cell; of the first cell of the occupation for retention, which no region has for itself. */
  readonly cell: number;
  /** Every cell that it acts on. */
  readonly cells: readonly number[];
  readonly occupation: string;
  readonly region: string;
  /** Index of the training stream of the cell; −1 without. */
  readonly stream: number;
  /** Index of the step in which it acts. */
  readonly t: number;
  /** Most of it: places a year, people a year, or the share by which leaving is cut. */
  readonly most: number;
  /** What one unit costs in each step, GBP, without discounting. */
  readonly spending: Float64Array;
  /** The same, discounted to the first decision year. */
  readonly cost: number;
}

/** The region that a decision is about; `all` where the nation has regions and it is about none of them by itself. */
export const regionOf = (
  { input }: { readonly input: Pick<ModelInput, 'regions'> },
  { measure, region }: Pick<Decision, 'measure' | 'region'>,
): string => (measure === 'retention' && input.regions.length > 1 ? 'all' : region);

const headsOf = (cell: ModelInput['cells'][number]): number => {
  let heads = 0;
  for (const list of [cell.notRecognised, cell.recognised]) for (const people of list) heads += people;
  return heads;
};

/**
 * Lists what a plan decides, in the order measure, cell, year. Left out is what comes too late to be in post at the
 * horizon; what the limits forbid is there with most 0, so that the same list fits other limits.
 *
 * A training place costs, for every year in which its trainee is expected to be in training, the trainee, the tuition and
 * the time of a supervisor of that occupation; places go to additional trainees, so that the scenario's own cost nothing
 * here. Retention is paid for the heads in post at the baseline.
 */
export const decisionsOf = (input: ModelInput, terms: PlanTerms, limits: PlanLimits): readonly Decision[] => {
  const { years, cells, occupations, routes } = input;
  const first = firstStep(input);
  const factors = discountFactors(terms.discount, years);
  const occupationOf = new Map(occupations.map((one) => [one.id, one]));
  const routeOf = new Map(routes.map((one) => [one.id, one]));
  const decisions: Decision[] = [];
  const add = (
    of: Omit<Decision, 't' | 'most' | 'spending' | 'cost'>,
    most: (t: number) => number,
    spend: (t: number, spending: Float64Array) => void,
    delay: number,
  ): void => {
    for (let t = first; t + delay < years; t += 1) {
      const limit = Math.max(0, most(t));
      const spending = new Float64Array(years);
      spend(t, spending);
      let cost = 0;
      for (let year = first; year < years; year += 1) cost += (spending[year] ?? 0) * (factors[year - first] ?? 0);
      decisions.push({ ...of, t, most: limit, spending, cost });
    }
  };
  const common = (
    cell: number,
  ): Omit<Decision, 't' | 'most' | 'spending' | 'cost' | 'measure' | 'stream' | 'cells'> => ({
    cell,
    occupation: cells[cell]?.occupation ?? '',
    region: cells[cell]?.region ?? '',
  });

  cells.forEach((cell, index) => {
    const occupation = occupationOf.get(cell.occupation);
    cell.training.forEach((stream, at) => {
      const route = routeOf.get(stream.route);
      if (!route || !occupation) return;
      const supervisor = terms.costs.supervisionTime * occupation.pay * (1 + occupation.onCosts);
      const aYear = route.costPerTrainee + terms.costs.tuition(route.id) + supervisor;
      add(
        { measure: 'training', ...common(index), cells: [index], stream: at },
        (t) => (limits.trainingCeiling - 1) * (stream.starts[t] ?? 0),
        (t, spending) => {
          let training = 1;
          for (let j = 0; j < route.years && t + j < years; j += 1) {
            spending[t + j] = aYear * training;
            training *= 1 - route.attrition;
          }
        },
        route.years,
      );
    });
  });
  cells.forEach((cell, index) => {
    const overseas = cell.recruits.find((one) => one.source === 'international');
    if (!overseas) return;
    add(
      { measure: 'overseas', ...common(index), cells: [index], stream: -1 },
      (t) => limits.overseasCeiling * cell.posts - (overseas.people[t] ?? 0),
      (t, spending) => {
        spending[t] = terms.costs.overseas;
      },
      0,
    );
  });
  for (const occupation of occupations) {
    const own = cells.flatMap((cell, index) => (cell.occupation === occupation.id ? [index] : []));
    const [cell] = own;
    if (cell === undefined) continue;
    let heads = 0;
    for (const index of own) heads += headsOf(cells[index] as ModelInput['cells'][number]);
    add(
      { measure: 'retention', ...common(cell), cells: own, stream: -1 },
      () => limits.retentionCeiling,
      (t, spending) => {
        spending[t] = terms.costs.retention * heads;
      },
      0,
    );
  }
  return decisions;
};

/** Adds what a plan decides to a resolved scenario; `amounts[j]` is how much of decision `j`. */
export const withDecisions = (
  input: ModelInput,
  decisions: readonly Decision[],
  amounts: ArrayLike<number>,
): ModelInput => {
  const starts = new Map<readonly number[], number[]>();
  const changed = (list: readonly number[]): number[] => {
    const known = starts.get(list) ?? list.slice();
    starts.set(list, known);
    return known;
  };
  const occupations = new Map(
    input.occupations.map((one) => [one.id, { ...one, quitMultiplier: one.quitMultiplier.slice() }]),
  );
  decisions.forEach(({ measure, cell, stream, t, occupation }, j) => {
    const amount = amounts[j] ?? 0;
    if (amount === 0) return;
    if (measure === 'retention') {
      const list = occupations.get(occupation)?.quitMultiplier ?? [];
      list[t] = (list[t] ?? 1) * (1 - amount);
      return;
    }
    const of = input.cells[cell];
    const list =
      measure === 'training'
        ? of?.training[stream]?.starts
        : of?.recruits.find((one) => one.source === 'international')?.people;
    if (!list) return;
    const now = changed(list);
    now[t] = (now[t] ?? 0) + amount;
  });
  return {
    ...input,
    occupations: input.occupations.map((one) => occupations.get(one.id) ?? one),
    cells: input.cells.map((cell) => ({
      ...cell,
      training: cell.training.map((stream) => ({ ...stream, starts: starts.get(stream.starts) ?? stream.starts })),
      recruits: cell.recruits.map((source) => ({ ...source, people: starts.get(source.people) ?? source.people })),
    })),
  };
};
