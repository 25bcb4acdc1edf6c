import { expect, test } from 'vitest';
import { compareMeans, criticalZ, deviate, sampleOf } from '../support/compare-means.ts';
import { countOf } from '../support/counts.ts';
import { resolveShipped } from '../support/shipped.ts';
import { withoutLimits } from '../support/without-limits.ts';
import { expectedCourse, type Course, type ResolvedInput } from './expected-course.ts';
import { makeRandom, stochasticCourse } from './stochastic-course.ts';

const shipped = (name: string): ResolvedInput => structuredClone(resolveShipped(name).input);

/** Everyone who may transfer does so by chance, from each occupation to the two after it; some have already returned. */
const withTransfers = (input: ResolvedInput): ResolvedInput => ({
  ...input,
  occupations: input.occupations.map((occupation, index, all) => ({
    ...occupation,
    transfers: [1, 2].flatMap((ahead) => {
      const to = all[(index + ahead) % all.length];
      return to === undefined ? [] : [{ to: to.id, share: 0.01 * ahead }];
    }),
  })),
  cells: input.cells.map((cell) => ({ ...cell, returned: 7.3 })),
});

/** Every measure summed over cells, for each year. */
const totalsOf = (course: Course): Map<string, number> => {
  const totals = new Map<string, number>();
  for (const { measures } of course.cells) {
    for (const [measure, series] of Object.entries(measures)) {
      for (const [t, value] of series.entries()) {
        const key = `${measure}, year ${t}`;
        totals.set(key, (totals.get(key) ?? 0) + value);
      }
    }
  }
  return totals;
};

const manyRuns = <T>(input: ResolvedInput, runs: number, seed: number, of: (course: Course) => T): T[] =>
  Array.from({ length: runs }, (_, run) => of(stochasticCourse(input, makeRandom(seed + run))));

/** The largest deviate of the mean totals of runs from the expected value, over every measure and year. */
const worstDeviate = (
  input: ResolvedInput,
  runs: readonly ReadonlyMap<string, number>[],
): { worst: number; critical: number; at: string } => {
  const expected = totalsOf(expectedCourse(input));
  const keys = [...(runs[0]?.keys() ?? [])];
  // Nothing that is expected is left out.
  for (const key of expected.keys()) expect(keys).toContain(key);
  let worst = -1;
  let at = '';
  for (const key of keys) {
    // With means in place of draws nobody is hired beyond the places, and the expected course does not say so.
    const known = expected.get(key) ?? (key.startsWith('placesExceeded') ? 0 : Number.NaN);
    const sample = sampleOf(runs.map((run) => run.get(key) ?? Number.NaN));
    const z = deviate(sample, { runs: Infinity, mean: known, variance: 0 });
    if (z > worst) {
      worst = z;
      at = `${key}: mean ${sample.mean} of ${runs.length} runs, expected ${known}`;
    }
  }
  return { worst, critical: criticalZ(keys.length), at };
};

/** No minimum and no limit has bound in a run. */
const expectUnbound = ({ cells }: Course): void => {
  for (const { measures } of cells) {
    for (const nothing of ['startsLost', 'turnedAway', 'looking', 'placesExceeded']) {
      expect(measures[nothing]?.every((value) => value === 0)).toBe(true);
    }
    for (const always of ['vacancies', 'shortfall', 'places']) {
      expect(measures[always]?.every((value) => value > 0)).toBe(true);
    }
    for (const [t, required] of (measures['recognisedRequirement'] ?? []).entries()) {
      if (required > 0) expect(measures['recognisedShortfall']?.[t]).toBeGreaterThan(0);
    }
  }
};

const runsAsked = (): number => countOf({ test: 48, full: 2000, mutation: 10 });

