import { vitest } from '../vitest-run.mjs';

export const measure = async () => {
  const { passed, tests } = vitest(['packages/workforce/src/project-properties.test.ts', 'tests/independent']);
  return {
    bar: 'people and posts conserved to 1e-9 in every cell and year, and equality with the independent implementation to 1e-9, each on 20,000 random scenarios',
    passed,
    figures: { randomScenariosEach: 20_000, tests },
  };
};
