import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const source = (name: string): string => fileURLToPath(new URL(`packages/${name}/src/index.ts`, import.meta.url));

export default defineConfig({
  resolve: {
    alias: {
      '@isocentre/assurance': source('assurance'),
      '@isocentre/documents': source('documents'),
      '@isocentre/evidence': source('evidence'),
      '@isocentre/runner': source('runner'),
      '@isocentre/statistics': source('statistics'),
      '@isocentre/workforce': source('workforce'),
    },
  },
  test: {
    include: ['packages/*/src/**/*.test.ts', 'apps/*/src/**/*.test.ts', 'tests/**/*.test.ts'],
    setupFiles: ['tests/setup.ts'],
    testTimeout: 120_000,
  },
});
