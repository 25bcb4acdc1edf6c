import { readGrids, readTable, type TableRule, type TypedRow, type TypedTable } from '@isocentre/documents';
import { expectedBy, FigureReader, type Evidence, type Located, type Problem } from '@isocentre/evidence';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { z } from 'zod';
import { guideTitle, returnTables, type AgeRange } from './return-tables.ts';
import { driverReader } from './requirement/compute.ts';
import type { StaffingModel } from './requirement/staffing-model.ts';
import { returnSchema, type OwnBaseline, type ReturnData } from './return-schema.ts';

/** The service that a return describes: what staffing models count by, and who covers each modality as an expert. */
export interface ReturnService {
  readonly activity: readonly { readonly driver: string; readonly amount: number; readonly place: string }[];
  readonly cover: readonly { readonly modality: string; readonly experts: number; readonly names?: string }[];
}

/** A return as read: what is right of it, and every cell that is not. */
export interface ReadReturn {
  /** The rows that are right, as a scenario carries them; absent where the organisation or all staff are missing. */
  readonly own?: OwnBaseline & { readonly data: ReturnData };
  /** What "isocentre require" reads beside the staff; no scenario carries it, since it may hold names. */
  readonly service: ReturnService;
  readonly problems: readonly Problem[];
  /** What a reader should know and need not mend. */
  readonly notes: readonly string[];
  /** Rows kept and left out, by the title of the table. */
  readonly tables: readonly { readonly title: string; readonly kept: number; readonly left: number }[];
}

/** The ages that a return may name: those that the model follows. */
export const agesOfReturns = (evidence: Evidence): AgeRange => {
  const reader = new FigureReader(evidence.figures);
  const read = (end: string): number => reader.number('model_ages', 'years of age', 'the ages of a return', {}, [end]);
  return { first: read('low'), last: read('high') };
};

type Row<K extends keyof ReturnData> = ReturnData[K] extends readonly (infer R)[] ? R : never;

/** A row that is right by itself, as data and with its places. */
interface Checked<R> {
  readonly row: R;
  readonly cells: TypedRow;
}

const hasOccupation = ({ values }: TypedRow): boolean => 'specialism' in values && 'group' in values;
const occupationOf = ({ values }: TypedRow): string => `${values['specialism'] ?? ''}.${values['group'] ?? ''}`;

/**
 * Checks rows against each other and against other tables; a row with a problem is left out. What can be read of a row
 * with a wrong cell is checked as well, so that all that is wrong with it is told at once.
 */
class Checker {
  readonly problems: Problem[] = [];

  keep<R>(
    table: TypedTable,
    wrong: (row: Partial<R>, cells: TypedRow) => readonly [string, string, string][],
  ): Checked<R>[] {
    const right = new Set(table.rows);
    return [...table.rows, ...table.left]
      .toSorted((one, other) => one.line - other.line)
      .flatMap((cells) => {
        const row = cells.values as R;
        const found = wrong(row, cells);
        for (const [key, what, expected] of found)
          this.problems.push({ where: cells.place(key), found: what, expected });
        return found.length === 0 && right.has(cells) ? [{ row, cells }] : [];
      });
  }
}

const sum = (values: readonly number[]): number => values.reduce((all, one) => all + one, 0);

const staffProblems = (seen: Map<string, number>) => (row: Partial<Row<'staff'>>, cells: TypedRow) => {
  const problems: [string, string, string][] = [];
  const first = seen.get(occupationOf(cells));
  if (first !== undefined)
    problems.push(['specialism', `the occupation of row ${first} again`, 'one row for each specialism and group']);
  else if (hasOccupation(cells)) seen.set(occupationOf(cells), cells.line);
  const { inPost = NaN, heads, recognised = 0, group = 'scientist' } = row;
  if (heads !== undefined && heads < inPost)
    problems.push(['heads', `${heads} people for ${inPost} WTE`, 'at least as many people as WTE']);
  if (heads !== undefined && heads > 0 && inPost === 0)
    problems.push(['inPost', `0 WTE for ${heads} people`, 'what they work, above 0']);
  if (recognised > 0 && group !== 'scientist')
    problems.push(['recognised', `${recognised} in another staff group`, 'experts among clinical scientists alone']);
  else if (recognised > (heads ?? Infinity) || (recognised > 0 && inPost === 0))
    problems.push(['recognised', `${recognised} of ${heads ?? 0} people`, 'no more experts than people']);
  return problems;
};

