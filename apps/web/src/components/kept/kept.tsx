import { useState, type ReactNode } from 'react';
import { Details } from 'nhsuk-react-components';
import { usePlanner } from '../../planner/use-planner.ts';

/** Work kept in this browser under names: to keep what is shown, open what was kept, and forget it. */
export const Kept = (): ReactNode => {
  const planner = usePlanner();
  const [name, setName] = useState('');
  const [, setChanged] = useState(0);
  const named = planner.kept();
  const changed = (): void => {
    setChanged((count) => count + 1);
  };
  return (
    <Details className="kept">
      <Details.Summary>Kept in this browser{named.length === 0 ? '' : `: ${named.length}`}</Details.Summary>
      <Details.Text>
        <form
          className="kept__form"
          onSubmit={(event) => {
            event.preventDefault();
            if (name.trim() === '') return;
            planner.keepAs(name.trim());
            setName('');
            changed();
          }}
        >
          <label htmlFor="keep-as">Name</label>
          <input
            id="keep-as"
            className="kept__name"
            autoComplete="off"
            value={name}
            maxLength={80}
            onChange={(event) => {
              setName(event.target.value);
            }}
          />
          <button type="submit" className="plain">
            Keep what is shown
          </button>
        </form>
        {named.length === 0 ? (
          <p>Nothing is kept yet. What you keep stays on this machine and goes to nobody.</p>
        ) : (
          <ul className="kept__list">
            {named.map((one) => (
              <li key={one.name}>
                <button
                  type="button"
                  className="plain"
                  onClick={() => {
                    planner.openKept(one.fragment);
                  }}
                >
                  {one.name}
                </button>{' '}
                <button
                  type="button"
                  className="plain kept__forget"
                  onClick={() => {
                    planner.forget(one.name);
                    changed();
                  }}
                >
                  Forget<span className="nhsuk-u-visually-hidden"> {one.name}</span>
                </button>
              </li>
            ))}
          </ul>
        )}
      </Details.Text>
    </Details>
  );
};
