import { readGrids, readTable, type TableRule, type TypedRow } from '@isocentre/documents';
import { failure, success, type Problem, type Result } from '@isocentre/evidence';
import type { Json } from '@isocentre/ledger';
import { decide, type Decision, type Draft } from '../decide.ts';
import type { Content } from '../declaration.ts';
import type { Person } from '../permission.ts';
import type { RegisterRecord } from '../record.ts';
import { organisations } from './organisations.ts';

const text = (key: string, required: boolean, about: string): TableRule['columns'][number] => ({
  key,
  title: key,
  kind: 'text',
  required,
  about,
});

/** The columns of a file of organisations, as the Organisation Data Service names them. */
export const odsTable: TableRule = {
  key: 'organisations',
  title: 'Organisations',
  required: true,
  about: 'one row an organisation',
  columns: [
    text('OrganisationCode', true, 'the code'),
    text('Name', true, 'the name'),
    text('NationalGrouping', false, 'code of the region'),
    text('HighLevelHealthGeography', false, 'code of the integrated care board'),
    ...[1, 2, 3, 4, 5].map((line) => text(`AddressLine${line}`, false, 'a line of the address')),
    text('Postcode', false, 'the postcode'),
    text('OpenDate', true, 'the day of opening, such as 20240401'),
    text('CloseDate', false, 'the day of closing'),
    text('Successors', false, 'codes of successors, divided by spaces'),
  ],
};

/** Who decides by an import. */
export const ods: Person = { id: 'ods', memberships: [{ role: 'ods', from: '0001-01-01' }], interests: [] };

/** What an import comes to. */
export interface OdsImport {
  /** The entries to write, in the order of the file. */
  readonly drafts: readonly Draft[];
  /** Organisations whose record is what the file says. */
  readonly unchanged: number;
  /** Codes on the register that the file does not name; nothing is decided of them. */
  readonly missing: readonly string[];
}

interface Row {
  readonly code: string;
  readonly content: Content;
}

const dayOf = (row: TypedRow, field: string, problems: Problem[]): string | undefined => {
  const value = row.values[field];
  if (value === undefined) return undefined;
  const day = String(value).replace(/^(\d{4})-?(\d{2})-?(\d{2})$/, '$1-$2-$3');
  const time = Date.parse(`${day}T00:00:00Z`);
  if (/^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(time) && new Date(time).toISOString().startsWith(day))
    return day;
  problems.push({ where: row.place(field), found: `"${value}"`, expected: 'a day, such as 20240401' });
  return undefined;
};

const rowOf = (row: TypedRow, problems: Problem[]): Row => {
  const say = (field: string): string | undefined => {
    const value = row.values[field];
    return value === undefined ? undefined : String(value).trim();
  };
  const fields: Readonly<Record<string, Json | undefined>> = {
    name: say('Name'),
    region: say('NationalGrouping'),
    board: say('HighLevelHealthGeography'),
    address: [1, 2, 3, 4, 5].flatMap((line) => say(`AddressLine${line}`) ?? []),
    postcode: say('Postcode'),
    opened: dayOf(row, 'OpenDate', problems),
    closed: dayOf(row, 'CloseDate', problems),
    successors: say('Successors')?.split(/\s+/),
  };
  // Every field is said, so that one that the file no longer has is taken away.
  return {
    code: say('OrganisationCode') ?? '',
    content: Object.fromEntries(Object.entries(fields).map(([field, value]) => [field, value ?? null])),
  };
};

const readRows = (
  bytes: Uint8Array,
  file: string,
): Result<readonly { readonly row: Row; readonly where: string }[]> => {
  // Above what a person fills in: all organisations of the NHS are some 300,000 rows.
  const grids = readGrids(bytes, file, {
    bytes: 200_000_000,
    unpackedBytes: 400_000_000,
    rows: 1_000_000,
    columns: 64,
  });
  if (!grids.ok) return grids;
  const [grid] = grids.value;
  if (!grid) return failure({ where: file, found: 'no table', expected: 'a table of organisations' });
  const table = readTable(grid, odsTable);
  const problems: Problem[] = [...table.problems];
  const seen = new Set<string>();
  const rows = table.rows.map((one) => {
    const row = rowOf(one, problems);
    const where = one.place('OrganisationCode');
    if (seen.has(row.code)) problems.push({ where, found: `${row.code} a second time`, expected: 'each code once' });
    seen.add(row.code);
    return { row, where };
  });
  return problems.length > 0 ? failure(...problems) : success(rows);
};

/** The steps from a record to what a row says, as decisions: what changed, and the change of state that its dates make. */
const stepsOf = ({ code, content }: Row, record: RegisterRecord | undefined, today: string): readonly Decision[] => {
  const { opened: said, closed } = content;
  const opened = typeof said === 'string' ? said : '';
  const isClosed = typeof closed === 'string' && closed <= today;
  const step = (action: string, validFrom: string): Decision => ({
    action,
    key: code,
    change: content,
    evidence: [],
    validFrom,
  });
  if (!record) {
    if (isClosed) return [step('list-closed', closed)];
    return [step(opened > today ? 'announce' : 'list', opened)];
  }
  if (isClosed && record.state !== 'closed') return [step('close', closed)];
  if (!isClosed && record.state === 'closed') {
    return [{ ...step('reopen', today), reasons: 'The file of the Organisation Data Service has no closing date.' }];
  }
  if (record.state === 'announced' && opened <= today) return [step('open', opened)];
  return [step('update', today)];
};

/**
 * Works out what an import of a file of the Organisation Data Service (CSV or .xlsx) changes, as decisions by "ODS".
 * A file that says what the register holds changes nothing.
 *
 * @param records The present records by code.
 * @param today The day of the import, such as `2026-11-27`.
 * @returns the entries to write; or every row that is wrong, and then nothing is to be written.
 */
export const importOds = (
  bytes: Uint8Array,
  file: string,
  records: ReadonlyMap<string, RegisterRecord>,
  today: string,
): Result<OdsImport> => {
  const rows = readRows(bytes, file);
  if (!rows.ok) return rows;
  const problems: Problem[] = [];
  const drafts: Draft[] = [];
  let unchanged = 0;
  for (const { row, where } of rows.value) {
    const record = records.get(row.code);
    for (const step of stepsOf(row, record, today)) {
      const decided = decide(organisations, record, ods, step, today);
      if (decided.kind === 'draft') {
        const { set, unset } = decided.draft.what;
        if (record && decided.draft.state === record.state && set === undefined && unset === undefined) unchanged += 1;
        else drafts.push(decided.draft);
      } else if (decided.kind === 'wrong') {
        problems.push(...decided.problems.map((problem) => ({ ...problem, where: `${where} ${problem.where}` })));
      } else {
        problems.push({
          where,
          found: `${row.code}, for which "${step.action}" is denied: ${decided.because}`,
          expected: 'a change that ODS may decide',
        });
      }
    }
  }
  if (problems.length > 0) return failure(...problems);
  const named = new Set(rows.value.map(({ row }) => row.code));
  return success({ drafts, unchanged, missing: [...records.keys()].filter((code) => !named.has(code)) });
};