/** Which occupations rows of other tables may be of: those of the rows of staff, the wrong ones among them. */
const ofStaff = ({ rows, left }: TypedTable): ((cells: TypedRow) => boolean) => {
  const named = new Set([...rows, ...left].filter(hasOccupation).map(occupationOf));
  // A row of staff whose occupation cannot be read may be of any.
  const isAny = !left.every(hasOccupation);
  return (cells) => isAny || !hasOccupation(cells) || named.has(occupationOf(cells));
};

const missing = (isOfStaff: ReturnType<typeof ofStaff>, cells: TypedRow): [string, string, string][] =>
  isOfStaff(cells)
    ? []
    : [['specialism', 'an occupation without a row of staff', 'a specialism and group of the table "Staff"']];

const ageProblems = (staff: ReturnType<typeof ofStaff>) => {
  const bands = new Map<string, { from: number; to: number; line: number }[]>();
  return (row: Partial<Row<'ages'>>, cells: TypedRow) => {
    const { from = NaN, to = NaN, heads = NaN, recognised = 0, group = 'scientist' } = row;
    const problems = missing(staff, cells);
    const known = bands.get(occupationOf(cells)) ?? [];
    const twin = known.find((one) => from <= one.to && to >= one.from);
    if (from > to) problems.push(['to', `${from} to ${to}`, `an age from ${from}`]);
    else if (twin) problems.push(['from', `ages that row ${twin.line} has as well`, 'every age in one band']);
    if (recognised > heads) problems.push(['recognised', `${recognised} of ${heads} people`, 'no more than people']);
    if (recognised > 0 && group !== 'scientist')
      problems.push(['recognised', `${recognised} in another staff group`, 'experts among clinical scientists alone']);
    if (hasOccupation(cells)) bands.set(occupationOf(cells), [...known, { from, to, line: cells.line }]);
    return problems;
  };
};

const traineeProblems = (staff: ReturnType<typeof ofStaff>) => {
  const seen = new Map<string, number>();
  return ({ route, group }: Partial<Row<'trainees'>>, cells: TypedRow) => {
    const problems = missing(staff, cells);
    if (route === undefined || group === undefined) return problems;
    const fits =
      route === 'scientist_training' ? group === 'scientist' : group === 'technologist' || group === 'engineering';
    if (!fits) problems.push(['route', `this route for ${group}`, 'the route by which this staff group trains']);
    if (!hasOccupation(cells)) return problems;
    const key = `${occupationOf(cells)}.${route}`;
    const first = seen.get(key);
    if (first !== undefined) problems.push(['route', `the route of row ${first} again`, 'one row for each route']);
    else seen.set(key, cells.line);
    return problems;
  };
};

/** A sentence in the place of what is expected. */
const asExpected = (sentence: string): string =>
  `${sentence.charAt(0).toLowerCase()}${sentence.slice(1).replace(/\.$/, '')}`;

const isService = (key: string): boolean => key === 'activity' || key === 'cover';

/** A row for each driver or modality, however its words are spelt. */
const onceEach = (key: string) => {
  const seen = new Map<string, number>();
  return (_row: unknown, cells: TypedRow): [string, string, string][] => {
    const name = String(cells.values[key] ?? `row ${cells.line}`)
      .trim()
      .toLowerCase();
    const first = seen.get(name);
    if (first === undefined) seen.set(name, cells.line);
    return first === undefined ? [] : [[key, `the ${key} of row ${first} again`, `one row for each ${key}`]];
  };
};

