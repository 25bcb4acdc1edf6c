import { describe, expect, test } from 'vitest';
import { agreementSize } from './agreement.ts';
import { calibrationSize } from './calibration.ts';
import { frocSize } from './froc.ts';
import { sampleSize, studyDesigns } from './plan.ts';
import { proportionSize } from './proportion.ts';

test('every design keeps its name, what it needs and what it may have', () => {
  expect(studyDesigns.map(({ id, title, needs, may }) => ({ id, title, needs, may }))).toMatchSnapshot();
});

describe('a value goes where its name says', () => {
  test.each([
    [
      'proportion',
      { expected: 0.9, margin: 0.8, power: 0.85, level: 0.9 },
      proportionSize({ expected: 0.9, halfWidth: undefined, margin: 0.8, power: 0.85, level: 0.9 }),
    ],
    [
      'proportion',
      { expected: 0.9, 'half-width': 0.04, level: 0.9 },
      proportionSize({ expected: 0.9, halfWidth: 0.04, margin: undefined, power: undefined, level: 0.9 }),
    ],
    [
      'agreement',
      { deviation: 2, bias: 0.4, allowed: 6, power: 0.85, level: 0.9 },
      agreementSize({ deviation: 2, bias: 0.4, allowed: 6, halfWidth: undefined, power: 0.85, level: 0.9 }),
    ],
    [
      'calibration',
      {
        prevalence: 0.2,
        'observed-half-width': 0.2,
        'slope-half-width': 0.3,
        'logit-mean': -1.5,
        'logit-deviation': 1,
        level: 0.9,
      },
      calibrationSize({
        prevalence: 0.2,
        observedHalfWidth: 0.2,
        slopeHalfWidth: 0.3,
        logitMean: -1.5,
        logitDeviation: 1,
        level: 0.9,
      }),
    ],
    [
      'froc',
      { expected: 0.8, nodules: 1.2, 'false-marks': 10, 'half-width': 0.08, level: 0.9, simulations: 100, seed: 3 },
      frocSize({
        expected: 0.8,
        nodules: 1.2,
        falseMarks: 10,
        halfWidth: 0.08,
        margin: undefined,
        power: undefined,
        level: 0.9,
        simulations: 100,
        seed: 3,
      }),
    ],
  ])('%s %#', (id, values, direct) => {
    expect(direct.ok).toBe(true);
    expect(sampleSize(id, values)).toEqual(direct);
  });

  test('what is missing and what is strange is named with all that a design knows', () => {
    expect(sampleSize('agreement', { bias: 1 })).toEqual({
      ok: false,
      problems: [
        {
          where: 'sample size of agreement',
          found: 'nothing for deviation',
          expected: 'values for deviation; may have bias, allowed, half-width, power, level',
        },
      ],
    });
    expect(sampleSize('agreement', { deviation: 1, nodules: 2, seed: undefined })).toMatchObject({
      problems: [{ found: 'a value for nodules' }],
    });
    expect(sampleSize('shoe', {})).toMatchObject({ ok: false, problems: [{ found: '"shoe"' }] });
  });
});
