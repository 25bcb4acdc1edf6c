// How often the intervals of diagnostic metrics hold what they are about; none of these promises its level.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vitest } from '../vitest-run.mjs';

export const measure = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'isocentre-coverage-'));
  const file = join(folder, 'figures.json');
  try {
    process.env.ISOCENTRE_FIGURES = file;
    const { passed, tests } = vitest(['packages/assurance/src/coverage-diagnostic.test.ts']);
    return {
      bar: 'coverage of 95 % intervals: DeLong with logit and of differences near 95 % with 200 + 200 cases, Hillis for random readers and cases near 95 % (family-wise 1e-6), Newcombe 93 to 98.5 %; the rest written down',
      passed,
      figures: { tests, coverage: JSON.parse(readFileSync(file, 'utf8')) },
    };
  } finally {
    delete process.env.ISOCENTRE_FIGURES;
    rmSync(folder, { recursive: true });
  }
};
