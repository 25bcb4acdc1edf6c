import { exp, hashText, normalQuantile, poissonQuantile, streamOf, uniform53At } from '@isocentre/statistics';

/** The size of a made-up screening round. */
export interface ScreeningSize {
  readonly scans: number;
  readonly seed: number;
}

/** Draws of one purpose, one after the other. */
const drawsOf = (seed: number, purpose: string, ...index: readonly number[]): (() => number) => {
  const { a, b } = streamOf(seed, hashText(`screening example: ${purpose}`), ...index);
  let at = 0;
  return () => uniform53At(a, b, (at += 1) - 1);
};

const pick = <T>(u: number, all: readonly (readonly [T, number])[]): T => {
  let sum = 0;
  for (const [one, share] of all) if (u < (sum += share)) return one;
  return (all.at(-1) as readonly [T, number])[0];
};

const scanners = [
  ['Alder,A-64,1.0,soft', 0.4],
  ['Birch,B-128,1.25,sharp', 0.35],
  ['Birch,B-128,2.5,soft', 0.1],
  ['Cedar,C-320,0.5,sharp', 0.15],
] as const;

const shown = (value: number): string => value.toFixed(1);

/** A detector: how it finds nodules, and how many false marks it sets. */
const detectors = {
  'marks.csv': { skill: 1.9, falseMarks: 1.1 },
  'marks-before.csv': { skill: 1.4, falseMarks: 1.8 },
} as const;

/**
 * Makes the files of a screening round of nobody: scans, nodules, findings that count neither way, and the marks of two
 * detectors. Every number that shapes it is chosen so that the files are like real ones in form; none is measured.
 *
 * A detector finds large nodules more often than small ones, and fewer on thick slices.
 */
export const screeningExample = ({ scans, seed }: ScreeningSize): Readonly<Record<string, string>> => {
  const cases = ['case,excluded,site,age,vendor,model,slice_mm,kernel,ctdi_mGy,contrast,protocol'];
  const findings = 'seriesuid,coordX,coordY,coordZ,diameter_mm';
  const reference = [findings];
  const excluded = [findings];
  const marks = Object.fromEntries(
    Object.keys(detectors).map((name) => [name, ['seriesuid,coordX,coordY,coordZ,probability']]),
  );
  for (let scan = 1; scan <= scans; scan += 1) {
    const draw = drawsOf(seed, 'scan', scan);
    const name = `scan-${String(scan).padStart(4, '0')}`;
    const scanner = pick(draw(), scanners);
    const slice = Number(scanner.split(',')[2]);
    const reason = pick(draw(), [
      ['', 0.975],
      ['moved during the scan', 0.015],
      ['part of the lung not in the scan', 0.01],
    ]);
    const site = pick(draw(), [
      ['Northport', 0.5],
      ['Eastmere', 0.45],
      ['Isle clinic', 0.05],
    ]);
    const age = 55 + Math.floor(20 * draw());
    cases.push([name, reason, site, age, scanner, shown(0.8 + 1.6 * draw()), 'none', 'low dose chest'].join(','));
    const place = (): readonly [number, number, number] => [300 * draw() - 150, 220 * draw() - 110, -320 * draw()];
    const row = (at: readonly number[], last: string): string => [name, ...at.map(shown), last].join(',');
    const nodules = Array.from(
      {
        length: pick(draw(), [
          [0, 0.6],
          [1, 0.24],
          [2, 0.1],
          [3, 0.06],
        ]),
      },
      () => ({
        at: place(),
        diameter: 3.5 + 3.5 * exp(0.7 * normalQuantile(draw())),
      }),
    );
    for (const { at, diameter } of nodules) reference.push(row(at, shown(diameter)));
    const neither = Array.from(
      {
        length: pick(draw(), [
          [0, 0.7],
          [1, 0.3],
        ]),
      },
      place,
    );
    for (const at of neither) excluded.push(row(at, '-1'));
    for (const [file, { skill, falseMarks }] of Object.entries(detectors)) {
      const mark = drawsOf(seed, file, scan);
      const score = (centre: number): string => (1 / (1 + exp(-centre - 1.1 * normalQuantile(mark())))).toFixed(4);
      for (const { at, diameter } of nodules) {
        const ease = skill + 0.22 * (diameter - 5) - 0.6 * (slice - 1);
        if (mark() < 1 / (1 + exp(-ease)))
          marks[file]?.push(
            row(
              at.map((one) => one + 0.25 * diameter * (mark() - 0.5)),
              score(ease),
            ),
          );
      }
      for (const at of neither) if (mark() < 0.5) marks[file]?.push(row(at, score(0)));
      const count = poissonQuantile(falseMarks, mark());
      for (let i = 0; i < count; i += 1) {
        const at = [300 * mark() - 150, 220 * mark() - 110, -320 * mark()];
        marks[file]?.push(row(at, score(-1.4)));
      }
    }
  }
  const files: Readonly<Record<string, readonly string[]>> = {
    'cases.csv': cases,
    'reference.csv': reference,
    'excluded.csv': excluded,
    ...marks,
  };
  return Object.fromEntries(Object.entries(files).map(([name, lines]) => [name, `${lines.join('\n')}\n`]));
};
