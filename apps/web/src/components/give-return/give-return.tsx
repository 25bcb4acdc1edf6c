import { useId, type ReactNode } from 'react';
import type { Purpose } from '../../planner/planner.ts';
import { usePlanner, useShownPart } from '../../planner/use-planner.ts';
import { Outcome } from './outcome.tsx';

/** Takes a return of the reader's own, and says what came of it. */
export const GiveReturn = ({ purpose }: { readonly purpose: Purpose }): ReactNode => {
  const planner = usePlanner();
  const reading = useShownPart((shown) => shown.reading);
  const id = useId();
  return (
    <section aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>Give it to the page</h2>
      <div className="baseline__drop">
        <label htmlFor={id}>Choose the workbook (.xlsx) or CSV, or drop it anywhere on this page</label>
        <input
          id={id}
          type="file"
          accept=".xlsx,.csv"
          onChange={(event) => {
            const [file] = event.target.files ?? [];
            if (file) void planner.readReturn(file, purpose);
            // So that the same file can be chosen again after it was mended.
            event.target.value = '';
          }}
        />
        <p className="baseline__quiet">
          It is read here. Nothing of it leaves this browser, and a link carries its name alone.
        </p>
      </div>
      <div role="status">{reading?.purpose === purpose ? <Outcome reading={reading} /> : null}</div>
    </section>
  );
};
