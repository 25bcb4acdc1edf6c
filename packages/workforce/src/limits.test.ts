import { beforeEach, describe, expect, test } from 'vitest';
import { resolveShipped, shippedInputs } from '../../../tests/support/shipped.ts';
import { limitsOf, type Limit, type OccupationLimits } from './limits.ts';
import type { ModelInput } from './model-input.ts';
import { project } from './project.ts';
import { sayLimits } from './words.ts';

let flat: ModelInput;
beforeEach(() => {
  flat = resolveShipped('todays-course-without-growth').input;
});
const radiotherapy = (input: ModelInput): OccupationLimits => {
  const [limits] = limitsOf(project(input));
  if (!limits) throw new Error('no occupation');
  return limits;
};
const onlyRadiotherapy = (change: (cell: ModelInput['cells'][number]) => ModelInput['cells'][number]): ModelInput => ({
  ...flat,
  cells: flat.cells.map((cell) => (cell.occupation === 'radiotherapy_physics.scientist' ? change(cell) : cell)),
});
const yearOf = (limits: OccupationLimits, limit: Limit): number | null | undefined =>
  limits.relaxed.find((one) => one.limit === limit)?.closingYear;

describe('why it does not close', () => {
  test('posts, where people are there and no post is funded', () => {
    const input = { ...flat, fundedShare: flat.fundedShare.map(() => 0) };
    const limits = radiotherapy(input);
    expect(limits.closingYear).toBeNull();
    expect(limits.chief).toBe('posts');
    expect(yearOf(limits, 'supply')).toBeNull();
    expect(sayLimits(limits)).toMatch(
      /^Clinical scientists in radiotherapy physics: posts\. With every required post funded at once it would close in 20\d\d\.$/,
    );
  });

  test('supply, where posts are there and nobody comes', () => {
    const none = onlyRadiotherapy((cell) => ({
      ...cell,
      training: cell.training.map((one) => ({ ...one, starts: one.starts.map(() => 0) })),
      recruits: cell.recruits.map((one) => ({ ...one, people: one.people.map(() => 0) })),
    }));
    expect(radiotherapy(none).chief).toBe('supply');
  });

  test('supervision, where many places are offered and few can be supervised', () => {
    const many = onlyRadiotherapy((cell) => ({
      ...cell,
      training: cell.training.map((one) => ({ ...one, starts: one.starts.map((starts) => starts * 3) })),
      recruits: cell.recruits.map((one) => ({ ...one, people: one.people.map(() => 0) })),
    }));
    const tight = {
      ...many,
      occupations: many.occupations.map((one) => ({ ...one, supervision: one.supervision.map(() => 0.02) })),
    };
    const limits = radiotherapy(tight);
    expect(limits.closingYear).toBeNull();
    expect(yearOf(limits, 'supervision')).not.toBeNull();
    expect(yearOf(limits, 'leaving')).toBeNull();
  });

  test('leaving, where the hazard of leaving is high', () => {
    const fleeing = {
      ...flat,
      occupations: flat.occupations.map((one) => ({ ...one, quitMultiplier: one.quitMultiplier.map(() => 2) })),
    };
    const engineering = limitsOf(project(fleeing)).find((one) => one.occupation === 'radiotherapy_physics.engineering');
    expect(engineering?.relaxed.find((one) => one.limit === 'leaving')?.closingYear).toBeGreaterThan(2023);
  });

  test('nothing needs relaxing where it closes', () => {
    const easy = onlyRadiotherapy((cell) => ({ ...cell, requirement: cell.requirement.map(() => 0) }));
    const limits = radiotherapy(easy);
    expect(limits).toMatchObject({ closingYear: 2023, chief: null });
    expect(sayLimits(limits)).toBe('Clinical scientists in radiotherapy physics: closes in 2023.');
  });

  test('what is still missing is never said to be nothing', () => {
    const [relaxed] = limitsOf(project(onlyRadiotherapy((cell) => cell)));
    expect(relaxed).toBeDefined();
    if (!relaxed) return;
    const rest = relaxed.relaxed.map((one) => ({ ...one, closingYear: null, shortfallAtHorizon: 0.4 }));
    expect(sayLimits({ ...relaxed, closingYear: null, chief: 'supply', relaxed: rest })).toContain(
      'it would be less than 1 WTE short at the end instead of',
    );
  });

  // Not exactly: see "Why it does not close" of the model's page.
  test('a recruit for every open place leaves no occupation further from its requirement, but for the last birthday', () => {
    for (const { name, input } of shippedInputs()) {
      const projection = project(input);
      const required = (occupation: string): number =>
        input.cells
          .filter((cell) => cell.occupation === occupation)
          .reduce((sum, cell) => sum + (cell.requirement.at(-1) ?? 0), 0);
      for (const { occupation, shortfallAtHorizon, relaxed } of limitsOf(projection)) {
        const supply = relaxed.find((one) => one.limit === 'supply')?.shortfallAtHorizon;
        expect(supply, `${name}, ${occupation}`).toBeLessThanOrEqual(shortfallAtHorizon + required(occupation) / 1000);
      }
    }
  });

  test('with growth nothing alone closes it, and the sentence says how far each goes', () => {
    const limits = radiotherapy(resolveShipped('todays-course').input);
    expect(sayLimits(limits)).toBe(
      'Clinical scientists in radiotherapy physics: mostly supply. With a recruit for every open place it would be 40 WTE short at the end instead of 261; nothing alone closes it.',
    );
  });

  test('says so where nothing helps at all', () => {
    const limits: OccupationLimits = {
      occupation: 'x',
      title: 'staff',
      closingYear: null,
      shortfallAtHorizon: 3,
      relaxed: [],
      chief: null,
    };
    expect(sayLimits(limits)).toBe(
      'Staff: 3 WTE short at the end; none of posts, supervision, supply and leaving helps alone.',
    );
  });
});
