// A plugin of Stryker: of the mutants of the places that it was given it lets through those that were drawn.
import { createHash } from 'node:crypto';
import { relative } from 'node:path';

const highest = process.env.ISOCENTRE_HIGHEST_HASH;

/**
 * Gives a mutant its place in a drawing: by where it is, lines and columns from 0, and what it puts there.
 *
 * @param drawing Which drawing; another one draws others.
 */
export const hashOf = (drawing, file, { location: { start, end }, mutatorName, replacement }) =>
  createHash('sha256')
    .update(JSON.stringify([drawing, file, start.line, start.column, end.line, end.column, mutatorName, replacement]))
    .digest('hex');

class Drawn {
  async init() {}

  async check(mutants) {
    const isDrawn = (mutant) => hashOf(process.env.ISOCENTRE_DRAWING, relative('', mutant.fileName), mutant) <= highest;
    return Object.fromEntries(
      mutants.map((mutant) => [
        mutant.id,
        isDrawn(mutant) ? { status: 'passed' } : { status: 'compileError', reason: 'not drawn' },
      ]),
    );
  }
}

export const strykerPlugins = [{ kind: 'Checker', name: 'drawn', injectableClass: Drawn }];
