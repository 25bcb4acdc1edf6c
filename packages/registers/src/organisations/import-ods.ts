import { readGrids, readTable, type TableRule, type TypedRow } from '@isocentre/documents';
import { failure, success, type Problem, type Result } from '@isocentre/evidence';
import type { Json } from '@isocentre/ledger';
import { entryOfDraft } from '../come-to.ts';
import { applyChange, checkContent } from '../content.ts';
import { decide, keyProblem, type Decided, type Decision, type Draft } from '../decide.ts';
import { heldDays, isDay, isHeldDay, sayDay } from '../day.ts';
import type { Content } from '../declaration.ts';
import { roleTitle, type Person } from '../permission.ts';
import { recordOn, sayAhead, type Later, type RegisterRecord } from '../record.ts';
import { takeBack } from '../take-back.ts';
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
    text('Successors', false, 'codes of successors, divided by spaces, commas or semicolons'),
  ],
};

/** The columns of an export of the register, in which the lines of an address stand in one cell. */
const exportTable: TableRule = {
  ...odsTable,
  columns: [
    text('key', true, 'the code'),
    text('state', false, 'follows from the days; closed without a day of closing counts from "since"'),
    text('since', false, 'from when the state holds'),
    text('later', false, 'what is announced for later, with its day, such as closes 2027-03-31 (successors X1B)'),
    text('name', true, 'the name'),
    text('region', false, 'code of the region'),
    text('board', false, 'code of the integrated care board'),
    text('address', false, 'the address, a line each'),
    text('postcode', false, 'the postcode'),
    text('opened', false, 'the day of opening, such as 2024-04-01; of one that is announced it stands in "later"'),
    text('closed', false, 'the day of closing'),
    text('successors', false, 'codes of successors, a line each'),
  ],
};

/** Who decides by an import. */
export const ods: Person = { id: 'ods', memberships: [{ role: 'ods', from: '0001-01-01' }], interests: [] };

/** What an import comes to. */
export interface OdsImport {
  /** The entries to write, in the order of the file. */
  readonly drafts: readonly Draft[];
  /** How many organisations are new or change; one that has closed before it was listed comes with two entries. */
  readonly changed: number;
  /** Organisations whose record is what the file says. */
  readonly unchanged: number;
  /** Codes on the register that the file does not name; nothing is decided of them. */
  readonly missing: readonly string[];
  /** The codes that the file names. */
  readonly codes: readonly string[];
  /** What is taken in and looks wrong: successors that neither the register nor the file has. */
  readonly doubts: readonly { readonly successor: string; readonly problem: Problem }[];
  /** What changes beside a change that is announced: the file was recorded last, and counts in fields that both change. */
  readonly beside: readonly Problem[];
}

interface Row {
  readonly code: string;
  /** The whole content, for an organisation that is not on the register. */
  readonly content: Content;
  /** The part of it for which the file has columns. */
  readonly said: Content;
  /** The place of its code, and of a field. */
  readonly where: string;
  readonly place: (field: string) => string;
}

/** What a column of days means; a file has it by the name that the Organisation Data Service or an export gives it. */
const meaning: Readonly<Record<string, string>> = {
  OpenDate: 'opening date',
  opened: 'opening date',
  CloseDate: 'closing date',
  closed: 'closing date',
};

/** The day in a cell; what is none is told, and is no text then, so that nothing is compared with it. */
const dayOf = (row: TypedRow, field: string, problems: Problem[]): string | false | undefined => {
  const value = row.values[field];
  if (value === undefined) return undefined;
  const day = String(value).replace(/^(\d{4})-?(\d{2})-?(\d{2})$/, '$1-$2-$3');
  if (isHeldDay(day)) return day;
  const where = `${row.place(field)}, ${meaning[field] ?? field}`;
  const expected = isDay(day) ? heldDays : 'a day as YYYYMMDD or YYYY-MM-DD, such as 20240401';
  problems.push({ where, found: `"${value}"`, expected });
  return false;
};

