import { expect, test } from 'vitest';
import { relax, relaxable, relaxed } from './relax.ts';
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
    const exists = async ({ supervision }: PlanLimits): Promise<boolean> => supervision - 1 >= need;
    const { by, is, mustBe } = await relax(limits, 'supervision', exists);
    expect(is).toBe(1);
    expect(mustBe).toBeCloseTo(1 + Number(by), 9);
    expect(await exists(relaxed(limits, 'supervision', Number(by)))).toBe(true);
    expect(await exists(relaxed(limits, 'supervision', 0.9 * Number(by)))).toBe(false);
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
  const exists = async ({ supervision }: PlanLimits): Promise<boolean> => supervision > 2;
  expect(await relax(limits, 'all', exists)).toMatchObject({ limit: 'all', is: null, mustBe: null });
});

test('says where one limit alone is not enough', async () => {
  const none = async (): Promise<boolean> => false;
  expect(await relax(limits, 'supervision', none)).toEqual({ limit: 'supervision', is: 1, mustBe: null, by: null });
});
