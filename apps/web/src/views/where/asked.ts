import type { Dimension } from '@isocentre/workforce';
import type { PageState } from '../../state/state.ts';
import { shownMeasures, type Shown } from './measures.ts';

/** By what the workforce can be divided. */
export const divisions = [
  { by: 'specialism', title: 'Specialism' },
  { by: 'group', title: 'Staff group' },
  { by: 'region', title: 'Region' },
] as const satisfies readonly { readonly by: Dimension; readonly title: string }[];

/** What the view shows. */
export interface Asked {
  readonly by: Dimension;
  readonly measure: Shown;
  /** The year of the map and of the sentence; the last without it. */
  readonly year?: number;
}

/** Reads what is shown from the state; what it does not know counts as not said. Default: the shortfall by specialism. */
export const askedOf = ({ params, units }: PageState): Asked => {
  const measures = shownMeasures(units);
  const [first] = measures;
  const by = divisions.find((one) => one.by === params['where.by'])?.by ?? 'specialism';
  const measure = measures.find(({ id }) => id === params['where.measure']) ?? first;
  if (!measure) throw new RangeError('there is a measure to show');
  const year = params['where.year'];
  return { by, measure, ...(year !== undefined && /^\d{4}$/.test(year) ? { year: Number(year) } : {}) };
};

/** Gives the state in which something else is shown. */
export const withAsked = (state: PageState, name: 'by' | 'measure' | 'year', value: string): PageState => ({
  ...state,
  params: { ...state.params, [`where.${name}`]: value },
});
