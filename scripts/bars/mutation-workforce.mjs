import { mutateSample } from '../mutation.mjs';

// All 8,800 mutants would take a day on two cores.
export const measure = async () => mutateSample('workforce', 0.8, 150);
