import { spawnSync } from 'node:child_process';
import { createServer } from 'node:http';
import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { startServer } from '../support/server-process.ts';

const bin = fileURLToPath(new URL('../../apps/server/bin/isocentre-server.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'isocentre-server-'));
const folders = [folder];
afterAll(() => {
  for (const one of folders) rmSync(one, { recursive: true, force: true });
});

test('planner and registers from one process, an import at the first start alone, and an end with 0', async () => {
  const file = join(folder, 'organisations.csv');
  writeFileSync(file, 'OrganisationCode,Name,OpenDate\nX1A,SALTMARSH NHS TRUST,20200401\n');
  // Not inside another folder: what PostgreSQL runs as must be able to enter it.
  const data = mkdtempSync(join(tmpdir(), 'isocentre-data-'));
  folders.push(data);
  const first = await startServer(data, ['--organisations', file]);
  await first.until('Organisations imported: 1.');
  expect(first.printed()).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\n\nSurveyed MPCE, 4,500 posts: in "today's course"/);
  for (const line of first.printed().split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  expect(first.printed()).toMatch(
    /^Planner {4}http:.*\/\nRegisters {2}http:.*\/registers\n(?: {11}.*\n)+Stop {7}Ctrl-C$/m,
  );
  expect(await (await fetch(`${first.address}/`)).text()).toContain('<noscript>');
  expect(await (await fetch(`${first.address}/registers.css`)).text()).toContain('.masthead');
  expect(await (await fetch(`${first.address}/registers/organisations/X1A`)).text()).toContain('SALTMARSH NHS TRUST');
  expect((await fetch(`${first.address}/ready`)).status).toBe(200);
  expect(await first.end('SIGINT')).toBe(0);
  const again = await startServer(data, ['--organisations', file]);
  await again.until('nothing was imported');
  expect(await (await fetch(`${again.address}/registers/organisations/X1A`)).text()).toContain('SALTMARSH NHS TRUST');
  expect(await again.end()).toBe(0);
});

test.each([
  ['SIGTERM', 'alone'],
  ['SIGINT', 'alone'],
  ['SIGINT', 'and to the server too, as Ctrl-C does it'],
] as const)(
  '%s to what npm starts, %s: it ends with 0 when the server has let go of its folder',
  async (signal, to) => {
    const data = mkdtempSync(join(tmpdir(), 'isocentre-data-'));
    folders.push(data);
    const start = fileURLToPath(new URL('../../scripts/start.mjs', import.meta.url));
    const { child, address, until } = await startServer(data, [], {}, [], start);
    await until('The registers are in');
    expect(existsSync(join(data, 'data', 'postmaster.pid'))).toBe(true);
    const ended = new Promise((done) => child.once('exit', (...how) => done(how)));
    const leader = child.pid ?? 0;
    process.kill(to === 'alone' ? leader : -leader, signal);
    expect(await ended).toEqual([0, null]);
    expect(existsSync(join(data, 'data', 'postmaster.pid'))).toBe(false);
    await expect(fetch(`${address}/health`)).rejects.toThrow('fetch failed');
  },
);

test('where npm starts it and is stopped, the shell between ends without a word: the server ends all the same', async () => {
  const data = mkdtempSync(join(tmpdir(), 'isocentre-data-'));
  folders.push(data);
  const start = JSON.stringify(fileURLToPath(new URL('../../scripts/start.mjs', import.meta.url)));
  const shell = join(folder, 'shell.mjs');
  const spawning = `spawn(process.execPath, [${start}, ...process.argv.slice(2)], { stdio: 'inherit' })`;
  writeFileSync(shell, `import { spawn } from 'node:child_process';\n${spawning};\n`);
  const server = await startServer(data, [], { npm_lifecycle_event: 'start' }, [], shell);
  await server.until('The registers are in');
  // Waits until nobody is left who could print something.
  expect(await server.end('SIGKILL')).toBe(null);
  expect(existsSync(join(data, 'data', 'postmaster.pid'))).toBe(false);
  await expect(fetch(`${server.address}/health`)).rejects.toThrow('fetch failed');
});

test('a wrong row of a file takes nothing down: what was there is served, nothing of it is written, and how to go on is said', async () => {
  const file = join(folder, 'wrong.csv');
  writeFileSync(file, 'OrganisationCode,Name,OpenDate\nX1A,SALTMARSH NHS TRUST,20200401\nX1B,FENS NHS TRUST,soon\n');
  const data = mkdtempSync(join(tmpdir(), 'isocentre-data-'));
  folders.push(data);
  const server = await startServer(data, ['--organisations', file]);
  await server.until('npx isocentre organisations import');
  expect(server.printed().replaceAll(/\s+/g, ' ')).toContain(
    'wrong.csv:3 column 3, opening date: found "soon"; expected a day',
  );
  const response = await fetch(`${server.address}/registers/organisations`);
  expect([response.status, (await response.text()).includes('Nothing is on this register yet')]).toEqual([200, true]);
  expect((await fetch(`${server.address}/registers/organisations/X1A`)).status).toBe(404);
  expect(await server.end()).toBe(0);
});

/** A receiver of webhooks that notes what it is told, and the settings by which it is told. */
const startReceiver = async () => {
  const told: string[] = [];
  const receiver = createServer((request, response) => {
    request.on('data', (chunk: Buffer) => told.push(chunk.toString()));
    request.on('end', () => response.writeHead(204).end());
  });
  await new Promise<void>((done) => receiver.listen(0, '127.0.0.1', done));
  const address = receiver.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  const receivers = join(folder, 'receivers.yaml');
  const entry = `name: estates, registers: [organisations], webhook: "http://127.0.0.1:${port}/", secret-variable: HOOK`;
  writeFileSync(receivers, `receivers:\n- {${entry}}\n`);
  const settings = {
    ISOCENTRE_RECEIVERS: receivers,
    ISOCENTRE_ORIGIN: 'https://isocentre.example',
    HOOK: `whsec_${Buffer.alloc(32, 1).toString('base64')}`,
  };
  return { told, settings, close: () => receiver.close() };
};

test('a process beside the server tells a receiver what was decided there', async () => {
  const { told, settings, close } = await startReceiver();
  const file = join(folder, 'one.csv');
  writeFileSync(file, 'OrganisationCode,Name,OpenDate\nX1A,SALTMARSH NHS TRUST,20200401\n');
  const data = mkdtempSync(join(tmpdir(), 'isocentre-data-'));
  folders.push(data);
  const server = await startServer(data, ['--organisations', file]);
  await server.until('Organisations imported: 1.');
  const beside = await startServer(data, ['--deliver-only'], settings);
  await beside.until('Receivers are told: estates.');
  while (told.length === 0) await new Promise((done) => setTimeout(done, 50));
  expect(told.join('')).toContain('"key":"X1A"');
  expect(await beside.end()).toBe(0);
  expect(await server.end()).toBe(0);
  close();
});

test('a process that tells receivers refuses a database of invented people, and tells nobody', async () => {
  const { told, settings, close } = await startReceiver();
  const file = join(folder, 'invented.csv');
  writeFileSync(file, 'OrganisationCode,Name,OpenDate\nX1A,SALTMARSH NHS TRUST,20200401\n');
  const data = mkdtempSync(join(tmpdir(), 'isocentre-data-'));
  folders.push(data);
  const server = await startServer(data, ['--development-sign-in', '--organisations', file]);
  await server.until('Organisations imported: 1.');
  const beside = await startServer(data, ['--deliver-only'], settings);
  await beside.until('what they decide is told to nobody');
  expect(beside.printed().replaceAll(/\s+/g, ' ')).toContain(
    'The registers cannot be used. ISOCENTRE_RECEIVERS: found memberships of people who are invented; expected a database without',
  );
  expect(await beside.end()).toBe(0);
  expect(await server.end()).toBe(0);
  expect(told).toEqual([]);
  close();
});

test('a database that cannot start is one plain message, and the planner works', async () => {
  const server = await startServer('', [], { DATABASE_URL: 'postgres://a:secret@127.0.0.1:1/b' });
  await server.until(/The registers cannot be used; the planner works. It is tried again.\s+127.0.0.1:1\/b: found/);
  expect(server.printed()).not.toContain('secret');
  expect((await fetch(`${server.address}/`)).status).toBe(200);
  expect((await fetch(`${server.address}/registers`)).status).toBe(503);
  expect(await server.end()).toBe(0);
});

test.each([
  [['--port', 'x'], '--port: found "x"; expected a whole number from 0 to 65535; 0 takes any free port\n'],
  [
    ['--organisations', 'none.csv'],
    'none.csv: found no such file; expected a file of organisations that can be read\n',
  ],
  [
    ['--colour'],
    'npm start: found "--colour"; expected --port N, --organisations FILE, --development-sign-in or --deliver-only\n',
  ],
])('%j is refused with 2', (args, stderr) => {
  const { status, ...rest } = spawnSync(process.execPath, [bin, ...args], { encoding: 'utf8' });
  expect({ status, stdout: rest.stdout, stderr: rest.stderr }).toEqual({ status: 2, stdout: '', stderr });
});

test('npm start tells help and a wrong option before it installs or builds anything, in the words of the server', () => {
  // Nothing is there that could be installed or built.
  const bare = mkdtempSync(join(tmpdir(), 'isocentre-start-'));
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const files = ['scripts/start.mjs', 'scripts/prepare.mjs', 'apps/server/usage.txt', 'apps/cli/words.txt'];
  for (const file of [...files, 'apps/cli/bin/isocentre.js']) cpSync(join(root, file), join(bare, file));
  const run = (...command: readonly string[]): unknown => {
    const { status, stdout, stderr } = spawnSync(process.execPath, command, { encoding: 'utf8', cwd: bare });
    return { status, stdout, stderr };
  };
  for (const args of [
    ['--help'],
    ['--port', '1', '-h'],
    ['--colour'],
    ['--port'],
    ['--organisations', 'none.csv'],
    ['-y'],
  ]) {
    const told = run(join(bare, 'scripts/start.mjs'), ...args);
    expect(told).toEqual(run(bin, ...args));
    expect(told).toMatchObject({ status: args.some((one) => ['--help', '-h'].includes(one)) ? 0 : 2 });
  }
  expect(run(join(bare, 'scripts/start.mjs'), 'projekt')).toEqual({
    status: 2,
    stdout: '',
    stderr: expect.stringMatching(/^isocentre: found "projekt"; expected assure, .*\bproject, .*\n$/),
  });
  // Nor is a command, which says what to run.
  expect(run(join(bare, 'apps/cli/bin/isocentre.js'), 'project')).toEqual({
    status: 1,
    stdout: '',
    stderr: 'isocentre: found nothing built; run "npm run build" in the folder of the project first\n',
  });
  rmSync(bare, { recursive: true });
});

test('help says what npm start takes', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, '--help'], { encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  for (const option of ['--port N', '--organisations FILE', '--development-sign-in', '--deliver-only', 'COMMAND'])
    expect(stdout).toContain(option);
});
