import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countOf } from '../../../tests/support/counts.ts';
import { expectBalance } from '../../../tests/support/expect-balance.ts';
import { randomInput } from '../../../tests/support/random-input.ts';
import { sumCells } from './grouping.ts';
import type { Measure } from './measures.ts';
import type { CellInput, ModelInput, OccupationInput } from './model-input.ts';
import { project, type Projection } from './project.ts';

const first = 20;
const ageCount = 11;
const constant = (length: number, value: number): number[] => Array.from({ length }, () => value);
const atAge = (age: number, heads: number): number[] =>
  Array.from({ length: ageCount }, (_, index) => (index + first === age ? heads : 0));

const occupationOf = (years: number, changes: Partial<OccupationInput> = {}): OccupationInput => ({
  id: 'physics.scientist',
  specialism: 'physics',
  group: 'scientist',
  title: 'scientists in physics',
  participation: constant(ageCount, 1),
  retirement: [{ fromYear: 2023, byAge: constant(ageCount, 0) }],
  quitting: constant(ageCount, 0),
  quitMultiplier: constant(years, 1),
  returning: constant(years, 0),
  supervision: constant(years, 100),
  certification: null,
  transfers: [],
  pay: 50_000,
  onCosts: 0.4,
  ...changes,
});

const cellOf = (years: number, changes: Partial<CellInput> = {}): CellInput => ({
  occupation: 'physics.scientist',
  region: 'uk',
  notRecognised: atAge(20, 100),
  recognised: constant(ageCount, 0),
  returned: 0,
  posts: 1000,
  addedPosts: constant(years, 0),
  requirement: constant(years + 1, 1000),
  recognisedRequirement: constant(years + 1, 0),
  training: [],
  recruits: [],
  ...changes,
});

const routeOf = (changes: Partial<ModelInput['routes'][number]> = {}): ModelInput['routes'][number] => ({
  id: 'route',
  title: 'route',
  years: 3,
  attrition: 0,
  takeUp: 1,
  costPerTrainee: 10_000,
  entryProfile: atAge(20, 1),
  inServiceShare: 0,
  inServiceAges: { from: 20, to: 30 },
  ...changes,
});

const inputOf = (years: number, parts: Partial<ModelInput> = {}): ModelInput => ({
  format: 'isocentre-model-input',
  version: 1,
  scenario: { name: 'worked', title: 'worked' },
  scope: 'surveyed',
  baselineYear: 2023,
  firstDecisionYear: 2027,
  years,
  ages: { first, last: first + ageCount - 1 },
  closure: { tolerance: 0.01, reportedYears: 3, countedFrom: 2025 },
  retiringWithinYears: 5,
  returnedParticipation: 0.5,
  returnedLeaving: 0.3,
  turnedAwayLost: 0.5,
  fundedShare: constant(years, 0),
  regions: [{ id: 'uk', title: 'United Kingdom' }],
  occupations: [occupationOf(years)],
  routes: [routeOf()],
  cells: [cellOf(years)],
  ...parts,
});

const course = (projection: Projection, measure: Measure, cell = 0): readonly number[] => [
  ...sumCells(projection, measure, [cell]),
];
const expectClose = (given: readonly number[], expected: readonly number[]): void => {
  expect(given).toHaveLength(expected.length);
  expected.forEach((value, index) => expect(given[index]).toBeCloseTo(value, 9));
};

