// `npm start`: the expected course of the United Kingdom's workforce, in the terminal.
import { prepare, root, runOrEnd } from './prepare.mjs';

prepare();
const given = process.argv.slice(2);
runOrEnd(process.execPath, [
  `${root}apps/cli/bin/isocentre.js`,
  ...(given.length > 0 ? given : ['project', 'todays-course']),
]);