const columnOf: Readonly<Record<string, string>> = {
  name: 'Name',
  region: 'NationalGrouping',
  board: 'HighLevelHealthGeography',
  address: 'AddressLine1',
  postcode: 'Postcode',
  opened: 'OpenDate',
  closed: 'CloseDate',
  successors: 'Successors',
};

/** What a file can say: an export or not, and the columns that it has. */
interface Form {
  readonly isExport: boolean;
  readonly has: (column: string) => boolean;
}

const rowOf = (row: TypedRow, { isExport, has }: Form, problems: Problem[]): Row => {
  const say = (column: string): string | undefined => {
    const value = row.values[column];
    return value === undefined ? undefined : String(value).trim();
  };
  const columnFor = (field: string): string => (isExport ? field : (columnOf[field] ?? ''));
  const sayField = (field: string): string | undefined => say(columnFor(field));
  const lines = isExport
    ? (say('address')?.split('\n') ?? [])
    : [1, 2, 3, 4, 5].flatMap((line) => say(`AddressLine${line}`) ?? []);
  // An export has a day to come in "later" alone.
  const ahead = (word: string): string | undefined =>
    isExport ? new RegExp(`(?:^|, )${word} (\\d{4}-\\d{2}-\\d{2})`).exec(say('later') ?? '')?.[1] : undefined;
  const opened = dayOf(row, columnFor('opened'), problems) ?? ahead('opens');
  if (isExport && opened === undefined && say('opened') === undefined)
    problems.push({ where: row.place('opened'), found: 'nothing', expected: 'the day of opening, such as 2024-04-01' });
  const closed = dayOf(row, columnFor('closed'), problems) ?? ahead('closes');
  const isClosed = isExport && say('state') === 'closed';
  // What has closed has its own; those are of a closing after it opens again.
  const successorsAhead =
    isExport && !isClosed ? /closes [\d-]+ \(successors ([^)]+)\)/.exec(say('later') ?? '')?.[1] : undefined;
  const fields: Readonly<Record<string, Json | undefined>> = {
    name: sayField('name'),
    region: sayField('region'),
    board: sayField('board'),
    address: lines,
    postcode: sayField('postcode'),
    opened,
    closed: closed ?? (isClosed ? dayOf(row, 'since', problems) : undefined),
    successors: (sayField('successors') ?? successorsAhead)?.split(/[\s,;]+/).filter((one) => one !== ''),
  };
  const codeColumn = isExport ? 'key' : 'OrganisationCode';
  // An empty cell takes a field away; of a field that the file has no column for it says nothing.
  const content = Object.entries(fields).map(([field, value]) => [field, value ?? null] as const);
  return {
    code: say(codeColumn) ?? '',
    content: Object.fromEntries(content),
    said: Object.fromEntries(content.filter(([field]) => has(columnFor(field)))),
    where: row.place(codeColumn),
    place: (field) => row.place(columnFor(field)),
  };
};

/** A problem of a record with the place in the file, of its field or of its code, and what the column means. */
const placed = ({ where, place }: Row, problem: Problem): Problem => {
  // The field is the last word of a place, without what is inside it.
  const field = problem.where.split(' ').at(-1)?.split('.')[0] ?? '';
  const isField = field in columnOf;
  return { ...problem, where: isField ? `${place(field)}, ${meaning[field] ?? field}` : `${where} ${problem.where}` };
};

/** What more is wrong with a row of which something was told: beside those places, by the form of the register. */
const restProblems = (row: Row, isTold: (where: string) => boolean): readonly Problem[] => {
  const { code, content } = row;
  const form = checkContent(organisations, code, applyChange({}, content));
  return [...keyProblem(organisations, code), ...(form.ok ? [] : form.problems)]
    .map((problem) => placed(row, problem))
    .filter(({ where }) => !isTold(where) && !isTold(where.replace(/, [^,]*$| organisations .*$/, '')));
};

/** How large a file may be. Above what a person fills in: all organisations of the NHS are some 300,000 rows. */
export const fileLimits = { bytes: 200_000_000, unpackedBytes: 400_000_000, rows: 1_000_000, columns: 64 };

