import type { Measure } from '@isocentre/workforce';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { regionPlaces, steps, tileMap } from '../../charts/layout.ts';
import type { Where, WherePart } from '../../compute/where.ts';
import { untouched } from '../../state/state.ts';
import { askedOf, withAsked } from './asked.ts';
import { multiples, regionMap, sayWhere } from './charts.ts';
import { shownMeasures } from './measures.ts';

const told = { units: 'wte', years: 'calendar' } as const;
const measureOf = (id: string, units: 'wte' | 'people' = 'wte') => {
  const found = shownMeasures(units).find((one) => one.id === id);
  if (!found) throw new Error(id);
  return found;
};
const partOf = (id: string, shortfall: readonly number[], requirement: readonly number[]): WherePart => ({
  id,
  measures: {
    shortfall,
    requirement,
    inPost: requirement,
    headcount: requirement.map((one) => one + 10),
    returnedHeads: requirement.map(() => 5),
  } as unknown as Readonly<Record<Measure, readonly number[]>>,
  spread: {
    shortfall: {
      mean: shortfall,
      quantiles: { '0.1': shortfall.map((one) => one - 5), '0.9': shortfall.map((one) => one + 500) },
    },
  },
});
const sureness = { runs: 1000, seed: 1, levels: { all: [0.1, 0.9], low: 0.1, high: 0.9 } };
const specialisms: Where = {
  title: "today's course",
  isChanged: false,
  by: 'specialism',
  years: [2023, 2024],
  parts: [
    partOf('radiotherapy_physics', [100, 300], [1000, 1000]),
    partOf('magnetic_resonance_physics', [20, 60], [100, 100]),
  ],
  sureness,
};
const regions: Where = {
  ...specialisms,
  by: 'region',
  parts: [partOf('midlands', [40, 100], [400, 400]), partOf('scotland', [20, 50], [200, 200])],
};

describe('the sentence', () => {
  test('names the part with most missing, and the one with the largest share', () => {
    expect(sayWhere(specialisms, told, undefined)).toBe(
      "In “today's course”, 300 of the 360 WTE missing in 2024 are in radiotherapy physics, more than in any other specialism; the largest share of what is required is missing in magnetic resonance physics, 60 %.",
    );
    expect(sayWhere(specialisms, told, 2023)).toContain('100 of the 120 WTE missing in 2023');
  });
  test('says where all lack the same share', () => {
    expect(sayWhere(regions, told, undefined)).toBe(
      "In “today's course”, 100 of the 150 WTE missing in 2024 are in the Midlands, more than in any other region. Each region lacks the same share of what it requires, 25 %.",
    );
  });
  test('of one part, of a group, of nobody', () => {
    const [one] = specialisms.parts;
    expect(sayWhere({ ...specialisms, parts: one ? [one] : [] }, told, undefined)).toBe(
      "In “today's course”, 300 WTE are missing in 2024 in radiotherapy physics, 30 % of what is required.",
    );
    const groups: Where = {
      ...specialisms,
      by: 'group',
      parts: [partOf('scientist', [0, 9], [10, 10]), partOf('engineering', [0, 1], [10, 10])],
    };
    expect(sayWhere(groups, told, undefined)).toBe(
      "In “today's course”, 9 of the 10 WTE missing in 2024 are among clinical scientists, more than in any other staff group; the largest share of what is required is missing there too, 90 %.",
    );
    expect(sayWhere(groups, told, 2023)).toBe("In “today's course” nobody is missing in 2023.");
  });
});

