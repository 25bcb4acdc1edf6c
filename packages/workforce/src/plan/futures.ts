import type { Evidence, Located } from '@isocentre/evidence';
import { prepareDraws } from '../draws.ts';
import type { ModelInput } from '../model-input.ts';
import { project } from '../project.ts';
import type { Resolved } from '../resolve.ts';
import type { Scenario } from '../scenario.ts';
import { withDecisions, type Decision, type PlanMeasure } from './decisions.ts';
import { firstStep, withRequiredPosts, type PlanLimits } from './terms.ts';

/** Makes a resolved scenario ready for a plan: every required post funded, and supervision as far as the limits say. */
export const prepareInput = (input: ModelInput, limits: PlanLimits): ModelInput => {
  const funded = withRequiredPosts(input);
  if (limits.supervision === 1) return funded;
  const first = firstStep(input);
  return {
    ...funded,
    occupations: funded.occupations.map((one) => ({
      ...one,
      supervision: one.supervision.map((heads, t) => (t >= first ? heads * limits.supervision : heads)),
    })),
  };
};

/** Draws the assumptions of the sampled futures, each as a resolved scenario ready for a plan. */
export const drawFutures = (
  located: Located<Scenario>,
  evidence: Evidence,
  stated: Resolved,
  count: number,
  seed: number,
  limits: PlanLimits,
  askedYears?: number,
): readonly ModelInput[] => {
  const draws = prepareDraws(located, evidence, stated, count, seed, askedYears);
  return Array.from({ length: count }, (_, draw) =>
    prepareInput(draws.at(draw).resolved?.input ?? stated.input, limits),
  );
};

/** By how much the summed shortfall of a future is above what counts as closed, in each year index; at most 0 is closed. */
export const excessOf = (input: ModelInput, values: ReturnType<typeof project>['values']): Float64Array => {
  const cells = input.cells.length;
  const excess = new Float64Array(input.years + 1);
  for (let t = 0; t <= input.years; t += 1) {
    let shortfall = 0;
    let requirement = 0;
    for (let cell = 0; cell < cells; cell += 1) {
      shortfall += values.shortfall[t * cells + cell] as number;
      requirement += values.requirement[t * cells + cell] as number;
    }
    excess[t] = shortfall - input.closure.tolerance * requirement;
  }
  return excess;
};

/** The largest excess from a year index to the horizon. */
export const worstFrom = (excess: Float64Array, from: number): number => Math.max(...excess.subarray(from));

/** Slopes of what a plan is judged by: how much one unit more of decision `j` adds in each cell and year. */
export interface Slopes {
  /** The course at which the slopes were taken. */
  readonly values: ReturnType<typeof project>['values'];
  /**
   * Calls `use` for every decision that acts on a cell, in the order of the decisions, with the change a unit makes:
   * `change[t × cells + cell]` in WTE in post.
   */
  readonly each: (cell: number, use: (decision: number, change: Float64Array) => void) => void;
  /** The same of the trainees, heads, at the start of a year, and of the heads who can supervise in its step. */
  readonly eachSupervised: (
    cell: number,
    use: (decision: number, trainees: Float64Array, supervisors: Float64Array) => void,
  ) => void;
}

// More than any cell can use, and small enough that sums keep their digits.
const plenty = 1e6;

/** Lifts what binds, so that what is in post is linear in a plan: posts and supervision for everybody. */
export const withoutLimits = (input: ModelInput): ModelInput => {
  const first = firstStep(input);
  return {
    ...input,
    occupations: input.occupations.map((one) => ({
      ...one,
      supervision: one.supervision.map((heads, t) => (t >= first ? plenty : heads)),
    })),
    cells: input.cells.map((cell) => ({
      ...cell,
      addedPosts: cell.addedPosts.map((posts, t) => (t === first ? posts + plenty : posts)),
    })),
  };
};

/** The heads who can supervise in each step: those in post after leaving. */
const supervisorsOf = ({ headcount, retired, quit }: ReturnType<typeof project>['values']): Float64Array =>
  retired.map((gone, at) => (headcount[at] as number) - gone - (quit[at] as number));

/** The cells whose course a change in a cell can move: its own, those that its starters leave, and those linked by moves. */
const reachOf = (input: ModelInput): readonly (readonly number[])[] => {
  const at = new Map(input.cells.map((cell, index) => [`${cell.occupation} ${cell.region}`, index]));
  const next = input.cells.map((cell) => {
    const occupation = input.occupations.find((one) => one.id === cell.occupation);
    const near = [
      ...cell.training.flatMap((stream) => (stream.inServiceFrom === null ? [] : [stream.inServiceFrom])),
      ...(occupation?.transfers.map(({ to }) => to) ?? []),
    ];
    return near.flatMap((id) => at.get(`${id} ${cell.region}`) ?? []);
  });
  return input.cells.map((_, start) => {
    const reached = new Set([start]);
    for (const cell of reached) for (const one of next[cell] ?? []) reached.add(one);
    return [...reached];
  });
};

/** Changes that can be tried in one run of the engine, since no cell is moved by two of them. */
interface Trial {
  readonly measure: PlanMeasure;
  readonly t: number;
  readonly members: readonly number[];
  /** Cell → the decision that moves it. */
  readonly moved: ReadonlyMap<number, number>;
}