test.each([
  { name: 'the shipped baseline', input: () => withoutLimits(shipped('todays-course')) },
  { name: "the brief's asks", input: () => withoutLimits(shipped('the-briefs-asks')) },
  {
    name: 'the shipped baseline with transfers and staff who had returned',
    input: () => withTransfers(withoutLimits(shipped('todays-course'))),
  },
])('where nothing binds the mean of runs is the expected value: $name', ({ input: make }) => {
  const input = make();
  const runs = manyRuns(input, runsAsked(), 1, (course) => {
    expectUnbound(course);
    return totalsOf(course);
  });
  const { worst, critical, at } = worstDeviate(input, runs);
  expect(worst, at).toBeLessThan(critical);
});

test('a quit hazard 5 % larger than the one expected does not pass', () => {
  const input = withoutLimits(shipped('todays-course'));
  const changed: ResolvedInput = {
    ...input,
    occupations: input.occupations.map((occupation) => ({
      ...occupation,
      quitMultiplier: occupation.quitMultiplier.map((multiplier) => multiplier * 1.05),
    })),
  };
  const { worst, critical } = worstDeviate(input, manyRuns(changed, 150, 1, totalsOf));
  expect(worst).toBeGreaterThan(critical);
});

// ---------------------------------------------------------------------------------------------
// Limits: one step from people nobody of whom leaves, so that each limit binds for sure and the mean of what it lets
// through is the expected value although it binds.
// ---------------------------------------------------------------------------------------------

const ages = { first: 20, last: 75 };
const atAges = (value: number | ((years: number) => number)): number[] =>
  Array.from({ length: ages.last - ages.first + 1 }, (_, index) =>
    typeof value === 'number' ? value : value(ages.first + index),
  );

const bound = (): ResolvedInput => {
  const occupation = (id: string): ResolvedInput['occupations'][number] => ({
    id,
    specialism: id,
    group: 'scientist',
    title: id,
    participation: atAges(0.75),
    retirement: [{ fromYear: 2020, byAge: atAges(0) }],
    quitting: atAges(0),
    quitMultiplier: [1],
    returning: [0],
    supervision: [1000],
    certification: null,
    transfers: [],
    pay: 50_000,
    onCosts: 0.2,
  });
  const cell = (id: string): ResolvedInput['cells'][number] => ({
    occupation: id,
    region: 'here',
    notRecognised: atAges((years) => (years >= 30 && years < 50 ? 10 : 0)),
    recognised: atAges(0),
    returned: 0,
    posts: 1000,
    addedPosts: [0],
    requirement: [1000, 1000],
    recognisedRequirement: [1000, 1000],
    training: [],
    recruits: [],
  });
  return {
    format: 'isocentre-model-input',
    version: 1,
    scenario: { name: 'bound', title: 'bound' },
    scope: 'surveyed',
    baselineYear: 2023,
    firstDecisionYear: 2024,
    years: 1,
    ages,
    closure: { tolerance: 0.01, reportedYears: 3, countedFrom: 2023 },
    retiringWithinYears: 15,
    returnedParticipation: 0.5,
    returnedLeaving: 0,
    turnedAwayLost: 0.3,
    fundedShare: [0],
    regions: [{ id: 'here', title: 'here' }],
    routes: [
      {
        id: 'route',
        title: 'route',
        years: 2,
        attrition: 0,
        takeUp: 1,
        costPerTrainee: 30_000,
        entryProfile: atAges((years) => (years >= 22 && years < 32 ? 0.1 : 0)),
        inServiceShare: 0.5,
        inServiceAges: { from: 30, to: 39 },
      },
    ],
    occupations: [
      // Recruits and completers, 35 people or 26.25 WTE, for 150 + 10 posts less 150 WTE in post.
      occupation('hires'),
      // 50 places offered where 40 more trainees can be supervised; half of them leave "source".
      { ...occupation('trains'), supervision: [0.25] },
      occupation('source'),
      // A tenth of 150 at age 35 or more, where 20 recognised may assess 8.
      { ...occupation('certifies'), certification: { fromAge: 35, probability: [0.1], perAssessor: [0.4] } },
      // 30 WTE seek to move from "leaves" and "source" to 8 posts vacant at "arrives", others to where all may come.
      {
        ...occupation('leaves'),
        transfers: [
          { to: 'arrives', share: 0.2 },
          { to: 'source', share: 0.3 },
        ],
      },
      { ...occupation('arrives'), transfers: [{ to: 'leaves', share: 0.05 }] },
    ],
    cells: [
      {
        ...cell('hires'),
        posts: 160,
        requirement: [1000, 1000],
        training: [{ route: 'route', trainees: [0, 20], starts: [0], inServiceFrom: null }],
        recruits: [
          { source: 'international', people: [10], profile: atAges((years) => (years === 40 ? 1 : 0)) },
          { source: 'direct', people: [5], profile: atAges((years) => (years === 50 || years === 60 ? 0.5 : 0)) },
        ],
      },
      {
        ...cell('trains'),
        training: [{ route: 'route', trainees: [10, 0], starts: [50], inServiceFrom: 'source' }],
      },
      cell('source'),
      { ...cell('certifies'), recognised: atAges((years) => (years === 55 ? 20 : 0)) },
      cell('leaves'),
      { ...cell('arrives'), posts: 158 },
    ],
  };
};

