import { show, type Problem, type TextFile } from '@isocentre/evidence';
import { ProblemList } from '../problem-list.ts';
import { readTable } from '../read-table.ts';
import type { DetectionMark, DetectionStudy, Located, ReferenceFinding } from './detection.ts';

/** The files of a detection study, in the form of LUNA16. */
export interface DetectionFiles {
  /** One scan a line, with or without the header `seriesuid`. */
  readonly scans: TextFile;
  /** Columns seriesuid, coordX, coordY, coordZ, diameter_mm. */
  readonly reference: TextFile;
  /** The same columns; findings that are neither right nor wrong to mark. */
  readonly excluded?: TextFile | undefined;
  /** Columns seriesuid, coordX, coordY, coordZ, probability. */
  readonly marks: TextFile;
}

const place = ['seriesuid', 'coordx', 'coordy', 'coordz'] as const;

class Reading {
  readonly problems = new ProblemList();

  /** Reads the rows of a file whose last column is a number of its own. */
  rows<T extends Located>(file: TextFile, last: string, make: (located: Located, value: number) => T): readonly T[] {
    const columns = [...place, last];
    const table = readTable(file, { columns, required: columns, others: 'ignored', rowsExpected: 'a row for each' });
    this.problems.report(...table.problems);
    return table.rows.flatMap(({ where, cells }) => {
      const scan = cells['seriesuid'] ?? '';
      if (scan === '') {
        this.problems.report({ where: `${where} seriesuid`, found: 'nothing', expected: 'the name of a scan' });
        return [];
      }
      const numbers = columns.slice(1).map((column) => {
        const text = cells[column] ?? '';
        const number = text === '' ? Number.NaN : Number(text);
        if (!Number.isFinite(number))
          this.problems.report({
            where: `${where} ${column}`,
            found: text === '' ? 'nothing' : show(text),
            expected: 'a number',
          });
        return number;
      });
      if (!numbers.every(Number.isFinite)) return [];
      const [x, y, z, value] = numbers as [number, number, number, number];
      return [make({ scan, x, y, z }, value)];
    });
  }

  scans(file: TextFile): readonly string[] {
    const lines = file.text.replace(/^\uFEFF/u, '').split(/\r\n?|\n/u);
    const scans = new Map<string, number>();
    for (const [index, line] of lines.entries()) {
      const scan = line.trim();
      if (scan === '' || (index === 0 && scan.toLowerCase() === 'seriesuid')) continue;
      const where = `${file.name}:${index + 1}`;
      const before = scans.get(scan);
      if (/[,;\t]/u.test(scan)) this.problems.report({ where, found: show(scan), expected: 'the name of one scan' });
      else if (before !== undefined)
        this.problems.report({
          where,
          found: `the scan ${show(scan)}, as in line ${before}`,
          expected: 'each scan once',
        });
      else scans.set(scan, index + 1);
    }
    if (scans.size === 0) this.problems.report({ where: file.name, found: 'no scan', expected: 'a scan a line' });
    return [...scans.keys()];
  }
}

const finding = (located: Located, diameter: number): ReferenceFinding => ({ ...located, diameter });

/** The findings and marks of a detection study without its list of scans. */
export type DetectionRows = Omit<DetectionStudy, 'scans'>;

const rowsOf = (reading: Reading, files: Omit<DetectionFiles, 'scans'>): DetectionRows => ({
  nodules: reading.rows(files.reference, 'diameter_mm', finding),
  excluded: files.excluded ? reading.rows(files.excluded, 'diameter_mm', finding) : [],
  marks: reading.rows(files.marks, 'probability', (located, score): DetectionMark => ({ ...located, score })),
});

/** Reads findings and marks as {@link readDetectionStudy} does, where the scans are known from elsewhere. */
export const readDetectionRows = (
  files: Omit<DetectionFiles, 'scans'>,
): { readonly rows: DetectionRows; readonly problems: readonly Problem[] } => {
  const reading = new Reading();
  return { rows: rowsOf(reading, files), problems: reading.problems.all };
};

/**
 * Reads the files of a detection study in the form of LUNA16.
 *
 * @returns the study as far as it could be read, with every cell that is wrong by file, line and column: up to 50, then
 *   how many more. A study with problems must not be analysed: a row that was not read would change the answer unseen.
 */
export const readDetectionStudy = (
  files: DetectionFiles,
): { readonly study: DetectionStudy; readonly problems: readonly Problem[] } => {
  const reading = new Reading();
  const study: DetectionStudy = { scans: reading.scans(files.scans), ...rowsOf(reading, files) };
  return { study, problems: reading.problems.all };
};
