import { startTransition, useEffect, useState, type ReactNode } from 'react';
import { Details } from 'nhsuk-react-components';
import { basisOf, basisWords, type Basis } from '../../levers/basis.ts';
import { pageLevers } from '../../levers/levers.ts';
import type { Horizon, PageLever } from '../../levers/page-lever.ts';
import { usePlanner, useShownPart } from '../../planner/use-planner.ts';
import { catalogue } from '../../shipped/catalogue.ts';
import { editOf, withEdit, type Start } from '../../state/state.ts';
import type { Course } from '../../compute/course.ts';
import { FigureSource } from '../figure-source/figure-source.tsx';
import { Lever } from '../lever/lever.tsx';

const horizons: readonly { readonly horizon: Horizon; readonly title: string }[] = [
  { horizon: 'within a year', title: 'Felt within a year' },
  { horizon: 'two to five years', title: 'Felt after two to five years' },
  { horizon: 'longer', title: 'Felt over longer' },
];

/** First year in which a moved lever acts. */
const From = ({ lever }: { readonly lever: PageLever }): ReactNode => {
  const planner = usePlanner();
  const edit = useShownPart(({ state }) => editOf(state, lever.id));
  const lastYear = useShownPart(({ course }) => course?.years.at(-2));
  if (!edit || lastYear === undefined) return null;
  const first = catalogue.firstDecisionYear;
  const years = Array.from({ length: lastYear - first + 1 }, (_, index) => first + index);
  return (
    <p>
      <label>
        Moved from{' '}
        <select
          className="quiet-select"
          value={edit.from ?? first}
          onChange={(event) => {
            const from = Number(event.target.value);
            const { from: _before, ...rest } = edit;
            planner.go(withEdit(planner.snapshot().state, from === first ? rest : { ...rest, from }));
          }}
        >
          {years.map((year) => (
            <option key={year}>{year}</option>
          ))}
        </select>{' '}
        on
      </label>
    </p>
  );
};

const isAssumed = (basis: Basis): boolean => basis === 'assumed' || basis === 'partly assumed';

/** The specialisms for which a lever can be moved alone, as one text. */
const specialismsOf = (course: Course | undefined, lever: string): string =>
  Object.keys(course?.levers ?? {})
    .flatMap((key) => (key.startsWith(`${lever}.`) ? [key.slice(lever.length + 1)] : []))
    .join(' ');

const More = ({ lever }: { readonly lever: PageLever }): ReactNode => {
  const [isOpen, setOpen] = useState(false);
  const basis = basisOf(lever, catalogue.figures);
  const specialisms = useShownPart(({ course }) => specialismsOf(course, lever.id)).split(' ');
  return (
    <Details
      className="lever__more"
      onToggle={(event) => {
        if (event.target === event.currentTarget) setOpen((event.target as HTMLDetailsElement).open);
      }}
    >
      <Details.Summary>
        <span className={isAssumed(basis) ? 'assumed' : undefined}>{basisWords[basis]}</span>
        <span className="lever__hint">
          : what it means{lever.bySpecialism ? ', by specialism' : ''}
          <span className="nhsuk-u-visually-hidden"> ({lever.title})</span>
        </span>
      </Details.Summary>
      <Details.Text>
        {isOpen ? (
          <>
            <p>{lever.meaning}</p>
            <From lever={lever} />
            {lever.figures.length > 0 ? (
              <ul className="sources">
                {lever.figures.map((id) => {
                  const figure = catalogue.figures[id];
                  return figure ? (
                    <li key={id}>
                      <FigureSource figure={figure} />
                    </li>
                  ) : null;
                })}
              </ul>
            ) : (
              <p>No figure stands behind it: how far it goes is your choice.</p>
            )}
            {lever.bySpecialism && specialisms.length > 1 ? (
              <fieldset className="by-specialism">
                <legend>For one specialism alone</legend>
                {specialisms.map((specialism) => (
                  <Lever key={specialism} lever={lever} specialism={specialism} />
                ))}
              </fieldset>
            ) : null}
          </>
        ) : null}
      </Details.Text>
    </Details>
  );
};

const hasOwnAmounts = (start: Start): boolean => start.kind === 'own' && start.scenario.baseline?.amounts === 'return';

/** All levers, by how soon they are felt. */
export const Levers = (): ReactNode => {
  const planner = usePlanner();
  const isMoved = useShownPart(({ state }) => state.edits.length > 0);
  const hasCourse = useShownPart(({ course }) => course !== undefined);
  const isShare = useShownPart(({ state: { start } }) => start.ownReturn !== undefined && !hasOwnAmounts(start));
  const [isReady, setReady] = useState(false);
  useEffect(() => {
    // As a transition: so many levers at once would keep the browser from answering.
    if (hasCourse) startTransition(() => setReady(true));
  }, [hasCourse]);
  return (
    <section className="levers" aria-labelledby="levers">
      <div className="levers__head">
        <h2 id="levers" className="levers__heading">
          What could be done
        </h2>
        <button
          type="button"
          className="plain"
          disabled={!isMoved}
          onClick={() => {
            planner.go({ ...planner.snapshot().state, edits: [] });
          }}
        >
          Reset all levers
        </button>
      </div>
      <p className="levers__note">
        From {catalogue.firstDecisionYear}, the first year that can still be decided, unless you choose a later one.
        {isShare ? ' Amounts are for the nation; your return has its share of them.' : ''}
      </p>
      {(isReady ? horizons : []).map(({ horizon, title }) => (
        <section key={horizon} aria-label={title}>
          <h3 className="levers__horizon">{title}</h3>
          {pageLevers
            .filter((lever) => lever.horizon === horizon)
            .map((lever) => (
              <div key={lever.id} className="lever-row">
                <Lever lever={lever} />
                <More lever={lever} />
              </div>
            ))}
        </section>
      ))}
    </section>
  );
};