const trialsOf = (input: ModelInput, decisions: readonly Decision[]): readonly Trial[] => {
  const reach = reachOf(input);
  const open = new Map<string, { measure: PlanMeasure; t: number; members: number[]; moved: Map<number, number> }[]>();
  decisions.forEach((decision, j) => {
    const key = `${decision.measure} ${decision.t}`;
    const trials = open.get(key) ?? [];
    open.set(key, trials);
    const cells = decision.cells.flatMap((cell) => reach[cell] ?? []);
    let trial = trials.find(({ moved }) => cells.every((cell) => !moved.has(cell)));
    if (!trial) trials.push((trial = { measure: decision.measure, t: decision.t, members: [], moved: new Map() }));
    trial.members.push(j);
    for (const cell of cells) trial.moved.set(cell, j);
  });
  return [...open.values()].flat();
};

/** How much of a measure is tried: one place or person, or a hundredth of leaving. */
const step = { training: 1, overseas: 1, retention: 0.01 } as const;

/**
 * Whether what a place or a recruit does later depends only on how much later: nobody's chances of leaving change by date
 * from the first decision on.
 */
const isSteady = (input: ModelInput): boolean => {
  const first = firstStep(input);
  return input.occupations.every(
    ({ quitMultiplier, returning, retirement }) =>
      quitMultiplier.every((value, t) => t < first || value === quitMultiplier[first]) &&
      returning.every((value, t) => t < first || value === returning[first]) &&
      retirement.every(({ fromYear }, at) => at === 0 || fromYear <= input.baselineYear + first),
  );
};

/** Takes slopes from the engine itself, by running it once more for each year and measure and reading what changed. */
export class SlopeTaker {
  readonly #decisions: readonly Decision[];
  readonly #trials: readonly Trial[];

  /** @param input Any future: it is its cells, and who can move between them, that count. */
  constructor(input: ModelInput, decisions: readonly Decision[]) {
    this.#decisions = decisions;
    this.#trials = trialsOf(input, decisions);
  }

  /** The slopes of a future at a plan. */
  at(input: ModelInput, amounts: Float64Array): Slopes {
    return this.#take(input, amounts, () => undefined);
  }

  /**
   * The slopes of a future at no plan at all where nothing binds. Where leaving is the same in every year, places and
   * recruits of a later year do the same later, so that those of the first year alone are tried.
   */
  withoutLimits(input: ModelInput): Slopes {
    const free = withoutLimits(input);
    const steady = isSteady(input);
    const earliest = new Map<PlanMeasure, Trial[]>();
    for (const trial of this.#trials) {
      const known = earliest.get(trial.measure) ?? [];
      earliest.set(trial.measure, known);
      if ((known[0]?.t ?? trial.t) === trial.t) known.push(trial);
    }
    return this.#take(free, new Float64Array(this.#decisions.length), (trial) => {
      if (!steady || trial.measure === 'retention') return undefined;
      const like = (earliest.get(trial.measure) ?? []).find((one) => isLike(one, trial, this.#decisions));
      return like === trial ? undefined : like;
    });
  }

  #take(input: ModelInput, amounts: Float64Array, likeOf: (trial: Trial) => Trial | undefined): Slopes {
    const cells = input.cells.length;
    const { values } = project(withDecisions(input, this.#decisions, amounts));
    const supervisors = supervisorsOf(values);
    const sizeOf = (decision: number): number => step[this.#decisions[decision]?.measure ?? 'training'];
    const tried = new Map<Trial, Changes>();
    const byCell: { decision: number; changes: Changes; later: number }[][] = input.cells.map(() => []);
    for (const trial of this.#trials) {
      const like = likeOf(trial);
      let changes = tried.get(like ?? trial);
      if (!changes) {
        const other = amounts.slice();
        for (const j of trial.members) other[j] = (other[j] as number) + sizeOf(j);
        const course = project(withDecisions(input, this.#decisions, other)).values;
        changes = {
          inPost: course.inPost.map((value, i) => value - (values.inPost[i] as number)),
          trainees: course.trainees.map((value, i) => value - (values.trainees[i] as number)),
          supervisors: supervisorsOf(course).map((value, i) => value - (supervisors[i] as number)),
        };
        tried.set(trial, changes);
      }
      for (const [cell, decision] of trial.moved)
        byCell[cell]?.push({ decision, changes, later: like ? trial.t - like.t : 0 });
    }
    const column = (all: Float64Array, cell: number, size: number, later: number): Float64Array => {
      const list = new Float64Array(all.length / cells);
      for (let t = later; t < list.length; t += 1) list[t] = (all[(t - later) * cells + cell] as number) / size;
      return list;
    };
    return {
      values,
      each: (cell, use) => {
        for (const { decision, changes, later } of byCell[cell] ?? [])
          use(decision, column(changes.inPost, cell, sizeOf(decision), later));
      },
      eachSupervised: (cell, use) => {
        for (const { decision, changes, later } of byCell[cell] ?? []) {
          const size = sizeOf(decision);
          use(decision, column(changes.trainees, cell, size, later), column(changes.supervisors, cell, size, later));
        }
      },
    };
  }
}

interface Changes {
  readonly inPost: Float64Array;
  readonly trainees: Float64Array;
  readonly supervisors: Float64Array;
}

/** Whether two trials try the same cells and streams in different years. */
const isLike = (one: Trial, other: Trial, decisions: readonly Decision[]): boolean =>
  one.members.length === other.members.length &&
  one.members.every((j, at) => {
    const [left, right] = [decisions[j], decisions[other.members[at] ?? -1]];
    return left?.cell === right?.cell && left?.stream === right?.stream;
  });
