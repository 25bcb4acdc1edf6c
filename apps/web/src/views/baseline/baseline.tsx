import { useId, useState, type ReactNode } from 'react';
import { saveBytes } from '../../page/save-bytes.ts';
import { madeOf } from '../../page/take-away.ts';
import type { Reading } from '../../planner/planner.ts';
import { usePlanner, useShownPart } from '../../planner/use-planner.ts';
import type { HeldReturn } from '../../state/keep.ts';
import { onReturn } from '../../state/state.ts';
import { Outcome } from './outcome.tsx';
import { PassOn } from './pass-on.tsx';

const Template = (): ReactNode => {
  const planner = usePlanner();
  const save = async (format: 'csv' | 'xlsx'): Promise<void> => {
    const bytes = madeOf(planner, await planner.ask('template', format).answer);
    if (bytes) saveBytes('return', format, bytes);
  };
  return (
    <section aria-labelledby="baseline-template">
      <h2 id="baseline-template">Write your staff down</h2>
      <p>
        A department, a trust or a region: a row for each specialism and staff group, with funded posts and staff in
        post. What you leave out is filled from the nation, and the page says what was.
      </p>
      <p className="baseline__actions">
        <button type="button" className="plain" onClick={() => void save('xlsx')}>
          Template for Excel (.xlsx)
        </button>
        <button type="button" className="plain" onClick={() => void save('csv')}>
          Template as CSV
        </button>
      </p>
    </section>
  );
};

const Choose = ({ reading }: { readonly reading: Reading | undefined }): ReactNode => {
  const planner = usePlanner();
  const id = useId();
  return (
    <section aria-labelledby="baseline-choose">
      <h2 id="baseline-choose">Give it to the page</h2>
      <div className="baseline__drop">
        <label htmlFor={id}>Choose the workbook (.xlsx) or CSV, or drop it anywhere on this page</label>
        <input
          id={id}
          type="file"
          accept=".xlsx,.csv"
          onChange={(event) => {
            const [file] = event.target.files ?? [];
            if (file) void planner.readReturn(file);
            // So that the same file can be chosen again after it was mended.
            event.target.value = '';
          }}
        />
        <p className="baseline__quiet">
          It is read here. Nothing of it leaves this browser, and a link carries its name alone.
        </p>
      </div>
      <div role="status">{reading ? <Outcome reading={reading} /> : null}</div>
    </section>
  );
};

const KeepHere = (): ReactNode => {
  const planner = usePlanner();
  const [isKept, setKept] = useState(planner.isReturnKept());
  return (
    <label className="baseline__check">
      <input
        type="checkbox"
        checked={isKept}
        onChange={(event) => {
          planner.keepReturn(event.target.checked);
          setKept(planner.isReturnKept());
        }}
      />
      Keep it in this browser, on this machine, so that it is there when the page is loaded again. Whoever uses this
      browser can then see it; take the tick away to forget it.
    </label>
  );
};

const InUse = ({ held }: { readonly held: HeldReturn }): ReactNode => {
  const planner = usePlanner();
  const { own, left } = held;
  return (
    <>
      <section aria-labelledby="baseline-use">
        <h2 id="baseline-use">What the page runs on now</h2>
        <p>
          {own.data?.organisation}, {own.data?.date}, from the file “{own.file}”.
          {left > 0 ? ` Rows that were not right are left out of it: ${left}.` : ''}
        </p>
        <p className="baseline__quiet baseline__hash">SHA-256 {own.hash}</p>
        <KeepHere key={own.hash} />
        <p className="baseline__actions">
          <button
            type="button"
            className="plain"
            onClick={() => {
              planner.go({ ...planner.snapshot().state, view: 'plan' });
            }}
          >
            See the answer
          </button>
          <button
            type="button"
            className="plain"
            onClick={() => {
              const { state } = planner.snapshot();
              planner.go({ ...state, start: onReturn(state.start) });
            }}
          >
            Back to the national baseline
          </button>
        </p>
      </section>
      <PassOn own={own} />
    </>
  );
};

/** A return of the reader's own in place of the national baseline. */
export const Baseline = (): ReactNode => {
  const planner = usePlanner();
  const reading = useShownPart((shown) => shown.reading);
  const missing = useShownPart((shown) => shown.missing);
  // Asked for, so that the view is drawn again when another return is used.
  useShownPart(({ state }) => state.start.ownReturn?.hash);
  const held = planner.heldReturn();
  return (
    <div className="baseline">
      <h1 className="answer">
        {missing
          ? `Choose the return “${missing.file}”.`
          : held
            ? `The page runs on ${held.own.data?.organisation ?? held.own.file}.`
            : 'The page runs on the national baseline. Run it on your own staff.'}
      </h1>
      {missing ? <p className="baseline__quiet baseline__hash">It has the SHA-256 {missing.hash}.</p> : null}
      {held ? <InUse held={held} /> : null}
      <Choose reading={reading} />
      <Template />
    </div>
  );
};
