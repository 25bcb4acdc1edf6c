import { useMemo, type ReactNode } from 'react';
import { Answer, Glance } from '../../components/answer/answer.tsx';
import { Figure, type FigureProps } from '../../components/figure/figure.tsx';
import { Levers } from '../../components/levers/levers.tsx';
import { usePlanner, useShownPart } from '../../planner/use-planner.ts';
import { catalogue } from '../../shipped/catalogue.ts';
import { askNumber } from '../trust/asked.ts';
import { chartsOf } from './charts.ts';

// One element for good, so that levers are not drawn again with every answer.
const levers = <Levers />;

/** The answer, the shortfall by year, the levers beside it, and what stands behind it. */
export const Plan = (): ReactNode => {
  const planner = usePlanner();
  const course = useShownPart((shown) => shown.course);
  const reference = useShownPart((shown) => shown.reference);
  const part = useShownPart((shown) => shown.state.part);
  const units = useShownPart((shown) => shown.state.units);
  const years = useShownPart((shown) => shown.state.years);
  const charts = useMemo(
    () => (course ? chartsOf(course, reference, part, catalogue.firstDecisionYear, { units, years }) : []),
    [course, reference, part, units, years],
  );
  const [large, ...small] = charts;
  const ask: FigureProps['ask'] = (column, row) => {
    const asked = askNumber(planner.snapshot().state, column, row);
    return (
      asked &&
      (() => {
        planner.go(asked);
      })
    );
  };
  return (
    <div className="plan">
      <div className="plan__answer">
        <Answer />
        {large ? <Figure {...large} size="large" ask={ask} /> : <div className="plan__room" />}
      </div>
      <div className="plan__levers">
        {levers}
        <Glance />
      </div>
      <div className="plan__behind">
        <h2 className="plan__heading">What stands behind it</h2>
        <div className="plan__small">
          {small.map(({ key, ...chart }) => (
            <Figure key={key} {...chart} ask={ask} />
          ))}
        </div>
      </div>
    </div>
  );
};
