// `npm start`: the planner, served to the browser of this machine; with a command behind `--`, that command.
import { prepare, root, runOrEnd } from './prepare.mjs';

prepare();
const given = process.argv.slice(2);
runOrEnd(process.execPath, [`${root}apps/cli/bin/isocentre.js`, ...(given.length > 0 ? given : ['serve'])]);
