/** What is wrong with an input, in the three parts that let a person mend it. */
export interface Problem {
  /** File with line where known, and the path inside it: `scenarios/x.yaml:12 levers[0].from`. */
  readonly where: string;
  /** What stood there, shortened to one line. */
  readonly found: string;
  /** What would have been right. */
  readonly expected: string;
}

/** The outcome of reading an input: a value, or every problem found. */
export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Wraps a value as a successful {@link Result}. */
export const success = <T>(value: T): Result<T> => ({ ok: true, value });

/** Wraps problems as a failed {@link Result}. */
export const failure = (...problems: readonly Problem[]): Result<never> => ({ ok: false, problems });

const longest = 60;

/**
 * Shows any value in one short line, as the `found` part of a {@link Problem}.
 *
 * @example
 * ```ts
 * import { show } from '@isocentre/evidence';
 * const text: string = show({ low: 1 }); // '{"low":1}'
 * ```
 */
export const show = (value: unknown): string => {
  if (value === undefined) return 'nothing';
  // oxlint-disable-next-line typescript/no-unnecessary-condition -- JSON.stringify gives undefined for functions
  const text = typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? typeof value);
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
};

/** Writes a problem as one line of plain text. */
export const describe = (problem: Problem): string =>
  `${problem.where}: found ${problem.found}; expected ${problem.expected}`;
