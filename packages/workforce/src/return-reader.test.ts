import { createHash } from 'node:crypto';
import { toCsvTables, toXlsx } from '@isocentre/documents';
import { describe, expect, test } from 'vitest';
import { exampleReturn, exampleRows, exampleTables } from '../../../tests/support/example-return.ts';
import { shippedEvidence } from '../../../tests/support/shipped.ts';
import { agesOfReturns, readReturn, type ReadReturn } from './return-reader.ts';
import { returnTemplate } from './return-tables.ts';

const evidence = shippedEvidence();
const readCsv = (changes: Parameters<typeof exampleReturn>[0] = {}): ReadReturn =>
  readReturn(exampleReturn(changes), 'own.csv', evidence);
const [scientists = {}, technologists = {}, ...others] = exampleRows.staff;
const [young = {}, middle = {}, old = {}] = exampleRows.ages;

describe('readReturn', () => {
  test('a return that is right is the same from CSV and from a workbook, and its hash names the file', async () => {
    const csv = exampleReturn();
    const workbook = await toXlsx([
      ...exampleTables(),
      { name: 'Notes', columns: [{ key: 'a', title: 'A', kind: 'text' }], rows: [] },
    ]);
    const fromCsv = readReturn(csv, 'own.csv', evidence);
    const fromXlsx = readReturn(workbook, 'own.xlsx', evidence);
    expect(fromCsv).toMatchObject({ problems: [], notes: [] });
    expect(fromXlsx).toMatchObject({ problems: [], notes: ['"Notes" is not read.'] });
    expect(fromXlsx.own?.data).toEqual(fromCsv.own?.data);
    expect(fromCsv.own?.hash).toBe(createHash('sha256').update(csv).digest('hex'));
    expect(fromXlsx.own?.hash).toBe(createHash('sha256').update(workbook).digest('hex'));
    expect(fromCsv.own?.data.staff[0]).toEqual({
      specialism: 'radiotherapy_physics',
      group: 'scientist',
      posts: 21.5,
      inPost: 18.2,
      heads: 20,
      recognised: 9,
      required: 24,
    });
    expect(fromCsv.tables).toEqual([
      { title: 'Organisation', kept: 1, left: 0 },
      { title: 'Staff', kept: 5, left: 0 },
      { title: 'Ages', kept: 3, left: 0 },
      { title: 'Trainees', kept: 2, left: 0 },
    ]);
  });

  test('the template as it is handed out has no row, and says so once a table', async () => {
    const template = returnTemplate(agesOfReturns(evidence));
    const { own, problems, notes } = readReturn(await toXlsx(template), 'blank.xlsx', evidence);
    expect(own).toBeUndefined();
    expect(notes).toEqual([]);
    expect(problems).toEqual([
      { where: 'blank.xlsx Organisation!A2', found: 'no row', expected: 'one row: whose staff it is, and when' },
      {
        where: 'blank.xlsx Staff!A2',
        found: 'no row',
        expected: 'a row for each specialism and staff group that you have. Leave out what you do not have',
      },
    ]);
    const filled = new TextEncoder().encode(toCsvTables(exampleTables({ ages: [], trainees: [] })));
    expect(readReturn(filled, 'own.csv', evidence)).toMatchObject({ problems: [], notes: [] });
  });

  test('five bad cells are five problems with their places, and the good rows are kept', async () => {
    const rows = exampleTables({
      staff: [
        { ...scientists, posts: 'n/a' },
        { ...technologists, inPost: -2 },
        ...others.slice(0, 2),
        { ...others[2], group: 'wizards' },
      ],
      ages: [young, { ...middle, from: 12 }, old],
      trainees: [{ ...exampleRows.trainees[1], people: 1.5 }],
    });
    const { own, problems, notes, tables } = readReturn(await toXlsx(rows), 'own.xlsx', evidence);
    expect(problems.map(({ where, found }) => `${where}: ${found}`)).toEqual([
      'own.xlsx Staff!C2: "n/a"',
      'own.xlsx Staff!D3: -2',
      'own.xlsx Staff!B6: "wizards"',
      'own.xlsx Ages!C3: 12',
      'own.xlsx Trainees!D2: 1.5',
    ]);
    // The ages of an occupation whose row of staff is wrong have nothing to belong to, and nothing to mend.
    expect(notes).toEqual([
      'Ages: 2 right rows are left out until the rows of "Staff" are right.',
      'What is left out is checked further once it is mended.',
    ]);
    expect(own?.data.staff.map((one) => one.posts)).toEqual([6, 3]);
    expect(tables.map(({ kept, left }) => [kept, left])).toEqual([
      [1, 0],
      [2, 3],
      [0, 3],
      [0, 1],
    ]);
  });

  test.each<[string, Parameters<typeof exampleReturn>[0], string, string, string]>([
    [
      'an occupation twice',
      { staff: [...exampleRows.staff, { ...technologists, posts: 1 }] },
      'own.csv:12 column 1',
      'the occupation of row 8 again',
      'one row for each specialism and group',
    ],
    [
      'fewer people than WTE',
      { staff: [...exampleRows.staff.slice(0, 2), { ...others[0], heads: 6 }] },
      'own.csv:9 column 5',
      '6 people for 6.4 WTE',
      'at least as many people as WTE',
    ],
    [
      'experts elsewhere',
      { staff: [scientists, { ...technologists, recognised: 1 }], trainees: [] },
      'own.csv:8 column 6',
      '1 in another staff group',
      'experts among clinical scientists alone',
    ],
    [
      'bands that overlap',
      { ages: [...exampleRows.ages, { ...old, from: 55, to: 65 }] },
      'own.csv:18 column 3',
      'ages that row 16 has as well',
      'every age in one band',
    ],
    [
      'a band that starts at the last age of another',
      { ages: [...exampleRows.ages, { ...old, from: 59, to: 60 }] },
      'own.csv:18 column 3',
      'ages that row 16 has as well',
      'every age in one band',
    ],
    [
      'a band that ends at the first age of another',
      { ages: [...exampleRows.ages, { ...old, from: 60, to: 61 }] },
      'own.csv:18 column 3',
      'ages that row 17 has as well',
      'every age in one band',
    ],
    [
      'people who do not add up',
      { ages: [young, old] },
      'own.csv:7 column 5',
      '20 people, and 9 in the table "Ages"',
      'the same number in both',
    ],
    [
      'a route of another group',
      { trainees: [{ ...exampleRows.trainees[0], group: 'clinical technologists' }] },
      'own.csv:21 column 3',
      'this route for technologist',
      'the route by which this staff group trains',
    ],
    [
      'two organisations',
      { organisation: [...exampleRows.organisation, ...exampleRows.organisation] },
      'own.csv:4 column 1',
      'a second row',
      'one organisation',
    ],
  ])('%s is a problem', (_what, changes, where, found, expected) => {
    expect(readCsv(changes).problems).toContainEqual({ where, found, expected });
  });

  test('a row with two kinds of error has both named', () => {
    const { problems } = readCsv({
      staff: [{ ...scientists, posts: 'many', heads: 2 }, ...exampleRows.staff.slice(1)],
      ages: [{ ...young, heads: 'few', from: 50 }],
    });
    expect(problems).toEqual([
      { where: 'own.csv:7 column 3', found: '"many"', expected: 'a number, for Funded establishment (WTE)' },
      { where: 'own.csv:15 column 5', found: '"few"', expected: 'a number, for Headcount (people)' },
      { where: 'own.csv:7 column 5', found: '2 people for 18.2 WTE', expected: 'at least as many people as WTE' },
      { where: 'own.csv:7 column 6', found: '9 of 2 people', expected: 'no more experts than people' },
      { where: 'own.csv:15 column 4', found: '50 to 39', expected: 'an age from 50' },
    ]);
  });

  test('what follows from a misspelt row of staff is no place to mend; ages of nobody are', () => {
    const misspelt = [{ ...scientists, specialism: 'radiotherapy phisics' }, ...exampleRows.staff.slice(1)];
    const read = readCsv({ staff: misspelt });
    expect(read.problems.map(({ where }) => where)).toEqual(['own.csv:7 column 1']);
    expect(read.notes).toContain('Ages: 3 right rows are left out until the rows of "Staff" are right.');
    expect(read.notes).toContain('Trainees: 1 right row is left out until the rows of "Staff" are right.');
    expect(readCsv({ staff: exampleRows.staff.slice(1) }).problems).toHaveLength(4);
  });

  test.each(['old', 30])('people who do not add up since a row of ages is wrong are no place to mend: "%s"', (to) => {
    const { problems, tables } = readCsv({ ages: [young, { ...middle, to }, old] });
    expect(problems.map(({ where }) => where)).toEqual(['own.csv:16 column 4']);
    expect(tables[2]).toEqual({ title: 'Ages', kept: 0, left: 3 });
  });

  test('a file that is no return says which table it lacks', () => {
    const bytes = new TextEncoder().encode('a,b\n1,2\n');
    expect(readReturn(bytes, 'x.csv', evidence)).toMatchObject({
      problems: [
        { where: 'x.csv', found: 'no table "Organisation"', expected: 'the table "Organisation" of the template' },
        { where: 'x.csv', found: 'no table "Staff"', expected: 'the table "Staff" of the template' },
      ],
      notes: ['What stands before the first table is not read.'],
    });
  });
});

const heads =
  'Specialism,Staff group,Funded establishment (WTE),In post (WTE),Headcount (people),Medical Physics Experts (people),Required (WTE)';

test('names more wrong cells than a call may have arguments', () => {
  const rows = 'none,none,x,x,x,x,x\n'.repeat(19_990);
  const { problems } = readReturn(new TextEncoder().encode(`[Staff]\n${heads}\n${rows}`), 'ours.csv', evidence);
  expect(problems.length).toBeGreaterThan(139_000);
});
