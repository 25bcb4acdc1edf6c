import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Result } from '@isocentre/evidence';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clopperPearson } from '../proportion.ts';
import { namedFiles, readProtocol } from '../study/protocol.ts';
import { runStudy } from '../study/run-study.ts';
import { filesOf } from '../study/study-files.ts';
import {
  AcquiredStratum,
  acquisitionStrata,
  outsideEnvelope,
  type Acquired,
  type Acquisition,
  type AcquisitionStratum,
} from './envelope.ts';
import { garwood, phantomAcceptance, type PhantomCriteria, type PhantomReadings } from './phantom.ts';

const valueOf = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.value;
};

const scan: Acquisition = {
  vendor: 'Meadow',
  model: 'M2',
  sliceThickness: 1,
  kernel: 'sharp',
  dose: 1.5,
  contrast: 'none',
  protocol: 'screening',
};

const units: Readonly<Partial<Record<AcquisitionStratum, string>>> = { sliceThickness: 'mm', dose: 'mGy' };

/** The envelope of some scans as a study gathers it. */
const envelopeOf = (scans: readonly Acquisition[]): readonly Acquired[] =>
  acquisitionStrata.map((stratum) => {
    const gathered = new AcquiredStratum(stratum, units[stratum]);
    for (const one of scans) gathered.take(one[stratum]);
    return gathered.made();
  });

describe('the envelope of a result', () => {
  const envelope = envelopeOf([
    scan,
    { ...scan, vendor: 'Brook', sliceThickness: 2.5, dose: null },
    { ...scan, kernel: null, dose: Number.NaN },
    { ...scan, vendor: 'Brook', dose: 3 },
  ]);

  test('says what was tested of each stratum, and of how many it is not known', () => {
    expect(envelope).toEqual([
      { stratum: 'vendor', levels: ['Brook', 'Meadow'], notKnown: 0 },
      { stratum: 'model', levels: ['M2'], notKnown: 0 },
      { stratum: 'sliceThickness', range: { low: 1, high: 2.5, unit: 'mm' }, notKnown: 0 },
      { stratum: 'kernel', levels: ['sharp'], notKnown: 1 },
      { stratum: 'dose', range: { low: 1.5, high: 3, unit: 'mGy' }, notKnown: 2 },
      { stratum: 'contrast', levels: ['none'], notKnown: 0 },
      { stratum: 'protocol', levels: ['screening'], notKnown: 0 },
    ]);
  });

  test('holds what it was made from, its ends included', () => {
    expect(outsideEnvelope(envelope, scan)).toEqual([]);
    expect(outsideEnvelope(envelope, { ...scan, sliceThickness: 2.5, dose: 3 })).toEqual([]);
  });

  test('says in what a scan is outside; what is not known is', () => {
    expect(
      outsideEnvelope(envelope, { ...scan, vendor: 'Hill', kernel: null, sliceThickness: 2.6, dose: 1.4 }),
    ).toEqual([
      { stratum: 'vendor', found: 'Hill' },
      { stratum: 'sliceThickness', found: 2.6 },
      { stratum: 'kernel', found: null },
      { stratum: 'dose', found: 1.4 },
    ]);
    expect(outsideEnvelope(envelope, { ...scan, sliceThickness: 0.9, dose: null }).map((one) => one.stratum)).toEqual([
      'sliceThickness',
      'dose',
    ]);
  });

  test('what a study did not record, and what no scan of it has, holds nothing', () => {
    const unknown = envelope.map((one) =>
      one.stratum === 'kernel' ? { stratum: one.stratum, notKnown: 4, notRecorded: 'not exported' } : one,
    );
    expect(outsideEnvelope(unknown, scan)).toEqual([{ stratum: 'kernel', found: 'sharp' }]);
    expect(outsideEnvelope(envelopeOf([]), scan)).toHaveLength(7);
    expect(envelopeOf([])[2]).toEqual({ stratum: 'sliceThickness', notKnown: 0 });
    expect(outsideEnvelope([], scan)).toHaveLength(7);
  });

  test('of the worked study is that of its report: a scan of another dose is outside', () => {
    const folder = fileURLToPath(new URL('../../../../docs/guides/example-screening/', import.meta.url));
    const read = readProtocol({ name: 'p.yaml', text: readFileSync(`${folder}protocol.yaml`, 'utf8') });
    const protocol = { ...valueOf(read).value, bootstraps: 100, subgroups: [] };
    const files = filesOf(
      Object.fromEntries(namedFiles(protocol).map((name) => [name, new Uint8Array(readFileSync(folder + name))])),
    );
    const { acquired } = valueOf(runStudy(protocol, files, true));
    const tested = { ...scan, vendor: 'Alder', model: 'A-64', protocol: 'low dose chest' };
    expect(outsideEnvelope(acquired, tested)).toEqual([]);
    expect(outsideEnvelope(acquired, { ...tested, dose: 5 })).toEqual([{ stratum: 'dose', found: 5 }]);
  });

  test('holds every scan that it was made from', () => {
    const text = fc.constantFrom('a', 'b', 'c');
    const number = fc.double({ min: 0, max: 10, noNaN: true });
    const any = fc.record({
      vendor: text,
      model: text,
      sliceThickness: number,
      kernel: text,
      dose: number,
      contrast: text,
      protocol: text,
    });
    fc.assert(
      fc.property(fc.array(any, { minLength: 1, maxLength: 8 }), (scans) => {
        const made = envelopeOf(scans);
        for (const one of scans) expect(outsideEnvelope(made, one)).toEqual([]);
      }),
      { seed: 51, numRuns: 50 },
    );
  });
});

