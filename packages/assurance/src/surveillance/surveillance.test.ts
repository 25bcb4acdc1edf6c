import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { drawsOf, valueOf } from '../../../../tests/support/draw.ts';
import { cusumOf, designCusum } from './cusum.ts';
import { eventRate } from './rate.ts';
import { readOutcomes } from './read-outcomes.ts';
import { readReports } from './read-reports.ts';
import { reportingRatio } from './reporting-ratio.ts';
import { meanRunLength, type Lattice } from './run-length.ts';
import { sequentialTest } from './sequential-test.ts';
import { watchStreams } from './watch.ts';

/** The run length by a whole matrix with pivots, which shares no code with the band. */
const wholeMatrix = ({ up, down, limit }: Lattice, failure: number): number => {
  const rows = Array.from({ length: limit }, (_, s) => {
    const row = Array.from({ length: limit + 1 }, () => 0);
    row[s] = 1;
    row[limit] = 1;
    if (s + up < limit) row[s + up] = (row[s + up] ?? 0) - failure;
    const back = Math.max(0, s - down);
    row[back] = (row[back] ?? 0) - (1 - failure);
    return row;
  });
  for (let k = 0; k < limit; k += 1) {
    const best = rows
      .slice(k)
      .reduce((at, row, i) => (Math.abs(row[k] ?? 0) > Math.abs(rows[at]?.[k] ?? 0) ? k + i : at), k);
    [rows[k], rows[best]] = [rows[best] ?? [], rows[k] ?? []];
    const pivot = rows[k] ?? [];
    for (const row of rows) {
      if (row === pivot) continue;
      const factor = (row[k] ?? 0) / (pivot[k] ?? 1);
      if (factor !== 0) for (let c = k; c <= limit; c += 1) row[c] = (row[c] ?? 0) - factor * (pivot[c] ?? 0);
    }
  }
  return (rows[0]?.[limit] ?? 0) / (rows[0]?.[0] ?? 1);
};

describe('the run length', () => {
  test('of a chart that signals at the first failure is 1/p; at k failures side by side the closed form of runs', () => {
    expect(meanRunLength({ up: 3, down: 1, limit: 3 }, 0.2)).toBeCloseTo(5, 12);
    // A fall to 0 at each success: k failures running take (p^−k − 1) / (1 − p) cases.
    for (const k of [2, 4])
      expect(meanRunLength({ up: 1, down: 99, limit: k }, 0.3)).toBeCloseTo((0.3 ** -k - 1) / 0.7, 8);
  });

  test.each([
    [{ up: 12, down: 1, limit: 45 }, 0.05],
    [{ up: 11, down: 4, limit: 83 }, 0.2],
    [{ up: 10, down: 7, limit: 60 }, 0.4],
    [{ up: 31, down: 1, limit: 20 }, 0.02],
  ])('of %j at %d is that of the whole matrix', (lattice, failure) => {
    const found = meanRunLength(lattice, failure);
    expect(Math.abs(found / wholeMatrix(lattice, failure) - 1)).toBeLessThan(1e-10);
  });

  test('is the mean of runs', () => {
    const lattice = { up: 11, down: 4, limit: 60 };
    const { uniform } = drawsOf(31);
    const lengths = Array.from({ length: 4000 }, () => {
      let [sum, cases] = [0, 0];
      while (sum < lattice.limit) {
        sum = uniform() < 0.2 ? sum + lattice.up : Math.max(0, sum - lattice.down);
        cases += 1;
      }
      return cases;
    });
    const mean = lengths.reduce((sum, one) => sum + one, 0) / lengths.length;
    const spread = Math.sqrt(
      lengths.reduce((sum, one) => sum + (one - mean) ** 2, 0) / lengths.length / (lengths.length - 1),
    );
    expect(Math.abs(mean - meanRunLength(lattice, 0.2)) / spread).toBeLessThan(4.9);
  });
});

describe('CUSUM', () => {
  test.each([
    [0.05, 0.1, 1000],
    [0.01, 0.03, 5000],
    [0.2, 0.35, 300],
    [0.002, 0.01, 10_000],
  ])('from %d to %d has the lowest limit for %d cases', (acceptable, unacceptable, runLength) => {
    const design = valueOf(designCusum({ acceptable, unacceptable, runLength }));
    expect(design.inControl).toBeGreaterThanOrEqual(runLength);
    expect(meanRunLength({ ...design, limit: design.limit - 1 }, acceptable)).toBeLessThan(runLength);
    expect(design.outOfControl).toBeLessThan(design.inControl / 4);
    expect(Math.abs(design.tunedFor / unacceptable - 1)).toBeLessThan(0.2);
    const weights = [
      Math.log(design.tunedFor / acceptable),
      Math.log((1 - acceptable) / (1 - design.tunedFor)),
    ] as const;
    expect(weights[0] / weights[1]).toBeCloseTo(design.up / design.down, 9);
  });

  test('rises at a failure, never falls under 0, signals, names where it began, and begins anew', () => {
    const { path, signals } = cusumOf([0, 1, 0, 0, 0, 1, 1, 1, 0, 1], { up: 3, down: 1, limit: 8 });
    expect([...path].map((one) => one * 8)).toEqual([0, 3, 2, 1, 0, 3, 6, 9, 0, 3]);
    expect(signals).toEqual([{ at: 7, since: 5 }]);
  });

  test('goals that are none are refused', () => {
    for (const [acceptable, unacceptable, runLength] of [
      [0.1, 0.1, 100],
      [0, 0.1, 100],
      [0.1, 1, 100],
      [0.1, 0.2, 0.5],
      [0.1, Number.NaN, 9],
    ] as const)
      expect(designCusum({ acceptable, unacceptable, runLength })).toMatchObject({ ok: false });
    expect(designCusum({ acceptable: 1e-6, unacceptable: 2e-6, runLength: 1e6 })).toMatchObject({ ok: false });
  });
});

