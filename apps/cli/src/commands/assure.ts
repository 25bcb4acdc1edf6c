import type { Command } from '../command.ts';
import { claimsCommand } from './assure/claims.ts';
import { compareToolsCommand } from './assure/compare.ts';
import { designCommand } from './assure/design.ts';
import { driftCommand } from './assure/drift.ts';
import { frocCommand } from './assure/froc.ts';
import { protocolCommands } from './assure/protocol.ts';
import { runCommand } from './assure/run.ts';
import { watchCommand } from './assure/watch.ts';

/** `isocentre assure …`: the assurance of technologies. */
export const assureCommands: readonly Command[] = [
  claimsCommand,
  frocCommand,
  ...protocolCommands,
  runCommand,
  compareToolsCommand,
  watchCommand,
  driftCommand,
  designCommand,
];
