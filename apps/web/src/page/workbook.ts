import { toXlsx, type Table } from '@isocentre/documents';

// What a spreadsheet takes as the name of a sheet.
const longest = 31;
const sheetName = (name: string): string =>
  name
    .replaceAll(/[\\/?*[\]:]+/g, ' -')
    .slice(0, longest)
    .trim();

/** Writes tables as a workbook, each on a sheet of its own. */
export const workbookOfTables = async (tables: readonly Table[]): Promise<Uint8Array> =>
  toXlsx(tables.map((table) => ({ ...table, name: sheetName(table.name) })));

/** Writes a table as a workbook; a second sheet says what it is and where it is from. */
export const workbookOf = async (table: Table, about: readonly (readonly [string, string])[]): Promise<Blob> => {
  const bytes = await toXlsx([
    { ...table, name: sheetName(table.name) },
    {
      name: 'About',
      columns: [
        { key: 'what', title: 'What', kind: 'text' },
        { key: 'says', title: 'Says', kind: 'text' },
      ],
      rows: about,
    },
  ]);
  return new Blob([new Uint8Array(bytes)], {
    type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  });
};
