import { measureTitles, isState, type Question } from '@isocentre/workforce';
import type { ReactNode } from 'react';
import { Choice } from '../../components/choice/choice.tsx';
import { usePlanner, useShownPart } from '../../planner/use-planner.ts';
import { dimensions, measures, withAsked, type Dimension } from './asked.ts';

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const dimensionLabels: Readonly<Record<Dimension, readonly [label: string, all: string]>> = {
  specialism: ['Specialism', 'All'],
  group: ['Staff group', 'All'],
  region: ['Region', 'All'],
};

/** Chooses the number that is asked about. */
export const Ask = ({ asked }: { readonly asked: Question }): ReactNode => {
  const planner = usePlanner();
  const years = useShownPart(({ course }) => course?.years);
  // As one text, which stays the same while answers come.
  const specialisms = useShownPart(({ course }) =>
    Object.keys(course?.levers ?? {})
      .flatMap((key) => (key.startsWith('leaving.') ? [key.slice('leaving.'.length)] : []))
      .join(' '),
  ).split(' ');
  const isOffered = (dimension: Dimension, id: string): boolean =>
    id === asked[dimension] ||
    (dimension === 'specialism' ? specialisms.includes(id) : !(dimension === 'group' && id === 'support'));
  const change = (part: Parameters<typeof withAsked>[1]): void => {
    planner.go(withAsked(planner.snapshot().state, part));
  };
  const choosable = (isState(asked.measure) ? years : years?.slice(0, -1)) ?? [];
  const year = asked.year ?? choosable.at(-1);
  return (
    <div className="ask">
      <Choice
        label="Number"
        value={asked.measure}
        options={measures.map((measure) => [measure, measureTitles[measure]])}
        choose={(measure) => {
          // The last year of a state is not one in which anything happens.
          const isLast = asked.year === years?.at(-1);
          change({ measure, ...(isLast ? { year: undefined } : {}) });
        }}
      />
      <Choice
        label="Year"
        value={String(year ?? '')}
        options={choosable.map((one) => [String(one), String(one)])}
        choose={(chosen) => {
          change({ year: chosen });
        }}
      />
      {(Object.keys(dimensions) as Dimension[]).map((dimension) => {
        const [label, all] = dimensionLabels[dimension];
        return (
          <Choice
            key={dimension}
            label={label}
            value={asked[dimension] ?? ''}
            options={[
              ['', all],
              ...Object.entries(dimensions[dimension]).flatMap(([id, title]): [string, string][] =>
                isOffered(dimension, id) ? [[id, capital(title)]] : [],
              ),
            ]}
            choose={(id) => {
              change({ [dimension]: id });
            }}
          />
        );
      })}
    </div>
  );
};
