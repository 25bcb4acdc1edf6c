import { useState, type ReactNode } from 'react';
import { Running } from '../../components/running/running.tsx';
import { saveBytes } from '../../page/save-bytes.ts';
import { madeOf } from '../../page/take-away.ts';
import { useAnswer } from '../../planner/use-answer.ts';
import { usePlanner, useShownPart } from '../../planner/use-planner.ts';

/** The report of what is shown, to be printed or opened in a word processor. */
export const Report = (): ReactNode => {
  const planner = usePlanner();
  const [isBusy, setBusy] = useState(false);
  const [isStopped, setStopped] = useState(false);
  // The futures of the answer come first, and are those of the report.
  const isReady = useShownPart((shown) => shown.phase === 'settled' || shown.missing !== undefined);
  const run = useShownPart((shown) => shown.done);
  useShownPart((shown) => shown.state);
  const question = planner.reportQuestion();
  const { value, isOld, problems, done } = useAnswer('report', isReady && !isStopped ? question : undefined);
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
  const isWriting = !isShown && !isStopped && problems.length === 0;
  const heading = isStopped ? 'The report is not written.' : 'There is no report.';
  return (
    <div className="report-view" aria-busy={isWriting}>
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
        {isStopped ? (
          <button
            type="button"
            className="plain"
            // The button that was pressed is gone.
            autoFocus
            onClick={() => {
              setStopped(false);
            }}
          >
            Write the report
          </button>
        ) : null}
      </p>
      {problems.map((text) => (
        <p key={text} className="notice notice--problem" role="alert">
          {text}
        </p>
      ))}
      {value === undefined ? (
        <h1 className="answer answer--waiting report-view__waiting">{isWriting ? 'Writing the report…' : heading}</h1>
      ) : null}
      {isWriting ? (
        <Running
          label={isReady ? 'Writing the report' : 'Running the futures of the report'}
          done={isReady ? done : run}
          stop={() => {
            setStopped(true);
          }}
        />
      ) : null}
      {value === undefined ? (
        <p className="report-view__unready">The report was not ready when this was printed.</p>
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
