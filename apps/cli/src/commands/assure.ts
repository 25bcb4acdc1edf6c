import type { Command } from '../command.ts';
import { claimsCommand } from './assure/claims.ts';

/** `isocentre assure …`: the assurance of technologies. */
export const assureCommands: readonly Command[] = [claimsCommand];
