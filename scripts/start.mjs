// `npm start`: planner and registers, served to the browser of this machine; with a command behind `--`, that command.
import { prepare, root, runOrEnd } from './prepare.mjs';

prepare();
const given = process.argv.slice(2);
const isCommand = given[0] !== undefined && (!given[0].startsWith('-') || given[0] === '--version');
const program = isCommand ? 'apps/cli/bin/isocentre.js' : 'apps/server/bin/isocentre-server.js';
runOrEnd(process.execPath, [`${root}${program}`, ...given]);
