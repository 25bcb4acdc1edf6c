import type { View } from './view.ts';

/** The views of the page, in the order of its navigation. A view is a folder here and a line in this list. */
export const views: readonly View[] = [
  { id: 'plan', title: 'Plan', load: async () => (await import('./plan/plan.tsx')).Plan },
  { id: 'where', title: 'Where', load: async () => (await import('./where/where.tsx')).Where },
  { id: 'compare', title: 'Compare', load: async () => (await import('./compare/compare.tsx')).Compare },
  { id: 'trust', title: 'Trust', load: async () => (await import('./trust/trust.tsx')).Trust },
  { id: 'baseline', title: 'Your baseline', load: async () => (await import('./baseline/baseline.tsx')).Baseline },
  { id: 'assure', title: 'Assure', load: async () => (await import('./assure/assure.tsx')).Assure },
  { id: 'scenario', title: 'Scenario', load: async () => (await import('./scenario/scenario.tsx')).ScenarioFile },
  { id: 'report', title: 'Report', load: async () => (await import('./report/report.tsx')).Report },
];
