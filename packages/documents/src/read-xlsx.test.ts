import { strToU8, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { columnLetters, type Grid } from './grid.ts';
import { readGrids } from './read-grids.ts';
import { toXlsx } from './xlsx.ts';

/** A workbook written by hand: sheets by name as the XML of their rows and of what follows them. */
const workbook = (
  sheets: Readonly<Record<string, string>>,
  { prefix = '', state = '', strings = '', styles = '', properties = '' } = {},
): Uint8Array => {
  const names = Object.keys(sheets);
  const x = prefix;
  const part = (root: string, content: string): Uint8Array =>
    strToU8(
      `<?xml version="1.0" encoding="UTF-8"?><${x}${root} xmlns="m" xmlns:x="m" xmlns:r="r">${content}</${x}${root}>`,
    );
  return zipSync({
    'xl/workbook.xml': part(
      'workbook',
      `${properties}<${x}sheets>${names.map((name, index) => `<${x}sheet name="${name}" sheetId="${index + 7}" ${state} r:id="rId${index + 1}"/>`).join('')}</${x}sheets>`,
    ),
    'xl/_rels/workbook.xml.rels': strToU8(
      `<Relationships>${names.map((_, index) => `<Relationship Id="rId${index + 1}" Target="${index % 2 === 0 ? '' : '/xl/'}worksheets/sheet${index + 1}.xml"/>`).join('')}</Relationships>`,
    ),
    'xl/sharedStrings.xml': part('sst', strings),
    'xl/styles.xml': part('styleSheet', styles),
    ...Object.fromEntries(
      names.map((name, index) => [`xl/worksheets/sheet${index + 1}.xml`, part('worksheet', sheets[name] ?? '')]),
    ),
  });
};

const gridsOf = (bytes: Uint8Array): readonly Grid[] => {
  const read = readGrids(bytes, 'a.xlsx');
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.value;
};

const cellsOf = (grid: Grid | undefined): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    (grid?.rows ?? []).flatMap(({ line, cells }) =>
      [...cells].map(([column, cell]) => [`${columnLetters(column)}${line}`, [cell.kind, cell.value]]),
    ),
  );

const sheetData = (rows: string): string => `<sheetData>${rows}</sheetData>`;

test('columns are named as a spreadsheet names them', () => {
  expect([0, 25, 26, 51, 52, 701, 702, 16_383].map(columnLetters)).toEqual([
    'A',
    'Z',
    'AA',
    'AZ',
    'BA',
    'ZZ',
    'AAA',
    'XFD',
  ]);
});

describe('readGrids of a workbook', () => {
  test('reads back what is written, sheet by sheet, with places', async () => {
    const columns = [
      { key: 'a', title: 'A <name>', kind: 'text' as const },
      { key: 'b', title: 'B', kind: 'number' as const },
    ];
    const bytes = await toXlsx([
      {
        name: 'One',
        columns,
        rows: [
          ['x & y', 0.1 + 0.2],
          [null, -3],
        ],
      },
      { name: 'Two', columns, rows: [] },
    ]);
    const grids = gridsOf(bytes);
    expect(grids.map((grid) => grid.name)).toEqual(['One', 'Two']);
    expect(cellsOf(grids[0])).toEqual({
      A1: ['text', 'A <name>'],
      B1: ['text', 'B'],
      A2: ['text', 'x & y'],
      B2: ['number', 0.1 + 0.2],
      B3: ['number', -3],
    });
    expect(grids[0]?.place(7, 1)).toBe('a.xlsx One!B7');
  });

  test.each(['', 'x:'])('reads every kind of cell (prefix "%s")', (prefix) => {
    const rows = `
      <row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" t="s"><v>1</v></c><c r="C2" t="inlineStr"><is><t>in &amp; line</t></is></c></row>
      <row r="5"><c r="A5"><v>1.5</v></c><c r="B5" t="b"><v>1</v></c><c r="C5" t="e"><v>#REF!</v></c>
        <c r="AA5" t="str"><f>A1</f><v>text</v></c></row>
      <row><c><f>1+1</f><v>2</v></c><c><f>1+1</f></c><c s="1"/></row>`;
    const tagged = (xml: string): string => xml.replaceAll(/<(\/?)(?=[a-z])/gi, `<$1${prefix}`);
    const [grid] = gridsOf(
      workbook(
        { S: tagged(sheetData(rows)) },
        {
          prefix,
          strings: tagged(
            '<si><t>shared</t></si><si><r><t xml:space="preserve">rich </t></r><r><t>text</t></r><rPh><t>no</t></rPh></si>',
          ),
        },
      ),
    );
    expect(cellsOf(grid)).toEqual({
      A2: ['text', 'shared'],
      B2: ['text', 'rich text'],
      C2: ['text', 'in & line'],
      A5: ['number', 1.5],
      B5: ['boolean', true],
      C5: ['bad', '#REF!'],
      AA5: ['text', 'text'],
      A6: ['number', 2],
      B6: ['bad', 'a formula that was never computed'],
    });
  });

  test.each<[string, number, string, string]>([
    ['the standard format', 0, '46112', '2026-03-31'],
    ['a format of its own', 1, '46112.75', '2026-03-31'],
    ['the last day before the day that never was', 0, '59', '1900-02-28'],
    ['the first after it', 0, '61', '1900-03-01'],
  ])('a date by %s', (_what, style, serial, date) => {
    const styles =
      '<numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy;@"/><numFmt numFmtId="165" formatCode="[Red]0.0&quot; days&quot;"/></numFmts><cellStyleXfs><xf numFmtId="0"/></cellStyleXfs><cellXfs><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs>';
    const cell = `<row r="1"><c r="A1" s="${style}"><v>${serial}</v></c><c r="B1" s="2"><v>${serial}</v></c></row>`;
    expect(cellsOf(gridsOf(workbook({ S: sheetData(cell) }, { styles }))[0])).toEqual({
      A1: ['date', date],
      B1: ['number', Number(serial)],
    });
  });

  test('dates may count from 1904', () => {
    const bytes = workbook(
      { S: sheetData('<row r="1"><c r="A1" s="0"><v>1</v></c></row>') },
      { styles: '<cellXfs><xf numFmtId="14"/></cellXfs>', properties: '<workbookPr date1904="1"/>' },
    );
    expect(cellsOf(gridsOf(bytes)[0])).toEqual({ A1: ['date', '1904-01-02'] });
  });

  test('hidden rows and sheets are marked, covered cells of merged areas are bad, and the first keeps its value', () => {
    const rows =
      '<row r="1"><c r="A1"><v>1</v></c></row><row r="2" hidden="1"><c r="A2"><v>2</v></c></row><row r="3"><c r="C3"><v>3</v></c></row>';
    const merged = '<mergeCells><mergeCell ref="A2:B3"/></mergeCells>';
    const [grid] = gridsOf(workbook({ S: sheetData(rows) + merged }, { state: 'state="hidden"' }));
    expect(grid?.hidden).toBe(true);
    expect(grid?.rows.map((row) => row.hidden)).toEqual([false, true, false]);
    const covered = ['bad', 'a covered part of the merged cells A2:B3'];
    expect(cellsOf(grid)).toEqual({
      A1: ['number', 1],
      A2: ['number', 2],
      B2: covered,
      A3: covered,
      B3: covered,
      C3: ['number', 3],
    });
  });
});