describe('leaving and returning', () => {
  test('people who neither retire nor quit stay until they are past the last age', () => {
    const result = project(inputOf(12));
    expectClose(course(result, 'headcount'), [...constant(11, 100), 0, 0]);
    expectClose(course(result, 'agedOut'), [...constant(10, 0), 100, 0]);
  });

  test('quitting leaves (1 − q)^t of a cohort', () => {
    const result = project(inputOf(6, { occupations: [occupationOf(6, { quitting: constant(ageCount, 0.1) })] }));
    expectClose(
      course(result, 'headcount'),
      [0, 1, 2, 3, 4, 5, 6].map((t) => 100 * 0.9 ** t),
    );
  });

  test('who retires cannot quit: leavers are h_ret and (1 − h_ret)·h_quit', () => {
    const occupations = [
      occupationOf(1, {
        quitting: constant(ageCount, 0.5),
        retirement: [{ fromYear: 2023, byAge: constant(ageCount, 0.2) }],
      }),
    ];
    const result = project(inputOf(1, { occupations }));
    expectClose(course(result, 'retired'), [20]);
    expectClose(course(result, 'quit'), [40]);
  });

  test('the multiplier of leaving acts by year and never past certainty', () => {
    const occupations = [occupationOf(2, { quitting: constant(ageCount, 0.4), quitMultiplier: [0.5, 5] })];
    expectClose(course(project(inputOf(2, { occupations })), 'headcount'), [100, 80, 0]);
  });

  test('dated hazards hold from their year', () => {
    const retirement = [
      { fromYear: 2023, byAge: constant(ageCount, 0.5) },
      { fromYear: 2025, byAge: constant(ageCount, 0) },
    ];
    const result = project(inputOf(4, { occupations: [occupationOf(4, { retirement })] }));
    expectClose(course(result, 'headcount'), [100, 50, 25, 25, 25]);
  });

  test('returned staff are ρ of those who retire and leave at h_B, at w_B a head', () => {
    const retirement = [{ fromYear: 2023, byAge: atAge(20, 1) }];
    const result = project(inputOf(3, { occupations: [occupationOf(3, { retirement, returning: constant(3, 0.2) })] }));
    expectClose(course(result, 'returnedHeads'), [0, 20, 14, 9.8]);
    expectClose(course(result, 'inPost'), [100, 10, 7, 4.9]);
    expectClose(course(result, 'headcount'), [100, 0, 0, 0]);
  });
});

describe('training', () => {
  const trained = (
    years: number,
    route: Partial<ModelInput['routes'][number]>,
    training: Partial<CellInput['training'][number]>,
    occupation: Partial<OccupationInput> = {},
  ): Projection =>
    project(
      inputOf(years, {
        routes: [routeOf(route)],
        occupations: [occupationOf(years, occupation)],
        cells: [
          cellOf(years, {
            training: [
              { route: 'route', trainees: [0, 0, 0], starts: constant(years, 0), inServiceFrom: null, ...training },
            ],
          }),
        ],
      }),
    );

  test('a start of step t completes in step t + d, after 1 − (1 − q)^d have left', () => {
    const result = trained(6, { attrition: 0.1, takeUp: 0.5 }, { starts: [100, 0, 0, 0, 0, 0] });
    expectClose(course(result, 'completed'), [0, 0, 0, 100 * 0.9 ** 3, 0, 0]);
    expectClose(course(result, 'hiredTrained'), [0, 0, 0, 50 * 0.9 ** 3, 0, 0]);
    expectClose(course(result, 'trainingLeft'), [0, 10, 9, 8.1, 0, 0]);
    expectClose(course(result, 'trainees'), [0, 100, 90, 81, 0, 0, 0]);
    expectClose(course(result, 'trainingCost'), [0, 1e6, 9e5, 8.1e5, 0, 0, 0]);
  });

  test('trainees at the baseline complete by their year of training', () => {
    expectClose(course(trained(4, {}, { trainees: [5, 7, 11] }), 'completed'), [11, 7, 5, 0]);
  });

  test('a route of one year has no second', () => {
    expectClose(course(trained(3, { years: 1 }, { trainees: [4], starts: [6, 0, 0] }), 'completed'), [4, 6, 0]);
  });

  test('supervision cuts new starts alone, and the rest are lost', () => {
    const result = trained(2, {}, { trainees: [0, 30, 0], starts: [40, 40] }, { supervision: constant(2, 0.5) });
    expectClose(course(result, 'startsOffered'), [40, 40]);
    expectClose(course(result, 'starts'), [20, 30]);
    expectClose(course(result, 'startsLost'), [20, 10]);
  });

  test('too many already in training stop new starts and are themselves not cut', () => {
    const result = trained(1, {}, { trainees: [60, 0, 0], starts: [40] }, { supervision: constant(1, 0.5) });
    expectClose(course(result, 'starts'), [0]);
    expectClose(course(result, 'trainees'), [60, 60]);
  });

  test('supervision counts who is left after leaving', () => {
    const result = trained(
      1,
      {},
      { starts: [40] },
      { supervision: constant(1, 0.5), quitting: constant(ageCount, 0.5) },
    );
    expectClose(course(result, 'starts'), [25]);
  });

  test('in-service starters leave their occupation in proportion to its ages, and are no new supply', () => {
    const years = 1;
    const source = occupationOf(years, { id: 'physics.technologist', group: 'technologist' });
    const ages = constant(ageCount, 0).map((_, a) => (a === 1 ? 30 : a === 2 ? 10 : a === 5 ? 50 : 0));
    const result = project(
      inputOf(years, {
        routes: [routeOf({ inServiceShare: 0.5, inServiceAges: { from: 21, to: 22 } })],
        occupations: [occupationOf(years), source],
        cells: [
          cellOf(years, {
            training: [{ route: 'route', trainees: [0, 0, 0], starts: [20], inServiceFrom: 'physics.technologist' }],
          }),
          cellOf(years, { occupation: 'physics.technologist', notRecognised: ages }),
        ],
      }),
    );
    expectClose(course(result, 'movedIntoTraining', 1), [10]);
    expectClose(course(result, 'starts', 0), [20]);
    const next = result.ages.notRecognised.subarray(3 * ageCount, 4 * ageCount);
    expectClose([...next], [0, 0, 22.5, 7.5, 0, 0, 50, 0, 0, 0, 0]);
  });

  test('what an occupation cannot give is filled from outside', () => {
    const result = project(
      inputOf(1, {
        routes: [routeOf({ inServiceShare: 1 })],
        occupations: [occupationOf(1), occupationOf(1, { id: 'physics.technologist' })],
        cells: [
          cellOf(1, {
            training: [{ route: 'route', trainees: [0, 0, 0], starts: [20], inServiceFrom: 'physics.technologist' }],
          }),
          cellOf(1, { occupation: 'physics.technologist', notRecognised: atAge(25, 8) }),
        ],
      }),
    );
    expectClose(course(result, 'movedIntoTraining', 1), [8]);
    expectClose(course(result, 'headcount', 1), [8, 0]);
    expectClose(course(result, 'starts', 0), [20]);
  });
});

