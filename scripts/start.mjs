// `npm start`: planner and registers, served to the browser of this machine; with a command behind `--`, that command.
import { existsSync } from 'node:fs';
import { prepare, root, runOrEnd } from './prepare.mjs';

const given = process.argv.slice(2);
// Told before minutes of building; the server tells it too.
const at = given.findIndex((one) => /^--organisations(=|$)/.test(one));
const file = at < 0 ? undefined : (given[at].split('=')[1] ?? given[at + 1]);
if (file !== undefined && !existsSync(file)) {
  process.stderr.write(`${file}: found no such file; expected a file of organisations that can be read\n`);
  process.exit(2);
}
prepare();
const isCommand = given[0] !== undefined && (!given[0].startsWith('-') || given[0] === '--version');
const program = isCommand ? 'apps/cli/bin/isocentre.js' : 'apps/server/bin/isocentre-server.js';
runOrEnd(process.execPath, [`${root}${program}`, ...given]);