/** Reads the rows in which all is right, and what is wrong in the others. */
const readRows = (
  bytes: Uint8Array,
  file: string,
): Result<{ readonly rows: readonly Row[]; readonly problems: Problem[] }> => {
  const grids = readGrids(bytes, file, fileLimits);
  if (!grids.ok) return grids;
  const [grid] = grids.value;
  if (!grid) return failure({ where: file, found: 'no table', expected: 'a table of organisations' });
  const first = [...(grid.rows[0]?.cells.values() ?? [])];
  const headings = new Set(first.map(({ value }) => String(value).trim().toLowerCase()));
  const isExport = headings.has('key');
  const form = { isExport, has: (column: string) => headings.has(column.toLowerCase()) };
  const rule = isExport ? exportTable : odsTable;
  const table = readTable(grid, rule);
  const problems: Problem[] = [...table.problems];
  // Without a column that must be there no row tells anything.
  if (rule.columns.some(({ key, required }) => required && !form.has(key))) return success({ rows: [], problems });
  const left = new Set(table.left);
  const inCells = new Set(problems.map(({ where }) => where));
  const seen = new Set<string>();
  const rows = [...table.rows, ...table.left]
    .toSorted((one, other) => one.line - other.line)
    .flatMap((one) => {
      const own: Problem[] = [];
      const row = rowOf(one, form, own);
      if (row.code !== '' && seen.has(row.code))
        own.push({ where: row.where, found: `${row.code} a second time`, expected: 'each code once' });
      seen.add(row.code);
      if (own.length === 0 && !left.has(one)) return [row];
      const isTold = (where: string): boolean => inCells.has(where) || own.some((told) => told.where === where);
      problems.push(...own, ...restProblems(row, isTold));
      return [];
    });
  return success({ rows, problems });
};

/** The line of a place, which is `file.csv:7 column 3` or `file.xlsx Sheet!C7`. */
const lineOf = ({ where }: Problem): number => Number(/(?::|![A-Z]+)(\d+)(?:[ ,]|$)/.exec(where)?.[1] ?? 0);

/** A value as a file has it: lists a line each, and no spaces at the ends. */
const inFile = (value: Json | undefined): string =>
  [value ?? []]
    .flat()
    .map((one) => (typeof one === 'string' ? one : JSON.stringify(one)))
    .join('\n')
    .trim();

/** What a row says beyond what the record holds, and what is announced by a decision: an export tells that too. */
const sayAnew = (said: Content, { content, later = [] }: RegisterRecord): Content => {
  const isAnnounced = (field: string, value: Json): boolean =>
    later.some(({ action, on, entry, content: more }) => {
      const { field: date = '', with: others = [] } =
        organisations.timed.find((timed) => timed.action === action) ?? {};
      // What a date in the content brings stands there; what is said with another date is said of that.
      const isDecided = entry !== undefined || more !== undefined;
      if (!isDecided || (date in said && inFile(said[date]) !== on)) return false;
      if (date === field) return inFile(value) === on;
      return others.includes(field) && inFile(more?.[field]) === inFile(value);
    });
  return Object.fromEntries(
    Object.entries(said).filter(
      ([field, value]) => inFile(content[field]) !== inFile(value) && !isAnnounced(field, value),
    ),
  );
};

/** What is announced of a record beside which a row changes it: other changes, and what the row dates anew. */
const announcedBeside = ({ later = [] }: RegisterRecord, drafts: readonly Draft[]): readonly Later[] =>
  later.filter(({ action, entry }) => {
    const isChange = organisations.transitions.some((one) => one.action === action && one.to === undefined);
    const field = organisations.timed.find((timed) => timed.action === action)?.field ?? '';
    const isDated = drafts.some(({ content }) => content[field] !== undefined);
    return entry !== undefined && (isChange ? drafts.length > 0 : isDated);
  });

const laterOf = (day: string, other: string): string => (day > other ? day : other);

