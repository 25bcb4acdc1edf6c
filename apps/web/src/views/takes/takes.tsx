import { describe, type Problem } from '@isocentre/evidence';
import { useEffect, useState, useSyncExternalStore, type ReactNode } from 'react';
import { ModelTerms } from '../../components/model-terms/model-terms.tsx';
import type { PlanAsked } from '../../compute/plan-question.ts';
import { useAnswer } from '../../planner/use-answer.ts';
import { usePlanner, useShownPart } from '../../planner/use-planner.ts';
import { catalogue } from '../../shipped/catalogue.ts';
import { Ask } from './ask.tsx';
import { draftsOf, readDrafts, withDrafts, type Drafts, type FieldName, type Read } from './asked.ts';
import { keyOf, PlanDesk, type LongJob } from './desk.ts';
import { FoundPlan } from './found.tsx';
import { Asks, Curve } from './more.tsx';
import { Progress } from './progress.tsx';

// Outlives the view, so that a plan is still there when the reader comes back to it, and is sought meanwhile.
const desk = new PlanDesk(
  () => new Worker(new URL('../../compute/engine.worker.ts', import.meta.url), { type: 'module' }),
  () => performance.now(),
);

const headings = { plan: '#takes-answer', tradeOff: '#takes-curve', score: '#takes-asks' } as const;

type Problems = Readonly<Partial<Record<FieldName, string>>>;

/** What the model says of a field, told at the field. */
const atField = ({ where, found, expected }: Problem): Problems => {
  const text = `Found ${found.replaceAll('"', '”').replace('”', '“')}; expected ${expected}.`;
  return where === '--close-by' ? { by: text } : where === '--years' ? { years: text } : {};
};

const wrongIn = (read: Read): Problems => (read.ok ? {} : read.problems);

interface MoreProps {
  readonly id: string;
  readonly title: string;
  readonly about: string;
  readonly ask: string;
  readonly run: () => void;
  readonly running: ReactNode;
  /** What was found, if anything. */
  readonly children: ReactNode;
}

const More = ({ id, title, about, ask, run, running, children }: MoreProps): ReactNode => (
  <section aria-labelledby={id} className="takes__more-section">
    <h2 id={id} tabIndex={-1}>
      {title}
    </h2>
    <p>
      {about}{' '}
      <button type="button" className="plain" onClick={run}>
        {ask}
      </button>
    </p>
    {running}
    {children}
  </section>
);

