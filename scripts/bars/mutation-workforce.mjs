import { mutateSample } from '../mutation.mjs';

// All 11,000 mutants would take days on two cores.
export const measure = async () => mutateSample('workforce', 0.8, 100);
