/** How often a random check runs: in `npm test`, in `npm run bars`, and under mutation, where it runs once a mutant. */
export interface Counts {
  readonly test: number;
  readonly full: number;
  readonly mutation: number;
}

/** Picks the count for this run, by the environment variable ISOCENTRE_COUNTS. */
export const countOf = (counts: Counts): number => {
  const asked = process.env['ISOCENTRE_COUNTS'] ?? 'test';
  if (asked === 'test' || asked === 'full' || asked === 'mutation') return counts[asked];
  throw new Error(`ISOCENTRE_COUNTS is "${asked}"; it may be test, full or mutation`);
};