/** What it would take to close the shortfall by a year in a share of futures, at least cost. */
export const Takes = (): ReactNode => {
  const planner = usePlanner();
  const shown = useSyncExternalStore(desk.subscribe, desk.snapshot);
  const { start, edits, seed, params } = useShownPart(({ state }) => state);
  const title = useShownPart(({ course }) => course?.title);
  const said = draftsOf({ params });
  const saidKey = JSON.stringify(said);
  const [drafts, setDrafts] = useState<Drafts>(said);
  const [wrong, setWrong] = useState<Problems>({});
  useEffect(() => {
    // What a link or an undoing says takes the place of what was written.
    setDrafts(JSON.parse(saidKey) as Drafts);
    setWrong({});
  }, [saidKey]);

  const asked = readDrafts(said);
  const bounds = useAnswer('planBounds', {
    start,
    edits,
    own: undefined,
    ...(asked.ok ? { years: asked.value.years } : {}),
  });
  const { running, found, problems, stopped } = shown;
  const questionOf = (read: Read): PlanAsked | undefined =>
    read.ok ? { start, edits, seed, ...read.value, own: planner.heldReturn()?.own } : undefined;

  const ask = (job: LongJob): void => {
    // Other years to look ahead have another range, which only the model knows.
    const isRangeKnown = !bounds.isOld && drafts.years.trim() === said.years;
    const read = readDrafts(drafts, isRangeKnown ? bounds.value?.closing : undefined);
    setWrong(wrongIn(read));
    const question = questionOf(read);
    if (!question) return;
    const { state } = planner.snapshot();
    if (JSON.stringify(draftsOf(withDrafts(state, drafts))) !== saidKey) planner.go(withDrafts(state, drafts));
    if (job === 'score') {
      const { closeBy, own } = question;
      desk.run('score', { start, own, closeBy, seed, runs: catalogue.runs });
    } else desk.run(job, question);
  };
  const fromModel: Problems = Object.assign({}, ...(problems?.list.map(atField) ?? []));
  // What was mended since is no longer wrong.
  const stillWrong: Problems = Object.fromEntries(
    Object.entries(fromModel).filter(([name]) => drafts[name as FieldName] === said[name as FieldName]),
  );
  const others = problems?.list.filter((one) => Object.keys(atField(one)).length === 0) ?? [];
  const now = questionOf(asked);
  const isOther = (job: 'plan' | 'tradeOff'): boolean =>
    found[job] !== undefined && (now === undefined || keyOf(now) !== found[job].key);
  const plan = found.plan?.value;
  const runningOf = (job: LongJob): ReactNode =>
    running?.job === job ? (
      <Progress
        key={running.since}
        running={running}
        stop={() => {
          desk.stop();
          // The button that was pressed is gone.
          document.querySelector<HTMLElement>(headings[job])?.focus({ preventScroll: true });
        }}
      />
    ) : null;
  return (
    <div className="takes" aria-busy={running !== undefined}>
      <div>
        <h1 className="answer" id="takes-answer" tabIndex={-1}>
          {plan ? plan.answer.replaceAll(' %', '\u00A0%') : 'What would it take to close the shortfall, at least cost?'}
        </h1>
        {plan ? null : (
          <p>
            Seeks the training places, recruits from overseas and cuts in leaving, by year and occupation, that close
            the shortfall{title === undefined ? '' : ` of “${title}”`} by a year in a share of futures and stay within
            limits, and replays them with chance.
          </p>
        )}
        {plan && isOther('plan') && running?.job !== 'plan' ? (
          <p className="takes__quiet">
            This answers what was asked before; the scenario or the question is another one now.
          </p>
        ) : null}
        <ModelTerms />
      </div>
      <Ask
        drafts={drafts}
        problems={{ ...stillWrong, ...wrong }}
        bounds={bounds.value}
        change={(name, text) => {
          setDrafts((before) => ({ ...before, [name]: text }));
        }}
        submit={() => {
          ask('plan');
        }}
      />
      <div role="status" className="takes__status">
        {others.map((one) => (
          <p key={describe(one)} className="notice notice--problem">
            {describe(one)}.
          </p>
        ))}
        {/* Too many years are told at their field. */}
        {bounds.problems
          .filter((text) => !text.startsWith('--years'))
          .map((text) => (
            <p key={text} className="notice notice--problem">
              {text}.
            </p>
          ))}
        {plan && !running ? <p className="nhsuk-u-visually-hidden">{plan.answer}</p> : null}
        {stopped ? (
          <p>Stopped. {found[stopped] ? 'What was found before is still here.' : 'Nothing of it is kept.'}</p>
        ) : null}
      </div>
      {runningOf('plan')}
      {plan ? <FoundPlan plan={plan} /> : null}
      <More
        id="takes-curve"
        title="Sooner, or surer"
        about="What it costs to close five years sooner or later, in half of the futures to nine in ten: a plan for each, in a minute or a few."
        ask="Work out the trade-off"
        run={() => {
          ask('tradeOff');
        }}
        running={runningOf('tradeOff')}
      >
        {found.tradeOff ? (
          <>
            {isOther('tradeOff') && running?.job !== 'tradeOff' ? (
              <p className="takes__quiet">Of what was asked before.</p>
            ) : null}
            <Curve curve={found.tradeOff.value} confidence={now?.confidence ?? 0} />
          </>
        ) : null}
      </More>
      <More
        id="takes-asks"
        title="How far the brief’s own asks go"
        about="Each of them alone, and all together, by the year above, in as many futures as the page’s answers: about half a minute."
        ask="Score the asks"
        run={() => {
          ask('score');
        }}
        running={runningOf('score')}
      >
        {found.score ? <Asks score={found.score.value} /> : null}
      </More>
    </div>
  );
};
