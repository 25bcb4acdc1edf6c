import type { ModelInput } from '@isocentre/workforce';
import fc from 'fast-check';

type Draw = fc.GeneratorValue;

const repeat = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

/**
 * Draws a resolved scenario of any shape: a few occupations and regions, any ages, several routes into a cell, dated
 * hazards, transfers, dated posts, limits that bind and limits that do not.
 */
export const randomInput = (draw: Draw): ModelInput => {
  const whole = (min: number, max: number): number => draw(fc.integer, { min, max });
  // Values on a grid, zero and one among them, so that edges are met often.
  const share = (max = 1): number => (draw(fc.integer, { min: 0, max: 20 }) / 20) * max;
  const sometimes = (chance: number): boolean => whole(1, 100) <= chance;

  const years = whole(1, 8);
  const first = whole(18, 25);
  const last = first + whole(3, 30);
  const ageCount = last - first + 1;
  const baselineYear = 2023;
  const byYear = (make: () => number): number[] =>
    sometimes(50)
      ? repeat(years, make)
      : Array.from(
          { length: years },
          (
            (value) => () =>
              value
          )(make()),
        );
  const byAge = (make: () => number): number[] => {
    const steps = [make(), make(), make()];
    return repeat(ageCount, (a) => steps[Math.floor((a * 3) / ageCount)] ?? 0);
  };
  const profile = (): number[] => {
    const raw = byAge(() => whole(0, 5));
    const sum = raw.reduce((total, value) => total + value, 0);
    return raw.map((value, a) => (sum > 0 ? value / sum : a === 0 ? 1 : 0));
  };

  const occupationIds = repeat(whole(1, 4), (index) => `specialism_${Math.floor(index / 2)}.group_${index % 2}`);
  const regionIds = repeat(whole(1, 3), (index) => `region_${index}`);
  const routes = repeat(whole(1, 2), (index) => ({
    id: `route_${index}`,
    title: `Route ${index}`,
    years: whole(1, 4),
    attrition: share(),
    takeUp: share(),
    costPerTrainee: whole(0, 60_000),
    entryProfile: profile(),
    inServiceShare: share(),
    inServiceAges: { from: whole(first - 2, last), to: whole(first, last + 2) },
  }));
  const anyOccupation = (): string => occupationIds[whole(0, occupationIds.length - 1)] ?? '';

  return {
    format: 'isocentre-model-input',
    version: 1,
    scenario: { name: 'random', title: 'random' },
    scope: 'surveyed',
    baselineYear,
    firstDecisionYear: baselineYear,
    years,
    ages: { first, last },
    closure: { tolerance: 0.01, reportedYears: 3, countedFrom: 2025 },
    retiringWithinYears: whole(1, 15),
    returnedParticipation: share(),
    returnedLeaving: share(),
    turnedAwayLost: share(),
    fundedShare: byYear(() => share()),
    regions: regionIds.map((id) => ({ id, title: id })),
    occupations: occupationIds.map((id, index) => ({
      id,
      specialism: id.split('.')[0] ?? '',
      group: id.split('.')[1] ?? '',
      title: id,
      participation: byAge(() => 0.2 + share(0.8)),
      retirement: [
        { fromYear: baselineYear, byAge: byAge(() => share()) },
        ...(sometimes(40) ? [{ fromYear: baselineYear + whole(1, 5), byAge: byAge(() => share()) }] : []),
      ],
      quitting: byAge(() => share(0.5)),
      quitMultiplier: byYear(() => share(3)),
      returning: byYear(() => share()),
      supervision: byYear(() => share(2)),
      certification: sometimes(50)
        ? {
            fromAge: whole(first - 2, last + 1),
            probability: byYear(() => share()),
            perAssessor: byYear(() => share()),
          }
        : null,
      transfers: occupationIds.flatMap((to, other) =>
        other !== index && sometimes(40) ? [{ to, share: share(1 / occupationIds.length) }] : [],
      ),
      pay: whole(0, 90_000),
      onCosts: share(),
    })),
    routes,
    cells: occupationIds.flatMap((occupation) =>
      regionIds.map((region) => ({
        occupation,
        region,
        notRecognised: byAge(() => whole(0, 40) / 4),
        recognised: byAge(() => whole(0, 8) / 4),
        returned: whole(0, 20) / 4,
        posts: whole(0, 600),
        addedPosts: byYear(() => (sometimes(20) ? whole(0, 50) : 0)),
        requirement: repeat(years + 1, () => whole(0, 800)),
        recognisedRequirement: repeat(years + 1, () => whole(0, 100)),
        training: routes.flatMap((route) =>
          sometimes(70)
            ? [
                {
                  route: route.id,
                  trainees: repeat(route.years, () => whole(0, 40) / 4),
                  starts: byYear(() => whole(0, 60) / 2),
                  inServiceFrom: sometimes(60) ? anyOccupation() : null,
                },
              ]
            : [],
        ),
        recruits: [
          { source: 'international' as const, people: byYear(() => whole(0, 40) / 4), profile: profile() },
          { source: 'direct' as const, people: byYear(() => whole(0, 40) / 4), profile: profile() },
        ],
      })),
    ),
  };
};
