/** What was, what is, and what was undone. */
export interface History<T> {
  readonly past: readonly T[];
  readonly present: T;
  readonly future: readonly T[];
}

/** Steps that can be undone; more would hold memory for what nobody goes back to. */
export const longestPast = 200;

/** Begins a history. */
export const begin = <T>(present: T): History<T> => ({ past: [], present, future: [] });

/** Takes a step; what was undone before it is gone. A step that changes nothing is none. */
export const step = <T>({ past, present }: History<T>, next: T, isSame: (a: T, b: T) => boolean): History<T> =>
  isSame(present, next)
    ? { past, present: next, future: [] }
    : { past: [...past, present].slice(-longestPast), present: next, future: [] };

/** Undoes the last step; the same history where there is none. */
export const undo = <T>(history: History<T>): History<T> => {
  const last = history.past.at(-1);
  return last === undefined
    ? history
    : { past: history.past.slice(0, -1), present: last, future: [history.present, ...history.future] };
};

/** Takes back the last undoing; the same history where there is none. */
export const redo = <T>(history: History<T>): History<T> => {
  const [next, ...future] = history.future;
  return next === undefined ? history : { past: [...history.past, history.present], present: next, future };
};