describe('posts and recruits', () => {
  test('funding closes the gap to the requirement as (1 − φ)^t', () => {
    const result = project(inputOf(4, { fundedShare: constant(4, 0.25), cells: [cellOf(4, { posts: 600 })] }));
    expectClose(
      course(result, 'posts'),
      [0, 1, 2, 3, 4].map((t) => 1000 - 400 * 0.75 ** t),
    );
  });

  test('posts above the requirement are not taken away, and dated posts are added', () => {
    const result = project(
      inputOf(2, { fundedShare: constant(2, 1), cells: [cellOf(2, { posts: 1200, addedPosts: [0, 7] })] }),
    );
    expectClose(course(result, 'posts'), [1200, 1200, 1207]);
    expectClose(course(result, 'postsFunded'), [0, 0]);
    expectClose(course(result, 'postsAdded'), [0, 7]);
  });

  test('no more posts are taken away than there are, and only those are reported', () => {
    const changes = { posts: 60, addedPosts: [-50, -100, 5], requirement: [60, 80, 80, 80] };
    const result = project(inputOf(3, { fundedShare: [0.5, 0, 0], cells: [cellOf(3, changes)] }));
    expectClose(course(result, 'posts'), [60, 20, 0, 5]);
    expectClose(course(result, 'postsFunded'), [10, 0, 0]);
    expectClose(course(result, 'postsAdded'), [-50, -20, 5]);
    expectClose(course(result, 'vacancies'), [0, 0, 0, 0]);
  });

  test('funding looks at the requirement of the next year', () => {
    const cells = [cellOf(2, { posts: 100, requirement: [100, 150, 200] })];
    expectClose(course(project(inputOf(2, { fundedShare: constant(2, 1), cells })), 'posts'), [100, 150, 200]);
  });

  const recruiting = (posts: number, years = 2, changes: Partial<CellInput> = {}): Projection =>
    project(
      inputOf(years, {
        occupations: [occupationOf(years, { participation: constant(ageCount, 0.5) })],
        cells: [
          cellOf(years, {
            posts,
            requirement: constant(years + 1, posts),
            recruits: [
              { source: 'international', people: [30, ...constant(years - 1, 0)], profile: atAge(21, 1) },
              { source: 'direct', people: [10, ...constant(years - 1, 0)], profile: atAge(22, 1) },
            ],
            ...changes,
          }),
        ],
      }),
    );

  test('everybody is hired while places last', () => {
    const result = recruiting(70);
    expectClose(course(result, 'places'), [20, 0]);
    expectClose(course(result, 'hiredInternational'), [30, 0]);
    expectClose(course(result, 'hiredDirect'), [10, 0]);
    expectClose(course(result, 'turnedAway'), [0, 0]);
  });

  test('else every source is cut by one fraction; of those turned away λ is lost and the rest look on', () => {
    const result = recruiting(60);
    expectClose(course(result, 'places'), [10, 0]);
    expectClose(course(result, 'hiredInternational'), [15, 0]);
    expectClose(course(result, 'hiredDirect'), [5, 0]);
    expectClose(course(result, 'turnedAway'), [20, 10]);
    expectClose(course(result, 'stoppedLooking'), [10, 5]);
    expectClose(course(result, 'looking'), [0, 10, 5]);
    expectClose(course(result, 'vacancies'), [10, 0, 0]);
  });

  test('the pool is hired when places open', () => {
    const result = recruiting(60, 2, { addedPosts: [0, 2] });
    expectClose(course(result, 'hiredLooking'), [0, 4]);
    expectClose(course(result, 'turnedAway'), [20, 6]);
    expectClose(course(result, 'looking'), [0, 10, 3]);
  });

  describe('with every place filled', () => {
    const filling = (changes: Partial<CellInput>, years = 1): Projection =>
      project(
        inputOf(years, {
          occupations: [occupationOf(years, { participation: constant(ageCount, 0.5) })],
          cells: [cellOf(years, { posts: 80, requirement: constant(years + 1, 80), ...changes })],
        }),
        { fillPlaces: true },
      );
    const source = (name: 'international' | 'direct', people: number, age: number): CellInput['recruits'][number] => ({
      source: name,
      people: [people],
      profile: atAge(age, 1),
    });
    const joined = ({ ages }: Projection): readonly number[] => [...ages.notRecognised.subarray(ageCount)];

    test('those available are hired first, and direct recruits take the places still open', () => {
      const result = filling({ recruits: [source('international', 30, 21), source('direct', 10, 22)] });
      expectClose(course(result, 'places'), [30]);
      expectClose(course(result, 'hiredInternational'), [30]);
      expectClose(course(result, 'hiredDirect'), [30]);
      expectClose(course(result, 'turnedAway'), [0]);
      expectClose(joined(result), [0, 100, 30, 30, ...constant(ageCount - 4, 0)]);
    });

    test('where more are available than places, it changes nothing', () => {
      const changes = { recruits: [source('international', 80, 21), source('direct', 40, 22)] };
      const result = filling(changes);
      expectClose(course(result, 'hiredInternational'), [40]);
      expectClose(course(result, 'hiredDirect'), [20]);
      expectClose(course(result, 'turnedAway'), [60]);
    });

    test('without direct recruits their ages are those of the first, else of those who enter by training', () => {
      const training = [{ route: 'route', trainees: [0, 0, 0], starts: [0], inServiceFrom: null }];
      expectClose(
        joined(filling({ training, recruits: [source('international', 0, 23)] })).slice(0, 5),
        [0, 100, 0, 0, 60],
      );
      expectClose(joined(filling({ training })).slice(0, 2), [0, 160]);
      expectClose(joined(filling({})).slice(0, 2), [0, 100]);
    });

    test('nobody fills a place at ages at which nobody works', () => {
      const occupations = [occupationOf(1, { participation: atAge(20, 1) })];
      const cells = [cellOf(1, { recruits: [source('direct', 0, 21)] })];
      expectClose(course(project(inputOf(1, { occupations, cells }), { fillPlaces: true }), 'hiredDirect'), [0]);
    });

    test('no vacancy is left at the start of any year, where hours do not change with age', () => {
      const people = constant(4, 0);
      const recruits = [{ source: 'direct' as const, people, profile: atAge(20, 1) }];
      const result = filling({ recruits, addedPosts: [0, 30, -10, 200] }, 4);
      expectClose(course(result, 'posts'), [80, 80, 110, 100, 300]);
      expectClose(course(result, 'vacancies'), [30, 0, 0, 0, 0]);
      expectClose(course(result, 'hiredDirect'), [60, 60, 0, 380]);
    });

    test('on random scenarios those hired take every place, and people who come of themselves come first', () => {
      fc.assert(
        fc.property(fc.gen(), (draw) => {
          const drawn = randomInput(draw);
          const ages = drawn.ages.last - drawn.ages.first + 1;
          const input = {
            ...drawn,
            occupations: drawn.occupations.map((one) => ({ ...one, participation: constant(ages, 0.8) })),
          };
          const { values } = project(input, { fillPlaces: true });
          for (const [at, places] of values.places.entries()) {
            const [trained = 0, looking = 0, international = 0, direct = 0] = [
              values.hiredTrained,
              values.hiredLooking,
              values.hiredInternational,
              values.hiredDirect,
            ].map((one) => one[at]);
            expectBalance('places', (trained + looking + international + direct) * 0.8, places);
            expect(values.transferredIn[at]).toBeCloseTo(0, 9);
          }
        }),
        { numRuns: countOf({ test: 200, full: 2000, mutation: 20 }), seed: 1_900 },
      );
    });
  });

  test('the pool ages, and leaves past the last age', () => {
    const result = recruiting(50, 3, { recruits: [{ source: 'direct', people: [8, 0, 0], profile: atAge(29, 1) }] });
    expectClose(course(result, 'looking'), [0, 4, 0, 0]);
    expectClose(course(result, 'lookingAgedOut'), [0, 2, 0]);
  });

  test('shortfall and vacancies are never negative, and pay has its on-costs', () => {
    const result = project(inputOf(1, { cells: [cellOf(1, { posts: 40, requirement: [60, 130] })] }));
    expectClose(course(result, 'vacancies'), [0, 0]);
    expectClose(course(result, 'shortfall'), [0, 30]);
    expectClose(course(result, 'pay'), [7e6, 7e6]);
  });
});

