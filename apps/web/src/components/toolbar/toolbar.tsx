import { useState, type ReactNode } from 'react';
import { groups } from '@isocentre/workforce';
import { saveText } from '../../page/save.ts';
import { usePlanner, useShownPart } from '../../planner/use-planner.ts';
import { catalogue } from '../../shipped/catalogue.ts';
import { onReturn, type Part } from '../../state/state.ts';
import { views } from '../../views/views.ts';
import { namePart, nameSpecialism } from '../../words/part.ts';

const partKey = ({ specialism, group }: Part): string =>
  specialism === undefined ? (group === undefined ? '' : `group.${group}`) : `specialism.${specialism}`;

const partOfKey = (key: string): Part => {
  const [dimension, id = ''] = key.split('.');
  return dimension === 'specialism' ? { specialism: id } : dimension === 'group' ? { group: id } : {};
};

const Show = (): ReactNode => {
  const planner = usePlanner();
  const part = useShownPart(({ state }) => state.part);
  // As one text, which stays the same while answers come.
  const specialisms = useShownPart(({ course }) =>
    Object.keys(course?.levers ?? {})
      .filter((key) => key.startsWith('leaving.'))
      .map((key) => key.slice('leaving.'.length))
      .join(' '),
  ).split(' ');
  return (
    <label className="toolbar__choice">
      <span className="toolbar__label">Show</span>
      <select
        className="quiet-select"
        value={partKey(part)}
        onChange={(event) => {
          planner.go({ ...planner.snapshot().state, part: partOfKey(event.target.value) });
        }}
      >
        <option value="">All staff</option>
        <optgroup label="One specialism">
          {specialisms.map((id) => (
            <option key={id} value={`specialism.${id}`}>
              {nameSpecialism(id)}
            </option>
          ))}
        </optgroup>
        <optgroup label="One staff group">
          {Object.keys(groups)
            .filter((id) => id !== 'support')
            .map((id) => (
              <option key={id} value={`group.${id}`}>
                {namePart({ group: id })}
              </option>
            ))}
        </optgroup>
      </select>
    </label>
  );
};

const Start = (): ReactNode => {
  const planner = usePlanner();
  const start = useShownPart(({ state }) => state.start);
  return (
    <label className="toolbar__choice">
      <span className="toolbar__label">Start from</span>
      <select
        className="quiet-select"
        value={start.kind === 'shipped' ? start.name : ''}
        onChange={(event) => {
          const { state } = planner.snapshot();
          const named = onReturn({ kind: 'shipped', name: event.target.value }, state.start.ownReturn);
          planner.go({ ...state, start: named, edits: [] });
        }}
      >
        {start.kind === 'own' ? <option value="">{start.scenario.title}</option> : null}
        {catalogue.scenarios.map(({ name, title }) => (
          <option key={name} value={name}>
            {title.charAt(0).toUpperCase() + title.slice(1)}
          </option>
        ))}
      </select>
    </label>
  );
};

/** In which units and years the page is told. */
const Told = (): ReactNode => {
  const planner = usePlanner();
  const units = useShownPart(({ state }) => state.units);
  const years = useShownPart(({ state }) => state.years);
  return (
    <>
      <label className="toolbar__choice">
        <span className="toolbar__label">Count in</span>
        <select
          className="quiet-select"
          value={units}
          onChange={(event) => {
            planner.go({ ...planner.snapshot().state, units: event.target.value === 'people' ? 'people' : 'wte' });
          }}
        >
          <option value="wte">WTE</option>
          <option value="people">people</option>
        </select>
      </label>
      <label className="toolbar__choice">
        <span className="toolbar__label">Years</span>
        <select
          className="quiet-select"
          value={years}
          onChange={(event) => {
            planner.go({
              ...planner.snapshot().state,
              years: event.target.value === 'financial' ? 'financial' : 'calendar',
            });
          }}
        >
          <option value="calendar">calendar</option>
          <option value="financial">financial</option>
        </select>
      </label>
    </>
  );
};

const Share = (): ReactNode => {
  const planner = usePlanner();
  const [link, setLink] = useState<string>();
  const copy = async (): Promise<void> => {
    const address = `${location.href.split('#')[0] ?? ''}#${planner.fragment()}`;
    setLink(address);
    try {
      await navigator.clipboard.writeText(address);
      planner.tell({ kind: 'told', text: 'The link is copied. It holds everything that you see here.' });
    } catch {
      planner.tell({ kind: 'told', text: 'Copy the link from the box. It holds everything that you see here.' });
    }
  };
  return (
    <>
      <button type="button" className="plain" onClick={() => void copy()}>
        Share
      </button>
      {link === undefined ? null : (
        <label className="toolbar__link">
          Link{' '}
          <input
            readOnly
            value={link}
            onFocus={(event) => {
              event.target.select();
            }}
          />
        </label>
      )}
    </>
  );
};

const Downloads = (): ReactNode => {
  const planner = usePlanner();
  const [isBusy, setBusy] = useState(false);
  const take = async (what: 'csv' | 'scenario'): Promise<void> => {
    setBusy(true);
    try {
      const { saveCourse, saveScenario } = await import('../../page/take-away.ts');
      await (what === 'csv' ? saveCourse(planner, saveText) : saveScenario(planner, saveText));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <button type="button" className="plain" disabled={isBusy} onClick={() => void take('csv')}>
        Download CSV
      </button>
      <button type="button" className="plain" disabled={isBusy} onClick={() => void take('scenario')}>
        Scenario file
      </button>
    </>
  );
};

/** Where the work starts, what is shown, and what can be done with it. */
export const Toolbar = (): ReactNode => {
  const planner = usePlanner();
  const canUndo = useShownPart((shown) => shown.canUndo);
  const canRedo = useShownPart((shown) => shown.canRedo);
  const open = useShownPart(({ state }) => state.view);
  const isOfScenario = views.find(({ id }) => id === open)?.isOfScenario ?? true;
  return (
    <div className="toolbar">
      {isOfScenario ? (
        <>
          <Start />
          <Show />
          <Told />
        </>
      ) : null}
      <div className="toolbar__actions">
        <button
          type="button"
          className="plain"
          disabled={!canUndo}
          onClick={() => {
            planner.undo();
          }}
        >
          Undo
        </button>
        <button
          type="button"
          className="plain"
          disabled={!canRedo}
          onClick={() => {
            planner.redo();
          }}
        >
          Redo
        </button>
        <Share />
        {isOfScenario ? <Downloads /> : null}
      </div>
    </div>
  );
};
