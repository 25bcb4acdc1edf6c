import type { Entry } from '@isocentre/ledger';
import { takeBackAction } from './permission.ts';

/** The decision in whose place an entry stands. */
const placeOf = (entries: readonly Entry[], number: number): number => {
  const one = entries.find((entry) => entry.number === number);
  return one?.kind === 'correct' && one.concerns !== undefined ? placeOf(entries, one.concerns) : number;
};

/** Tells whether an entry, or one that stands in its place, was taken back. */
export const isTakenBack = (entries: readonly Entry[], number: number): boolean =>
  entries.some(
    (one) => one.what['action'] === takeBackAction && placeOf(entries, one.number) === placeOf(entries, number),
  );

/**
 * Gives the entry that took the place of another next, be it to correct it or to take it back, also where both name the same
 * entry; undefined where none did.
 */
export const replacedBy = (entries: readonly Entry[], number: number): Entry | undefined =>
  entries.find((one) => one.number > number && placeOf(entries, one.number) === placeOf(entries, number));

/** Gives the entry that stands in the place of another: the last correction of it, or itself; of one that was taken back, what was. */
export const inPlaceOf = (entries: readonly Entry[], entry: Entry): Entry =>
  entries.findLast(
    ({ number, what }) =>
      what['action'] !== takeBackAction && placeOf(entries, number) === placeOf(entries, entry.number),
  ) ?? entry;
