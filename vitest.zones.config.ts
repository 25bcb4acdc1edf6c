import { readdirSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import base from './vitest.config.ts';

// What `npm test` runs: every test, and twice what may meet a date, since a date may depend on where the machine stands.
// In London all but the packages that meet none; in UTC not the browser, the store, servers and applications, which are
// slow and have most of what they do with dates from others.
const meetsDate = (name: string): boolean => {
  const folder = `packages/${name}/src`;
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /(?<!\.test)\.ts$/.test(file),
  );
  return sources.some((file) => /\bDate\b\s*[.(]/.test(readFileSync(`${folder}/${file}`, 'utf8')));
};
const dateless = readdirSync('packages').filter((name) => !meetsDate(name));

// The files that take longest, about in that order: one of them begun last would leave the other processors idle.
const longest = [
  'tests/browser/views.test.ts',
  'tests/browser/page.test.ts',
  'tests/browser/baseline.test.ts',
  'tests/independent/stochastic-course.test.ts',
  'tests/house/documents.test.ts',
  'tests/browser/journey.test.ts',
  'tests/browser/where.test.ts',
  'tests/browser/assure.test.ts',
  'tests/server/faults.test.ts',
  'tests/browser/trust.test.ts',
  'tests/independent/stochastic-engine.test.ts',
  'tests/independent/expected-course.test.ts',
  'apps/cli/src/process.test.ts',
  'packages/workforce/src/plan/plan.test.ts',
  'apps/cli/src/commands/compare.test.ts',
  'apps/cli/src/commands/project.test.ts',
  'packages/runner/src/runner.test.ts',
  'packages/workforce/src/explain.test.ts',
  'apps/cli/src/commands/scenario.test.ts',
  'apps/web/src/compute/plan-jobs.test.ts',
  'apps/cli/src/commands/plan.test.ts',
];

/** Runs the longest files first, and one after another those that share what they load. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const projects = this.ctx.projects.map(({ name }) => name);
    const place = ({ project, moduleId }: TestSpecification): readonly number[] => {
      const at = longest.indexOf(relative(this.ctx.config.root, moduleId));
      return [project.config.isolate ? 0 : 1 + projects.indexOf(project.name), at < 0 ? longest.length : at];
    };
    return files.toSorted((one, other) => {
      const [[group = 0, at = 0], [otherGroup = 0, otherAt = 0]] = [place(one), place(other)];
      return group - otherGroup || at - otherAt;
    });
  }
}

/** The tests of the packages and applications, which share a process and what they load; and all others, each alone. */
const zone = (name: string, without: readonly string[]): TestProjectInlineConfiguration[] =>
  [true, false].map((isolate) => ({
    ...base,
    test: {
      ...base.test,
      name: isolate ? `${name}, alone` : name,
      env: { TZ: name },
      isolate,
      include: isolate ? ['tests/**/*.test.ts'] : ['packages/*/src/**/*.test.ts', 'apps/*/src/**/*.test.ts'],
      exclude: ['**/node_modules/**', ...without],
    },
  }));

export default defineConfig({
  test: {
    maxWorkers: '100%',
    sequence: { sequencer: LongestFirst },
    projects: [
      ...zone('UTC', ['tests/browser/**', 'tests/server/**', 'packages/store/**', 'apps/**']),
      ...zone('Europe/London', ['tests/{independent,cohort,house}/**', `packages/{${dateless.join()}}/**`]),
    ],
  },
});
