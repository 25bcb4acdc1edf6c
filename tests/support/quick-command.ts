import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { projectionSchema } from '@isocentre/workforce';
import { afterEach, beforeEach, expect } from 'vitest';
import { callCommand, type Outcome, type Setting } from './command-line.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** The folders of evidence and scenarios of this checkout. */
export const shipped = { data: join(root, 'data'), scenarios: join(root, 'scenarios') };

/** The names of the scenarios that ship. */
export const scenarioNames = readdirSync(shipped.scenarios).map((name) => name.replace('.yaml', ''));

/** How a scenario of a test begins. */
export const head = 'format: isocentre-scenario\nversion: 1\nname: mine\ntitle: mine\nsummary: a test\n';

/** A lever, as a scenario of a test has it after its head. */
export const lever = (rest: string): string => `levers:\n  - ${rest.split('\n').join('\n    ')}\n`;

/** A folder that each test of a file gets anew. */
export interface TestFolder {
  readonly path: () => string;
  readonly at: (name: string) => string;
  readonly listing: () => string[];
  /** An outcome whose messages name its files without it. */
  readonly without: (outcome: Outcome) => Outcome;
}

/** Gives each test of the file that calls this a folder. */
export const testFolder = (): TestFolder => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'isocentre-run-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    path: () => folder,
    at: (name) => join(folder, name),
    listing: () => readdirSync(folder, { recursive: true }).map(String).toSorted(),
    without: ({ error, ...rest }) => ({ ...rest, error: error.replaceAll(`${folder}/`, '') }),
  };
};

/** Adds a small ensemble where a projection does not say otherwise, so that the tests of its form are quick. */
const quickly = (args: readonly string[]): readonly string[] =>
  args[0] === 'project' && !args.some((word) => /^--(runs|uncertainty|reading|help)/.test(word))
    ? [...args, '--runs', '12', '--workers', '1']
    : args;

/** Calls the command line, with few runs where a test does not ask for others. */
export const call = (given: readonly string[], setting: Setting = {}): Promise<Outcome> =>
  callCommand(quickly(given), setting);

/** What a call gives that is refused with these messages. */
export const refused = (...lines: readonly string[]): Outcome => ({
  code: 2,
  out: '',
  error: `${lines.join('\n')}\n`,
});

/** The length of the longest line. */
export const widest = (text: string): number => Math.max(...text.split('\n').map((line) => line.length));

/** Calls the command line for a projection by the model as JSON, and reads it. */
export const parsed = async (args: readonly string[], setting?: Setting) => {
  const { code, out, error } = await call(args, setting);
  expect({ code, error }).toEqual({ code: 0, error: '' });
  const projection = projectionSchema.parse(JSON.parse(out));
  if (projection.reading !== 'model') throw new Error('not a projection by the model');
  return projection;
};
