import { describe, type Result } from '@isocentre/evidence';
import type { Planner } from '../planner/planner.ts';

type Save = (name: string, text: string, type: string) => void;

/** Gives what a job made, or tells why it made nothing. */
export const madeOf = <T>(planner: Planner, result: Result<T> | undefined): T | undefined => {
  if (result?.ok) return result.value;
  planner.tell(...(result?.problems ?? []).map((problem) => ({ kind: 'problem' as const, text: describe(problem) })));
  return undefined;
};

/** Saves the CSV that the command line writes for the same scenario and seed. */
export const saveCourse = async (planner: Planner, save: Save): Promise<void> => {
  const csv = madeOf(planner, await planner.courseCsv());
  if (csv !== undefined) save('course.csv', csv, 'text/csv');
};

/** Saves the scenario as the YAML file that the command line reads. */
export const saveScenario = async (planner: Planner, save: Save): Promise<void> => {
  const text = madeOf(planner, await planner.scenarioText());
  const name = /^name: (.+)$/m.exec(text ?? '')?.[1] ?? 'scenario';
  if (text !== undefined) save(`${name}.yaml`, text, 'application/yaml');
};
