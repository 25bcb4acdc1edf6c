import { readdir, readFile } from 'node:fs/promises';
import { failure, readEvidence, success, type Result, type TextFile } from '@isocentre/evidence';
import { readScenario, reportProjection, resolve } from '@isocentre/workforce';

const first = 'todays-course';

const readFiles = async (root: string, names: readonly string[]): Promise<readonly TextFile[]> =>
  Promise.all(names.map(async (name) => ({ name, text: await readFile(`${root}/${name}`, 'utf8') })));

/** Computes the planner's first answer, in a sentence, from the figures and the scenario that ship. */
export const headline = async (root: string): Promise<Result<string>> => {
  const names = (await readdir(`${root}/data`, { recursive: true }))
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => `data/${name.replaceAll('\\', '/')}`);
  const { evidence, problems } = readEvidence(await readFiles(root, names.toSorted()));
  if (problems.length > 0) return failure(...problems);
  const [file] = await readFiles(root, [`scenarios/${first}.yaml`]);
  if (!file) return failure({ where: first, found: 'no such file', expected: 'a scenario' });
  const scenario = readScenario(file);
  if (!scenario.ok) return scenario;
  const resolved = resolve(scenario.value, evidence);
  return resolved.ok ? success(reportProjection(resolved.value, []).answer) : resolved;
};
