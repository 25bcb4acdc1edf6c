import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readEvidence, type Evidence, type Located, type TextFile } from '@isocentre/evidence';
import {
  readChecks,
  readScenario,
  resolve,
  type LocatedCheck,
  type ModelInput,
  type Resolved,
  type Scenario,
} from '@isocentre/workforce';

const root = fileURLToPath(new URL('../..', import.meta.url));

const yamlOf = (folder: string): readonly TextFile[] =>
  readdirSync(`${root}${folder}`, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yaml'))
    .toSorted()
    .map((name) => ({ name: `${folder}/${name}`, text: readFileSync(`${root}${folder}/${name}`, 'utf8') }));

let knownEvidence: Evidence | undefined;

/** The figures of data/. */
export const shippedEvidence = (): Evidence => {
  if (knownEvidence) return knownEvidence;
  const { evidence, problems } = readEvidence(yamlOf('data'));
  if (problems.length > 0) throw new Error(JSON.stringify(problems));
  return (knownEvidence = evidence);
};

/** The scenarios that ship, by name. */
export const shippedScenarios = (): ReadonlyMap<string, Located<Scenario>> =>
  new Map(
    yamlOf('scenarios').map((file) => {
      const read = readScenario(file);
      if (!read.ok) throw new Error(JSON.stringify(read.problems));
      return [read.value.value.name, read.value];
    }),
  );

/** The checks of how the model behaves that ship. */
export const shippedChecks = (): readonly LocatedCheck[] =>
  yamlOf('checks').flatMap((file) => {
    const read = readChecks(file);
    if (!read.ok) throw new Error(JSON.stringify(read.problems));
    return read.value;
  });

/** Resolves a shipped scenario, with some of its lines replaced. */
export const resolveShipped = (
  name: string,
  changes: Partial<Scenario> = {},
  evidence = shippedEvidence(),
): Resolved => {
  const located = shippedScenarios().get(name);
  if (!located) throw new Error(`no scenario ${name}`);
  const resolved = resolve({ ...located, value: { ...located.value, ...changes } }, evidence);
  if (!resolved.ok) throw new Error(JSON.stringify(resolved.problems));
  return resolved.value;
};

/** Every shipped scenario resolved for the nation, and the largest variants of the baseline. */
export const shippedInputs = (): readonly { readonly name: string; readonly input: ModelInput }[] => {
  const evidence = shippedEvidence();
  const nation = [...shippedScenarios().keys()].map((name) => ({
    name,
    input: resolveShipped(name, {}, evidence).input,
  }));
  const variants: readonly NonNullable<Scenario['baseline']>[] = [
    { geography: 'regions' },
    { scope: 'whole-mpce', geography: 'regions', retirement: 'minimum-age-57' },
    { requirement: 'specialism-surveys' },
    { requirement: 'headline-2023-on-top', growth: 'none' },
  ];
  return [
    ...nation,
    ...variants.map((baseline) => ({
      name: JSON.stringify(baseline),
      input: resolveShipped('todays-course', { baseline }, evidence).input,
    })),
  ];
};
