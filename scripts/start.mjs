// `npm start`: planner and registers, served to the browser of this machine; with a command behind `--`, that command.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { prepare, root } from './prepare.mjs';

const given = process.argv.slice(2);
const shell = process.ppid;
const isCommand = given[0] !== undefined && (!given[0].startsWith('-') || given[0] === '--version');
// What can be told before minutes of building is told then; the server tells it too.
const usage = readFileSync(`${root}apps/server/usage.txt`, 'utf8');
if (!isCommand && (given.includes('--help') || given.includes('-h'))) {
  process.stdout.write(usage);
  process.exit(0);
}
if (!isCommand) {
  const found = [...usage.matchAll(/npm start -- --([a-z-]+)( [A-Z]+)?/g)];
  const options = found.map(([, name, operand]) => [name, { type: operand ? 'string' : 'boolean' }]);
  try {
    parseArgs({ args: given, options: Object.fromEntries(options), strict: true });
  } catch {
    const names = found.map(([, name, operand = '']) => `--${name}${operand}`);
    const expected = `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
    process.stderr.write(`npm start: found "${given.join(' ')}"; expected ${expected}\n`);
    process.exit(2);
  }
}
if (isCommand && !given[0].startsWith('-')) {
  const words = readFileSync(`${root}apps/cli/words.txt`, 'utf8').trimEnd().split('\n');
  if (!words.includes(given[0])) {
    process.stderr.write(`isocentre: found "${given[0]}"; expected ${words.join(', ')}\n`);
    process.exit(2);
  }
}
const at = given.findIndex((one) => /^--organisations(=|$)/.test(one));
const file = at < 0 ? undefined : (given[at].split('=')[1] ?? given[at + 1]);
if (file !== undefined && !existsSync(file)) {
  process.stderr.write(`${file}: found no such file; expected a file of organisations that can be read\n`);
  process.exit(2);
}
prepare();
const program = isCommand ? 'apps/cli/bin/isocentre.js' : 'apps/server/bin/isocentre-server.js';
const child = spawn(process.execPath, [`${root}${program}`, ...given], { cwd: root, stdio: 'inherit' });
// Who stops this means the program; this ends after it, when it has let go of its folder.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
// npm passes a signal on to the shell between, which ends and tells nobody.
const look = () => process.ppid !== shell && child.kill();
if (process.env.npm_lifecycle_event === 'start') setInterval(look, 200).unref();
child.once('exit', (code, signal) => {
  process.exitCode = code ?? 1;
  if (signal === null) return;
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
});
