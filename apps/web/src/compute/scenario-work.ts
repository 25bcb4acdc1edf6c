import { failure, success, type Result } from '@isocentre/evidence';
import { readScenario, resolve, type Scenario } from '@isocentre/workforce';
import { stringify } from 'yaml';
import { startOf, type Start } from '../state/state.ts';
import type { Model } from './model.ts';

const lineWidth = 110;

/** Writes a scenario as YAML. */
export const writeText = (scenario: Scenario): string => stringify(scenario, { lineWidth });

/** Reads a scenario from YAML, with the line of every problem. A return may stand in it by its name, never with its data. */
export const readText = (text: string, model: Model): Result<Start> => {
  const read = readScenario({ name: 'line', text });
  if (!read.ok) return read;
  const { value, where } = read.value;
  if (value.baseline?.return?.data) {
    return failure({
      where: where(['baseline', 'return', 'data']),
      found: 'what a return holds',
      expected: 'its file and hash alone; the page takes the rest from the file, under Your baseline',
    });
  }
  const start = startOf(value);
  const whole = model.scenario({ start, edits: [], part: {} });
  // A return that is not at hand is asked for; what else is wrong shows then.
  if (!whole.ok) return start.ownReturn ? success(start) : whole;
  const resolved = resolve({ value: whole.value, where }, model.evidence);
  return resolved.ok ? success(start) : resolved;
};
