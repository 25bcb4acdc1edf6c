import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import type { Table } from './table.ts';
import { toXlsx } from './xlsx.ts';

const course: Table = {
  name: 'Course',
  columns: [
    { key: 'year', title: 'Year', kind: 'year' },
    { key: 'part', title: 'Part', kind: 'text' },
    { key: 'shortfall', title: 'Shortfall (WTE)', kind: 'count' },
    { key: 'share', title: 'Vacancies as a share', kind: 'share' },
    { key: 'pay', title: 'Pay', kind: 'money' },
    { key: 'rate', title: 'Rate', kind: 'number' },
  ],
  rows: [
    [2023, 'scientists & <others>', 900.123456789012, 0.1 + 0.2, 1.5e8, 1e-7],
    [2024, '=1+1', null, -0.25, 0, 12_345_678.901_234],
  ],
};
const second: Table = {
  name: 'Figures and sources',
  columns: [{ key: 'id', title: 'Figure', kind: 'text' }],
  rows: [],
};

const decode = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');

/** Reads a workbook as its sheets by name: the text or number of each cell by its place. */
const read = async (tables: readonly Table[]): Promise<Record<string, Record<string, string | number>>> => {
  const files = unzipSync(await toXlsx(tables));
  const xml = (path: string): string => strFromU8(files[path] ?? new Uint8Array());
  const shared = [...xml('xl/sharedStrings.xml').matchAll(/<si>(.*?)<\/si>/gs)].map(([, item = '']) =>
    decode([...item.matchAll(/<t[^>]*>(.*?)<\/t>/gs)].map(([, text = '']) => text).join('')),
  );
  const names = [...xml('xl/workbook.xml').matchAll(/<sheet\b[^>]*\bname="([^"]*)"/g)].map(([, name = '']) =>
    decode(name),
  );
  return Object.fromEntries(
    names.map((name, index) => {
      const cells = [...xml(`xl/worksheets/sheet${index + 1}.xml`).matchAll(/<c\b([^>]*)>(.*?)<\/c>/gs)];
      return [
        name,
        Object.fromEntries(
          cells.map(([, attributes = '', body = '']) => {
            const place = /\br="([^"]*)"/.exec(attributes)?.[1] ?? '';
            const value = /<v>(.*?)<\/v>/s.exec(body)?.[1] ?? '';
            return [place, /\bt="s"/.test(attributes) ? (shared[Number(value)] ?? '') : Number(value)];
          }),
        ),
      ];
    }),
  );
};

describe('toXlsx', () => {
  test('has a sheet for each table, by name and in order', async () => {
    expect(Object.keys(await read([course, second]))).toEqual(['Course', 'Figures and sources']);
  });
  test('the first row has the titles', async () => {
    const { Course } = await read([course, second]);
    expect(['A1', 'B1', 'C1', 'D1', 'E1', 'F1'].map((place) => Course?.[place])).toEqual(
      course.columns.map((column) => column.title),
    );
  });
  test('numbers are numbers in full precision and an empty cell is empty', async () => {
    const { Course } = await read([course]);
    expect(Course).toMatchObject({
      A2: 2023,
      B2: 'scientists & <others>',
      C2: 900.123456789012,
      D2: 0.1 + 0.2,
      E2: 1.5e8,
      F2: 1e-7,
      D3: -0.25,
      E3: 0,
      F3: 12_345_678.901_234,
    });
    expect(Course?.['C3'] ?? 0).toBe(0);
  });
  test('a text that looks like a formula is a text', async () => {
    const { Course } = await read([course]);
    expect(Course?.['B3']).toBe('=1+1');
    const sheet = strFromU8(unzipSync(await toXlsx([course]))['xl/worksheets/sheet1.xml'] ?? new Uint8Array());
    expect(sheet).not.toContain('<f>');
  });
  test.each<[string, Table, number]>([
    ['the years and texts before the first number', course, 2],
    [
      'the first of several texts',
      { ...second, columns: [...second.columns, { key: 'why', title: 'Why', kind: 'text' }] },
      1,
    ],
  ])('%s stay in view', async (_what, table, count) => {
    const sheet = strFromU8(unzipSync(await toXlsx([table]))['xl/worksheets/sheet1.xml'] ?? new Uint8Array());
    expect(sheet).toMatch(new RegExp(`<pane [^>]*xSplit="${count}"[^>]*state="frozen"`));
  });
  test('the first row stays in view', async () => {
    const sheet = strFromU8(unzipSync(await toXlsx([course]))['xl/worksheets/sheet1.xml'] ?? new Uint8Array());
    expect(sheet).toMatch(/<pane [^>]*ySplit="1"[^>]*state="frozen"/);
  });
});
