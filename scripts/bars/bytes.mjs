// One seed gives the same bytes on any number of workers, on Node 20, 22 and 24, and in Chromium.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../prepare.mjs';
import { vitest } from '../vitest-run.mjs';

const versions = ['20.20.2', '22.23.3', '24.21.0'];
const calls = [
  ['project', 'todays-course', '--runs', '400'],
  ['project', 'the-briefs-asks', '--runs', '101', '--by', 'region', '--uncertainty', 'chance'],
  ['project', 'the-2023-pledge', '--runs', '60', '--uncertainty', 'ignorance', '--scope', 'whole-mpce'],
];

const nodeOf = (folder, version) => {
  const at = join(folder, version);
  spawnSync('mkdir', ['-p', at]);
  writeFileSync(join(at, 'package.json'), '{}');
  const { status } = spawnSync('npm', ['install', '--silent', '--no-audit', '--no-fund', `node@${version}`], {
    cwd: at,
    stdio: 'inherit',
  });
  if (status !== 0) throw new Error(`could not install Node ${version}`);
  return join(at, 'node_modules/node/bin/node');
};

export const measure = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'isocentre-nodes-'));
  try {
    const hashes = {};
    for (const version of versions) {
      const node = nodeOf(folder, version);
      for (const workers of ['1', '2', '5']) {
        for (const [index, call] of calls.entries()) {
          const { stdout } = spawnSync(
            node,
            [`${root}apps/cli/bin/isocentre.js`, ...call, '--format', 'json', '--workers', workers],
            { cwd: root, maxBuffer: 2 ** 28 },
          );
          ((hashes[index] ??= {})[createHash('sha256').update(stdout).digest('hex').slice(0, 16)] ??= []).push(
            `Node ${version}, ${workers} workers`,
          );
        }
      }
    }
    const browser = vitest(['tests/browser/bytes.test.ts']);
    return {
      bar: 'byte-identical JSON for a seed on 1, 2 and 5 workers, Node 20, 22 and 24, and in Chromium',
      passed:
        Object.values(hashes).every((one) => Object.keys(one).length === 1) &&
        browser.passed &&
        browser.tests.failed.length === 0,
      figures: {
        hashes: calls.map((call, index) => ({ call: call.join(' '), ...hashes[index] })),
        chromium: browser.tests,
      },
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
