// The indices at full count, and how long a study of the nation takes in one process.
import { spawnSync } from 'node:child_process';
import { root } from '../prepare.mjs';
import { vitest } from '../vitest-run.mjs';

const limitSeconds = 30;

export const measure = async () => {
  const { passed, tests } = vitest(['packages/statistics/src/sensitivity']);
  const start = performance.now();
  const { stdout, status } = spawnSync(
    process.execPath,
    [`${root}apps/cli/bin/isocentre.js`, 'sensitivity', 'todays-course', '--assumptions', '20', '--format', 'json'],
    { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 28 },
  );
  const seconds = Number(((performance.now() - start) / 1000).toFixed(1));
  const { design, assumptions } = JSON.parse(stdout);
  return {
    bar: 'Ishigami and g-function indices within 0.01 of the closed form at N = 2^14 and within their bootstrap intervals; a study of 20 assumptions of the nation under 30 s in one process',
    passed: passed && status === 0 && seconds < limitSeconds,
    figures: {
      tests,
      seconds,
      runs: design.runs,
      points: design.points,
      assumptions: assumptions.filter(({ indices }) => indices !== undefined).length,
    },
  };
};
