import { expect, test } from 'vitest';
import { relax, relaxable, relaxed, type Tried } from './relax.ts';
import type { PlanLimits } from './terms.ts';

const limits: PlanLimits = {
  trainingGrowth: 0.24,
  trainingCeiling: 5,
  overseasCeiling: 0.0175,
  retentionCeiling: 0.2,
  supervision: 1,
  budget: Infinity,
};

test('a limit that is not there, or that is nothing, cannot give', () => {
  expect(relaxable({ ...limits, overseasCeiling: 0 })).toEqual([
    'trainingGrowth',
    'trainingCeiling',
    'retentionCeiling',
    'supervision',
  ]);
});

test('no more can be kept than all who would leave', () => {
  expect(relaxed(limits, 'retentionCeiling', 8).retentionCeiling).toBe(1);
  expect(relaxed(limits, 'all', 0.5)).toMatchObject({ trainingCeiling: 7.5, supervision: 1.5, budget: Infinity });
});

test.each([0.011, 0.2, 1, 3.7, 7.9])(
  'finds how far a limit must give: %d is enough, 90 %% of it is not',
  async (need) => {
    // What is missed falls with what a limit gives, ever more slowly or not; a part of the futures is easier or harder.
    for (const [partIs, power] of [0.7, 0.95, 1, 1.2, 1.6].flatMap((of) =>
      [2, 1, 0.3].map((to) => [of, to] as const),
    )) {
      let overAll = 0;
      const isEnough = ({ supervision }: PlanLimits, of: number): boolean => supervision - 1 >= need * of;
      const tries = async (one: PlanLimits, all: boolean): Promise<Tried> => {
        overAll += all ? 1 : 0;
        const hardest = 1 + 9 * Math.max(0, 1 - (one.supervision - 1) / need) ** power;
        const isForetold = hardest > 1.5;
        return { found: !isForetold && isEnough(one, all ? 1 : partIs), hardest, isForetold };
      };
      const { by, is, mustBe } = await relax(limits, 'supervision', tries, 10);
      expect(is).toBe(1);
      expect(mustBe).toBeCloseTo(1 + Number(by), 9);
      expect(isEnough(relaxed(limits, 'supervision', Number(by)), 1)).toBe(true);
      expect(isEnough(relaxed(limits, 'supervision', 0.9 * Number(by)), 1)).toBe(false);
      expect(overAll).toBeLessThanOrEqual(8);
    }
  },
);

test('all together give by one share, and have no one amount', async () => {
  expect(relaxed({ ...limits, budget: 1e6 }, 'all', 1)).toEqual({
    trainingGrowth: 0.48,
    trainingCeiling: 10,
    overseasCeiling: 0.035,
    retentionCeiling: 0.4,
    supervision: 2,
    budget: 2e6,
  });
  const tries = async ({ supervision }: PlanLimits): Promise<Tried> => ({
    found: supervision > 2,
    hardest: 1,
    isForetold: false,
  });
  expect(await relax(limits, 'all', tries, 1)).toMatchObject({ limit: 'all', is: null, mustBe: null });
});

test('says where one limit alone is not enough', async () => {
  for (const isForetold of [true, false]) {
    let count = 0;
    const none = async (): Promise<Tried> => {
      count += 1;
      return { found: false, hardest: 4, isForetold };
    };
    expect(await relax(limits, 'supervision', none, 4)).toEqual({
      limit: 'supervision',
      is: 1,
      mustBe: null,
      by: null,
    });
    // What the program itself foretells is put to no other futures.
    expect(count).toBe(isForetold ? 1 : 2);
  }
});