describe('the interval of a count', () => {
  // Garwood's bounds as tables of the Poisson distribution print them.
  test.each([
    [0, 0.95, '0.000', '3.689'],
    [1, 0.95, '0.025', '5.572'],
    [10, 0.95, '4.795', '18.390'],
    [50, 0.95, '37.111', '65.919'],
    [5, 0.99, '1.078', '14.150'],
  ])('%d at %d', (count, level, lower, upper) => {
    const found = garwood(count, level);
    expect([found.lower.toFixed(3), found.upper.toFixed(3)]).toEqual([lower, upper]);
  });

  test('covers at least as often as it says, by enumeration', () => {
    const intervals = Array.from({ length: 100 }, (_, k) => garwood(k, 0.95));
    for (const mean of [0.05, 0.5, 1, 2.3, 3.69, 7, 15]) {
      let [mass, covered] = [Math.exp(-mean), 0];
      for (const [k, { lower, upper }] of intervals.entries()) {
        if (lower <= mean && mean <= upper) covered += mass;
        mass *= mean / (k + 1);
      }
      expect(covered).toBeGreaterThanOrEqual(0.95);
    }
  });
});

describe('a phantom test', () => {
  const readings: PhantomReadings = {
    size: Float64Array.of(3, 3, 5, 5, 8, 8, 10, 10),
    measured: Float64Array.of(Number.NaN, 3.4, 5.2, 4.9, 8.1, 8.3, 10, 10.5),
    scans: 2,
    falseMarks: 1,
  };
  const criteria: PhantomCriteria = {
    leastFound: 0.4,
    mostBias: 0.5,
    tolerance: 0.4,
    leastWithin: 0.4,
    mostFalseMarks: 3,
  };

  test('gives each figure with its exact interval', () => {
    const found = valueOf(phantomAcceptance(readings, criteria));
    expect(found).toMatchObject({ metric: 'phantom-acceptance', version: 1, criteria, accepted: true });
    expect(found.found).toEqual({
      metric: 'phantom-found',
      version: 1,
      n: 8,
      estimate: 7 / 8,
      interval: { ...clopperPearson(7, 8), level: 0.95, method: 'clopper-pearson' },
      met: true,
    });
    // One of seven errors, 0.5 mm, is beyond 0.4 mm; one is 0.4 mm but for its rounding.
    expect(found.within).toMatchObject({ n: 7, estimate: 6 / 7, interval: clopperPearson(6, 7) });
    const errors = [0.4, 0.2, -0.1, 0.1, 0.3, 0, 0.5];
    const mean = errors.reduce((sum, one) => sum + one, 0) / 7;
    const deviation = Math.sqrt(errors.reduce((sum, one) => sum + (one - mean) ** 2, 0) / 6);
    // Student's t of six degrees of freedom at 0.975.
    const half = (2.446911851144969 * deviation) / Math.sqrt(7);
    expect(found.bias.estimate).toBeCloseTo(mean, 14);
    expect(found.bias.interval.lower).toBeCloseTo(mean - half, 13);
    expect(found.bias.interval.upper).toBeCloseTo(mean + half, 13);
    expect(found.bias).toMatchObject({ n: 7, interval: { method: 'student-t' } });
    const marks = garwood(1, 0.95);
    expect(found.falseMarks).toMatchObject({
      n: 2,
      estimate: 0.5,
      interval: { lower: marks.lower / 2, upper: marks.upper / 2, method: 'garwood' },
    });
  });

  test.each([
    ['found', { leastFound: 0.48 }],
    ['bias', { mostBias: 0.39 }],
    ['within', { leastWithin: 0.43 }],
    ['within', { tolerance: 0.25 }],
    ['falseMarks', { mostFalseMarks: 2.7 }],
  ] as const)('is not accepted where the bound of "%s" misses, whatever the estimate: %o', (name, change) => {
    const found = valueOf(phantomAcceptance(readings, { ...criteria, ...change }));
    expect(found.accepted).toBe(false);
    for (const one of ['found', 'bias', 'within', 'falseMarks'] as const) expect(found[one].met).toBe(one !== name);
  });

  test('a mean error too small is refused as one too large', () => {
    const turned = { ...readings, measured: readings.measured.map((value, i) => 2 * (readings.size[i] ?? 0) - value) };
    expect(valueOf(phantomAcceptance(turned, { ...criteria, mostBias: 0.39 })).bias.met).toBe(false);
    expect(valueOf(phantomAcceptance(turned, criteria)).bias.met).toBe(true);
  });

  test('what cannot be judged is named', () => {
    const bad = { size: Float64Array.of(0, 3), measured: Float64Array.of(1, -2), scans: 0, falseMarks: 1.5 };
    expect(phantomAcceptance(bad, criteria)).toMatchObject({
      ok: false,
      problems: [{ where: 'size[0]' }, { where: 'measured[1]' }, { where: 'the scans' }, { where: 'the false marks' }],
    });
    const endless = { ...readings, measured: readings.measured.map(() => Infinity) };
    expect(phantomAcceptance(endless, criteria)).toMatchObject({ problems: [{ where: 'measured[0]' }] });
    expect(phantomAcceptance({ ...readings, falseMarks: -1 }, criteria).ok).toBe(false);
    const missed = { ...readings, measured: readings.measured.map((value, i) => (i === 2 ? value : Number.NaN)) };
    expect(phantomAcceptance(missed, criteria)).toMatchObject({ problems: [{ found: '1 found' }] });
    expect(() => phantomAcceptance({ ...readings, size: Float64Array.of(3) }, criteria)).toThrow(RangeError);
    expect(() => phantomAcceptance(readings, criteria, 0)).toThrow(RangeError);
  });
});
