import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { usualLimits } from '@isocentre/documents';
import {
  failure,
  readEvidence,
  success,
  type Evidence,
  type Located,
  type Problem,
  type Result,
} from '@isocentre/evidence';
import {
  readChecks,
  readCourses,
  readReturn,
  readScenario,
  readStaffingModel,
  type Courses,
  type LocatedCheck,
  type ReadReturn,
  type Scenario,
  type StaffingModel,
} from '@isocentre/workforce';
import { readBytes, readText } from './files.ts';

/** The folders of evidence, shipped scenarios and checks. */
export interface Folders {
  readonly data: string;
  readonly scenarios: string;
  /** Checks of how the model behaves, and the courses of its earlier versions; beside the scenarios without it. */
  readonly checks?: string;
  /** Staffing models; beside the scenarios without it. */
  readonly staffingModels?: string;
  /** The built page, which `serve` serves. */
  readonly page?: string;
  /** The variables of the environment, which say where the registers are kept; none without it. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/** Reads evidence, scenarios and checks from their folders. */
export class Workspace {
  readonly #folders: Folders;

  constructor(folders: Folders) {
    this.#folders = folders;
  }

  /** The folder of the built page. */
  get page(): string | undefined {
    return this.#folders.page;
  }

  /** The variables of the environment. */
  get environment(): Readonly<Record<string, string | undefined>> {
    return this.#folders.environment ?? {};
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

  /** Reads a return of a department, trust or region with all that is wrong in it; only a file that cannot be read is a failure. */
  async return(
    path: string,
    evidence: Evidence,
    models?: readonly Located<StaffingModel>[],
  ): Promise<Result<ReadReturn>> {
    const { bytes: most } = usualLimits;
    const bytes = await readBytes(path, most, `a file of at most ${most / 1_000_000} MB`);
    return bytes.ok ? success(readReturn(bytes.value, basename(path), evidence, models)) : bytes;
  }

  /** Reads the shipped staffing models and those of the paths given; a model of one name is read once, the path first. */
  async staffingModels(paths: readonly string[]): Promise<Result<readonly Located<StaffingModel>[]>> {
    const folder = this.#folders.staffingModels ?? join(this.#folders.scenarios, '..', 'staffing-models');
    const names = await yamlIn(folder);
    const texts = await Promise.all([
      ...paths.map((path) => readText(path)),
      ...names.map((name) => readText(join(folder, name), `staffing-models/${name}`)),
    ]);
    const read = texts.map((text) => (text.ok ? readStaffingModel(text.value) : text));
    const problems = read.flatMap((one) => (one.ok ? [] : one.problems));
    if (problems.length > 0) return failure(...problems);
    const all = read.flatMap((one) => (one.ok ? [one.value] : []));
    return success(all.filter((one, index) => all.findIndex(({ value }) => value.name === one.value.name) === index));
  }

  get #checks(): string {
    return this.#folders.checks ?? join(this.#folders.scenarios, '..', 'checks');
  }

  /** Reads every check of how the model behaves. */
  async checks(): Promise<Result<readonly LocatedCheck[]>> {
    const names = await yamlIn(this.#checks);
    if (names.length === 0)
      return failure({ where: this.#checks, found: 'no checks', expected: 'a folder of YAML files with checks' });
    const texts = await Promise.all(names.map((name) => readText(join(this.#checks, name), `checks/${name}`)));
    const read = texts.map((text) => (text.ok ? readChecks(text.value) : text));
    const problems = read.flatMap((one) => (one.ok ? [] : one.problems));
    return problems.length === 0 ? success(read.flatMap((one) => (one.ok ? one.value : []))) : failure(...problems);
  }

  /** Reads the courses of an earlier version of the model: those of a file, else of the newest version that is kept. */
  async courses(path?: string): Promise<Result<{ readonly name: string; readonly courses: Courses }>> {
    const kept = await readdir(this.#checks).catch(() => [] as string[]);
    const newest = kept
      .filter((name) => /^model-\d+\.\d+\.\d+\.json$/.test(name))
      .toSorted(byVersion)
      .at(-1);
    if (path === undefined && newest === undefined) {
      return failure({
        where: this.#checks,
        found: 'no courses of an earlier version',
        expected: 'a file such as model-1.0.0.json, as "isocentre check --save FILE" writes it',
      });
    }
    const name = path ?? `checks/${newest ?? ''}`;
    const text = await readText(path ?? join(this.#checks, newest ?? ''), name);
    if (!text.ok) return text;
    const courses = readCourses(text.value);
    return courses.ok ? success({ name, courses: courses.value }) : courses;
  }
}

const byVersion = new Intl.Collator('en', { numeric: true }).compare;

const yamlIn = async (folder: string): Promise<readonly string[]> => {
  const names = await readdir(folder, { recursive: true }).catch(() => [] as string[]);
  return names
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => name.replaceAll('\\', '/'))
    .toSorted();
};
