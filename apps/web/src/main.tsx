import { startTransition } from 'react';
import { createRoot } from 'react-dom/client';
import { specialisms, groups } from '@isocentre/workforce';
import { App } from './app.tsx';
import { Engine } from './compute/engine.ts';
import { pageLevers } from './levers/levers.ts';
import { Planner } from './planner/planner.ts';
import { PlannerContext } from './planner/use-planner.ts';
import { catalogue } from './shipped/catalogue.ts';
import { Keep } from './state/keep.ts';
import { views } from './views/views.ts';

const engine = (): Engine =>
  new Engine(() => new Worker(new URL('compute/engine.worker.ts', import.meta.url), { type: 'module' }));
const slow = engine();

const provisionalRuns = 200;

const planner = new Planner({
  quick: engine(),
  slow,
  known: {
    scenarios: catalogue.scenarios.map(({ name }) => name),
    levers: new Map(pageLevers.map((lever) => [lever.id, lever])),
    specialisms: Object.keys(specialisms),
    groups: Object.keys(groups),
    views: views.map(({ id }) => id),
  },
  data: catalogue.data,
  address: {
    read: () => location.hash.replace(/^#/, ''),
    write: (fragment) => {
      const { pathname, search } = location;
      history.replaceState(null, '', `${pathname}${search}${fragment === '' ? '' : `#${fragment}`}`);
    },
  },
  keep: new Keep(() => localStorage),
  runs: { provisional: provisionalRuns, settled: catalogue.runs },
});

const place = document.querySelector('#page');
if (place) {
  const root = createRoot(place);
  // As a transition, so that the browser can answer in between.
  startTransition(() => {
    root.render(
      <PlannerContext value={planner}>
        <App />
      </PlannerContext>,
    );
  });
  // Tasks of their own: starting a worker takes a while.
  setTimeout(() => {
    planner.open();
  }, 0);
  setTimeout(() => slow.start(), 0);
}
