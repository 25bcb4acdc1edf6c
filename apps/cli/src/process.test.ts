import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const bin = fileURLToPath(new URL('../bin/isocentre.js', import.meta.url));
const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
};
const escape = '\u001b';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'isocentre-process-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const environment = (more: Record<string, string> = {}): NodeJS.ProcessEnv => {
  const { COLUMNS: _columns, NO_COLOR: _colour, FORCE_COLOR: _force, NODE_OPTIONS: _options, ...rest } = process.env;
  return { ...rest, TERM: 'xterm-256color', ...more };
};

const call = (args: readonly string[], env: Record<string, string> = {}) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: environment(env),
  });
  return { code: status, out: stdout, error: stderr };
};

const shell = (script: string, env: Record<string, string> = {}) =>
  spawnSync('bash', ['-c', script], {
    cwd: folder,
    encoding: 'utf8',
    env: environment({ NODE: process.execPath, BIN: bin, ...env }),
  });

describe('exit codes', () => {
  test('0 where what was asked is done', () => {
    expect(call(['--version'])).toEqual({ code: 0, out: `isocentre ${version}\n`, error: '' });
  });
  test('2 and one line on standard error where the input is wrong', () => {
    expect(call(['project', 'none.yaml'])).toEqual({
      code: 2,
      out: '',
      error: 'none.yaml: found no such file; expected a file that can be read\n',
    });
  });
  test('a file is written, its name is said, and standard output is empty', () => {
    const { code, out, error } = call([
      'project',
      'todays-course',
      '--runs',
      '20',
      '--years',
      '5',
      '--by',
      'none',
      '--out',
      'a.csv',
    ]);
    expect({ code, out, error }).toEqual({ code: 0, out: '', error: 'Wrote a.csv\n' });
    expect(readdirSync(folder)).toEqual(['a.csv']);
    expect(readFileSync(join(folder, 'a.csv'), 'utf8')).toMatch(/^year,headcount,/);
  });
});

describe('pipes', () => {
  test('a reader that closes early is no error', () => {
    const { stdout, stderr } = shell(
      '"$NODE" "$BIN" scenario show todays-course --resolved | head -1; echo "${PIPESTATUS[0]}"',
    );
    expect({ stdout, stderr }).toEqual({ stdout: '{\n0\n', stderr: '' });
  });
  test('a reader that closes early leaves the exit code of what was found wrong', () => {
    writeFileSync(join(folder, 'cut.jsonl'), '{"format":"isocentre public ledger 1"}\n');
    const { stdout, stderr } = shell('"$NODE" "$BIN" ledger verify cut.jsonl | true; echo "${PIPESTATUS[0]}"');
    expect({ stdout, stderr }).toEqual({ stdout: '1\n', stderr: '' });
  });
  test('messages that nobody reads leave the exit code as it is', async () => {
    const child = spawn(process.execPath, [bin, 'project', 'nothing'], { stdio: ['ignore', 'pipe', 'pipe'] });
    child.stderr.destroy();
    expect(await new Promise((done) => child.on('exit', done))).toBe(2);
  });
  test.skipIf(!existsSync('/dev/full'))('a full disk behind standard output is one message', () => {
    const { status, stderr } = shell('"$NODE" "$BIN" project todays-course --runs 20 --years 5 > /dev/full');
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: 'standard output: found a full disk; expected a place that can be written to\n',
    });
  });
  test('a workbook goes through a pipe as it is', () => {
    const { stdout } = shell('"$NODE" "$BIN" project todays-course --runs 20 --years 5 --format xlsx | head -c 2');
    expect(stdout).toBe('PK');
  });
});

describe('serve', () => {
  test.each(['SIGINT', 'SIGTERM'] as const)(
    'prints address and answer, serves, and ends by %s with 0',
    async (signal) => {
      const child = spawn(process.execPath, [bin, 'serve', '--port', '0'], { stdio: ['ignore', 'pipe', 'pipe'] });
      const ended = new Promise((done) => child.on('exit', done));
      const printed = await new Promise<string>((done) => {
        let text = '';
        child.stdout.on('data', (chunk: Buffer) => {
          text += chunk.toString();
          if (text.includes('Ctrl-C')) done(text);
        });
      });
      expect(printed).toMatch(
        /^http:\/\/127\.0\.0\.1:\d+\/\n\nSurveyed MPCE, 4,500 posts: in "today's course" the shortfall/,
      );
      const page = await fetch(printed.split('\n')[0] ?? '');
      expect(page.status).toBe(200);
      const text = await page.text();
      // Without JavaScript the shipped scenarios are there as text and tables.
      const noscript = /<noscript>(.*)<\/noscript>/s.exec(text)?.[1] ?? '';
      for (const title of ["today's course", "the brief's asks"]) expect(noscript).toContain(`<h2>${title}</h2>`);
      expect(noscript).toContain('it grows from 900 WTE to 3,660.');
      expect(noscript).toMatch(
        /<tr><th scope="row">2053<\/th><td>7,713<\/td><td>7,382<\/td><td>4,052<\/td><td>3,660<\/td><\/tr>/,
      );
      child.kill(signal);
      expect(await ended).toBe(0);
    },
  );
  test.each(['65536', 'x', '-1'])('refuses the port "%s"', (port) => {
    expect(call(['serve', `--port=${port}`])).toEqual({
      code: 2,
      out: '',
      error: `--port: found "${port}"; expected a whole number from 0 to 65535; 0 takes any free port\n`,
    });
  });
});

