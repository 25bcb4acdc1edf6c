import type { ReactNode } from 'react';
import { Glance } from '../../components/answer/answer.tsx';
import { Levers } from '../../components/levers/levers.tsx';
import { useShownPart } from '../../planner/use-planner.ts';
import { Editor } from './editor.tsx';

// One element for good, so that levers are not drawn again with every answer.
const levers = <Levers />;

/** The scenario as a file beside the levers: what one changes, the other shows. */
export const ScenarioFile = (): ReactNode => {
  const course = useShownPart((shown) => shown.course);
  return (
    <div className="scenario">
      <div className="scenario__file">
        <h1 className="answer">The scenario as a file</h1>
        <p className="scenario__answer">{course?.answer.replaceAll(' %', '\u00A0%') ?? 'Working out the answer…'}</p>
        <Editor />
      </div>
      <div className="scenario__levers">
        {levers}
        <Glance />
      </div>
    </div>
  );
};
