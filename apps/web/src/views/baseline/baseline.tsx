import { useState, type ReactNode } from 'react';
import { GiveReturn } from '../../components/give-return/give-return.tsx';
import { ReturnTemplate } from '../../components/give-return/return-template.tsx';
import { usePlanner, useShownPart } from '../../planner/use-planner.ts';
import type { HeldReturn } from '../../state/keep.ts';
import { onReturn } from '../../state/state.ts';
import { PassOn } from './pass-on.tsx';

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
      <GiveReturn purpose="baseline" />
      <ReturnTemplate>
        A department, a trust or a region: a row for each specialism and staff group, with funded posts and staff in
        post. What you leave out is filled from the nation, and the page says what was.
      </ReturnTemplate>
    </div>
  );
};
