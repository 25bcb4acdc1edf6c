import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './prepare.mjs';

/** Clones the commit into an empty folder, with an empty npm cache, and runs both commands of the README there. */
export const runFresh = async () => {
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
  /** Runs `npm start` until it serves, fetches the page, and ends it as Ctrl-C does. */
  const started = async () => {
    process.stdout.write('\n$ npm start\n');
    const start = Date.now();
    const child = spawn('npm', ['start'], {
      cwd: clone,
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
      shell: process.platform === 'win32',
      // A group of its own, since a terminal sends Ctrl-C to all of it.
      detached: true,
    });
    const ended = new Promise((done) => child.once('exit', done));
    let text = '';
    const address = await new Promise((found) => {
      child.stdout.on('data', (chunk) => {
        text += chunk;
        const line = /^http:\S+/m.exec(text)?.[0];
        if (line && text.includes('Ctrl-C')) found(line);
      });
      child.once('exit', () => found(undefined));
    });
    process.stdout.write(text);
    const seconds = Number(((Date.now() - start) / 1000).toFixed(1));
    if (address === undefined) return { status: await ended, seconds };
    const page = await fetch(address);
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGINT');
    await ended;
    return { status: page.ok ? 0 : 1, seconds };
  };
  try {
    const cloned = spawnSync('git', ['clone', '--quiet', root, clone], { stdio: 'inherit' });
    if (cloned.status !== 0) return { passed: false, figures: { clone: cloned.status } };
    const first = await started();
    const warm = await started();
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
