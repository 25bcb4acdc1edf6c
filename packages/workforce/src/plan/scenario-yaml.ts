import type { Scenario } from '../scenario.ts';

/** Writes a scenario as YAML: a line for each key, a line for each lever. Reading it gives the same scenario. */
export const scenarioYaml = (scenario: Scenario): string => {
  const { levers = [], ...rest } = scenario;
  // JSON is YAML, and needs no rules for what must be quoted.
  const lines = Object.entries(rest).map(([key, value]) => `${key}: ${JSON.stringify(value)}`);
  return [...lines, 'levers:', ...levers.map((lever) => `  - ${JSON.stringify(lever)}`), ''].join('\n');
};
