import type { ReactNode } from 'react';
import { useShownPart } from '../../planner/use-planner.ts';

/** Says that a view keeps to the model's units and years, where others were chosen. */
export const ModelTerms = (): ReactNode => {
  const isChosen = useShownPart(({ state }) => state.units !== 'wte' || state.years !== 'calendar');
  return isChosen ? (
    <p className="model-terms">
      This view tells whole-time equivalents and the model’s own years, whatever is chosen above: it takes numbers apart
      as the model made them.
    </p>
  ) : null;
};