/** Chance of each decision of the sequential test, exactly, by carrying chances from case to case. */
const decisionChances = (share: number): readonly [number, number] => {
  const goal = { acceptable: 0.05, unacceptable: 0.15 };
  const [up, none] = [Math.log(3), Math.log(0.85 / 0.95)];
  const [lower, upper] = [Math.log(0.05 / 0.95), Math.log(0.95 / 0.05)];
  expect(valueOf(sequentialTest([], goal))).toMatchObject({ lower, upper });
  let states = new Map([[0, 1]]);
  let [bad, good] = [0, 0];
  for (let cases = 1; cases < 3000; cases += 1) {
    const next = new Map<number, number>();
    for (const [failed, chance] of states)
      for (const [more, part] of [
        [1, share],
        [0, 1 - share],
      ] as const) {
        const ratio = (failed + more) * up + (cases - failed - more) * none;
        if (ratio >= upper) bad += chance * part;
        else if (ratio <= lower) good += chance * part;
        else next.set(failed + more, (next.get(failed + more) ?? 0) + chance * part);
      }
    states = next;
  }
  return [bad, good];
};

describe('the sequential test', () => {
  test('errs no oftener than Wald says, exactly', () => {
    const [falseAlarm] = decisionChances(0.05);
    const [, missed] = decisionChances(0.15);
    expect(falseAlarm).toBeLessThan(0.05 / 0.95);
    expect(missed).toBeLessThan(0.05 / 0.95);
    expect(falseAlarm + missed).toBeLessThan(0.1);
    expect(falseAlarm).toBeGreaterThan(0.02);
  });
  test('stops at the case that decides', () => {
    const goal = { acceptable: 0.05, unacceptable: 0.15 };
    expect(valueOf(sequentialTest([1, 1, 1, 1], goal))).toMatchObject({ decision: 'unacceptable', at: 2, n: 4 });
    expect(valueOf(sequentialTest([1, 0, 1], goal))).toMatchObject({ decision: 'undecided' });
    expect(valueOf(sequentialTest(new Uint8Array(60), goal))).toMatchObject({ decision: 'acceptable', at: 26 });
    expect(sequentialTest([], { ...goal, falseAlarm: 0.6, missed: 0.5 })).toMatchObject({ ok: false });
    expect(sequentialTest([], { ...goal, falseAlarm: 0.5, missed: 0.5 })).toEqual({
      ok: false,
      problems: [{ where: 'sequential-test', found: 'errors 0.5 and 0.5', expected: 'each above 0, together under 1' }],
    });
  });
  test('a ratio on a limit decides', () => {
    // A failure doubles the likelihood, and (1 − 0.2)/0.4 is 2.
    expect(
      valueOf(sequentialTest([1, 0], { acceptable: 0.25, unacceptable: 0.5, falseAlarm: 0.4, missed: 0.2 })),
    ).toMatchObject({ decision: 'unacceptable', at: 0, ratio: Math.log(2), upper: Math.log(2) });
    // None halves it, and 0.25/(1 − 0.5) is a half.
    const { decision, at, lower, ratio } = valueOf(
      sequentialTest([0, 1], { acceptable: 0.25, unacceptable: 0.625, falseAlarm: 0.5, missed: 0.25 }),
    );
    expect([decision, at]).toEqual(['acceptable', 0]);
    expect(ratio).toBeCloseTo(lower, 15);
  });
});

