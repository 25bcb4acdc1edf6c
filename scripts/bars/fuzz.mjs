import { mkdtempSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vitest } from '../vitest-run.mjs';

export const measure = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'isocentre-figures-'));
  const file = join(folder, 'fuzz.json');
  process.env.ISOCENTRE_FIGURES = folder;
  try {
    const { passed, tests } = vitest(['tests/server/fuzz.test.ts']);
    return {
      bar: '100,000 random and malformed requests over the OpenAPI description, limiter off, as each role, at least 30 % reaching 2xx, every operation × documented status seen; oversized, slow and cut-off bodies: no 5xx, no unhandled rejection; memory, once its garbage is gone, after 100,000 at most 1.1 times that after 20,000',
      passed,
      figures: { ...(existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}), tests },
    };
  } finally {
    delete process.env.ISOCENTRE_FIGURES;
    rmSync(folder, { recursive: true, force: true });
  }
};
