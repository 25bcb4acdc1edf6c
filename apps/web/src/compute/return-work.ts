import { toCsv, toCsvTables, toXlsx, usualLimits, type Table } from '@isocentre/documents';
import { failure, success, type Evidence, type Problem, type Result } from '@isocentre/evidence';
import {
  agesOfReturns,
  readReporting,
  readReturn,
  returnTemplate,
  summariseReturn,
  type OwnBaseline,
  type ReadReturn,
} from '@isocentre/workforce';
import type { ChosenFile, FileRead } from './return-file.ts';

const megabyte = 1_000_000;

/** Refuses a file by its size, before any of it is read. */
export const tooLarge = ({ name, size }: ChosenFile): Problem | undefined =>
  size <= usualLimits.bytes
    ? undefined
    : {
        where: name,
        found: `a file of ${Math.ceil(size / megabyte)} MB`,
        expected: `a file of at most ${usualLimits.bytes / megabyte} MB`,
      };

const mostShown = 200;

const listOf = (problems: readonly Problem[]): string =>
  toCsv({
    name: 'To mend',
    columns: ['where', 'found', 'expected'].map((key) => ({ key, title: key, kind: 'text' })),
    rows: problems.map(({ where, found, expected }) => [where, found, expected]),
  });

export { readReturn };

/** What the page shows of a return that was read; a failure where no table of one is in it. */
export const fileRead = ({ own, problems, notes, tables }: ReadReturn): Result<FileRead> =>
  tables.length === 0
    ? failure(...problems)
    : success({
        ...(own ? { own } : {}),
        problems: problems.slice(0, mostShown),
        wrong: problems.length,
        list: listOf(problems),
        notes,
        tables,
      });

/** Writes the template; the workbook has a sheet of explanations as well. */
export const writeTemplate = async (format: 'csv' | 'xlsx', evidence: Evidence): Promise<Uint8Array> => {
  const ages = agesOfReturns(evidence);
  return format === 'xlsx'
    ? toXlsx(returnTemplate(ages))
    : new TextEncoder().encode(toCsvTables(returnTemplate(ages, false)));
};

/** A return summed up, as tables and as the files that can be passed on. */
export interface Summary {
  readonly tables: readonly Table[];
  readonly csv: string;
  readonly xlsx: Uint8Array;
  /** Counts of people above 0 and below it are hidden, where they are. */
  readonly smallest: number;
}

/** Sums a return up by specialism and staff group. */
export const summarise = async (own: OwnBaseline, suppress: boolean, evidence: Evidence): Promise<Result<Summary>> => {
  const reporting = readReporting(evidence);
  if (!reporting.ok) return reporting;
  if (!own.data) return failure({ where: own.file, found: 'its name alone', expected: 'the file itself' });
  const { smallNumber: smallest } = reporting.value;
  const tables = summariseReturn(own.data, suppress ? smallest : undefined);
  return success({ tables, csv: toCsvTables(tables), xlsx: await toXlsx(tables), smallest });
};
