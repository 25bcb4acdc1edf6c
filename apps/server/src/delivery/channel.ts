import type { Register } from '@isocentre/registers';
import type { Delivery } from './notice.ts';

/** Somebody to be told, and how. */
export interface Channel {
  /** The name in settings, in metrics and in the log. */
  readonly name: string;
  /** The registers of which it is told. */
  readonly registers: readonly string[];
  /** Sends a delivery; gives why it failed, in words that name no person, or undefined where it was taken. */
  readonly send: (delivery: Delivery) => Promise<string | undefined>;
}

/** What every channel needs to know. */
export interface About {
  readonly origin: string;
  readonly registers: readonly Register[];
  readonly now: () => Date;
  /** Milliseconds for a whole try; 10,000 by default: a receiver takes a webhook and works on it later. */
  readonly patience?: number;
}

export const usualPatience = 10_000;

/** Says what went wrong by its code alone: a message could hold an address of somebody. */
export const reasonOf = (error: unknown): string => {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
  return code === '' ? 'no connection' : code;
};
