import { show } from '@isocentre/evidence';
import { AcquiredStratum, acquisitionStrata, type Acquired, type AcquisitionStratum } from '../acquisition/envelope.ts';
import type { ProblemList } from '../problem-list.ts';
import { numberIn, readRows, type CaseRow } from './case-reading.ts';
import type { Protocol } from './protocol-schema.ts';
import type { FileReading } from './study-files.ts';

/** Into which level of a stratum each analysed case falls. */
export interface Strata {
  readonly title: string;
  /** Names of the levels, in their order. */
  readonly levels: readonly string[];
  /** Index of the level of each case. */
  readonly codes: Int32Array;
}

/** The cases of a study: who is in it, and who is not and why. */
export interface CaseList {
  /** Names of the analysed cases, in the order of the file. */
  readonly names: readonly string[];
  /** The line of the cases on which each analysed case stands. */
  readonly lines: readonly number[];
  /** Index of each analysed case by its name; −1 for those that were excluded. */
  readonly indexOf: ReadonlyMap<string, number>;
  readonly read: number;
  readonly excluded: readonly { readonly reason: string; readonly cases: number }[];
  readonly strata: readonly Strata[];
  readonly acquired: readonly Acquired[];
}

const unknown = 'not recorded';

/** Names the bands between given numbers: `<50`, `50–<60`, `≥60`. */
const bandNames = (bands: readonly number[], unit = ''): readonly string[] => {
  const after = unit === '' ? '' : ` ${unit}`;
  return [
    `<${bands[0] ?? 0}${after}`,
    ...bands.slice(1).map((high, index) => `${bands[index] ?? 0}–<${high}${after}`),
    `≥${bands.at(-1) ?? 0}${after}`,
  ];
};

type TakeLevel = (row: CaseRow) => void;

const strataReader = (
  { title, column, bands, unit }: Protocol['subgroups'][number],
  problems: ProblemList,
): { readonly take: TakeLevel; readonly made: () => Strata } => {
  const levels: string[] = bands ? [...bandNames(bands, unit)] : [];
  const known = new Map(levels.map((level, index) => [level, index]));
  const codes: number[] = [];
  const codeOf = (level: string): number => {
    const found = known.get(level);
    if (found !== undefined) return found;
    known.set(level, levels.length);
    return levels.push(level) - 1;
  };
  const take: TakeLevel = (row) => {
    const text = row.cell(column);
    if (text === '') codes.push(codeOf(unknown));
    else if (bands) {
      const value = numberIn(row, column, problems);
      codes.push(bands.filter((band) => value >= band).length);
    } else codes.push(codeOf(text));
  };
  const made = (): Strata => {
    // By name, so that the order of the cases does not change a report; bands keep theirs, the unknown comes last.
    const order = levels.map((_, index) => index);
    const rank = (index: number): string => (levels[index] === unknown ? '2' : bands ? '0' : `1${levels[index] ?? ''}`);
    order.sort((one, other) => (rank(one) < rank(other) ? -1 : rank(one) > rank(other) ? 1 : one - other));
    const place = new Map(order.map((old, index) => [old, index]));
    return {
      title,
      levels: order.map((index) => levels[index] ?? ''),
      codes: Int32Array.from(codes, (code) => place.get(code) ?? 0),
    };
  };
  return { take, made };
};

const acquiredReader = (
  stratum: AcquisitionStratum,
  asked: NonNullable<Protocol['acquisition']>[AcquisitionStratum],
  problems: ProblemList,
): { readonly take: TakeLevel; readonly made: () => Acquired } => {
  if ('notRecorded' in asked) {
    const gathered = new AcquiredStratum(stratum);
    return {
      take: () => {
        gathered.take(null);
      },
      made: () => ({ stratum, notKnown: gathered.made().notKnown, notRecorded: asked.notRecorded }),
    };
  }
  const { column, unit } = asked;
  const gathered = new AcquiredStratum(stratum, unit);
  return {
    take: (row) => {
      const text = row.cell(column);
      gathered.take(text === '' ? null : unit === undefined ? text : numberIn(row, column, problems));
    },
    made: () => gathered.made(),
  };
};

/**
 * Reads the cases of a study: each once, with its strata; those excluded with their reason, counted.
 *
 * @param columns Further columns that must be there.
 * @param take What is called for each case that is analysed, in order.
 */
export const readCaseList = (
  reading: FileReading,
  protocol: Protocol,
  columns: readonly string[],
  problems: ProblemList,
  take: (row: CaseRow) => void,
): CaseList => {
  const { cases, case: caseColumn, excluded: excludedColumn } = protocol.data;
  const names: string[] = [];
  const lines: number[] = [];
  const indexOf = new Map<string, number>();
  const excludedLines = new Map<string, number>();
  const reasons = new Map<string, number>();
  const strata = protocol.subgroups.map((one) => strataReader(one, problems));
  const { acquisition } = protocol;
  const acquired = acquisition
    ? acquisitionStrata.map((stratum) => acquiredReader(stratum, acquisition[stratum], problems))
    : [];
  const needed = [
    caseColumn,
    ...(excludedColumn === undefined ? [] : [excludedColumn]),
    ...columns,
    ...protocol.subgroups.map(({ column }) => column),
    ...Object.values(acquisition ?? {}).flatMap((one) => ('column' in one ? [one.column] : [])),
  ];
  let read = 0;
  const takeRow = (row: CaseRow): void => {
    read += 1;
    const name = row.cell(caseColumn);
    if (name === '') {
      problems.report({ where: `${row.where} ${caseColumn}`, found: 'nothing', expected: 'the name of a case' });
      return;
    }
    const before = indexOf.get(name);
    if (before !== undefined) {
      const line = before < 0 ? excludedLines.get(name) : lines[before];
      problems.report({
        where: `${row.where} ${caseColumn}`,
        found: `the case ${show(name)}, as in line ${line ?? 0}`,
        expected: 'each case once',
      });
      return;
    }
    const reason = excludedColumn === undefined ? '' : row.cell(excludedColumn);
    if (reason !== '') {
      indexOf.set(name, -1);
      excludedLines.set(name, row.line);
      reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
      return;
    }
    indexOf.set(name, names.length);
    names.push(name);
    lines.push(row.line);
    for (const one of strata) one.take(row);
    for (const one of acquired) one.take(row);
    take(row);
  };
  const single = protocol.data.design === 'detection' ? caseColumn : undefined;
  readRows(reading, cases, [...new Set(needed)], problems, takeRow, single);
  return {
    names,
    lines,
    indexOf,
    read,
    excluded: [...reasons]
      .map(([reason, count]) => ({ reason, cases: count }))
      .toSorted((a, b) => (a.reason < b.reason ? -1 : 1)),
    strata: strata.map((one) => one.made()),
    acquired: acquired.map((one) => one.made()),
  };
};
