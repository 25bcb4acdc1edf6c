import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const bin = fileURLToPath(new URL('../../apps/server/bin/isocentre-server.js', import.meta.url));

const patience = 60_000;

/** The server as a process of its own. */
export interface ServerProcess {
  readonly child: ChildProcess;
  readonly address: string;
  /** What it printed so far. */
  readonly printed: () => string;
  /** Waits until it printed something. */
  readonly until: (text: string | RegExp) => Promise<void>;
  /** Ends it and gives its exit code. */
  readonly end: (signal?: NodeJS.Signals) => Promise<number | null>;
}

/**
 * Starts the built server on any free port, with its data in a folder.
 *
 * @param flags What Node is told, such as `--require FILE`.
 * @param program The built server by default. Another leads a group of processes of its own, as by a prompt.
 */
export const startServer = async (
  folder: string,
  args: readonly string[] = [],
  environment: Readonly<Record<string, string>> = {},
  flags: readonly string[] = [],
  program = bin,
): Promise<ServerProcess> => {
  const child = spawn(process.execPath, [...flags, program, '--port', '0', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: program !== bin,
    env: { ...process.env, DATABASE_URL: '', ISOCENTRE_DATA: folder, ...environment },
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const ended = new Promise<number | null>((done) => {
    child.once('close', (code) => {
      done(code);
    });
  });
  const until = async (wanted: string | RegExp): Promise<void> => {
    const start = performance.now();
    while (typeof wanted === 'string' ? !text.includes(wanted) : !wanted.test(text)) {
      if (child.exitCode !== null || child.signalCode !== null || performance.now() - start > patience) {
        child.kill('SIGKILL');
        throw new Error(`the server did not print ${String(wanted)}: ${text}`);
      }
      await new Promise((done) => setTimeout(done, 20));
    }
  };
  await until('Ctrl-C');
  return {
    child,
    address: /^(http:\S+)\/\n/m.exec(text)?.[1] ?? '',
    printed: () => text,
    until,
    end: (signal = 'SIGTERM') => {
      child.kill(signal);
      return ended;
    },
  };
};