describe('rates and reports', () => {
  test('the exact Poisson interval, as Garwood’s table has it', () => {
    const found = valueOf(eventRate(10, 1000));
    expect(found.estimate).toBe(10);
    expect([found.interval.lower.toFixed(3), found.interval.upper.toFixed(3)]).toEqual(['4.795', '18.390']);
    expect(valueOf(eventRate(0, 1000)).interval.lower).toBe(0);
    expect(valueOf(eventRate(0, 1000)).interval.upper).toBeCloseTo(-Math.log(0.025), 12);
    for (const [events, uses] of [
      [1.5, 10],
      [-1, 10],
      [1, 0],
    ] as const)
      expect(eventRate(events, uses)).toMatchObject({ ok: false });
  });

  test('rifabutin and uveitis: the ratio that Evans 2001 works out', () => {
    const found = valueOf(reportingRatio({ both: 41, ofProduct: 55, ofEvent: 41 + 754, all: 55 + 754 + 591_958 }));
    expect(found.estimate.toFixed(0)).toBe('586');
    expect(found.chiSquare.toFixed(0)).toBe('22740');
    expect(found.signal).toBe(true);
    const error = Math.sqrt(1 / 41 - 1 / 55 + 1 / 754 - 1 / (754 + 591_958));
    expect(Math.log((found.interval?.upper ?? 0) / found.estimate) / error).toBeCloseTo(1.959963984540054, 12);
  });

  test('few reports are no signal; without others there is no interval', () => {
    expect(valueOf(reportingRatio({ both: 2, ofProduct: 2, ofEvent: 3, all: 100 })).signal).toBe(false);
    expect(valueOf(reportingRatio({ both: 5, ofProduct: 10, ofEvent: 5, all: 100 }))).toMatchObject({
      estimate: Infinity,
      signal: true,
    });
    expect(valueOf(reportingRatio({ both: 5, ofProduct: 10, ofEvent: 5, all: 10 })).estimate).toBeNaN();
    expect(reportingRatio({ both: 5, ofProduct: 4, ofEvent: 9, all: 100 })).toMatchObject({ ok: false });
  });

  test('reports are counted by product and event; those without are said', () => {
    const text = 'Device,Kind,note\nA,burn,\nA,burn,\nA,burn,\nA,other,\nB,other,\nB,other,\nB,burn,\n,burn,\nC,,\n';
    const { pairs, reports, leftOut } = valueOf(
      readReports([{ name: 'r.csv', text }], { product: 'device', event: 'KIND' }),
    );
    expect({ reports, leftOut }).toEqual({ reports: 9, leftOut: 2 });
    expect(pairs.find(({ product, event }) => product === 'A' && event === 'burn')).toMatchObject({
      both: 3,
      ofProduct: 4,
      ofEvent: 4,
      all: 7,
    });
    expect(readReports([{ name: 'r.csv', text }], { product: 'x', event: 'kind' })).toMatchObject({
      problems: [{ expected: 'a column "x"' }],
    });
  });

  const fda = fileURLToPath(new URL('../../../../../shared/data/fda/ai_adverse_events_943.csv', import.meta.url));
  const folder = process.env['ISOCENTRE_FDA'] ?? (existsSync(fda) ? fda : '/nowhere');
  test.skipIf(!existsSync(folder))('the FDA’s 943 reports', () => {
    const text = readFileSync(folder, 'utf8');
    const { pairs, reports } = valueOf(
      readReports([{ name: 'fda', text }], { product: 'idnumber', event: 'event_type' }),
    );
    expect(reports).toBe(943);
    expect(pairs.reduce((sum, { both }) => sum + both, 0)).toBe(pairs[0]?.all);
  });
});

describe('watching', () => {
  const goal = { acceptable: 0.05, unacceptable: 0.2, runLength: 200 };
  const row = (site: string, i: number, failure: number): string =>
    `c${i},2026-01-${String(1 + (i % 28)).padStart(2, '0')},${site},${failure}`;
  const text = [
    'case,date,site,failure',
    ...Array.from({ length: 28 }, (_, i) => row('North', i, i > 19 ? 1 : 0)),
    ...Array.from({ length: 20 }, (_, i) => row('South', i, 0)),
  ].join('\n');

  test('names the case at which a site signals, and where it began', () => {
    const { streams, problems } = readOutcomes([{ name: 'x.csv', text }]);
    expect(problems).toEqual([]);
    const { streams: found } = valueOf(watchStreams(streams, goal));
    expect(found.map(({ name, cases, failures }) => [name, cases, failures])).toEqual([
      ['North', 28, 8],
      ['South', 20, 0],
    ]);
    expect(found[0]?.signals[0]?.since).toEqual({ number: 21, id: 'c20', date: '2026-01-21', where: 'x.csv:22' });
    expect(found[0]?.signals[0]?.at.number).toBeGreaterThan(21);
    expect(found[1]?.signals).toEqual([]);
  });

  test('wrong cells are named', () => {
    const { problems } = readOutcomes([
      {
        name: 'x.csv',
        text: 'site,date,failure\na,2026-02-01,yes\na,2026-02-02,1\na,2026-02-01,0\na,1.2.2026,0\n,2026-02-01,0\n',
      },
    ]);
    expect(problems).toEqual([
      { where: 'x.csv:2 failure', found: '"yes"', expected: '1 for a failure, 0 for none' },
      { where: 'x.csv:4 date', found: '2026-02-01 after 2026-02-02', expected: 'cases in their order in time' },
      { where: 'x.csv:5 date', found: '"1.2.2026"', expected: 'a date such as 2026-03-31' },
      { where: 'x.csv:6 site', found: 'nothing', expected: 'the site of the case' },
    ]);
    const { streams } = readOutcomes([{ name: 'y.csv', text: 'failure\n1\n0\n' }]);
    expect(streams).toMatchObject([{ name: 'y.csv', failures: Uint8Array.from([1, 0]) }]);
  });
});
