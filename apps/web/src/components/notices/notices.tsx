import type { ReactNode } from 'react';
import { describe } from '@isocentre/evidence';
import { usePlanner, useShownPart } from '../../planner/use-planner.ts';

/** What the reader should know: a link that did not open whole, a lever that cannot stand there, storage that is full. */
export const Notices = (): ReactNode => {
  const planner = usePlanner();
  const notices = useShownPart((shown) => shown.notices);
  const problems = useShownPart((shown) => shown.problems);
  const missing = useShownPart((shown) => shown.missing);
  const isAnything = useShownPart((shown) => shown.course !== undefined);
  const view = useShownPart(({ state }) => state.view);
  return (
    <div role="status">
      {missing ? (
        <div className="notice notice--problem">
          <p>
            This is about the return “{missing.file}”, which is not in this browser: a link carries the name of a return
            and nothing that stands in it. Ask whoever sent the link for the file.
          </p>
          {view === 'baseline' ? null : (
            <button
              type="button"
              className="plain"
              onClick={() => {
                planner.go({ ...planner.snapshot().state, view: 'baseline' });
              }}
            >
              Choose the file
            </button>
          )}
        </div>
      ) : null}
      {problems.length > 0 ? (
        <div className="notice notice--problem">
          <p>
            {isAnything ? 'This cannot be run, so the page still shows what was there before:' : 'This cannot be run:'}
          </p>
          <ul>
            {problems.map((problem) => (
              <li key={describe(problem)}>{describe(problem)}</li>
            ))}
          </ul>
        </div>
      ) : null}
      {notices.length > 0 ? (
        <div className="notice">
          {notices.map((notice) => (
            <p key={notice.text} className={`notice__text notice__text--${notice.kind}`}>
              {notice.text}
            </p>
          ))}
          <button
            type="button"
            className="plain"
            onClick={() => {
              planner.hush();
            }}
          >
            Dismiss
          </button>
        </div>
      ) : null}
    </div>
  );
};
