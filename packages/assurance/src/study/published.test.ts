import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { analyses } from './analyses.ts';
import { comparisonReportSchema } from './compare-study.ts';
import { drawCurve, drawForest, ticksOf } from './drawing.ts';
import { protocolLockSchema } from './lock.ts';
import { protocolSchema } from './protocol-schema.ts';
import { studyReportSchema, type StudyEndpoint } from './report-schema.ts';

describe('what is published', () => {
  test.each([
    ['protocol', protocolSchema],
    ['protocol-lock', protocolLockSchema],
    ['study', studyReportSchema],
    ['study-comparison', comparisonReportSchema],
  ])('the schema of %s is that in docs/api', (name, schema) => {
    const url = new URL(`../../../../docs/api/schema/${name}.schema.json`, import.meta.url);
    expect(z.toJSONSchema(schema, { io: 'input' })).toEqual(JSON.parse(readFileSync(url, 'utf8')));
  });

  test('every metric of a protocol keeps its name, its title, and what is better', () => {
    expect(
      analyses.map(({ id, version, title, design, scale, needsThreshold, lessIsBetter, best, compare }) =>
        [
          `${design}: ${id} ${version}, ${title}`,
          scale,
          ...(needsThreshold ? ['at a threshold'] : []),
          ...(lessIsBetter ? ['less is better'] : []),
          ...(best === undefined ? [] : [`best at ${best}`]),
          ...(compare ? ['compared'] : []),
        ].join('; '),
      ),
    ).toMatchSnapshot();
    expect(new Set(analyses.map(({ id }) => id)).size).toBe(analyses.length);
  });
});

describe('drawings', () => {
  const result = {
    metric: 'm',
    version: 1,
    n: 9,
    estimate: 0.5,
    interval: { lower: 0.25, upper: 0.75, level: 0.95, method: 'made up' },
  } as const;
  const endpoint: StudyEndpoint = {
    role: 'primary',
    title: 'A metric',
    scale: 'share',
    result,
    counts: [],
    judged: [{ bound: 'lower', value: 0.25, limit: 0.3, met: false }],
    met: false,
    subgroups: [
      {
        title: 'Site & <scanner>',
        levels: [
          { level: 'a level whose name is longer than there is room for', status: 'estimated', cases: 1234, result },
          { level: 'few', status: 'too few' },
          { level: 'none', status: 'not estimable', reason: 'no case' },
        ],
      },
    ],
  };

  test.each([
    [0, 1, [0, 0.2, 0.4, 0.6, 0.8, 1]],
    [0, 10, [0, 2, 4, 6, 8, 10]],
    [0.83, 0.94, [0.85, 0.9]],
    [-30, 20, [-30, -20, -10, 0, 10, 20]],
    [0, 700, [0, 200, 400, 600]],
    [3, 3, [3]],
    [0, 5, [0, 1, 2, 3, 4, 5]],
    [0, 25, [0, 5, 10, 15, 20, 25]],
  ] as const)('ticks from %d to %d', (low, high, ticks) => {
    expect(ticksOf(low, high)).toEqual(ticks);
  });

  test('a curve and a forest are as they were', () => {
    const curve = {
      title: 'T',
      x: 'x & y',
      y: '<y>',
      points: [
        [0, 0],
        [0.5, 0.75],
        [4, 1],
      ] as const,
    };
    expect(drawCurve(curve)).toMatchSnapshot('a curve of rates');
    expect(
      drawCurve({
        ...curve,
        points: [
          [0, 0],
          [0.5, 1],
        ],
      }),
    ).toMatchSnapshot('a curve of shares');
    expect(drawForest(endpoint, 2000)).toMatchSnapshot('a forest with its limit');
    const { judged: _, ...unjudged } = endpoint;
    expect(drawForest({ ...unjudged, scale: 'number' }, 9)).toMatchSnapshot('a forest of numbers');
  });

  test('stay within a share, and beyond it where it is a number', () => {
    const wide = { ...result, interval: { ...result.interval, lower: 0, upper: 1 } };
    const share = drawForest({ ...endpoint, result: wide }, 9);
    // From 230 to 510 in the drawing: both ends of the scale.
    expect(share).toContain('x1="230.0"');
    expect(share).toContain('x2="510.0"');
    const number = drawForest({ ...endpoint, scale: 'number', result: wide }, 9);
    // 4 % of the range beyond on either side: 280 · 0.04 / 1.08.
    expect(number).toContain('x1="240.4"');
    expect(number).toContain('x2="499.6"');
  });
});
