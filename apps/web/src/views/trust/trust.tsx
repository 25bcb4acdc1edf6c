import { headline } from '@isocentre/workforce';
import type { ReactNode } from 'react';
import { useShownPart } from '../../planner/use-planner.ts';
import { Ask } from './ask.tsx';
import { askedOf } from './asked.ts';
import { Explained } from './explained.tsx';
import { useAnswer } from './use-answer.ts';

/** Where a number comes from. */
const Number = (): ReactNode => {
  const state = useShownPart((shown) => shown.state);
  const { start, edits } = state;
  const asked = askedOf(state);
  const { value, isOld, problems } = useAnswer('explain', { start, edits, part: {}, asked });
  return (
    <section aria-labelledby="trust-number" aria-busy={isOld}>
      {value === undefined ? (
        <h1 className="answer answer--waiting" id="trust-number">
          Taking the number apart…
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

/** Where a number comes from, and how sure it is. */
export const Trust = (): ReactNode => (
  <div className="trust">
    <Number />
  </div>
);
