import { createContext, useContext, useSyncExternalStore } from 'react';
import type { Planner, Shown } from './planner.ts';

/** The planner of the page. */
export const PlannerContext = createContext<Planner | undefined>(undefined);

/** Gives the planner, to ask something of it. */
export const usePlanner = (): Planner => {
  const planner = useContext(PlannerContext);
  if (!planner) throw new Error('a component stands outside the planner');
  return planner;
};

/** Gives what the page shows, again after every change. */
export const useShown = (): Shown => {
  const planner = usePlanner();
  return useSyncExternalStore(planner.subscribe, planner.snapshot);
};

/**
 * Gives a part of what the page shows, again only after that part changed.
 *
 * @param pick Must give the same object or a plain value for as long as the part is the same.
 */
export const useShownPart = <T>(pick: (shown: Shown) => T): T => {
  const planner = usePlanner();
  return useSyncExternalStore(planner.subscribe, () => pick(planner.snapshot()));
};
