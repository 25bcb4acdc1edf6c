import { mutateSample } from '../mutation.mjs';

// All 2,000 mutants would take five hours on two cores, since most are met by tests of whole distributions.
const drawn = Number(process.env.ISOCENTRE_MUTANTS ?? 300);

export const measure = async () => mutateSample('statistics', 0.8, drawn);
