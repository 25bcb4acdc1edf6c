import { vitest } from '../vitest-run.mjs';

export const measure = async () => {
  const { passed, tests } = vitest([
    'packages/workforce/src/simulate.test.ts',
    'packages/workforce/src/ensemble.test.ts',
    'packages/statistics',
    'tests/independent/stochastic-course.test.ts',
    'tests/independent/stochastic-engine.test.ts',
  ]);
  return {
    bar: 'with chance, at full count: exact conservation, means equal to expected values where nothing binds and to an independent implementation where limits bind (family-wise 1e-6), samplers against their exact distributions, common luck at least 30 times better than other luck, closing years of a toy model',
    passed,
    figures: { tests },
  };
};
