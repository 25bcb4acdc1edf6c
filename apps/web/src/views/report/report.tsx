import { useState, type ReactNode } from 'react';
import { saveBytes } from '../../page/save-bytes.ts';
import { madeOf } from '../../page/take-away.ts';
import { useAnswer } from '../../planner/use-answer.ts';
import { usePlanner, useShownPart } from '../../planner/use-planner.ts';

/** The report of what is shown, to be printed or opened in a word processor. */
export const Report = (): ReactNode => {
  const planner = usePlanner();
  const [isBusy, setBusy] = useState(false);
  // The futures of the answer come first; those of the report are by specialism.
  const isReady = useShownPart((shown) => shown.phase === 'settled' || shown.missing !== undefined);
  useShownPart((shown) => shown.state);
  const question = planner.reportQuestion();
  const { value, isOld, problems } = useAnswer('report', isReady ? question : undefined);
  const save = async (): Promise<void> => {
    setBusy(true);
    try {
      const bytes = madeOf(planner, await planner.ask('docx', question).answer);
      if (bytes) saveBytes('report', 'docx', bytes);
    } finally {
      setBusy(false);
    }
  };
  const isShown = value !== undefined && !isOld && problems.length === 0;
  return (
    <div className="report-view" aria-busy={!isShown}>
      <p className="report-view__actions">
        <button
          type="button"
          className="plain"
          disabled={!isShown}
          onClick={() => {
            print();
          }}
        >
          Print, or save as PDF
        </button>
        <button type="button" className="plain" disabled={!isShown || isBusy} onClick={() => void save()}>
          Download for Word (.docx)
        </button>
      </p>
      {problems.map((text) => (
        <p key={text} className="notice notice--problem" role="alert">
          {text}
        </p>
      ))}
      {value === undefined ? (
        <h1 className="answer answer--waiting">
          {problems.length > 0 ? 'There is no report.' : 'Writing the report…'}
        </h1>
      ) : (
        // Written by the writer of the command line's report, which escapes every text.
        <div
          className="report"
          role="region"
          aria-label="Report"
          tabIndex={0}
          dangerouslySetInnerHTML={{ __html: value }}
        />
      )}
    </div>
  );
};
