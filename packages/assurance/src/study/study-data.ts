import { failure, show, success, type Result, type TextFile } from '@isocentre/evidence';
import { strFromU8 } from 'fflate';
import { matchMarks, type DetectionMark, type Located } from '../froc/detection.ts';
import { readDetectionRows } from '../froc/read-detection.ts';
import { ProblemList } from '../problem-list.ts';
import { readCaseList, type CaseList } from './case-list.ts';
import { numberExpected, numberIn, readRows, type CaseRow } from './case-reading.ts';
import { measurementOf } from './dicom-report.ts';
import { readLesions, type LesionCases } from './lesion-cases.ts';
import { readLabelMaps, type LabelMapCases } from './map-cases.ts';
import { readPhantom, type PhantomCases } from './phantom-cases.ts';
import type { BinaryData, DetectionData, MeasurementData, Protocol } from './protocol-schema.ts';
import { readReaders, type ReaderCases } from './reader-cases.ts';
import { readRepeats, type RepeatedCases } from './repeated-cases.ts';
import { FileReading, type StudyFiles, type UsedFile } from './study-files.ts';

/** The answers of a technology to cases with a condition or not. */
export interface Scores {
  /** Score of each case; higher is likelier to have the condition. */
  readonly score: Float64Array;
  readonly threshold?: number | undefined;
}

/** Cases with a condition or not. */
export interface BinaryCases {
  readonly design: 'cases';
  /** 1 for a case with the condition, 0 without. */
  readonly truth: Uint8Array;
  /** The technology that is tried, and then its comparator. */
  readonly tools: readonly Scores[];
}

/** Scans with findings, and the marks of each technology. */
export interface DetectionCases {
  readonly design: 'detection';
  /** Names of the scans. */
  readonly scans: readonly string[];
  readonly nodules: Parameters<typeof matchMarks>[0]['nodules'];
  readonly excluded: Parameters<typeof matchMarks>[0]['excluded'];
  readonly tools: readonly (readonly DetectionMark[])[];
}

/** Known and measured values. */
export interface MeasuredCases {
  readonly design: 'measurements';
  readonly truth: Float64Array;
  readonly tools: readonly Float64Array[];
  readonly unit: string;
}

/** The data of a study, by its design; each list has an entry for each analysed case. */
export type Cases =
  | BinaryCases
  | DetectionCases
  | LesionCases
  | MeasuredCases
  | LabelMapCases
  | PhantomCases
  | ReaderCases
  | RepeatedCases;

/** A study as it was read: its cases, who they are, and on which files it rests. */
export interface StudyData {
  readonly list: CaseList;
  readonly cases: Cases;
  /** What was left out besides cases, with the reason. */
  readonly leftOut: readonly { readonly what: string; readonly count: number }[];
  readonly files: readonly UsedFile[];
}

/** Reads a column of numbers: beside the truth, or from a file of results with one row a case. */
class ResultColumn {
  readonly #file: string | undefined;
  readonly #column: string;
  readonly #values: number[] = [];

  constructor(file: string | undefined, column: string) {
    this.#file = file;
    this.#column = column;
  }

  /** Columns that the table of cases must have for it. */
  get beside(): readonly string[] {
    return this.#file === undefined ? [this.#column] : [];
  }