/** The step from a record to what a row says, as a decision: what changed, and the change of state that its dates make. */
const stepOf = ({ code, said }: Row, record: RegisterRecord, today: string): Decision => {
  const content = sayAnew(said, record);
  const { opened: date, closed } = { ...record.content, ...content };
  const opened = typeof date === 'string' ? date : '';
  const isClosed = typeof closed === 'string' && closed <= today;
  // What it was before it was listed, or before it came to its state, stands in the days of its content alone.
  const step = (action: string, day: string): Decision => ({
    action,
    key: code,
    change: content,
    evidence: [],
    validFrom: laterOf(day, record.since.slice(0, 10)),
  });
  if (isClosed && record.state !== 'closed') return step('close', closed);
  if (!isClosed && record.state === 'closed') {
    // What opening again clears, the file says of the closing to come.
    const { clears = [] } = organisations.transitions.find(({ action }) => action === 'reopen') ?? {};
    const ofClosing = Object.fromEntries(Object.entries(said).filter(([field]) => clears.includes(field)));
    return {
      ...step('reopen', today),
      change: { ...content, ...ofClosing },
      reasons: 'The file of the Organisation Data Service has no closing date.',
    };
  }
  if (record.state === 'announced' && opened <= today) return step('open', opened);
  return step('update', today);
};

type DecidedRow = Exclude<Decided, { kind: 'draft' }> | { readonly kind: 'drafts'; readonly drafts: readonly Draft[] };

/** Decides what puts an organisation on the register: one entry, or two where it has closed, so that it was open before that. */
const decideNew = ({ code, content }: Row, today: string): DecidedRow => {
  const { opened, closed, successors = null } = content;
  const isClosed = typeof closed === 'string' && closed <= today;
  const isAhead = typeof opened === 'string' && opened > today;
  // It is announced from today; that it opens later is in its content.
  const opening = decide(
    organisations,
    undefined,
    ods,
    {
      action: isAhead && !isClosed ? 'announce' : 'list',
      key: code,
      change: isClosed ? { ...content, closed: null, successors: null } : content,
      evidence: [],
      validFrom: typeof opened === 'string' && !isAhead ? opened : today,
    },
    today,
  );
  if (opening.kind !== 'draft') return opening;
  if (!isClosed) return { kind: 'drafts', drafts: [opening.draft] };
  const { state, content: listed, validFrom } = opening.draft;
  const record = { key: code, state, content: listed, since: validFrom, lastEntry: 0 };
  const close: Decision = {
    action: 'close',
    key: code,
    change: { closed, successors },
    evidence: [],
    validFrom: laterOf(closed, validFrom),
  };
  const closing = decide(organisations, record, ods, close, today);
  if (closing.kind !== 'draft') return closing;
  return { kind: 'drafts', drafts: [opening.draft, { ...closing.draft, follows: true }] };
};

/** All entries of a record, with their content apart. */
type History = Parameters<typeof takeBack>[1];

/** Finds what is announced by a decision and of which a row says anew that it comes on a day, or what is said with that. */
const movedBy = ({ said }: Row, { later = [] }: RegisterRecord, today: string): Later | undefined =>
  later.find(({ action, on, entry, content = {} }) => {
    const { field = '', with: others = [] } = organisations.timed.find((timed) => timed.action === action) ?? {};
    const date = said[field];
    const isAhead = entry !== undefined && typeof date === 'string' && date > today;
    const saysMore = others.some((one) => one in said && inFile(said[one] ?? []) !== inFile(content[one]));
    return isAhead && (date !== on || saysMore);
  });

/** Takes back what was announced in the role of ODS, and decides what a row says without it. */
const decideMove = (row: Row, announced: Later, history: History, today: string): DecidedRow => {
  const { entry = 0, action, on, content = {} } = announced;
  const asked = { entry, reasons: 'The file of the Organisation Data Service says otherwise.' };
  const back = takeBack(organisations, history, ods, asked, today);
  if (back.kind === 'denied') {
    const { capacity = '' } = history.entries.find(({ number }) => number === entry)?.by ?? {};
    const field = organisations.timed.find((timed) => timed.action === action)?.field ?? '';
    const found = sayDay(inFile(row.said[field]));
    const ahead = `entry ${entry}, by which it ${sayAhead(organisations, announced)} ${sayDay(on)}`;
    const who = `as ${roleTitle(organisations, capacity)}, by “Take back” on the page of ${row.code}`;
    return {
      kind: 'wrong',
      problems: [{ where: field, found, expected: `that ${ahead}, is taken back first, ${who}` }],
    };
  }
  if (back.kind === 'wrong') return back;
  const number = Math.max(...history.entries.map((one) => one.number)) + 1;
  const entries = [...history.entries, entryOfDraft(back.draft, number, `${today}T12:00:00.000Z`)];
  const record = recordOn(organisations, entries, today, history.items);
  // What the file has no column for stays as it was announced.
  const said = { ...content, ...row.said };
  const decided = decideRow({ ...row, said }, record, { ...history, entries }, today);
  if (decided.kind !== 'drafts') return decided;
  return {
    kind: 'drafts',
    drafts: [back.draft, ...decided.drafts.map((draft) => ({ ...draft, follows: true as const }))],
  };
};

