import { mutateSample } from '../mutation.mjs';

// The whole would take hours on two cores.
export const measure = async () => mutateSample('assurance', 0.8, 150);
