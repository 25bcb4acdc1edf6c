import { describe, expect, test } from 'vitest';
import { peakFlow } from '../../../../tests/support/peak-flow.ts';
import { valueOf } from '../../../../tests/support/draw.ts';
import { equivalentDiameter, growthThreshold, volumeChange } from '../volumetry/volumetry.ts';
import { repeatability } from './repeatability.ts';

const subject = Array.from({ length: 34 }, (_, i) => i % 17);
const value = peakFlow.wright.flat();

describe('repeatability', () => {
  test('of the Wright meter of 1986', () => {
    const found = valueOf(repeatability({ subject, value }));
    // R 4.2.2, aov and qchisq. Bland and Altman print √2 of it: 21.6.
    expect(found.withinDeviation.estimate).toBeCloseTo(15.3066690578669, 11);
    expect(found.withinDeviation.interval.lower).toBeCloseTo(11.485934584231, 10);
    expect(found.withinDeviation.interval.upper).toBeCloseTo(22.9469009273805, 10);
    expect((found.withinDeviation.estimate * Math.SQRT2).toFixed(1)).toBe('21.6');
    expect(found.estimate).toBeCloseTo(1.959963984540054 * Math.SQRT2 * 15.3066690578669, 10);
    expect(found).toMatchObject({ metric: 'repeatability', version: 1, n: 17, degrees: 17 });
  });

  test('in proportion, by hand', () => {
    // Two subjects: 90, 110 and 200, 200, 260.
    const found = valueOf(repeatability({ subject: [7, 2, 7, 2, 2], value: [90, 200, 110, 200, 260] }));
    expect(found.degrees).toBe(3);
    expect(found.withinDeviation.estimate ** 2).toBeCloseTo((200 + 2400) / 3, 10);
    const relative = found.relative;
    expect((relative?.withinVariation.estimate ?? 0) ** 2).toBeCloseTo((200 / 100 ** 2 + 2400 / 220 ** 2) / 3, 14);
    const square = (list: readonly number[]): number => {
      const logs = list.map(Math.log);
      const mean = logs.reduce((sum, one) => sum + one, 0) / logs.length;
      return logs.reduce((sum, one) => sum + (one - mean) ** 2, 0);
    };
    const width = 1.959963984540054 * Math.sqrt((2 * (square([90, 110]) + square([200, 200, 260]))) / 3);
    expect(relative?.smallestRealGrowth.estimate).toBeCloseTo(Math.exp(width) - 1, 12);
    expect(relative?.smallestRealShrinkage.estimate).toBeCloseTo(1 - Math.exp(-width), 12);
    expect(relative?.coefficient.interval.upper).toBeGreaterThan(relative?.coefficient.estimate ?? Infinity);
  });

  test('values that are not all above 0 have nothing in proportion', () => {
    expect(valueOf(repeatability({ subject: [0, 0, 1, 1], value: [0, 1, 2, 3] })).relative).toBeUndefined();
  });

  test('without a second value there is none', () => {
    expect(repeatability({ subject: [0, 1], value: [1, 2] })).toMatchObject({
      problems: [{ found: 'one value a subject' }],
    });
    expect(repeatability({ subject: [0], value: [1, 2] })).toMatchObject({ problems: [{ found: '1 and 2 values' }] });
  });
});

describe('volumetry', () => {
  test('the ball of 10 mm has 523.6 mm³', () => {
    expect(equivalentDiameter((Math.PI * 1000) / 6)).toBeCloseTo(10, 14);
    expect(equivalentDiameter(8 * 123) / equivalentDiameter(123)).toBeCloseTo(2, 14);
  });
  test('twice the diameter is three doublings', () => {
    expect(volumeChange(100, 800, 300).doublingDays).toBeCloseTo(100, 12);
    expect(volumeChange(800, 100, 300).doublingDays).toBeCloseTo(-100, 12);
    expect(volumeChange(100, 100, 30)).toEqual({ change: 0, grown: false, doublingDays: Infinity });
  });
  test('a quarter more is growth, less is none', () => {
    expect(growthThreshold).toBe(0.25);
    expect(volumeChange(100, 125, 90)).toMatchObject({ change: 0.25, grown: true });
    expect(volumeChange(100, 124.9, 90).grown).toBe(false);
    expect(volumeChange(100, 50, 90)).toMatchObject({ change: -0.5, grown: false });
  });
  test.each([
    [0, 1, 1],
    [1, -1, 1],
    [1, 1, 0],
    [1, Number.NaN, 1],
  ])('refuses %d, %d, %d', (before, after, days) => {
    expect(() => volumeChange(before, after, days)).toThrow(RangeError);
  });
});
