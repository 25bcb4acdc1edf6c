import type { Entry } from './entry.ts';

/** A moment in both times. Instants in UTC to the millisecond; a date stands for its 00:00 UTC. */
export interface Moment {
  /** What held at this time … */
  readonly validTime: string;
  /** … as far as was known at this time. */
  readonly recordedTime: string;
}

/** Writes a date as the instant at which it begins, so that the order of texts is the order of times. */
export const instantOf = (time: string): string => (time.length === 10 ? `${time}T00:00:00.000Z` : time);

/**
 * Gives the entries that make the state of one key at a moment, in the order in which they are to be folded.
 *
 * Order is the number of the entry, not its time. A correction stands in the place of the entry that it corrects, and
 * a correction of a correction in the same place, so that mending an old entry undoes nothing that came after it. An
 * entry counts when it was recorded by the recorded time and holds from the valid time or before. Annotations and
 * redactions change no state and are left out.
 */
export const effectiveEntries = (entries: readonly Entry[], { validTime, recordedTime }: Moment): readonly Entry[] => {
  const [valid, recorded] = [instantOf(validTime), instantOf(recordedTime)];
  const places = new Map<number, number>();
  const standing = new Map<number, Entry>();
  for (const entry of entries.toSorted((one, other) => one.number - other.number)) {
    if (entry.recorded > recorded) continue;
    if (entry.kind === 'decide') {
      places.set(entry.number, entry.number);
      standing.set(entry.number, entry);
    } else if (entry.kind === 'correct' && entry.concerns !== undefined) {
      const place = places.get(entry.concerns);
      if (place === undefined) continue;
      places.set(entry.number, place);
      standing.set(place, entry);
    }
  }
  return [...standing.values()].filter((entry) => instantOf(entry.validFrom) <= valid);
};

/** Folds the entries of one key into its state at a moment: see {@link effectiveEntries} for which and in what order. */
export const asOf = <State>(
  entries: readonly Entry[],
  moment: Moment,
  step: (state: State | undefined, entry: Entry) => State,
): State | undefined => {
  let state: State | undefined;
  for (const entry of effectiveEntries(entries, moment)) state = step(state, entry);
  return state;
};