test('where a limit binds for sure, the mean of what it lets through is the expected value', () => {
  const input = bound();
  const runs = manyRuns(input, runsAsked(), 500_000, (course) => course);
  const expected = expectedCourse(input);
  // The expected course is bound where it should be.
  const expectedOf = (cell: number, measure: string): number =>
    expected.cells[cell]?.measures[measure]?.[0] ?? Number.NaN;
  expect(expectedOf(0, 'turnedAway')).toBeCloseTo(35 - 10 / 0.75, 9);
  expect(expectedOf(1, 'startsLost')).toBeCloseTo(10, 9);
  expect(expectedOf(2, 'movedIntoTraining')).toBeCloseTo(20, 9);
  expect(expectedOf(3, 'certified')).toBeCloseTo(8, 9);
  expect(expectedOf(5, 'transferredIn')).toBeCloseTo(8 / 0.75, 9);

  // Hires that overshoot make vacancies and excess differ from those of the mean, here and nowhere else.
  const differing = new Set(['placesExceeded', 'vacancies']);
  const comparisons: { key: string; z: number }[] = [];
  for (const [cell, { occupation, measures }] of expected.cells.entries()) {
    for (const [measure, series] of Object.entries(measures)) {
      if (differing.has(measure)) continue;
      for (const [t, known] of series.entries()) {
        const sample = sampleOf(runs.map((run) => run.cells[cell]?.measures[measure]?.[t] ?? Number.NaN));
        comparisons.push({
          key: `${occupation}, ${measure}, year ${t}: ${sample.mean}, expected ${known}`,
          z: deviate(sample, { runs: Infinity, mean: known, variance: 0 }),
        });
      }
    }
  }
  const critical = criticalZ(comparisons.length);
  for (const { key, z } of comparisons) expect(z, key).toBeLessThan(critical);

  // Nobody is hired beyond the places but by chance, and the excess is what is reported.
  const exceeded = runs.map((run) => run.cells[0]?.measures['placesExceeded']?.[0] ?? Number.NaN);
  expect(exceeded.some((value) => value > 0)).toBe(true);
  for (const [index, run] of runs.entries()) {
    const of = (measure: string, t = 0): number => run.cells[0]?.measures[measure]?.[t] ?? Number.NaN;
    const hired = of('hiredTrained') + of('hiredInternational') + of('hiredDirect');
    expect(exceeded[index]).toBeCloseTo(Math.max(0, 0.75 * hired - 10), 9);
    expect(of('vacancies', 1)).toBeCloseTo(Math.max(0, 10 - 0.75 * hired), 9);
    expect(run.cells[1]?.measures['placesExceeded']).toEqual([0]);
  }
});

// ---------------------------------------------------------------------------------------------
// Accounts: every run, every cell, every year
// ---------------------------------------------------------------------------------------------