/** Decides what a row comes to: nothing to write, or entries that are written together. */
const decideRow = (
  row: Row,
  record: RegisterRecord | undefined,
  history: History | undefined,
  today: string,
): DecidedRow => {
  if (!record) return decideNew(row, today);
  const announced = history && movedBy(row, record, today);
  if (announced) return decideMove(row, announced, history, today);
  const step = stepOf(row, record, today);
  const decided = decide(organisations, record, ods, step, today);
  if (decided.kind !== 'draft') return decided;
  const { draft } = decided;
  const { set, unset } = draft.what;
  const isSame = draft.state === record.state && set === undefined && unset === undefined;
  return { kind: 'drafts', drafts: isSame ? [] : [draft] };
};

/**
 * Works out what an import of a file of the Organisation Data Service (CSV or .xlsx) changes, as decisions by "ODS".
 * A file that says what the register holds changes nothing. An export of the register is read too.
 *
 * @param records The present records by code.
 * @param today The day of the import, such as `2026-11-27`.
 * @param histories By code, of the records of which something is announced by a decision: the file moves what ODS announced.
 * @returns the entries to write; or every row that is wrong, in their order, and then nothing is to be written.
 */
export const importOds = (
  bytes: Uint8Array,
  file: string,
  records: ReadonlyMap<string, RegisterRecord>,
  today: string,
  histories: ReadonlyMap<string, History> = new Map(),
): Result<OdsImport> => {
  const read = readRows(bytes, file);
  if (!read.ok) return read;
  const { rows, problems } = read.value;
  const drafts: Draft[] = [];
  const beside: Problem[] = [];
  let unchanged = 0;
  for (const row of rows) {
    const { code, where } = row;
    const record = records.get(code);
    const decided = decideRow(row, record, histories.get(code), today);
    if (decided.kind === 'drafts') {
      drafts.push(...decided.drafts);
      for (const one of record ? announcedBeside(record, decided.drafts) : []) {
        const found = `${code}, which ${sayAhead(organisations, one)} ${sayDay(one.on)} by entry ${one.entry}`;
        beside.push({ where, found, expected: 'no other change' });
      }
      if (decided.drafts.length === 0) unchanged += 1;
    } else if (decided.kind === 'wrong') {
      problems.push(...decided.problems.map((problem) => placed(row, problem)));
    } else {
      problems.push({
        where,
        found: `${code}, for which what the file says is denied: ${decided.because}`,
        expected: 'a change that ODS may decide',
      });
    }
  }
  // Not as arguments, of which there may not be as many as rows can be wrong.
  if (problems.length > 0)
    return { ok: false, problems: problems.toSorted((one, other) => lineOf(one) - lineOf(other)) };
  const codes = rows.map(({ code }) => code);
  const named = new Set(codes);
  const doubts = rows.flatMap(({ content, place }) =>
    [content['successors'] ?? []].flat().flatMap((code): OdsImport['doubts'] => {
      if (typeof code !== 'string' || named.has(code) || records.has(code)) return [];
      const expected = 'a code of the register or of this file';
      return [{ successor: code, problem: { where: place('successors'), found: `"${code}"`, expected } }];
    }),
  );
  const missing = [...records.keys()].filter((code) => !named.has(code));
  return success({ drafts, changed: rows.length - unchanged, unchanged, missing, codes, doubts, beside });
};
