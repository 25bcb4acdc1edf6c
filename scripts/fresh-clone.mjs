import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './prepare.mjs';

/** Clones the commit into an empty folder, with an empty npm cache, and runs both commands of the README there. */
export const runFresh = () => {
  const folder = mkdtempSync(join(tmpdir(), 'isocentre-fresh-'));
  const clone = join(folder, 'isocentre');
  const env = { ...process.env, npm_config_cache: join(folder, 'cache') };
  for (const name of Object.keys(env))
    if (/^(npm_(package|lifecycle|node|command)|npm_execpath|INIT_CWD)/.test(name)) delete env[name];
  const timed = (command, args) => {
    process.stdout.write(`\n$ ${command} ${args.join(' ')}\n`);
    const start = Date.now();
    const { status } = spawnSync(command, args, {
      cwd: clone,
      env,
      stdio: ['ignore', 'inherit', 'inherit'],
      shell: process.platform === 'win32',
    });
    return { status, seconds: Number(((Date.now() - start) / 1000).toFixed(1)) };
  };
  try {
    const cloned = spawnSync('git', ['clone', '--quiet', root, clone], { stdio: 'inherit' });
    if (cloned.status !== 0) return { passed: false, figures: { clone: cloned.status } };
    const first = timed('npm', ['start']);
    const warm = timed('npm', ['start']);
    const tests = timed('npm', ['test']);
    return {
      passed:
        first.status === 0 &&
        warm.status === 0 &&
        tests.status === 0 &&
        first.seconds < 90 &&
        warm.seconds < 3 &&
        tests.seconds < 1200,
      figures: {
        firstStartSeconds: first.seconds,
        warmStartSeconds: warm.seconds,
        testSeconds: tests.seconds,
        exitCodes: [first.status, warm.status, tests.status],
      },
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