describe('files that are refused', () => {
  const asked = 'an Excel workbook (.xlsx) or CSV';
  const one = strToU8('<a/>');
  const compound = (name: string): Uint8Array =>
    new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 9, 9, ...Array.from(name, (letter) => [letter.charCodeAt(0), 0]).flat()]);
  const many = (count: number): string =>
    Array.from({ length: count }, (_, index) => `<row r="${index + 1}"><c r="A${index + 1}"><v>1</v></c></row>`).join(
      '',
    );

  test.each<[string, Uint8Array, string, string]>([
    ['a Word document', zipSync({ 'word/document.xml': one }), 'a Word document', asked],
    ['an OpenDocument file', zipSync({ 'content.xml': one }), 'an OpenDocument file', asked],
    ['a binary workbook', zipSync({ 'xl/workbook.bin': one }), 'a binary Excel workbook (.xlsb)', asked],
    ['another archive', zipSync({ 'a.txt': one }), 'a zip archive without a workbook', asked],
    ['half a workbook', workbook({ S: sheetData(many(3)) }).slice(0, 400), 'a damaged archive', asked],
    ['an old workbook', compound('Workbook'), 'an old Office file such as .xls', `${asked}; save it as .xlsx`],
    [
      'an encrypted workbook',
      compound('EEncryptedPackage'),
      'a workbook that is locked with a password',
      'a copy saved without the password',
    ],
    ['an empty sheet', workbook({ S: sheetData('') }), 'no cell with a value', 'a table with a row of headings'],
    ['no sheet', workbook({}), 'no cell with a value', 'a table with a row of headings'],
  ])('%s', (_what, bytes, found, expected) => {
    expect(readGrids(bytes, 'a.xlsx')).toEqual({ ok: false, problems: [{ where: 'a.xlsx', found, expected }] });
  });

  test.each<[string, string, string, string]>([
    ['100,000 rows', sheetData(many(100_000)), 'more than 20,000 rows', 'a table of at most 20,000 rows'],
    [
      'a cell far to the right',
      sheetData('<row r="1"><c r="XFD1"><v>1</v></c></row>'),
      'more than 256 columns',
      'a table of at most 256 columns',
    ],
    [
      'a sheet that is cut off',
      '<sheetData><row r="1"><c r="A1"></row>',
      'a damaged sheet',
      'a workbook as a spreadsheet program saves it',
    ],
  ])('%s', (_what, sheet, found, expected) => {
    expect(readGrids(workbook({ S: sheet }), 'a.xlsx')).toEqual({
      ok: false,
      problems: [{ where: 'a.xlsx S', found, expected }],
    });
  });

  test('what unpacks to far more than it should is refused by what it says, and by what it does', () => {
    const bomb = workbook({ S: sheetData(' '.repeat(120_000_000)) });
    expect(bomb.length).toBeLessThan(1_000_000);
    expect(readGrids(bomb, 'a.xlsx')).toEqual({
      ok: false,
      problems: [{ where: 'a.xlsx', found: 'a workbook that unpacks to 121 MB', expected: 'at most 100 MB' }],
    });
    // The same with a small size written in place of the true one, wherever the archive says it.
    const lying = bomb.slice();
    const view = new DataView(lying.buffer);
    for (let at = 0; at + 46 < lying.length; at += 1) {
      if (view.getUint32(at, true) === 0x02014b50 && view.getUint32(at + 24, true) > 1_000_000)
        view.setUint32(at + 24, 1000, true);
    }
    expect(readGrids(lying, 'a.xlsx')).toEqual({
      ok: false,
      problems: [
        { where: 'a.xlsx S', found: 'a damaged sheet', expected: 'a workbook as a spreadsheet program saves it' },
      ],
    });
  });

  test('entities that a document defines are not expanded', () => {
    const bytes = workbook({ S: sheetData('<row r="1"><c r="A1" t="str"><v>&lol;</v></c></row>') });
    expect(cellsOf(gridsOf(bytes)[0])).toEqual({ A1: ['text', '&lol;'] });
  });
});
