import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import {
  failure,
  readEvidence,
  success,
  type Evidence,
  type Located,
  type Problem,
  type Result,
} from '@isocentre/evidence';
import { readScenario, type Scenario } from '@isocentre/workforce';
import { readText } from './files.ts';

/** The folders of evidence and shipped scenarios. */
export interface Folders {
  readonly data: string;
  readonly scenarios: string;
  /** The built page, which `serve` serves. */
  readonly page?: string;
}

/** Reads evidence and scenarios from their folders. */
export class Workspace {
  readonly #folders: Folders;

  constructor(folders: Folders) {
    this.#folders = folders;
  }

  /** The folder of the built page. */
  get page(): string | undefined {
    return this.#folders.page;
  }

  /** Reads every figure, with the problems of the files beside it; and how many files there are. */
  async evidenceWithProblems(): Promise<{ evidence: Evidence; problems: readonly Problem[]; files: number }> {
    const names = await yamlIn(this.#folders.data);
    const texts = await Promise.all(names.map((name) => readText(join(this.#folders.data, name), `data/${name}`)));
    const unread = texts.flatMap((text) => (text.ok ? [] : text.problems));
    const { evidence, problems } = readEvidence(texts.flatMap((text) => (text.ok ? [text.value] : [])));
    const none: Problem[] =
      names.length === 0
        ? [{ where: this.#folders.data, found: 'no figures', expected: 'a folder of YAML files with figures' }]
        : [];
    return { evidence, problems: [...none, ...unread, ...problems], files: names.length };
  }

  /** Reads every figure; any problem refuses the whole, since a run on half the evidence would mislead. */
  async evidence(): Promise<Result<Evidence>> {
    const { evidence, problems } = await this.evidenceWithProblems();
    return problems.length === 0 ? success(evidence) : failure(...problems);
  }

  /** Lists the names of the shipped scenarios. */
  async scenarioNames(): Promise<readonly string[]> {
    return (await yamlIn(this.#folders.scenarios)).map((name) => basename(name, '.yaml'));
  }

  /** Reads every shipped scenario. */
  async scenarios(): Promise<Result<readonly Located<Scenario>[]>> {
    const read = await Promise.all((await this.scenarioNames()).map((name) => this.scenario(name)));
    const problems = read.flatMap((one) => (one.ok ? [] : one.problems));
    return problems.length === 0 ? success(read.flatMap((one) => (one.ok ? [one.value] : []))) : failure(...problems);
  }

  /** Reads a scenario by its shipped name or by the path of its file. */
  async scenario(nameOrPath: string): Promise<Result<Located<Scenario>>> {
    const names = await this.scenarioNames();
    const shipped = names.includes(nameOrPath);
    if (!shipped && !/[/\\.]/.test(nameOrPath)) {
      return failure({
        where: 'scenario',
        found: `"${nameOrPath}"`,
        expected: `the path of a file, or one of ${names.join(', ')}`,
      });
    }
    const text = shipped
      ? await readText(join(this.#folders.scenarios, `${nameOrPath}.yaml`), `scenarios/${nameOrPath}.yaml`)
      : await readText(nameOrPath);
    return text.ok ? readScenario(text.value) : text;
  }
}

const yamlIn = async (folder: string): Promise<readonly string[]> => {
  const names = await readdir(folder, { recursive: true }).catch(() => [] as string[]);
  return names
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => name.replaceAll('\\', '/'))
    .toSorted();
};
