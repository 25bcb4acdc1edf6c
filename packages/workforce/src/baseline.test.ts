import { beforeEach, describe, expect, test } from 'vitest';
import { resolveShipped } from '../../../tests/support/shipped.ts';
import { groupCells, sumCells } from './grouping.ts';
import type { Measure } from './measures.ts';
import type { ModelInput } from './model-input.ts';
import { project, type Projection } from './project.ts';
import { retiringWithin } from './retiring.ts';

let input: ModelInput;
let today: Projection;
let all: readonly number[];
beforeEach(() => {
  ({ input } = resolveShipped('todays-course'));
  today = project(input);
  all = input.cells.map((_, cell) => cell);
});
const at = (measure: Measure, t = 0, cells = all): number => sumCells(today, measure, cells)[t] ?? Number.NaN;
const cellOf = (occupation: string): number => input.cells.findIndex((cell) => cell.occupation === occupation);

describe('the surveyed baseline of 2023', () => {
  test('4,500 posts, 450 of them vacant', () => {
    expect(at('posts')).toBeCloseTo(4500, 9);
    expect(at('vacancies')).toBeCloseTo(450, 9);
    expect(at('inPost')).toBeCloseTo(4050, 9);
    expect(at('shortfall')).toBeCloseTo(900, 9);
  });

  test('each specialism has between 6 and 22 % of its posts vacant', () => {
    const rates = groupCells(input, ['specialism']).map(
      ({ cells }) => at('vacancies', 0, cells) / at('posts', 0, cells),
    );
    expect(rates).toHaveLength(6);
    for (const rate of rates) {
      expect(rate).toBeGreaterThanOrEqual(0.06 - 1e-12);
      expect(rate).toBeLessThanOrEqual(0.22);
    }
  });

  // The values below are those of a calculation made apart from this code, to the digits it gave.
  test('heads, recognised experts and the first step', () => {
    expect(at('headcount')).toBeCloseTo(4280, 0);
    expect(at('recognised')).toBeCloseTo(651, 0);
    expect(Math.round(at('retired'))).toBe(62);
    expect(Math.round(at('quit'))).toBe(139);
    expect(Math.round(at('hiredTrained') + at('hiredLooking') + at('hiredInternational') + at('hiredDirect'))).toBe(
      270,
    );
  });

  test('the shares who retire within 15 years', () => {
    expect(retiringWithin(input, [cellOf('radiotherapy_physics.technologist')])).toBeCloseTo(0.384, 3);
    expect(retiringWithin(input, [cellOf('radiotherapy_physics.scientist')])).toBeCloseTo(0.252, 3);
    const over = input.cells.filter((_, cell) => retiringWithin(input, [cell]) > 0.3);
    expect(over.map((cell) => cell.occupation)).toEqual([
      'radiotherapy_physics.technologist',
      'radiotherapy_physics.engineering',
      'nuclear_medicine_physics.technologist',
      'diagnostic_radiology_and_radiation_protection.technologist',
      'ultrasound_and_non_ionising_radiation.technologist',
      'clinical_and_rehabilitation_engineering.engineering',
    ]);
  });

  test('without growth the shortfall stays between 810 and 1,020 for thirty years, to the ten', () => {
    const flat = project(resolveShipped('todays-course-without-growth').input);
    const course = [...sumCells(flat, 'shortfall', all)];
    expect(Math.round(Math.min(...course) / 10) * 10).toBe(810);
    expect(Math.round(Math.max(...course) / 10) * 10).toBe(1020);
  });

  test('almost half of radiotherapy technologists are over 50, as surveyed in 2021', () => {
    const ages = input.cells[cellOf('radiotherapy_physics.technologist')]?.notRecognised ?? [];
    const total = ages.reduce((sum, heads) => sum + heads, 0);
    const over = ages.reduce((sum, heads, index) => (input.ages.first + index > 50 ? sum + heads : sum), 0);
    expect(over / total).toBeGreaterThan(0.36);
    expect(over / total).toBeLessThan(0.5);
  });

  test('139 scientists start training', () => {
    const starts = input.cells.flatMap((cell) => cell.training).filter((one) => one.route === 'scientist_training');
    expect(starts.reduce((sum, one) => sum + (one.starts[0] ?? 0), 0)).toBeCloseTo(139, 9);
  });
});

describe('the variants of the baseline', () => {
  const baseline = (changes: Parameters<typeof resolveShipped>[1] & object): ReturnType<typeof project> =>
    project(resolveShipped('todays-course', changes).input);
  const total = (result: ReturnType<typeof project>, measure: Measure): number =>
    sumCells(
      result,
      measure,
      result.input.cells.map((_, cell) => cell),
    )[0] ?? Number.NaN;

  test('900 on top of the vacancies is 1,350 short', () => {
    expect(total(baseline({ baseline: { requirement: 'headline-2023-on-top' } }), 'shortfall')).toBeCloseTo(1350, 9);
  });

  test("each specialism's own survey asks for about twice the headline", () => {
    const shortfall = total(baseline({ baseline: { requirement: 'specialism-surveys' } }), 'shortfall');
    expect(shortfall / 900).toBeGreaterThan(1.5);
    expect(shortfall / 900).toBeLessThan(2.2);
  });

  test.each([
    ['radiotherapy_physics.technologist', 806],
    ['nuclear_medicine_physics.scientist', 620],
    ['nuclear_medicine_physics.technologist', 1034],
    ['magnetic_resonance_physics.scientist', 174],
  ])('the survey of %s requires %j WTE', (occupation, wte) => {
    const { cells } = resolveShipped('todays-course', { baseline: { requirement: 'specialism-surveys' } }).input;
    expect(Math.round(cells.find((cell) => cell.occupation === occupation)?.requirement[0] ?? 0)).toBe(wte);
  });

  test('the surveys that state their own growth get it as dated staff and no yearly growth', () => {
    const cells = resolveShipped('todays-course', { baseline: { requirement: 'specialism-surveys' } }).input.cells;
    const required =
      cells.find((cell) => cell.occupation === 'magnetic_resonance_physics.scientist')?.requirement ?? [];
    expect(required[2]).toBeCloseTo(required[0] ?? 0, 9);
    expect((required[3] ?? 0) - (required[2] ?? 0)).toBeCloseTo(64, 9);
    expect(required.at(-1)).toBeCloseTo(required[3] ?? 0, 9);
  });

  test('the whole of MPCE has between 9,000 and 16,000 posts', () => {
    const posts = total(baseline({ baseline: { scope: 'whole-mpce' } }), 'posts');
    expect(posts).toBeGreaterThan(9000);
    expect(posts).toBeLessThan(16_000);
  });

  test('a later pension age retires nobody under 57 from 2028', () => {
    const dated =
      resolveShipped('todays-course', { baseline: { retirement: 'minimum-age-57' } }).input.occupations[0]
        ?.retirement ?? [];
    expect(dated.map((one) => one.fromYear)).toEqual([2023, 2028]);
    expect(dated[1]?.byAge.slice(34, 38)).toEqual([0, 0, 0, 0.04]);
  });

  test('regions share the nation by population', () => {
    const cells = resolveShipped('todays-course', { baseline: { geography: 'regions' } }).input.cells;
    const posts = (region: string): number =>
      cells.filter((cell) => cell.region === region).reduce((sum, cell) => sum + cell.posts, 0);
    expect(new Set(cells.map((cell) => cell.region)).size).toBe(10);
    expect(posts('london') / 4500).toBeCloseTo(8_799_800 / 66_936_800, 9);
  });
});
