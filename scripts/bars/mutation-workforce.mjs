import { mutateSample } from '../mutation.mjs';

// All 11,000 mutants would take days on two cores.
const drawn = Number(process.env.ISOCENTRE_MUTANTS ?? 100);

export const measure = async () => mutateSample('workforce', 0.8, drawn);
