import { failure, success, type Problem, type Result } from '@isocentre/evidence';
import type { Workspace } from './workspace.ts';

/** Where a command writes and how wide; passed in, so that a test can read it. */
export interface Terminal {
  /** Columns that text may use. */
  readonly width: number;
  /** Columns that a problem may use; without it each is one line, as programs and logs want it. */
  readonly problemWidth?: number;
  readonly colour: boolean;
  readonly isTerminal: boolean;
  /** Shows how far long work is, in one line that is cleared by an empty text. */
  readonly progress?: (text: string) => void;
  /** Says what is told where the command is stopped from now on. */
  readonly whenStopped?: (text: string) => void;
  /** Lets the process run on after the command's output, until it is told to end; then calls `close` first. */
  readonly keepRunning?: (close: () => Promise<void>) => void;
}

/** An option of a command. `values` lists what it may be; without it any text is allowed. */
export interface Option {
  readonly type: 'string' | 'boolean';
  readonly summary: string;
  readonly placeholder?: string;
  readonly values?: readonly string[];
  /** Values that completion offers where others are allowed too. */
  readonly suggests?: readonly string[];
}

/** The options and words that were given. */
export interface Given {
  readonly words: readonly string[];
  readonly text: (name: string) => string | undefined;
  readonly flag: (name: string) => boolean;
}

/** What a command gives: bytes or text for standard output or a file, and whether its answer is a failure. */
export interface Output {
  readonly content: string | Uint8Array;
  /** The command ran, and what it checked is not right: exit code 1. */
  readonly failed?: boolean;
  /** The input was wrong in part; the content says what was right, and these are told beside it: exit code 2. */
  readonly problems?: readonly Problem[];
  /** What is said beside a result for programs or a page, which then goes out whole even where it failed. */
  readonly beside?: string;
}

/** A command of the command line, from which help and shell completion are made. */
export interface Command {
  /** The words that call it, such as `scenario show`. */
  readonly name: string;
  readonly summary: string;
  /** What follows the name, such as `SCENARIO`. */
  readonly operands: string;
  /** How many words may follow: fewest and most. */
  readonly count: readonly [number, number];
  /** What the first word is, for completion. */
  readonly completes?: 'scenario' | 'figure' | readonly string[];
  readonly options: Readonly<Record<string, Option>>;
  readonly examples: readonly string[];
  /** What the exit codes mean for this command, where more is to be said than for all. */
  readonly exits?: string;
  readonly run: (given: Given, workspace: Workspace, terminal: Terminal) => Promise<Result<Output>>;
}

/** The option that says how a result is written; without it the ending of `--out` does. */
export const formatOption = (values: readonly string[], summary = 'how to write it'): Option => ({
  type: 'string',
  values,
  summary: `${summary}; default: by the ending of --out, else text`,
});

/** The option that every command with a result has: where to write it. */
export const outOption: Option = {
  type: 'string',
  placeholder: 'FILE',
  summary: 'write to FILE instead of the terminal; its ending must fit the format',
};

/** Reads an option that is a whole number; `otherwise` where it was not given. */
export const wholeNumber = (given: Given, name: string, otherwise: number, most: number, least = 1): Result<number> => {
  const text = given.text(name);
  if (text === undefined) return success(otherwise);
  const value = Number(text);
  return /^\d+$/.test(text) && value >= least && value <= most
    ? success(value)
    : failure({ where: `--${name}`, found: `"${text}"`, expected: `a whole number from ${least} to ${most}` });
};
