import { spawnSync } from 'node:child_process';
import { root } from './prepare.mjs';

/** Runs test files at full count and tells how each test went. */
export const vitest = (files) => {
  const { status, signal, stdout, stderr } = spawnSync(
    process.execPath,
    [`${root}node_modules/vitest/vitest.mjs`, 'run', '--reporter=json', '--testTimeout=0', ...files],
    { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 28, env: { ...process.env, ISOCENTRE_COUNTS: 'full' } },
  );
  const start = stdout.indexOf('{');
  if (start < 0) throw new Error(`vitest ended with ${signal ?? status}: ${stderr}`);
  const results = JSON.parse(stdout.slice(start))
    .testResults.flatMap((file) => file.assertionResults)
    // Those that a filter by name leaves out are none of this run.
    .filter(({ status: outcome }) => outcome === 'passed' || outcome === 'failed');
  const failed = results.filter((test) => test.status !== 'passed').map((test) => test.fullName);
  return { passed: status === 0 && results.length > 0, tests: { run: results.length, failed } };
};
