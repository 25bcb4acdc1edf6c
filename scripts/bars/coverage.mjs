// How often 95 % intervals cover the truth, by simulation; proportions are enumerated exactly in their own tests.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vitest } from '../vitest-run.mjs';

export const measure = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'isocentre-coverage-'));
  const file = join(folder, 'table.json');
  process.env.ISOCENTRE_COVERAGE = file;
  try {
    const { passed, tests } = vitest([
      'packages/assurance/src/coverage.test.ts',
      'packages/assurance/src/proportion.test.ts',
    ]);
    const table = JSON.parse(readFileSync(file, 'utf8'));
    return {
      bar: 'coverage of 95 % intervals in 20,000 simulated studies each, 4,000 of those by bootstrap: those that promise their level keep it (family-wise 1e-6), the others are tabulated; proportions by exact enumeration, Clopper–Pearson never under nominal',
      passed,
      figures: {
        tests,
        notPromised: Object.fromEntries(table.map(({ name, coverage }) => [name, Number(coverage.toFixed(4))])),
      },
    };
  } finally {
    delete process.env.ISOCENTRE_COVERAGE;
    rmSync(folder, { recursive: true, force: true });
  }
};
