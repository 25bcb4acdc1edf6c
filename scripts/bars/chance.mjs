import { vitest } from '../vitest-run.mjs';

export const measure = async () => {
  const { passed, tests } = vitest([
    'packages/workforce/src/simulate.test.ts',
    'packages/workforce/src/ensemble.test.ts',
    'packages/statistics',
    'packages/workforce/src/attribution',
  ]);
  return {
    bar: 'with chance, at full count: exact conservation, means equal to expected values where nothing binds (family-wise 1e-6), samplers against their exact distributions, common luck at least 30 times better than other luck, closing years of a toy model, the parts of a change against all sets of its differences',
    passed,
    figures: { tests },
  };
};
