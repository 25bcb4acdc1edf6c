// `npm start`: the course of the United Kingdom's workforce in the terminal, with few futures so that it answers at once.
import { prepare, root, runOrEnd } from './prepare.mjs';

prepare();
const given = process.argv.slice(2);
runOrEnd(process.execPath, [
  `${root}apps/cli/bin/isocentre.js`,
  ...(given.length > 0 ? given : ['project', 'todays-course', '--runs', '200']),
]);
