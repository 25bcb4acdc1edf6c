import { show } from '@isocentre/evidence';
import type { ProblemList } from '../problem-list.ts';
import { readCaseList, type CaseList } from './case-list.ts';
import { numberIn, readRows } from './case-reading.ts';
import type { PhantomData, Protocol } from './protocol-schema.ts';
import type { FileReading } from './study-files.ts';

/** Known objects as a technology saw them. */
export interface PhantomCases {
  readonly design: 'phantom';
  /** Known size of each object, in mm. */
  readonly known: Float64Array;
  /** Measured size, in mm; not a number where the object was not found. */
  readonly measured: Float64Array;
  /** Index of the scan of each object. */
  readonly scanOf: Int32Array;
  /** False marks of each scan. */
  readonly falseMarks: Float64Array;
  /** In mm. */
  readonly tolerance: number;
}

/** Reads the objects of a phantom and the scans that show them; a scan whose objects were all excluded is left out and counted. */
export const readPhantom = (
  reading: FileReading,
  protocol: Protocol,
  data: PhantomData,
  problems: ProblemList,
): {
  readonly list: CaseList;
  readonly cases: PhantomCases;
  readonly leftOut: readonly { readonly what: string; readonly count: number }[];
} => {
  const known: number[] = [];
  const measured: number[] = [];
  const scanNames: string[] = [];
  const lines: string[] = [];
  const list = readCaseList(reading, protocol, [data.known, data.measured, data.scan], problems, (row) => {
    known.push(numberIn(row, data.known, problems, 'a size in mm'));
    measured.push(
      row.cell(data.measured) === data.notFound
        ? Number.NaN
        : numberIn(row, data.measured, problems, `a size in mm, or ${show(data.notFound)}`),
    );
    scanNames.push(row.cell(data.scan));
    lines.push(row.where);
  });
  const shown = new Set(scanNames);
  const indexOf = new Map<string, number>();
  const seen = new Set<string>();
  const falseMarks: number[] = [];
  readRows(reading, data.scans, [data.scan, data.falseMarks], problems, (row) => {
    const name = row.cell(data.scan);
    const expected = 'each scan once';
    if (seen.has(name)) problems.report({ where: `${row.where} ${data.scan}`, found: `${show(name)} again`, expected });
    seen.add(name);
    if (!shown.has(name)) return;
    indexOf.set(name, falseMarks.length);
    falseMarks.push(numberIn(row, data.falseMarks, problems, 'a number of marks'));
  });
  const scanOf = Int32Array.from(scanNames, (name, index) => {
    const scan = indexOf.get(name);
    if (scan === undefined)
      problems.report({
        where: `${lines[index] ?? ''} ${data.scan}`,
        found: show(name),
        expected: `a scan of ${data.scans}`,
      });
    return scan ?? 0;
  });
  const without = seen.size - indexOf.size;
  return {
    list,
    cases: {
      design: 'phantom',
      known: Float64Array.from(known),
      measured: Float64Array.from(measured),
      scanOf,
      falseMarks: Float64Array.from(falseMarks),
      tolerance: data.tolerance,
    },
    leftOut: without > 0 ? [{ what: 'scans without an analysed object', count: without }] : [],
  };
};
