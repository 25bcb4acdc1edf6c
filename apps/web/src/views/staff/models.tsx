import type { StaffingModel } from '@isocentre/workforce';
import { Details } from 'nhsuk-react-components';
import type { ReactNode } from 'react';
import type { OfferedModel } from '../../compute/requirement-work.ts';
import { usePlanner } from '../../planner/use-planner.ts';
import { withModels } from './asked.ts';
import { titleOf } from './occupations.ts';

interface ModelsProps {
  readonly offered: readonly OfferedModel[];
  /** The names of those that are shown. */
  readonly taken: readonly string[];
}

const mostNamed = 4;

/** Models that count by what the return does not give. */
const Unfit = ({ offered }: Pick<ModelsProps, 'offered'>): ReactNode => (
  <Details className="numbers">
    <Details.Summary>
      {offered.length} more, {offered.length === 1 ? 'which counts' : 'which count'} by what the return does not give
    </Details.Summary>
    <Details.Text>
      <ul>
        {offered.map(({ model, missing }) => (
          <li key={model.name}>
            {titleOf(model)}:{' '}
            <span className="staff__quiet">
              {missing
                .slice(0, mostNamed)
                .map((key) => model.drivers[key]?.title ?? key)
                .join('; ')}
              {missing.length > mostNamed ? `; and ${missing.length - mostNamed} others` : ''}
            </span>
          </li>
        ))}
      </ul>
    </Details.Text>
  </Details>
);

/** Chooses the models that stand side by side. */
export const Models = ({ offered, taken }: ModelsProps): ReactNode => {
  const planner = usePlanner();
  const fit = offered.filter(({ missing }) => missing.length === 0);
  const unfit = offered.filter(({ missing }) => missing.length > 0);
  return (
    <fieldset className="staff__models">
      <legend>Staffing models</legend>
      <p className="staff__quiet">
        They are alternatives and are never added: each counts the staff that it says, by its own means.
      </p>
      <ul>
        {fit.map(({ model }) => (
          <li key={model.name}>
            <label className="staff__model">
              <input
                type="checkbox"
                checked={taken.includes(model.name)}
                onChange={(event) => {
                  const wanted = event.target.checked;
                  const names = fit
                    .map(({ model: { name } }) => name)
                    .filter((name) => (name === model.name ? wanted : taken.includes(name)));
                  planner.go(withModels(planner.snapshot().state, names));
                }}
              />
              <span>{titleOf(model)}</span>
            </label>
          </li>
        ))}
      </ul>
      {unfit.length === 0 ? null : <Unfit offered={unfit} />}
    </fieldset>
  );
};

/** What each model counts and leaves out, and where it comes from. */
export const AboutModels = ({ models }: { readonly models: readonly StaffingModel[] }): ReactNode => (
  <section aria-labelledby="staff-about">
    <h2 id="staff-about">What the models count, and what they leave out</h2>
    <ul className="behind-list">
      {models.map((model) => (
        <li key={model.name} className="behind">
          <p className="behind__title">{titleOf(model)}</p>
          <p>
            {model.scope} Leaves out: {model.leavesOut} {model.source.publisher} {model.source.year}
            {model.source.url === undefined ? '. ' : ', '}
            {model.source.url === undefined ? null : (
              <a href={model.source.url} rel="noreferrer">
                {model.source.title}
              </a>
            )}{' '}
            <code>{model.name}</code>
          </p>
        </li>
      ))}
    </ul>
  </section>
);