test.each([
  { name: 'the shipped baseline', input: () => shipped('todays-course') },
  { name: 'with transfers', input: () => withTransfers(shipped('todays-course')) },
])('people are whole and every one of them is accounted for: $name', ({ input: make }) => {
  const input = make();
  for (const { cells } of manyRuns(input, 5, 900_000, (course) => course)) {
    for (const { measures } of cells) {
      const of = (measure: string, t: number): number => measures[measure]?.[t] ?? Number.NaN;
      for (let t = 0; t < input.years; t += 1) {
        const hired =
          of('hiredTrained', t) + of('hiredLooking', t) + of('hiredInternational', t) + of('hiredDirect', t);
        expect(of('headcount', t + 1)).toBe(
          of('headcount', t) -
            of('retired', t) -
            of('quit', t) -
            of('movedIntoTraining', t) +
            hired +
            of('transferredIn', t) -
            of('transferredOut', t) -
            of('agedOut', t),
        );
        expect(of('returnedHeads', t + 1)).toBe(of('returnedHeads', t) - of('returnedLeft', t) + of('returned', t));
        expect(of('trainees', t + 1)).toBe(
          of('trainees', t) - of('trainingLeft', t) - of('completed', t) + of('starts', t),
        );
        expect(of('looking', t + 1)).toBe(of('turnedAway', t) - of('stoppedLooking', t) - of('lookingAgedOut', t));
        expect(of('starts', t) + of('startsLost', t)).toBe(of('startsOffered', t));
        expect(Number.isInteger(of('headcount', t))).toBe(true);
        expect(Number.isInteger(of('trainees', t))).toBe(true);
        expect(of('hiredTrained', t)).toBeLessThanOrEqual(of('completed', t) - of('notTakenUp', t));
      }
    }
    const moved = totalsOf({ cells });
    for (let t = 0; t < input.years; t += 1) {
      expect(moved.get(`transferredIn, year ${t}`)).toBe(moved.get(`transferredOut, year ${t}`));
    }
  }
});

test('the baseline of a run is the real counts, up or down by less than one for each cell and kind', () => {
  const input = shipped('todays-course');
  for (const { cells } of manyRuns({ ...input, years: 0 }, 20, 3, (course) => course)) {
    for (const [index, { measures }] of cells.entries()) {
      const given = input.cells[index];
      const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
      const real = total(given?.recognised ?? []);
      expect(Math.abs((measures['recognisedHeads']?.[0] ?? Number.NaN) - real)).toBeLessThan(1);
      const both = real + total(given?.notRecognised ?? []);
      expect(Math.abs((measures['headcount']?.[0] ?? Number.NaN) - both)).toBeLessThan(2);
    }
  }
});

test('a seed gives the same run again, and another seed another', () => {
  const input = shipped('todays-course');
  const [first, again] = [stochasticCourse(input, makeRandom(5)), stochasticCourse(input, makeRandom(5))];
  expect(again).toEqual(first);
  expect(stochasticCourse(input, makeRandom(6))).not.toEqual(first);
});

test('two sets of runs of this implementation have equal means where limits bind, each cell for itself', () => {
  const input = withTransfers(shipped('todays-course'));
  const runs = countOf({ test: 20, full: 500, mutation: 10 });
  const vectors = (seed: number): number[][] =>
    manyRuns(input, runs, seed, ({ cells }) => cells.flatMap(({ measures }) => Object.values(measures).flat()));
  const { worst, critical, at } = compareMeans(vectors(10_000_000), vectors(20_000_000));
  expect(worst, at).toBeLessThan(critical);
});

test('the generator is uniform in its first two moments', () => {
  const random = makeRandom(7);
  const drawn = Array.from({ length: 100_000 }, () => random());
  expect(drawn.every((value) => value >= 0 && value < 1)).toBe(true);
  const mean = sampleOf(drawn);
  expect(deviate(mean, { runs: Infinity, mean: 1 / 2, variance: 0 })).toBeLessThan(criticalZ(1));
  const square = sampleOf(drawn.map((value) => value * value));
  expect(deviate(square, { runs: Infinity, mean: 1 / 3, variance: 0 })).toBeLessThan(criticalZ(1));
});
