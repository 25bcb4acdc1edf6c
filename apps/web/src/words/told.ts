import type { Column } from '@isocentre/documents';
import type { Measure } from '@isocentre/workforce';
import type { Lines } from '../charts/layout.ts';
import type { Units, Years } from '../state/state.ts';
import { sayYear } from '../years/financial-years.ts';

/** In which units and years a chart is told. */
export interface Told {
  readonly units: Units;
  readonly years: Years;
}

/** A column of years; a financial year is a text, such as `2027/28`. */
export const yearColumn = (years: Years): Column =>
  years === 'financial'
    ? { key: 'financialYear', title: 'Financial year', kind: 'text' }
    : { key: 'year', title: 'Year', kind: 'year' };

/** The cells of a column of years. */
export const yearCells = (years: Years, list: readonly number[]): readonly (number | string)[] =>
  years === 'financial' ? list.map((year) => sayYear(years, year)) : list;

/** What an axis of years is. */
export const yearAxis = (years: Years): Lines['x'] => (years === 'financial' ? 'financial year' : 'year');

/** Everyone in post: those who never retired, and those who came back. */
export const peopleIn = ({
  headcount,
  returnedHeads,
}: Readonly<Pick<Record<Measure, readonly number[]>, 'headcount' | 'returnedHeads'>>): readonly number[] =>
  headcount.map((heads, t) => heads + (returnedHeads[t] ?? 0));
