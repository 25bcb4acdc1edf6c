import { vitest } from '../vitest-run.mjs';

export const measure = async () => {
  const races = vitest(['packages/store/src/store.test.ts', '-t', 'deciders at once']);
  const rewritten = vitest(['packages/store/src/verify.test.ts']);
  return {
    bar: 'of three deciders at once on one state, 1,000 times, exactly one wins and the others are told what changed; in a log of 500 entries each of 300 random rewrites of a row of the read table is found and its entry named; both on PGlite and on PostgreSQL',
    passed: races.passed && rewritten.passed,
    figures: {
      racesOnEach: 1000,
      rewritesOnEach: 300,
      testsOfRaces: races.tests,
      testsOfRewrites: rewritten.tests,
    },
  };
};
