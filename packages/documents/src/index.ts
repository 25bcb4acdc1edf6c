export { toCsv, toCsvTables } from './csv.ts';
export { columnLetters, usualLimits } from './grid.ts';
export type { CellProblem, Grid, GridCell, GridRow, Limits, Reading } from './grid.ts';
export { readGrids } from './read-grids.ts';
export type { Cell, Column, ColumnKind, Table } from './table.ts';
export { headingOf, readTable, tableOf } from './typed-table.ts';
export type { ColumnRule, TableRule, TypedRow, TypedTable } from './typed-table.ts';
export { toXlsx } from './xlsx.ts';
