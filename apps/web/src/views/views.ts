import type { View } from './view.ts';

/** The views of the page, in the order of its navigation. A view is a folder here and a line in this list. */
export const views: readonly View[] = [
  { id: 'plan', title: 'Plan', isOfScenario: true, load: async () => (await import('./plan/plan.tsx')).Plan },
  { id: 'where', title: 'Where', isOfScenario: true, load: async () => (await import('./where/where.tsx')).Where },
  {
    id: 'compare',
    title: 'Compare',
    isOfScenario: true,
    load: async () => (await import('./compare/compare.tsx')).Compare,
  },
  { id: 'trust', title: 'Trust', isOfScenario: true, load: async () => (await import('./trust/trust.tsx')).Trust },
  {
    id: 'takes',
    title: 'What it takes',
    isOfScenario: true,
    load: async () => (await import('./takes/takes.tsx')).Takes,
  },
  {
    id: 'staff',
    title: 'Staff needed',
    isOfScenario: false,
    load: async () => (await import('./staff/staff.tsx')).Staff,
  },
  {
    id: 'baseline',
    title: 'Your baseline',
    isOfScenario: true,
    load: async () => (await import('./baseline/baseline.tsx')).Baseline,
  },
  {
    id: 'scenario',
    title: 'Scenario',
    isOfScenario: true,
    load: async () => (await import('./scenario/scenario.tsx')).ScenarioFile,
  },
  { id: 'report', title: 'Report', isOfScenario: true, load: async () => (await import('./report/report.tsx')).Report },
  {
    id: 'assure',
    title: 'Assure',
    isOfScenario: false,
    load: async () => (await import('./assure/assure.tsx')).Assure,
  },
];
