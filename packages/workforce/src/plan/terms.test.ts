import { describe as tell, type Evidence, type Figure, type Value } from '@isocentre/evidence';
import { describe, expect, test } from 'vitest';
import { shippedEvidence } from '../../../../tests/support/shipped.ts';
import { snapshotText } from '../../../../tests/support/snapshot-text.ts';
import { discountFactors, planLimits, readPlanTerms, type PlanTerms } from './terms.ts';

const evidence = shippedEvidence();
const read = (of: Evidence = evidence): PlanTerms => {
  const terms = readPlanTerms(of);
  if (!terms.ok) throw new Error(terms.problems.map(tell).join('\n'));
  return terms.value;
};

describe('the terms', () => {
  test('are those of data', async () => {
    const { uses, costs, ...terms } = read();
    expect(terms).toEqual({
      limits: {
        trainingGrowth: 0.24,
        trainingCeiling: 5,
        overseasCeiling: 0.0175,
        retentionCeiling: 0.2,
        supervision: 1,
        budget: Infinity,
      },
      discount: terms.discount,
      futures: 400,
      replay: 2000,
    });
    await expect(
      snapshotText({
        discount: terms.discount,
        tuition: ['scientist_training', 'technologist_training', 'other'].map((route) => costs.tuition(route)),
        costs,
        uses: [...uses].map(([id, purposes]) => [id, [...purposes]]),
        limits: planLimits,
      }),
    ).toMatchFileSnapshot('../__snapshots__/plan-terms.snap');
  });
  const changed = (id: string, value: Value): Evidence => ({
    figures: new Map(
      [...evidence.figures].map(([key, figure]): [string, Figure] => [
        key,
        key === id ? { ...figure, stated: value } : figure,
      ]),
    ),
  });
  test.each([
    ['plan_overseas_ceiling', 1.5, 'from 0 to 1'],
    ['plan_retention_ceiling', 1.5, 'from 0 to 1'],
    ['plan_overseas_cost', -1, 'at least 0'],
  ])('%s of %d is refused', (id, number, expected) => {
    const terms = readPlanTerms(changed(id, { kind: 'number', number }));
    expect(terms.ok ? '' : terms.problems.map(tell).join()).toContain(expected);
  });
  test('rates hold from year 0, and the later one from its own year on', () => {
    const rates = (from: number): Value => ({
      kind: 'table',
      rows: { early: { from, rate: 0.1 }, late: { from: 2, rate: 0.05 } },
    });
    expect(read(changed('green_book_discount', rates(0))).discount).toEqual([
      { from: 0, rate: 0.1 },
      { from: 2, rate: 0.05 },
    ]);
    const late = readPlanTerms(changed('green_book_discount', rates(1)));
    expect(late.ok ? '' : late.problems.map(tell).join()).toContain('no rate from year 0');
    const factors = [
      ...discountFactors(
        [
          { from: 0, rate: 0.1 },
          { from: 2, rate: 0.05 },
        ],
        4,
      ),
    ];
    [1, 1 / 1.1, 1 / 1.1 / 1.05, 1 / 1.1 / 1.05 ** 2].forEach((factor, year) =>
      expect(factors[year]).toBeCloseTo(factor, 14),
    );
    expect([...discountFactors([], 2)]).toEqual([1, 1]);
  });
});
