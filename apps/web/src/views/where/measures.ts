import type { Measure } from '@isocentre/workforce';
import type { WherePart } from '../../compute/where.ts';
import type { Units } from '../../state/state.ts';
import { peopleIn } from '../../words/told.ts';

/** What can be shown of each part. */
export interface Shown {
  /** Stands in links: never changed. */
  readonly id: string;
  readonly title: string;
  /** What is counted, for a heading. */
  readonly unit: 'WTE' | 'people' | 'per cent of what is required';
  readonly values: (measures: WherePart['measures']) => readonly number[];
  /** The measure whose spread is kept run by run, where there is one. */
  readonly spread?: Measure;
  /** The measure that the view Trust explains. */
  readonly asked?: Measure;
  readonly isShare: boolean;
  /** Whether it was asked for in people and has no such form. */
  readonly hasNoPeople: boolean;
}

const inWte = (measure: Measure, title: string, units: Units): Shown => ({
  id: measure,
  title,
  unit: 'WTE',
  values: (measures) => measures[measure],
  spread: measure,
  asked: measure,
  isShare: false,
  hasNoPeople: units === 'people',
});

const inPeople = (id: string, title: string, values: Shown['values'], asked?: Measure): Shown => ({
  id,
  title,
  unit: 'people',
  values,
  ...(asked ? { asked } : {}),
  isShare: false,
  hasNoPeople: false,
});

/** What can be shown of each part, in the units that were chosen as far as it has them. */
export const shownMeasures = (units: Units): readonly Shown[] => [
  inWte('shortfall', 'Shortfall', units),
  {
    id: 'rate',
    title: 'Shortfall as a share of what is required',
    unit: 'per cent of what is required',
    values: ({ shortfall, requirement }) =>
      shortfall.map((missing, t) => {
        const required = requirement[t] ?? 0;
        return required > 0 ? missing / required : 0;
      }),
    isShare: true,
    hasNoPeople: false,
  },
  inWte('requirement', 'Required', units),
  inWte('posts', 'Funded posts', units),
  inWte('vacancies', 'Vacant posts', units),
  units === 'people' ? inPeople('inPost', 'In post', peopleIn) : inWte('inPost', 'In post', units),
  units === 'people'
    ? inPeople('recognised', 'Recognised Medical Physics Experts', (all) => all.recognisedHeads, 'recognisedHeads')
    : inWte('recognised', 'Recognised Medical Physics Experts', units),
  { ...inPeople('trainees', 'In training', (all) => all.trainees, 'trainees'), spread: 'trainees' },
];
