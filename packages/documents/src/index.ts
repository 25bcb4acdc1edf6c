export { toCsv } from './csv.ts';
export type { Cell, Column, ColumnKind, Table } from './table.ts';
export { toXlsx } from './xlsx.ts';
