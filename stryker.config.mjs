// Mutation testing of one package: ISOCENTRE_PACKAGE=workforce npx stryker run
const name = process.env.ISOCENTRE_PACKAGE ?? 'statistics';
// Places to mutate in stead of the whole package, as a JSON list of Stryker's ranges.
const places = process.env.ISOCENTRE_PLACES ? JSON.parse(process.env.ISOCENTRE_PLACES) : undefined;

export default {
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner', ...(places ? ['./scripts/drawn-mutants.mjs'] : [])],
  checkers: places ? ['drawn'] : [],
  vitest: { configFile: 'vitest.config.ts', related: false },
  mutate: places ?? [`packages/${name}/src/**/*.ts`, '!**/*.test.ts', '!**/*.bench.ts', '!**/index.ts'],
  ignorePatterns: ['/docs/screenshots', '/docs/measured', '**/dist'],
  coverageAnalysis: 'perTest',
  concurrency: Number(process.env.ISOCENTRE_CONCURRENCY ?? 2),
  // Many times what the covering tests take even on a busy machine; a mutant beyond it is an endless loop.
  timeoutMS: 60_000,
  dryRunTimeoutMinutes: 60,
  // What neither a mutant's file nor its tests have changed since is taken from the last run; --force takes nothing.
  incremental: places === undefined,
  incrementalFile: `reports/mutation-${name}-incremental.json`,
  reporters: ['json', 'clear-text', 'progress-append-only'],
  jsonReporter: { fileName: `reports/mutation-${name}.json` },
  clearTextReporter: { logTests: false, reportTests: false, allowColor: false },
  tempDirName: '.stryker-tmp',
};
