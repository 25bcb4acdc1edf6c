import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vitest } from '../vitest-run.mjs';

export const measure = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'isocentre-figures-'));
  process.env.ISOCENTRE_FIGURES = folder;
  try {
    const { passed, tests } = vitest(['tests/server/kill.test.ts']);
    const read = (name) => (passed ? JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) : undefined);
    return {
      bar: 'kill -9 of the server at random moments while eight clients write, 100 times on each database: no acknowledged decision lost, none doubled, the ledger verifies, the server starts again by itself',
      passed,
      figures: { inAFolder: read('folder'), atAnAddress: read('address'), tests },
    };
  } finally {
    delete process.env.ISOCENTRE_FIGURES;
    rmSync(folder, { recursive: true, force: true });
  }
};