describe('small multiples', () => {
  test('are on one scale that holds every line and band, and leave the same room for names', () => {
    const { layout, table, note } = multiples(specialisms, regions, measureOf('shortfall'), told);
    expect(layout.panels.map(({ lines }) => lines.top)).toEqual([800, 800]);
    expect(new Set(layout.panels.map(({ lines }) => lines.letters)).size).toBe(1);
    expect(layout.panels.map(({ lines }) => lines.lines.map(({ name }) => name))).toEqual([['300'], ['60']]);
    expect(note).toContain('80 % of 1,000 futures');
    for (const row of table.rows) expect(row).toHaveLength(table.columns.length);
  });
  test('have the reference in grey, and its numbers in the table', () => {
    const { layout, table } = multiples(specialisms, specialisms, measureOf('shortfall'), told);
    expect(layout.panels[0]?.lines.lines.map(({ role }) => role)).toEqual(['reference', 'yours']);
    expect(table.rows[1]).toEqual([2024, 300, 295, 800, 300, 60, 55, 560, 60]);
  });
  test('in people have people where there are any, and say where not', () => {
    const people = multiples(specialisms, undefined, measureOf('inPost', 'people'), { ...told, units: 'people' });
    expect(people.table.rows[0]).toEqual([2023, 1015, 115]);
    expect(people.note).toContain('there is no band');
    const missing = multiples(specialisms, undefined, measureOf('shortfall', 'people'), { ...told, units: 'people' });
    expect(missing.note).toContain('no form in people');
    expect(missing.title).toBe('Shortfall by specialism, WTE');
  });
  test('of a share are in per cent', () => {
    const { layout } = multiples(specialisms, undefined, measureOf('rate'), told);
    expect(layout.panels.map(({ lines }) => lines.lines[0]?.name)).toEqual(['30 %', '60 %']);
    expect(layout.panels[0]?.lines.top).toBe(0.6);
  });
});

describe('the map', () => {
  test('prints the number of each region, the darker the more', () => {
    const { layout, table, label } = regionMap(regions, measureOf('shortfall'), told, undefined);
    expect(layout.tiles.map(({ name, text, step }) => [name, text, step])).toEqual([
      ['Midlands', '100', 4],
      ['Scotland', '50', 2],
    ]);
    expect(table.rows).toEqual([
      ['Midlands', 100],
      ['Scotland', 50],
    ]);
    expect(label).toBe('Shortfall in 2024, WTE: Midlands 100; Scotland 50.');
  });
  test('has one colour where every number is the same', () => {
    const { layout, note } = regionMap(regions, measureOf('rate'), told, undefined);
    expect(layout.scale).toEqual([]);
    expect(layout.tiles.map(({ step }) => step)).toEqual([0, 0]);
    expect(note).toContain('one colour');
  });
  test('has a place of its own for every region, and no two touch', () => {
    const places = Object.values(regionPlaces);
    expect(places).toHaveLength(10);
    for (const [index, [column, row]] of places.entries())
      for (const [otherColumn, otherRow] of places.slice(index + 1))
        expect(row !== otherRow || Math.abs(column - otherColumn) >= 1).toBe(true);
  });
  test('gives every number a step, in the order of the numbers', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 5000 }), { minLength: 10, maxLength: 10 }), (values) => {
        const ids = Object.keys(regionPlaces);
        const { tiles } = tileMap(
          values.map((value, index) => ({ id: ids[index] ?? '', name: '', value })),
          String,
        );
        for (const { step } of tiles) expect(step >= 0 && step < steps && Number.isInteger(step)).toBe(true);
        for (const [a, one] of values.entries())
          for (const [b, other] of values.entries())
            if (one < other) expect(tiles[a]?.step ?? 9).toBeLessThanOrEqual(tiles[b]?.step ?? -1);
      }),
      { numRuns: 50, seed: 8 },
    );
  });
});

describe('what is asked', () => {
  test('is the shortfall by specialism, or what the link says as far as it is known', () => {
    expect(askedOf(untouched)).toMatchObject({ by: 'specialism', measure: { id: 'shortfall' } });
    const state = withAsked(withAsked(withAsked(untouched, 'by', 'region'), 'measure', 'rate'), 'year', '2030');
    expect(askedOf(state)).toMatchObject({ by: 'region', measure: { id: 'rate' }, year: 2030 });
    const odd = withAsked(withAsked(withAsked(untouched, 'by', 'moon'), 'measure', 'magic'), 'year', 'soon');
    expect(askedOf(odd)).toMatchObject({ by: 'specialism', measure: { id: 'shortfall' } });
    expect(askedOf(odd).year).toBeUndefined();
  });
});
