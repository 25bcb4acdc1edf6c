import {
  flowMeasures,
  groups,
  regions,
  specialisms,
  stateMeasures,
  type Measure,
  type Question,
} from '@isocentre/workforce';
import type { PageState } from '../../state/state.ts';

/** Every measure that can be asked about, states before what happens in a year. */
export const measures: readonly Measure[] = [...stateMeasures, ...flowMeasures];

/** The parts of the workforce that a number can be of, as the state names them. */
export const dimensions = { specialism: specialisms, group: groups, region: regions } as const;

/** A dimension by which a number is asked about. */
export type Dimension = keyof typeof dimensions;

const prefix = 'trust.';

/** Reads what is asked about from the state; what it does not know counts as not said. Default: the shortfall at the end. */
export const askedOf = ({ params }: PageState): Question => {
  const said = (name: string): string | undefined => params[`${prefix}${name}`];
  const known = (dimension: Dimension): Partial<Question> => {
    const id = said(dimension);
    return id !== undefined && Object.hasOwn(dimensions[dimension], id) ? { [dimension]: id } : {};
  };
  const year = said('year');
  return {
    measure: measures.find((one) => one === said('measure')) ?? 'shortfall',
    ...(year !== undefined && /^\d{4}$/.test(year) ? { year: Number(year) } : {}),
    ...known('specialism'),
    ...known('group'),
    ...known('region'),
  };
};

/** Gives the state in which another number is asked about; what is undefined is left out. */
export const withAsked = (
  state: PageState,
  change: Readonly<Partial<Record<keyof Question, string | undefined>>>,
): PageState => {
  const params = { ...state.params };
  for (const [name, value] of Object.entries(change)) {
    if (value === undefined || value === '') delete params[`${prefix}${name}`];
    else params[`${prefix}${name}`] = value;
  }
  return { ...state, params };
};

/**
 * Gives the state in which a number of a table by year is asked about.
 *
 * @param column Key of its column.
 * @param row First cell of its row.
 * @returns undefined where the column holds no measure.
 */
export const askNumber = (state: PageState, column: string, row: string | number | null): PageState | undefined => {
  const measure = measures.find((one) => one === column);
  if (measure === undefined || typeof row !== 'number') return undefined;
  const { specialism, group } = state.part;
  return {
    ...withAsked(state, { measure, year: String(row), specialism, group, region: undefined }),
    view: 'trust',
  };
};