const activityProblems = (models: readonly Located<StaffingModel>[] | undefined) => {
  const again = onceEach('driver');
  const { keyOf, expected } = driverReader(models ?? []);
  return (row: { driver?: string }, cells: TypedRow): [string, string, string][] => [
    ...again(row, cells),
    ...(models && row.driver !== undefined && keyOf(row.driver) === undefined
      ? ([['driver', `the driver "${row.driver}"`, expected]] as [string, string, string][])
      : []),
  ];
};

/** The people by age of an occupation must add to those of its row of staff; else its ages are left out. */
const disagreeing = (
  staff: readonly Checked<Row<'staff'>>[],
  ages: readonly Checked<Row<'ages'>>[],
  left: readonly TypedRow[],
  checker: Checker,
): ReadonlySet<string> => {
  const wrong = new Set<string>();
  for (const { row, cells } of staff) {
    const id = occupationOf(cells);
    const own = ages.filter((one) => occupationOf(one.cells) === id).map((one) => one.row);
    if (own.length === 0) continue;
    const report = (key: string, found: string, expected: string): void => {
      // A row of ages that is wrong may be what is missing: it is told, and what follows from it is not.
      if (left.every((one) => hasOccupation(one) && occupationOf(one) !== id))
        checker.problems.push({ where: cells.place(key), found, expected });
      wrong.add(id);
    };
    const byAge = sum(own.map((one) => one.heads));
    if (row.heads !== undefined && byAge !== row.heads)
      report('heads', `${row.heads} people, and ${byAge} in the table "Ages"`, 'the same number in both');
    else if (byAge < row.inPost)
      report('inPost', `${row.inPost} WTE for ${byAge} people in the table "Ages"`, 'at least as many people as WTE');
    if (row.recognised !== undefined && own.every((one) => one.recognised !== undefined)) {
      const experts = sum(own.map((one) => one.recognised ?? 0));
      if (experts !== row.recognised)
        report('recognised', `${row.recognised} people, and ${experts} in the table "Ages"`, 'the same number in both');
    }
  }
  return wrong;
};

/** What the schema refuses and no table did, such as a date that a workbook holds as a broken text. */
const shapeProblems = (file: string, issues: readonly z.core.$ZodIssue[]): readonly Problem[] =>
  issues.map((issue) => ({
    where: `${file} ${issue.path.join('.')}`,
    found: 'a wrong value',
    expected: expectedBy(issue),
  }));

const noTable: TypedTable = { rows: [], problems: [], left: [], notes: [] };

const rulesByTable = (ages: AgeRange): readonly TableRule[] => Object.values(returnTables(ages));

/**
 * Reads the return of a department, a trust, a region or a nation from an Excel workbook or CSV.
 *
 * Every wrong cell is a problem with its place; the rows in which all is right are kept. Sheets that are no part of a
 * return are left alone and noted.
 *
 * @param file The name of the file, for messages and in links.
 * @param models Every staffing model at hand; without it drivers are not checked, since a model may name them as it likes.
 */
