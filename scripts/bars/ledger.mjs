import { vitest } from '../vitest-run.mjs';

export const measure = async () => {
  const { passed, tests } = vitest(['packages/ledger/src']);
  return {
    bar: 'the vectors of RFC 6962, 8785 and 8032; proofs over a million entries; in a log of 500 entries each of 10,000 random changes (a byte, a drop, a swap, a cut) found and the entry named',
    passed,
    figures: { entriesProved: 1_000_000, entriesOfTheLog: 500, changesTried: 10_000, tests },
  };
};
