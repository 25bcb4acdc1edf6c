import { useId, type ReactNode } from 'react';
import { saveBytes } from '../../page/save-bytes.ts';
import { madeOf } from '../../page/take-away.ts';
import { usePlanner } from '../../planner/use-planner.ts';

/** The template of a return, with what is said of it. */
export const ReturnTemplate = ({ children }: { readonly children: ReactNode }): ReactNode => {
  const planner = usePlanner();
  const id = useId();
  const save = async (format: 'csv' | 'xlsx'): Promise<void> => {
    const bytes = madeOf(planner, await planner.ask('template', format).answer);
    if (bytes) saveBytes('return', format, bytes);
  };
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>Write your staff down</h2>
      <p>{children}</p>
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
