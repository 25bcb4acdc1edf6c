import type { ComponentType } from 'react';

/** A view of the page: a way to look at the scenario that the state holds. */
export interface View {
  /** Stands in links: never changed. */
  readonly id: string;
  readonly title: string;
  /** Whether it shows the scenario, so that where that starts and what of it is shown can be chosen. */
  readonly isOfScenario: boolean;
  /** Loads its component when it is opened. It reads the planner by `usePlanner` and `useShown`. */
  readonly load: () => Promise<ComponentType>;
}