describe('recognition and moves', () => {
  const certifying = (certification: OccupationInput['certification'], recognised: number): Projection =>
    project(
      inputOf(2, {
        occupations: [occupationOf(2, { certification })],
        cells: [cellOf(2, { recognised: atAge(22, recognised), recognisedRequirement: [30, 30, 30] })],
      }),
    );

  test('each of those old enough is recognised with probability c', () => {
    const result = certifying({ fromAge: 21, probability: [0.1, 0.1], perAssessor: [9, 9] }, 20);
    expectClose(course(result, 'certified'), [0, 10]);
    expectClose(course(result, 'recognised'), [20, 20, 30]);
    expectClose(course(result, 'recognisedShortfall'), [10, 10, 0]);
  });

  test('assessors limit how many', () => {
    expectClose(
      course(certifying({ fromAge: 20, probability: [0.5, 0.5], perAssessor: [0.2, 0.2] }, 20), 'certified'),
      [4, 4.8],
    );
    expectClose(
      course(certifying({ fromAge: 20, probability: [0.5, 0.5], perAssessor: [0.2, 0.2] }, 0), 'certified'),
      [0, 0],
    );
  });

  const moving = (places: readonly [number, number], shares: readonly [number, number]): Projection => {
    const ids = ['physics.scientist', 'physics.technologist'] as const;
    return project(
      inputOf(1, {
        occupations: ids.map((id, index) =>
          occupationOf(1, { id, transfers: [{ to: ids[1 - index] ?? '', share: shares[index] ?? 0 }] }),
        ),
        cells: ids.map((occupation, index) => cellOf(1, { occupation, posts: 100 + (places[index] ?? 0) })),
      }),
    );
  };

  test('who seeks to move moves where there are places', () => {
    const result = moving([0, 50], [0.3, 0.2]);
    expectClose(course(result, 'transferredIn', 0), [0]);
    expectClose(course(result, 'transferredIn', 1), [30]);
    expectClose(course(result, 'transferredOut', 0), [30]);
    expectClose(course(result, 'headcount', 1), [100, 130]);
  });

  test('moves are limited by places, and a place left behind opens only next step', () => {
    const result = moving([0, 12], [0.3, 0.2]);
    expectClose(course(result, 'transferredIn', 1), [12]);
    expectClose(course(result, 'transferredIn', 0), [0]);
  });

  test('nobody moves twice: both directions start from the same people', () => {
    const result = moving([50, 50], [0.3, 0.2]);
    expectClose(course(result, 'transferredIn', 0), [20]);
    expectClose(course(result, 'transferredIn', 1), [30]);
    expectClose(course(result, 'headcount', 0), [100, 90]);
  });
});
