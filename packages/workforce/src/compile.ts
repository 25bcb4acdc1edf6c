import { CumulativeTable } from '@isocentre/statistics';
import type { CellInput, ModelInput, OccupationInput } from './model-input.ts';

/** One route into one cell, its trainees at `at`…`at + years − 1` of the trainee array. */
export interface TrainingStream {
  readonly cell: number;
  readonly at: number;
  readonly years: number;
  readonly attrition: number;
  readonly takeUp: number;
  readonly costPerTrainee: number;
  readonly route: string;
  readonly entryProfile: Float64Array;
  /** Cumulative entry profile, ending at exactly 1. */
  readonly entryAges: CumulativeTable;
  readonly starts: readonly number[];
  readonly inServiceShare: number;
  /** The cell that in-service starters leave, or −1. */
  readonly inServiceCell: number;
  /** First and last age index of those who may leave it. */
  readonly inServiceFrom: number;
  readonly inServiceTo: number;
}

/** An age profile of recruits. */
export interface Profile {
  readonly profile: Float64Array;
  /** The profile added up age by age. */
  readonly ages: CumulativeTable;
  /** Sum of the profile: 1 but for rounding. */
  readonly profileSum: number;
}

/** One source of recruits into a cell. */
export interface RecruitSource extends Profile {
  readonly source: CellInput['recruits'][number]['source'];
  readonly people: readonly number[];
}

/** A resolved scenario as typed arrays: cells × ages, and years × cells where a value is dated. */
export interface Compiled {
  readonly input: ModelInput;
  readonly years: number;
  readonly ages: ModelInput['ages'];
  readonly ageCount: number;
  readonly cellCount: number;
  readonly occupationOf: Int32Array;
  readonly participation: Float64Array;
  readonly notRecognised: Float64Array;
  readonly recognised: Float64Array;
  readonly returned: Float64Array;
  readonly posts: Float64Array;
  readonly addedPosts: Float64Array;
  readonly requirement: Float64Array;
  readonly recognisedRequirement: Float64Array;
  readonly returning: Float64Array;
  readonly supervision: Float64Array;
  readonly trainees: Float64Array;
  readonly training: readonly TrainingStream[];
  readonly streamsOf: readonly (readonly TrainingStream[])[];
  readonly recruitsOf: readonly (readonly RecruitSource[])[];
  /** Starts of training stream `i` in step `t` at `t × streams + i`: the same numbers, where many models are read in turn. */
  readonly starts: Float64Array;
  /** Recruits of source `i` in step `t` at `t × sources + i`; the sources of a cell follow one another from `sourcesFrom[cell]`. */
  readonly recruits: Float64Array;
  readonly sourcesFrom: Int32Array;
  readonly sourceCount: number;
  /** The profile of each source. */
  readonly profileOf: Int32Array;
  readonly profiles: readonly Profile[];
  readonly transfersInto: readonly (readonly { readonly from: number; readonly share: number }[])[];
  readonly hasTransfers: boolean;
  /** Probability of retiring by age, for an occupation in step `t`. */
  readonly retirementAt: (occupation: number, t: number) => Float64Array;
  /** Probability of quitting by age, for an occupation in step `t`, with the multiplier and at most 1. */
  readonly quittingAt: (occupation: number, t: number) => Float64Array;
}

/** Works something out once for a list of shares: cells and the draws of an ensemble have their profiles in common. */
const onceFor = <T>(workOut: (shares: readonly number[]) => T): ((shares: readonly number[]) => T) => {
  const known = new WeakMap<readonly number[], T>();
  return (shares) => {
    let found = known.get(shares);
    if (found === undefined) known.set(shares, (found = workOut(shares)));
    return found;
  };
};

const profileOf = onceFor((shares): Profile => {
  const cumulative = runningSum(shares);
  return {
    profile: Float64Array.from(shares),
    ages: new CumulativeTable(cumulative),
    profileSum: cumulative.at(-1) ?? 0,
  };
});

const entryAgesOf = onceFor((shares) => new CumulativeTable(cumulate(shares)));

const hazardsOf = onceFor((hazards) => new Float64Array(hazards));

/** Gives the probability of quitting by age, for an occupation in a step: one list for all that have the same. */
export const quittingOf = (
  occupations: readonly Pick<OccupationInput, 'quitting' | 'quitMultiplier'>[],
  ageCount: number,
): Compiled['quittingAt'] => {
  const known = new Map<readonly number[], Map<number, Float64Array>>();
  return (occupation, t) => {
    const { quitting = [], quitMultiplier = [] } = occupations[occupation] ?? {};
    const multiplier = quitMultiplier[t] as number;
    let lists = known.get(quitting);
    if (!lists) known.set(quitting, (lists = new Map<number, Float64Array>()));
    let values = lists.get(multiplier);
    if (!values) {
      lists.set(multiplier, (values = new Float64Array(ageCount)));
      for (let a = 0; a < ageCount; a += 1) values[a] = Math.min(1, (quitting[a] as number) * multiplier);
    }
    return values;
  };
};

