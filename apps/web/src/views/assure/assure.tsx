import { useEffect, useId, useRef, useSyncExternalStore, type ReactNode } from 'react';
import { ProblemTable } from '../../components/problem-table/problem-table.tsx';
import { saveText } from '../../page/save.ts';
import { usePlanner } from '../../planner/use-planner.ts';
import { Desk, type DeskShown } from './desk.ts';
import { examples, loadExample, type Example } from './examples.ts';
import { fileNamed, givenFile } from './given.ts';

// Outlives the view, so that a report is still there when the reader comes back to it.
const desk = new Desk(() => new Worker(new URL('study.worker.ts', import.meta.url), { type: 'module' }));

const give = (list: FileList | null | undefined): void => {
  const files = [...(list ?? [])].map(givenFile);
  if (files.length > 0) desk.give(files);
};

/** While the view is open, a file that is dropped anywhere belongs to the study, not to a return. */
const useDrop = (): void => {
  useEffect(() => {
    const onDrop = (event: DragEvent): void => {
      event.preventDefault();
      event.stopPropagation();
      give(event.dataTransfer?.files);
    };
    addEventListener('drop', onDrop, { capture: true });
    return () => {
      removeEventListener('drop', onDrop, { capture: true });
    };
  }, []);
};

const Examples = (): ReactNode => {
  const planner = usePlanner();
  const load = async (example: Example): Promise<void> => {
    try {
      const files = await loadExample(example);
      if (example.needs === undefined) desk.clear();
      desk.give(files);
      if (example.needs === undefined) desk.run();
    } catch (error) {
      planner.tell({
        kind: 'problem',
        text: `The example could not be loaded: ${error instanceof Error ? error.message : String(error)}.`,
      });
    }
  };
  return (
    <section aria-labelledby="assure-examples">
      <h2 id="assure-examples">Or begin with one that ships</h2>
      <ul className="assure__list">
        {examples.map((example) => (
          <li key={example.title}>
            <button type="button" className="plain" onClick={() => void load(example)}>
              {example.title}
            </button>
            {example.needs === undefined ? ' – runs at once' : ` – the protocol; add ${example.needs}`}
          </li>
        ))}
      </ul>
    </section>
  );
};

interface ChooseProps {
  readonly label: string;
  readonly isFolder?: boolean;
}

const Choose = ({ label, isFolder = false }: ChooseProps): ReactNode => {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (input.current) input.current.webkitdirectory = isFolder;
  }, [isFolder]);
  return (
    <>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        ref={input}
        type="file"
        multiple
        onChange={(event) => {
          give(event.target.files);
          // So that the same file can be chosen again after it was mended.
          event.target.value = '';
        }}
      />
    </>
  );
};

const Asked = ({ given, told }: DeskShown): ReactNode => {
  if (!told) return null;
  return (
    <section aria-labelledby="assure-asked">
      <h2 id="assure-asked">{told.title}</h2>
      <p>
        {told.technology}. {told.primary}.{' '}
        {told.isLocked
          ? 'The protocol is as it was locked.'
          : 'Without its lock this is a draft, on which no verdict can rest; give protocol.lock.json too.'}
      </p>
      <ul className="assure__files">
        {told.named.map((name) => {
          const found = fileNamed(name, given, told.named);
          return (
            <li key={name}>
              <code>{name}</code>{' '}
              {found ? (found.path === name ? 'is here' : `is here, as ${found.path}`) : 'is missing: give it too'}
            </li>
          );
        })}
        {told.namesMore ? <li>the files that stand in its cells</li> : null}
      </ul>
      <p className="baseline__quiet baseline__hash">SHA-256 of the protocol {told.hash}</p>
    </section>
  );
};

const Running = ({ running }: { readonly running: NonNullable<DeskShown['running']> }): ReactNode => (
  <p className="assure__running">
    <label htmlFor="assure-done">{running.doing}</label>
    <progress id="assure-done" max={1} value={running.done} />
    <button
      type="button"
      className="plain"
      onClick={() => {
        desk.stop();
      }}
    >
      Stop
    </button>
  </p>
);

const Made = ({ made }: { readonly made: NonNullable<DeskShown['made']> }): ReactNode => (
  <>
    <p className="baseline__actions">
      <button
        type="button"
        className="plain"
        onClick={() => {
          saveText('report.json', made.json, 'application/json');
        }}
      >
        Save the aggregate (JSON)
      </button>
      <button
        type="button"
        className="plain"
        onClick={() => {
          saveText('report.html', made.page, 'text/html');
        }}
      >
        Save the report (HTML)
      </button>
      <button
        type="button"
        className="plain"
        onClick={() => {
          print();
        }}
      >
        Print, or save as PDF
      </button>
    </p>
    {/* Written by the writer of the command line's report, which escapes every text. */}
    <div
      className="report report--study"
      role="region"
      aria-label="Report"
      tabIndex={0}
      dangerouslySetInnerHTML={{ __html: made.body }}
    />
  </>
);

/** Runs a study of a technology on the reader's own cases; the numbers are those of `isocentre assure run`. */
export const Assure = (): ReactNode => {
  const shown = useSyncExternalStore(desk.subscribe, desk.snapshot);
  const { given, told, problems, running, made, isStopped } = shown;
  const hasAny = given.protocol !== undefined || given.files.length > 0;
  useDrop();
  return (
    <div className="baseline assure">
      <div className="assure__inputs">
        <h1 className="answer">Recompute what a technology does, on your own cases.</h1>
        <p>
          A study is its protocol and its results, case by case. Both are read here: no case leaves this browser. What
          you can save is the aggregate, without any case.
        </p>
        <div className="baseline__drop">
          <Choose label="Choose the protocol (YAML), its lock and the results (CSV, DICOM, NIfTI), or drop them anywhere on this page" />
          <Choose label="Or a folder with all of them" isFolder />
          {hasAny && !given.protocol ? (
            <p>
              Results are here: {given.files.map(({ path }) => path).join(', ')}. The protocol is missing: choose one
              that ships below, or your own.
            </p>
          ) : null}
        </div>
        <Examples />
        <Asked {...shown} />
        <div role="status">
          {problems.length > 0 ? (
            <div className="notice notice--problem">
              <p>Nothing was computed. To mend:</p>
              <ProblemTable problems={problems} />
            </div>
          ) : null}
          {isStopped ? <p>Stopped. Nothing of it is kept.</p> : null}
          {made ? <p>The study was run; its report stands below.</p> : null}
        </div>
        {running ? <Running running={running} /> : null}
        {told && !running ? (
          <p className="baseline__actions">
            <button
              type="button"
              className="plain assure__run"
              onClick={() => {
                desk.run();
              }}
            >
              {made ? 'Run it again' : 'Run the study'}
            </button>
            <button
              type="button"
              className="plain"
              onClick={() => {
                desk.clear();
              }}
            >
              Begin anew
            </button>
          </p>
        ) : null}
      </div>
      {made ? <Made made={made} /> : null}
    </div>
  );
};