export const readReturn = (
  bytes: Uint8Array,
  file: string,
  evidence: Evidence,
  models?: readonly Located<StaffingModel>[],
): ReadReturn => {
  const nothing = { notes: [], tables: [], service: { activity: [], cover: [] } };
  const grids = readGrids(bytes, file);
  if (!grids.ok) return { ...nothing, problems: grids.problems };
  const rules = rulesByTable(agesOfReturns(evidence));
  const problems: Problem[] = [];
  const notes: string[] = [];
  const plain = (text: string): string => text.trim().toLowerCase();
  const gridOf = (rule: TableRule) =>
    grids.value.find((grid) => [rule.title, rule.key].some((name) => plain(name) === plain(grid.name)));
  for (const grid of grids.value) {
    const known = rules.some((rule) => gridOf(rule) === grid) || plain(grid.name) === plain(guideTitle);
    if (!known)
      notes.push(`${grid.name === '' ? 'What stands before the first table' : `"${grid.name}"`} is not read.`);
  }
  const tables = new Map<string, TypedTable>();
  const gridKeys = new Set<string>();
  for (const rule of rules) {
    const grid = gridOf(rule);
    if (!grid || (!rule.required && grid.rows.length === 0)) {
      if (rule.required)
        problems.push({
          where: file,
          found: `no table "${rule.title}"`,
          expected: `the table "${rule.title}" of the template`,
        });
      tables.set(rule.key, noTable);
    } else {
      const table = readTable(grid, rule);
      if (table.rows.length + table.left.length > 0) gridKeys.add(rule.key);
      if (rule.required && table.rows.length === 0 && table.left.length === 0 && table.problems.length === 0)
        problems.push({
          where: grid.place((grid.rows[0]?.line ?? 0) + 1, 0),
          found: 'no row',
          expected: asExpected(rule.about),
        });
      tables.set(rule.key, table);
      // One by one: a browser holds few arguments of a call, and a file may have tens of thousands of wrong cells.
      for (const problem of table.problems) problems.push(problem);
      notes.push(...table.notes);
    }
  }
  const titleOf = (key: string): string => rules.find((rule) => rule.key === key)?.title ?? key;
  const table = (key: string): TypedTable => tables.get(key) ?? noTable;

  const checker = new Checker();
  const organisation = table('organisation');
  const firstLine = Math.min(...[...organisation.rows, ...organisation.left].map(({ line }) => line));
  const about = checker.keep<Record<string, string>>(organisation, (_row, cells) =>
    cells.line === firstLine ? [] : [['organisation', 'a second row', 'one organisation']],
  );
  const staff = checker.keep<Row<'staff'>>(table('staff'), staffProblems(new Map()));
  const ids = new Set(staff.map((one) => occupationOf(one.cells)));
  const isOfStaff = ofStaff(table('staff'));
  const withStaff = <R>(key: string, rows: readonly Checked<R>[]): readonly Checked<R>[] => {
    const right = rows.filter((one) => ids.has(occupationOf(one.cells)));
    const count = rows.length - right.length;
    if (count > 0)
      notes.push(
        `${titleOf(key)}: ${count === 1 ? '1 right row is' : `${count} right rows are`} left out until the rows of "${titleOf('staff')}" are right.`,
      );
    return right;
  };
  const ages = withStaff('ages', checker.keep<Row<'ages'>>(table('ages'), ageProblems(isOfStaff)));
  const trainees = withStaff('trainees', checker.keep<Row<'trainees'>>(table('trainees'), traineeProblems(isOfStaff)));
  const rightAges = new Set(ages.map((one) => one.cells));
  const leftAges = [...table('ages').rows, ...table('ages').left].filter((cells) => !rightAges.has(cells));
  const wrong = disagreeing(staff, ages, leftAges, checker);
  const agreeing = ages.filter((one) => !wrong.has(occupationOf(one.cells)));

  const activity = checker.keep<{ driver: string; amount: number }>(table('activity'), activityProblems(models));
  const cover = checker.keep<ReturnService['cover'][number]>(table('cover'), onceEach('modality'));

  const kept: Readonly<Record<string, number>> = {
    organisation: about.length,
    staff: staff.length,
    ages: agreeing.length,
    trainees: trainees.length,
    activity: activity.length,
    cover: cover.length,
  };
  const data = returnSchema.safeParse({
    ...about[0]?.row,
    staff: staff.map((one) => one.row),
    ages: agreeing.map((one) => one.row),
    trainees: trainees.map((one) => one.row),
  });
  if ([...tables.values()].some((one) => one.left.length > 0))
    notes.push('What is left out is checked further once it is mended.');
  const found = [...problems, ...checker.problems];
  return {
    ...(data.success ? { own: { file, hash: bytesToHex(sha256(bytes)), data: data.data } } : {}),
    service: {
      activity: activity.map(({ row, cells }) => ({ ...row, place: cells.place('driver') })),
      cover: cover.map(({ row }) => row),
    },
    problems: found.length > 0 || data.success ? found : shapeProblems(file, data.error.issues),
    notes,
    // What only some returns have is not told where it is absent.
    tables: rules
      .filter(({ key }) => !isService(key) || gridKeys.has(key))
      .map(({ key, title }) => {
        const { rows, left } = table(key);
        return { title, kept: kept[key] ?? 0, left: rows.length + left.length - (kept[key] ?? 0) };
      }),
  };
};
