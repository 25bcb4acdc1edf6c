import { readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';
import { removeUnfinished } from './files.ts';
import { exitCodes, run } from './run.ts';
import { Workspace } from './workspace.ts';

const widest = 80;
const narrowest = 40;
const widestAsked = 200;

const folder = (name: string): string => fileURLToPath(new URL(`../../../${name}`, import.meta.url));

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

// A pager that closes early is no error of ours: the exit code is that of what was done.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit();
  const found = error.code === 'ENOSPC' ? 'a full disk' : error.message;
  process.stderr.write(`standard output: found ${found}; expected a place that can be written to\n`);
  process.exit(exitCodes.refused);
});
// Nobody reads the messages: the exit code still tells.
process.stderr.on('error', () => undefined);

let stopped = '';
let running: (() => Promise<void>) | undefined;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => {
    removeUnfinished();
    // Whatever the line of progress says, the prompt comes on a line of its own.
    if (process.stderr.isTTY) process.stderr.write('\r\u001B[K');
    if (stopped !== '') process.stderr.write(`${stopped}\n`);
    // What serves until it is ended has then done what was asked.
    if (running) void running().then(() => process.exit(exitCodes.done));
    else process.exit(128 + constants.signals[signal]);
  });
}

const { stdout, env } = process;
const isTerminal = stdout.isTTY ?? false;

/** The columns of a terminal; without one what COLUMNS says, as long as it makes sense. */
const askedWidth = (): number | undefined => {
  // A terminal that does not know its size says 0.
  if (isTerminal) return stdout.columns > 0 ? Math.max(narrowest, Math.min(widest, stdout.columns)) : widest;
  const asked = Number(env['COLUMNS']);
  return Number.isInteger(asked) && asked >= narrowest && asked <= widestAsked ? asked : undefined;
};
const width = askedWidth();

process.exitCode = await run(
  process.argv.slice(2),
  new Workspace({
    data: folder('data'),
    scenarios: folder('scenarios'),
    checks: folder('checks'),
    page: folder('apps/web/dist'),
    environment: env,
  }),
  {
    width: width ?? widest,
    ...(width === undefined ? {} : { problemWidth: width }),
    colour: isTerminal && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb',
    isTerminal,
    whenStopped: (text) => {
      stopped = text;
    },
    keepRunning: (close) => {
      running = close;
    },
    ...(process.stderr.isTTY
      ? {
          progress: (text: string) => {
            process.stderr.write(`\r\u001B[K${text}`);
          },
        }
      : {}),
  },
  {
    out: (content) => stdout.write(content),
    error: (text) => process.stderr.write(text),
  },
  version,
);
