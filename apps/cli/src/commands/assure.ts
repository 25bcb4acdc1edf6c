import type { Command } from '../command.ts';
import { claimsCommand } from './assure/claims.ts';
import { designCommand } from './assure/design.ts';
import { frocCommand } from './assure/froc.ts';
import { watchCommand } from './assure/watch.ts';

/** `isocentre assure …`: the assurance of technologies. */
export const assureCommands: readonly Command[] = [claimsCommand, frocCommand, watchCommand, designCommand];
