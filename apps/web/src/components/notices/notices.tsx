import type { ReactNode } from 'react';
import { describe } from '@isocentre/evidence';
import { usePlanner, useShownPart } from '../../planner/use-planner.ts';

/** What the reader should know: a link that did not open whole, a lever that cannot stand there, storage that is full. */
export const Notices = (): ReactNode => {
  const planner = usePlanner();
  const notices = useShownPart((shown) => shown.notices);
  const problems = useShownPart((shown) => shown.problems);
  return (
    <div role="status">
      {problems.length > 0 ? (
        <div className="notice notice--problem">
          <p>This cannot be run, so the page still shows what was there before:</p>
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