  take(row: CaseRow, problems: ProblemList, expected: string): void {
    if (this.#file === undefined) this.#values.push(numberIn(row, this.#column, problems, expected));
  }

  values(reading: FileReading, list: CaseList, protocol: Protocol, problems: ProblemList): Float64Array {
    const file = this.#file;
    if (file === undefined) return Float64Array.from(this.#values);
    const values = new Float64Array(list.names.length);
    const lineOf = new Int32Array(list.names.length);
    const { case: caseColumn, cases, excluded } = protocol.data;
    readRows(reading, file, [caseColumn, this.#column], problems, (row) => {
      const name = row.cell(caseColumn);
      const index = list.indexOf.get(name);
      if (index === undefined)
        problems.report({ where: `${row.where} ${caseColumn}`, found: show(name), expected: `a case of ${cases}` });
      else if (index >= 0 && (lineOf[index] ?? 0) > 0)
        problems.report({
          where: `${row.where} ${caseColumn}`,
          found: `the case ${show(name)}, as in line ${lineOf[index] ?? 0}`,
          expected: 'each case once',
        });
      else if (index >= 0) {
        lineOf[index] = row.line;
        values[index] = numberIn(row, this.#column, problems, numberExpected(excluded));
      }
    });
    for (const [index, line] of lineOf.entries())
      if (line === 0)
        problems.report({
          where: `${cases}:${list.lines[index] ?? 0}`,
          found: `the case ${show(list.names[index])} without a row in ${file}`,
          expected: 'a result for each case that is not excluded',
        });
    return values;
  }
}

type Read<T> = { readonly list: CaseList; readonly cases: T; readonly leftOut?: StudyData['leftOut'] };

const readBinary = (reading: FileReading, protocol: Protocol, data: BinaryData, problems: ProblemList): Read<Cases> => {
  const { truth, excluded } = data;
  const tools = [data, ...(data.comparator ? [data.comparator] : [])].map((tool) => ({
    column: new ResultColumn(tool.results, tool.score),
    threshold: tool.threshold,
  }));
  const answers: number[] = [];
  const list = readCaseList(
    reading,
    protocol,
    [truth.column, ...tools.flatMap(({ column }) => column.beside)],
    problems,
    (row) => {
      const text = row.cell(truth.column);
      if (text !== truth.positive && text !== truth.negative)
        problems.report({
          where: `${row.where} ${truth.column}`,
          found: text === '' ? 'nothing' : show(text),
          expected: `${show(truth.positive)} or ${show(truth.negative)}`,
        });
      answers.push(text === truth.positive ? 1 : 0);
      for (const { column } of tools) column.take(row, problems, numberExpected(excluded));
    },
  );
  return {
    list,
    cases: {
      design: 'cases',
      truth: Uint8Array.from(answers),
      tools: tools.map(({ column, threshold }) => ({
        score: column.values(reading, list, protocol, problems),
        threshold,
      })),
    },
  };
};

const readMeasured = (
  reading: FileReading,
  protocol: Protocol,
  data: MeasurementData,
  problems: ProblemList,
): Read<Cases> => {
  const truth: number[] = [];
  const { report } = data;
  const tools = [data, ...(data.comparator ? [data.comparator] : [])].map((tool) => ({
    cell: tool.measured,
    reported: [] as number[],
    column: new ResultColumn(tool.results, tool.measured),
  }));
  const list = readCaseList(
    reading,
    protocol,
    [data.truth, ...tools.flatMap(({ column }) => column.beside)],
    problems,
    (row) => {
      truth.push(numberIn(row, data.truth, problems, numberExpected(data.excluded)));
      for (const { cell, reported, column } of tools) {
        if (!report) {
          column.take(row, problems, numberExpected(data.excluded));
          continue;
        }
        const file = row.cell(cell);
        const bytes = reading.whole(file);
        const value = bytes.ok ? measurementOf(bytes.value, file, report, data.unit) : bytes;
        if (value.ok) reported.push(value.value);
        else problems.report(...value.problems.map((one) => ({ ...one, where: `${row.where} ${cell}: ${one.where}` })));
      }
    },
  );
  return {
    list,
    cases: {
      design: 'measurements',
      truth: Float64Array.from(truth),
      tools: tools.map(({ reported, column }) =>
        report ? Float64Array.from(reported) : column.values(reading, list, protocol, problems),
      ),
      unit: data.unit,
    },
  };
};

const textOf = (reading: FileReading, name: string): Result<TextFile> => {
  const bytes = reading.whole(name);
  if (!bytes.ok) return bytes;
  const text = strFromU8(bytes.value);
  return /[\0\uFFFD]/.test(text)
    ? failure({ where: name, found: 'a binary file', expected: 'a CSV file in UTF-8' })
    : success({ name, text });
};

const readDetection = (
  reading: FileReading,
  protocol: Protocol,
  data: DetectionData,
  problems: ProblemList,
): Read<Cases> => {
  const list = readCaseList(reading, protocol, [], problems, () => undefined);
  const empty: TextFile = { name: '', text: '' };
  const take = (name: string): TextFile => {
    const text = textOf(reading, name);
    if (text.ok) return text.value;
    problems.report(...text.problems);
    return empty;
  };
  const reference = take(data.reference);
  const excluded = data.excludedFindings === undefined ? undefined : take(data.excludedFindings);
  const markFiles = [data.marks, ...(data.comparator ? [data.comparator.marks] : [])];
  // Of a file that could not be read nothing more is said.
  const marks = markFiles.map(take);
  if ([reference, excluded, ...marks].includes(empty))
    return { list, cases: { design: 'detection', scans: [], nodules: [], excluded: [], tools: [] } };
  const rows = marks.map((one, index) => {
    const read = readDetectionRows({ reference, excluded, marks: one });
    // The findings are the same for each; what is wrong in them is told once.
    problems.report(...(index === 0 ? read.problems : read.problems.filter(({ where }) => where.startsWith(one.name))));
    return read.rows;
  });
  const isListed = ({ scan }: Located): boolean => (list.indexOf.get(scan) ?? -1) >= 0;
  const [first] = rows;
  const parts = [
    { what: 'nodules', all: first?.nodules ?? [] },
    { what: 'findings that count neither way', all: first?.excluded ?? [] },
    ...rows.map((one, index) => ({ what: index === 0 ? 'marks' : 'marks of the comparator', all: one.marks })),
  ];
  const leftOut = parts.flatMap(({ what, all }) => {
    const excludedOnes = all.filter(({ scan }) => list.indexOf.get(scan) === -1).length;
    const elsewhere = all.filter(({ scan }) => !list.indexOf.has(scan)).length;
    return [
      { what: `${what} on excluded scans`, count: excludedOnes },
      { what: `${what} on scans that are not in the list`, count: elsewhere },
    ].filter(({ count }) => count > 0);
  });
  return {
    list,
    cases: {
      design: 'detection',
      scans: list.names,
      nodules: (first?.nodules ?? []).filter(isListed),
      excluded: (first?.excluded ?? []).filter(isListed),
      tools: rows.map((one) => one.marks.filter(isListed)),
    },
    leftOut,
  };
};

/**
 * Reads the data of a study as its protocol names them.
 *
 * @returns the study; or every cell, row and file that is wrong, with its place, up to 50 and then how many more.
 *   Nothing is left out unseen: a case is excluded by a reason that stands in the data, and each reason is counted.
 */
export const readStudyData = (protocol: Protocol, files: StudyFiles): Result<StudyData> => {
  const reading = new FileReading(files);
  const problems = new ProblemList();
  const read = (): Read<Cases> => {
    const { data } = protocol;
    switch (data.design) {
      case 'cases':
        return readBinary(reading, protocol, data, problems);
      case 'detection':
        return readDetection(reading, protocol, data, problems);
      case 'lesions':
        return readLesions(reading, protocol, data, problems);
      case 'measurements':
        return readMeasured(reading, protocol, data, problems);
      case 'label maps':
        return readLabelMaps(reading, protocol, data, problems);
      case 'phantom':
        return readPhantom(reading, protocol, data, problems);
      case 'readers':
        return readReaders(reading, protocol, data, problems);
      case 'repeats':
        return readRepeats(reading, protocol, data, problems);
    }
  };
  const { list, cases, leftOut = [] } = read();
  if (problems.all.length === 0 && list.names.length === 0)
    problems.report({ where: protocol.data.cases, found: 'no case that is not excluded', expected: 'at least one' });
  return problems.all.length > 0 ? failure(...problems.all) : success({ list, cases, leftOut, files: reading.used });
};
