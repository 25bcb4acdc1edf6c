// Mutation testing of one package: ISOCENTRE_PACKAGE=workforce npx stryker run
const name = process.env.ISOCENTRE_PACKAGE ?? 'statistics';

export default {
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner'],
  vitest: { configFile: 'vitest.config.ts', related: false },
  mutate: [`packages/${name}/src/**/*.ts`, '!**/*.test.ts', '!**/index.ts'],
  ignorePatterns: ['/docs', '**/dist'],
  coverageAnalysis: 'perTest',
  concurrency: Number(process.env.ISOCENTRE_CONCURRENCY ?? 2),
  timeoutMS: 20_000,
  reporters: ['json', 'clear-text', 'progress-append-only'],
  jsonReporter: { fileName: `reports/mutation-${name}.json` },
  clearTextReporter: { logTests: false, reportTests: false, allowColor: false },
  tempDirName: '.stryker-tmp',
};
