import { useId, useRef, useState, type ReactNode } from 'react';
import { useAnswer } from '../../planner/use-answer.ts';
import { usePlanner, useShownPart } from '../../planner/use-planner.ts';
import { lineProblem, rangeOf, type LineProblem } from './problem-line.ts';

interface ProblemsProps {
  readonly id: string;
  readonly problems: readonly LineProblem[];
  readonly go: (line: number) => void;
}

const Problems = ({ id, problems, go }: ProblemsProps): ReactNode => (
  <div id={id} role="status">
    {problems.length === 0 ? null : (
      <div className="notice notice--problem">
        <p>The text was not taken. What the page shows is as it was.</p>
        <ul>
          {problems.map(({ line, text }) => (
            <li key={`${line ?? ''} ${text}`}>
              {line === undefined ? null : (
                <button
                  type="button"
                  className="plain"
                  onClick={() => {
                    go(line);
                  }}
                >
                  Line {line}
                </button>
              )}{' '}
              {text}
            </li>
          ))}
        </ul>
      </div>
    )}
  </div>
);

/** The scenario as YAML, to be changed and taken. What levers did stands in it; a text that is taken is a step that can be undone. */
export const Editor = (): ReactNode => {
  const planner = usePlanner();
  const id = useId();
  const { start, edits } = useShownPart(({ state }) => state);
  const written = useAnswer('scenarioText', { start, edits, part: {} });
  const [draft, setDraft] = useState<string>();
  const [problems, setProblems] = useState<readonly LineProblem[]>([]);
  const [isBusy, setBusy] = useState(false);
  const area = useRef<HTMLTextAreaElement>(null);
  const numbers = useRef<HTMLPreElement>(null);
  const text = draft ?? written.value ?? '';
  const lines = Array.from(text.split('\n'), (_, index) => index + 1);
  const bad = new Set(problems.map(({ line }) => line));
  const discard = (): void => {
    setDraft(undefined);
    setProblems([]);
  };
  const take = async (): Promise<void> => {
    setBusy(true);
    try {
      const read = await planner.ask('readScenario', text).answer;
      if (read?.ok) {
        discard();
        planner.go({ ...planner.snapshot().state, start: read.value, edits: [] });
      } else if (read) setProblems(read.problems.map(lineProblem));
    } finally {
      setBusy(false);
    }
  };
  const go = (line: number): void => {
    const element = area.current;
    if (!element) return;
    element.focus();
    element.setSelectionRange(...rangeOf(text, line));
    element.scrollTop = (line - 3) * (element.scrollHeight / Math.max(1, text.split('\n').length));
  };
  return (
    <form
      className="editor"
      aria-busy={written.value === undefined && written.problems.length === 0}
      onSubmit={(event) => {
        event.preventDefault();
        void take();
      }}
    >
      <label htmlFor={id}>Scenario (YAML)</label>
      <p className="editor__note" id={`${id}-note`}>
        What levers did stands in it. Change it and take it over: it becomes a scenario of your own, which undo takes
        back. Comments are not kept.
      </p>
      {written.problems.map((problem) => (
        <p key={problem} className="notice notice--problem" role="alert">
          {problem}
        </p>
      ))}
      <div className="editor__box">
        <pre className="editor__lines" ref={numbers} aria-hidden="true">
          {lines.map((line) => (
            <span key={line} className={bad.has(line) ? 'editor__bad' : undefined}>
              {`${line}\n`}
            </span>
          ))}
        </pre>
        <textarea
          id={id}
          ref={area}
          className="editor__text"
          wrap="off"
          rows={24}
          spellCheck={false}
          autoComplete="off"
          autoCapitalize="off"
          aria-describedby={`${id}-note ${id}-problems`}
          aria-invalid={problems.length > 0}
          value={text}
          readOnly={written.value === undefined}
          placeholder={written.value === undefined ? 'Writing the scenario…' : ''}
          onChange={(event) => {
            setDraft(event.target.value);
          }}
          onScroll={(event) => {
            if (numbers.current) numbers.current.scrollTop = event.currentTarget.scrollTop;
          }}
        />
      </div>
      <p className="editor__actions">
        <button type="submit" className="plain" disabled={draft === undefined || isBusy}>
          Take this text over
        </button>
        <button type="button" className="plain" disabled={draft === undefined} onClick={discard}>
          Discard what I wrote
        </button>
      </p>
      <Problems id={`${id}-problems`} problems={problems} go={go} />
    </form>
  );
};
