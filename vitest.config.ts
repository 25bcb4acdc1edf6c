import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const source = (name: string): string => fileURLToPath(new URL(`packages/${name}/src/index.ts`, import.meta.url));

// Under mutation a package's own tests must notice; those of others that use it take much longer.
const mutated = process.env['ISOCENTRE_PACKAGE'];

/** Runs first what failed last or takes the least time: a mutant is done with at the first test that notices it. */
class QuickestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const timeOf = ({ project, moduleId }: TestSpecification): number => {
      const last = this.ctx.cache.getFileTestResults(`${project.name}:${relative(this.ctx.config.root, moduleId)}`);
      return last?.failed ? 0 : (last?.duration ?? Infinity);
    };
    return files.toSorted((one, other) => timeOf(one) - timeOf(other) || 0);
  }
}

export default defineConfig({
  resolve: {
    alias: {
      '@isocentre/assurance': source('assurance'),
      '@isocentre/client': source('client'),
      '@isocentre/documents': source('documents'),
      '@isocentre/evidence': source('evidence'),
      '@isocentre/ledger': source('ledger'),
      '@isocentre/registers': source('registers'),
      '@isocentre/runner': source('runner'),
      '@isocentre/serving': source('serving'),
      '@isocentre/solver': source('solver'),
      '@isocentre/statistics': source('statistics'),
      '@isocentre/store': source('store'),
      '@isocentre/workforce': source('workforce'),
    },
  },
  test: {
    include: mutated
      ? [`packages/${mutated}/src/**/*.test.ts`]
      : ['packages/*/src/**/*.test.ts', 'apps/*/src/**/*.test.ts', 'tests/**/*.test.ts'],
    setupFiles: ['tests/setup.ts'],
    // A mutant is tried in a worker of its own; there its test files may share what they load.
    isolate: mutated === undefined,
    ...(mutated ? { sequence: { sequencer: QuickestFirst } } : {}),
    // All cores: what is left to the default leaves one idle, which is half of a small machine.
    maxWorkers: '100%',
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