/** Lays a resolved scenario out for the engine. */
export const compile = (input: ModelInput): Compiled => {
  const { cells, occupations, years, ages } = input;
  const ageCount = ages.last - ages.first + 1;
  const cellCount = cells.length;
  const indexOfOccupation = new Map(occupations.map((occupation, index) => [occupation.id, index]));
  const key = (occupation: string, region: string): string => `${occupation} ${region}`;
  const indexOfCell = new Map(cells.map((cell, index) => [key(cell.occupation, cell.region), index]));
  const occupationOf = Int32Array.from(cells, (cell) => indexOfOccupation.get(cell.occupation) ?? -1);

  const byAge = (of: (cell: CellInput) => readonly number[]): Float64Array => {
    const all = new Float64Array(cellCount * ageCount);
    cells.forEach((cell, index) => all.set(of(cell), index * ageCount));
    return all;
  };
  const byYear = (length: number, of: (cell: CellInput, occupation: number) => readonly number[]): Float64Array => {
    const all = new Float64Array(length * cellCount);
    cells.forEach((cell, index) => {
      const values = of(cell, occupationOf[index] as number);
      for (let t = 0; t < length; t += 1) all[t * cellCount + index] = values[t] as number;
    });
    return all;
  };

  const routes = new Map(input.routes.map((route) => [route.id, { ...route, ...profileOf(route.entryProfile) }]));
  const training: TrainingStream[] = [];
  const trainees: number[] = [];
  const streamsOf = cells.map((cell, index) =>
    cell.training.flatMap((entry) => {
      const route = routes.get(entry.route);
      if (!route) return [];
      const stream: TrainingStream = {
        cell: index,
        at: trainees.length,
        years: route.years,
        attrition: route.attrition,
        takeUp: route.takeUp,
        costPerTrainee: route.costPerTrainee,
        route: route.id,
        entryProfile: route.profile,
        entryAges: entryAgesOf(route.entryProfile),
        starts: entry.starts,
        inServiceShare: route.inServiceShare,
        inServiceCell:
          entry.inServiceFrom === null ? -1 : (indexOfCell.get(key(entry.inServiceFrom, cell.region)) ?? -1),
        inServiceFrom: Math.max(0, route.inServiceAges.from - ages.first),
        inServiceTo: Math.min(ageCount - 1, route.inServiceAges.to - ages.first),
      };
      trainees.push(...entry.trainees);
      training.push(stream);
      return [stream];
    }),
  );

  const transfers = occupations.flatMap(({ id, transfers: out }) => out.map((transfer) => ({ from: id, ...transfer })));
  const transfersInto = cells.map((cell) =>
    transfers.flatMap(({ from, to, share }) => {
      const index = to === cell.occupation && share > 0 ? indexOfCell.get(key(from, cell.region)) : undefined;
      return index === undefined ? [] : [{ from: index, share }];
    }),
  );

  const recruitsOf = cells.map((cell) =>
    cell.recruits.map(({ source, people, profile: shares }): RecruitSource => {
      const { profile, ages: byAges, profileSum } = profileOf(shares);
      return { source, people, profile, ages: byAges, profileSum };
    }),
  );
  const sources = cells.flatMap((cell) => cell.recruits);
  const profiles = [...new Set(sources.map((source) => profileOf(source.profile)))];
  const inOrder = (lists: readonly (readonly number[])[]): Float64Array => {
    const all = new Float64Array(years * lists.length);
    lists.forEach((list, index) => {
      for (let t = 0; t < years; t += 1) all[t * lists.length + index] = list[t] as number;
    });
    return all;
  };
  let sourceCount = 0;
  const sourcesFrom = Int32Array.from(cells, (cell) => {
    sourceCount += cell.recruits.length;
    return sourceCount - cell.recruits.length;
  });

  const retirement = occupations.map((one) =>
    one.retirement.map(({ fromYear, byAge: hazards }) => ({ fromYear, byAge: hazardsOf(hazards) })),
  );
  return {
    input,
    years,
    ages,
    ageCount,
    cellCount,
    occupationOf,
    participation: inRows(
      occupations.map((occupation) => occupation.participation),
      ageCount,
    ),
    notRecognised: byAge((cell) => cell.notRecognised),
    recognised: byAge((cell) => cell.recognised),
    returned: Float64Array.from(cells, (cell) => cell.returned),
    posts: Float64Array.from(cells, (cell) => cell.posts),
    addedPosts: byYear(years, (cell) => cell.addedPosts),
    requirement: byYear(years + 1, (cell) => cell.requirement),
    recognisedRequirement: byYear(years + 1, (cell) => cell.recognisedRequirement),
    returning: byYear(years, (_, occupation) => occupations[occupation]?.returning ?? []),
    supervision: byYear(years, (_, occupation) => occupations[occupation]?.supervision ?? []),
    trainees: Float64Array.from(trainees),
    training,
    streamsOf,
    recruitsOf,
    starts: inOrder(training.map((stream) => stream.starts)),
    recruits: inOrder(sources.map((source) => source.people)),
    sourcesFrom,
    sourceCount,
    profileOf: Int32Array.from(sources, (source) => profiles.indexOf(profileOf(source.profile))),
    profiles,
    transfersInto,
    hasTransfers: transfersInto.some((list) => list.length > 0),
    retirementAt: (occupation, t) => {
      const dated = retirement[occupation] ?? [];
      if (dated.length === 1) return (dated[0] as (typeof dated)[number]).byAge;
      const year = input.baselineYear + t;
      return (dated.findLast((entry) => entry.fromYear <= year) ?? dated[0])?.byAge ?? new Float64Array(ageCount);
    },
    quittingAt: quittingOf(occupations, ageCount),
  };
};

const inRows = (rows: readonly (readonly number[])[], length: number): Float64Array => {
  const all = new Float64Array(rows.length * length);
  rows.forEach((row, index) => {
    all.set(row, index * length);
  });
  return all;
};

const runningSum = (shares: readonly number[]): Float64Array => {
  const sums = new Float64Array(shares.length);
  let sum = 0;
  for (let i = 0; i < sums.length; i += 1) sums[i] = sum += shares[i] as number;
  return sums;
};

/** Adds up shares so that the last is exactly 1 and rounding leaves no gap for a draw. */
const cumulate = (shares: readonly number[]): Float64Array => {
  const sums = runningSum(shares);
  const total = sums.at(-1) ?? 0;
  return sums.map((sum) => (total > 0 ? sum / total : 1));
};