describe('the width in a pipe', () => {
  const widest = (columns: string): number => {
    const { out } = call(['project', '--help'], { COLUMNS: columns });
    return Math.max(...out.split('\n').map((line) => line.length));
  };
  test('is what COLUMNS says from 40 to 200', () => {
    expect(widest('40')).toBeLessThanOrEqual(40);
    expect(widest('200')).toBeGreaterThan(80);
  });
  test('is that of what is told of problems where COLUMNS says it; else a problem is one line', () => {
    const narrow = call(['compare', 'todays-course'], { COLUMNS: '40' }).error.trimEnd().split('\n');
    expect(Math.max(...narrow.map((line) => line.length))).toBeLessThanOrEqual(40);
    expect(call(['compare', 'todays-course']).error).toBe(`${narrow.map((line) => line.trim()).join(' ')}\n`);
  });
  test.each(['', '39', '201', '60.5', 'wide', '-60'])('is 80 where COLUMNS is "%s"', (columns) => {
    expect(call(['project', '--help'], { COLUMNS: columns })).toEqual(call(['project', '--help']));
  });
});

describe('escape codes', () => {
  test('there are none where the output is not a terminal', () => {
    const { out, error } = call(['project', 'todays-course', '--runs', '20', '--years', '5'], { FORCE_COLOR: '1' });
    expect(out).toContain('Surveyed MPCE');
    expect(out + error).not.toContain(escape);
  });
  // `script` gives a terminal; on other systems its options differ.
  const inTerminal = (env: Record<string, string>): string =>
    shell(`script -qec '"$NODE" "$BIN" project the-2023-pledge --reading ipem' "$TYPESCRIPT"`, {
      TYPESCRIPT: join(folder, 'typescript'),
      ...env,
    }).stdout;
  const hasScript = process.platform === 'linux' && existsSync('/usr/bin/script');
  test.skipIf(!hasScript)('a terminal has them, unless NO_COLOR or a dumb terminal says otherwise', () => {
    expect(inTerminal({})).toContain(`${escape}[1m`);
    expect(inTerminal({ NO_COLOR: '1' })).not.toContain(escape);
    expect(inTerminal({ TERM: 'dumb' })).not.toContain(escape);
    expect(inTerminal({ NO_COLOR: '' })).toContain(escape);
  });
  test.skipIf(!hasScript)('a workbook is not written to a terminal', () => {
    const { stdout } = shell(`script -qec '"$NODE" "$BIN" project todays-course --format xlsx' typescript`);
    expect(stdout.trim()).toBe('--format xlsx: found a terminal to write to; expected --out FILE, or a pipe');
  });
});

describe('signals', () => {
  // Says on standard output that a worker was started.
  const told = `data:text/javascript,${encodeURIComponent(`
    import threads from 'node:worker_threads';
    import { syncBuiltinESMExports } from 'node:module';
    const { Worker } = threads;
    threads.Worker = class extends Worker {
      constructor(...given) {
        super(...given);
        process.stdout.write('at work');
      }
    };
    syncBuiltinESMExports();
  `)}`;

  test('Ctrl-C while a plan is sought says that nothing was written', async () => {
    const asked = ['plan', '--close-by', '2040', '--format', 'json', '--out', join(folder, 'plan.json')];
    const child = spawn(process.execPath, ['--import', told, bin, ...asked], { env: environment() });
    let error = '';
    child.stderr.on('data', (chunk: Buffer) => {
      error += chunk.toString();
    });
    const ended = new Promise((done) => child.on('close', done));
    await new Promise((done) => child.stdout.once('data', done));
    child.kill('SIGINT');
    expect(await ended).toBe(130);
    expect(error).toBe('Stopped: nothing was written.\n');
    expect(readdirSync(folder)).toEqual([]);
  });

  // Holds each write before its end, so that the signal arrives in the middle of one.
  const slow = `data:text/javascript,${encodeURIComponent(`
    import { open } from 'node:fs/promises';
    const handle = await open(process.execPath);
    Object.getPrototypeOf(handle).sync = () => new Promise((done) => setTimeout(done, 60_000));
    await handle.close();
  `)}`;

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s during a write leaves the old file whole and nothing beside it', async (signal, code) => {
    writeFileSync(join(folder, 'a.json'), 'old');
    const child = spawn(
      process.execPath,
      [
        '--import',
        slow,
        bin,
        'project',
        'todays-course',
        '--runs',
        '20',
        '--years',
        '5',
        '--out',
        join(folder, 'a.json'),
      ],
      { env: environment() },
    );
    const ended = new Promise((done) => child.on('exit', done));
    while (readdirSync(folder).length < 2 && child.exitCode === null) await new Promise((done) => setTimeout(done, 5));
    expect(readdirSync(folder)).toHaveLength(2);
    child.kill(signal);
    expect(await ended).toBe(code);
    expect(readdirSync(folder)).toEqual(['a.json']);
    expect(readFileSync(join(folder, 'a.json'), 'utf8')).toBe('old');
  });
});
