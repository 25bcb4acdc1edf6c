import type { Evidence, Figure, Value } from '@isocentre/evidence';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { shippedEvidence } from '../../../tests/support/shipped.ts';
import { ipemReading, type Reading } from './reading.ts';
import { sayReading } from './report.ts';

const evidence = shippedEvidence();

const withFigures = (values: Readonly<Record<string, Value>>): Evidence => ({
  figures: new Map(
    [...evidence.figures].map(([id, figure]): [string, Figure] => [
      id,
      values[id] ? { ...figure, stated: values[id] } : figure,
    ]),
  ),
});
const read = (values: Readonly<Record<string, Value>> = {}): Reading => {
  const result = ipemReading(withFigures(values));
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.value;
};
const series = (byYear: Readonly<Record<string, number>>): Value => ({ kind: 'series', byYear });
const number = (value: number): Value => ({ kind: 'number', number: value });

describe("IPEM's reading of the pledge", () => {
  test('3 × 15 + 33 n = 900 is reached in 2054, 29 years from 2025', () => {
    expect(read().closure).toEqual({ year: 2054, yearsFromCounted: 29, yearsFromBaseline: 31 });
    expect(sayReading(read())).toBe(
      "Surveyed MPCE, IPEM's reading of the 2023 pledge by arithmetic alone: 15 more a year from 2025 and 33 more a year from 2028 add to the 900 staff needed in 2054, 29 years from 2025. It takes the supply of 2023 as just replacing those who leave.",
    );
  });

  test('the answer follows places, need and dates', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 60 }),
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 2000 }),
        fc.integer({ min: 2023, max: 2030 }),
        fc.integer({ min: 1, max: 6 }),
        (few, more, needed, start, gap) => {
          let added = 0;
          let year = start;
          for (; added < needed; year += 1) added += year < start + gap ? few : more;
          const { closure } = read({
            ltwp_mpce_extra_places: series({ [start]: few, [start + gap]: more }),
            mpce_additional_needed_2023: number(needed),
          });
          expect(closure.year).toBe(year);
        },
      ),
    );
  });

  test('places that stop never add up', () => {
    const reading = read({ ltwp_mpce_extra_places: series({ 2025: 15, 2028: 0 }) });
    expect(reading.closure).toEqual({ year: null, yearsFromCounted: null, yearsFromBaseline: null });
    expect(sayReading(reading)).toContain('never add to the 900 staff needed');
  });

  test('the course counts from the first year of additional places', () => {
    expect(read().course.slice(0, 5)).toEqual([
      { year: 2025, added: 0 },
      { year: 2026, added: 15 },
      { year: 2027, added: 30 },
      { year: 2028, added: 45 },
      { year: 2029, added: 78 },
    ]);
  });

  test('a figure of another kind is a problem, not an answer', () => {
    const result = ipemReading(withFigures({ ltwp_mpce_extra_places: number(3) }));
    expect(result.ok ? [] : result.problems.map((one) => one.expected)).toEqual([
      "a dated series for IPEM's reading of the pledge",
    ]);
  });
});
