import type { Sheet, SheetData } from 'write-excel-file/universal';
import type { Cell, ColumnKind, Table } from './table.ts';

const formats: Partial<Record<ColumnKind, string>> = { count: '#,##0.0', share: '0.0%', money: '#,##0', year: '0' };
const narrow = 12;
const wide = 60;

const textOf = (cell: Cell): string => (cell === null ? '' : String(cell));

const dataOf = (table: Table): SheetData => {
  const header = table.columns.map((column) => ({
    value: column.title,
    fontWeight: 'bold' as const,
    wrap: true,
    alignVertical: 'top' as const,
  }));
  const rows = table.rows.map((row) =>
    row.map((cell, index) => {
      if (cell === null) return null;
      const format = formats[table.columns[index]?.kind ?? 'text'];
      if (typeof cell === 'number') {
        const shown = format === undefined ? {} : { format };
        return { type: Number, value: cell, alignVertical: 'top' as const, ...shown };
      }
      return { type: String, value: cell, wrap: true, alignVertical: 'top' as const };
    }),
  );
  return [header, ...rows];
};

const widthsOf = (table: Table): { width: number }[] =>
  table.columns.map((column, index) => {
    const longest = Math.max(...table.rows.map((row) => textOf(row[index] ?? null).length), 0);
    return { width: column.kind === 'text' ? Math.min(wide, Math.max(narrow, longest + 2)) : narrow };
  });

/** The columns that name a row, which stay in view: the years and texts before the first number, else the first text. */
const stickyOf = ({ columns }: Table): number => {
  const numbers = columns.findIndex(({ kind }) => kind !== 'text' && kind !== 'year');
  return numbers < 0 ? Math.min(1, columns.length - 1) : numbers;
};

/**
 * Writes tables as an Excel workbook, a sheet a table, with a fixed header row and the columns that name a row
 * fixed: the years and texts before the first number, else the first text.
 *
 * Numbers stay numbers in full precision; the format only rounds what is shown.
 */
export const toXlsx = async (tables: readonly Table[]): Promise<Uint8Array> => {
  const sheets = tables.map((table): Sheet<never> => ({
    data: dataOf(table),
    sheet: table.name,
    columns: widthsOf(table),
    stickyRowsCount: 1,
    stickyColumnsCount: stickyOf(table),
  }));
  // Loaded once a workbook is asked for: it is a tenth of what a command line without one would load.
  const { default: writeXlsxFile } = await import('write-excel-file/universal');
  const blob = await writeXlsxFile(sheets).toBlob();
  return new Uint8Array(await blob.arrayBuffer());
};
