import { describe } from '@isocentre/evidence';
import type { Planner } from '../planner/planner.ts';

type Save = (name: string, text: string, type: string) => void;

/** Saves the CSV that the command line writes for the same scenario and seed. */
export const saveCourse = async (planner: Planner, save: Save): Promise<void> => {
  const csv = await planner.courseCsv();
  if (csv?.ok) save('course.csv', csv.value, 'text/csv');
  else if (csv) planner.tell(...csv.problems.map((problem) => ({ kind: 'problem' as const, text: describe(problem) })));
};

/** Saves the scenario as the YAML file that the command line reads. */
export const saveScenario = async (planner: Planner, save: Save): Promise<void> => {
  const scenario = await planner.scenario();
  if (scenario?.ok) {
    const { stringify } = await import('yaml');
    save(`${scenario.value.name}.yaml`, stringify(scenario.value, { lineWidth: 110 }), 'application/yaml');
  } else if (scenario)
    planner.tell(...scenario.problems.map((problem) => ({ kind: 'problem' as const, text: describe(problem) })));
};
