import { headline } from '@isocentre/workforce';
import type { ReactNode } from 'react';
import { ModelTerms } from '../../components/model-terms/model-terms.tsx';
import { useShownPart } from '../../planner/use-planner.ts';
import { catalogue } from '../../shipped/catalogue.ts';
import { Ask } from './ask.tsx';
import { askedOf } from './asked.ts';
import { Explained } from './explained.tsx';
import { HowSure, WhatMatters } from './how-sure.tsx';
import { Reasons } from './reasons.tsx';
import { Survey } from './survey.tsx';
import { useAnswer } from '../../planner/use-answer.ts';

/** Where a number comes from. */
const AskedNumber = (): ReactNode => {
  const state = useShownPart((shown) => shown.state);
  const { start, edits } = state;
  const asked = askedOf(state);
  const { value, isOld, problems } = useAnswer('explain', { start, edits, part: {}, asked });
  return (
    <section aria-labelledby="trust-number" aria-busy={isOld}>
      {value === undefined ? (
        <h1 className="answer answer--waiting" id="trust-number">
          {problems.length > 0 ? 'There is no answer.' : 'Taking the number apart…'}
        </h1>
      ) : (
        <h1 className="answer" id="trust-number">
          {headline(value)}
        </h1>
      )}
      <Ask asked={asked} />
      {problems.map((text) => (
        <p key={text} className="notice notice--problem" role="alert">
          {text}
        </p>
      ))}
      {value === undefined || problems.length > 0 ? null : <Explained explanation={value} />}
    </section>
  );
};

/** What the view tells of the whole: how sure it is, what matters, why it does not close. */
const Whole = (): ReactNode => {
  const { start, edits, part, seed } = useShownPart((shown) => shown.state);
  // The futures are those of the answer, so that they are run once; a view must not keep the answer waiting.
  const isSettled = useShownPart((shown) => shown.phase === 'settled');
  const question = { start, edits, part };
  const sure = useAnswer('howSure', isSettled ? { ...question, runs: catalogue.runs, seed } : undefined);
  const reasons = useAnswer('reasons', question);
  return (
    <>
      {sure.value === undefined ? (
        <p role="status">{sure.problems.join(' ') || 'Running futures to see how sure it is…'}</p>
      ) : (
        <div className="trust__columns" aria-busy={sure.isOld}>
          <HowSure sureness={sure.value} />
          <WhatMatters sureness={sure.value} />
        </div>
      )}
      <Survey />
      {reasons.value === undefined ? null : <Reasons reasons={reasons.value} />}
    </>
  );
};

/** Where a number comes from, and how sure it is. */
export const Trust = (): ReactNode => (
  <div className="trust">
    <ModelTerms />
    <AskedNumber />
    <Whole />
  </div>
);
