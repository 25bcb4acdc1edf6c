import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const source = (name: string): string => fileURLToPath(new URL(`packages/${name}/src/index.ts`, import.meta.url));

// Under mutation a package's own tests must notice; those of others that use it take much longer.
const mutated = process.env['ISOCENTRE_PACKAGE'];

export default defineConfig({
  resolve: {
    alias: {
      '@isocentre/assurance': source('assurance'),
      '@isocentre/documents': source('documents'),
      '@isocentre/evidence': source('evidence'),
      '@isocentre/ledger': source('ledger'),
      '@isocentre/registers': source('registers'),
      '@isocentre/runner': source('runner'),
      '@isocentre/serving': source('serving'),
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
    // All cores: what is left to the default leaves one idle, which is half of a small machine.
    maxWorkers: '100%',
    testTimeout: 120_000,
  },
});
