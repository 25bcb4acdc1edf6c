import { closureOf } from './closure.ts';
import { groupCells, sumCells, type Group } from './grouping.ts';
import type { ModelInput } from './model-input.ts';
import { project, type Projection } from './project.ts';

/** What can keep a shortfall from closing. */
export type Limit = 'posts' | 'supervision' | 'supply' | 'leaving';

/** What relaxing one limit alone does for an occupation. */
export interface Relaxed {
  readonly limit: Limit;
  readonly closingYear: number | null;
  /** WTE at the horizon. */
  readonly shortfallAtHorizon: number;
}

/** Why the shortfall of an occupation does not close. */
export interface OccupationLimits {
  readonly occupation: string;
  readonly title: string;
  readonly closingYear: number | null;
  readonly shortfallAtHorizon: number;
  readonly relaxed: readonly Relaxed[];
  /** The limit whose relaxing moves the closing year most, or else the shortfall at the horizon; null if none helps. */
  readonly chief: Limit | null;
}

/**
 * How each limit is relaxed alone: every required post is funded at once; supervision never cuts a start; every
 * place still open after hiring finds a recruit; nobody leaves before retiring.
 */
const relaxations: Readonly<Record<Limit, (input: ModelInput) => Projection>> = {
  posts: (input) => project({ ...input, fundedShare: input.fundedShare.map(() => 1) }),
  supervision: (input) =>
    project({
      ...input,
      occupations: input.occupations.map((one) => ({
        ...one,
        supervision: one.supervision.map(() => Number.MAX_VALUE),
      })),
    }),
  supply: (input) => project(input, { fillPlaces: true }),
  leaving: (input) =>
    project({
      ...input,
      occupations: input.occupations.map((one) => ({ ...one, quitMultiplier: one.quitMultiplier.map(() => 0) })),
    }),
};

const outcome = (projection: Projection, group: Group): { closingYear: number | null; shortfallAtHorizon: number } => {
  const shortfall = sumCells(projection, 'shortfall', group.cells);
  const { year } = closureOf(projection.input, shortfall, sumCells(projection, 'requirement', group.cells));
  return { closingYear: year, shortfallAtHorizon: shortfall.at(-1) ?? 0 };
};

// A smaller relative change at the horizon is rounding, not help.
const rounding = Math.sqrt(Number.EPSILON);

const chiefOf = (now: ReturnType<typeof outcome>, relaxed: readonly Relaxed[]): Limit | null => {
  if (now.closingYear !== null) return null;
  const year = (one: Relaxed): number => one.closingYear ?? Infinity;
  const best = relaxed.toSorted((a, b) =>
    year(a) === year(b) ? a.shortfallAtHorizon - b.shortfallAtHorizon : year(a) - year(b),
  )[0];
  if (!best) return null;
  return best.closingYear !== null || best.shortfallAtHorizon < now.shortfallAtHorizon * (1 - rounding)
    ? best.limit
    : null;
};

/**
 * Finds for each occupation what keeps its shortfall from closing, by relaxing posts, supervision, supply and leaving,
 * each alone and everywhere at once.
 */
export const limitsOf = (projection: Projection): readonly OccupationLimits[] => {
  const { input } = projection;
  const alternatives = (Object.keys(relaxations) as Limit[]).map((limit) => ({
    limit,
    projection: relaxations[limit](input),
  }));
  const titles = new Map(input.occupations.map((one) => [`${one.specialism}.${one.group}`, one]));
  return groupCells(input, ['specialism', 'group']).map((group) => {
    const occupation = titles.get(`${group.specialism}.${group.group}`);
    const now = outcome(projection, group);
    const relaxed = alternatives.map((one) => ({ limit: one.limit, ...outcome(one.projection, group) }));
    return {
      occupation: occupation?.id ?? '',
      title: occupation?.title ?? '',
      ...now,
      relaxed,
      chief: chiefOf(now, relaxed),
    };
  });
};
