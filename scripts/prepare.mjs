// What every npm script needs first: installed dependencies and a build, each only when something changed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** Runs a program and ends this one where it fails. */
export const runOrEnd = (program, args, options = {}) => {
  const { status, error } = spawnSync(program, args, { cwd: root, stdio: 'inherit', ...options });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
};

/** Runs a tool that is installed in the project, without npm in between. */
export const runTool = (file, args, options) =>
  runOrEnd(process.execPath, [`${root}node_modules/${file}`, ...args], options);

const stamp = `${root}node_modules/.isocentre-installed`;

/** Installs from the lockfile when node_modules is missing or of another lockfile or Node. */
export const install = () => {
  const wanted = createHash('sha256')
    .update(readFileSync(`${root}package-lock.json`))
    .update(process.version)
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  process.stderr.write('Installing the dependencies named in package-lock.json…\n');
  // npm runs the scripts that call this, so its own path is known; Windows could not start `npm` by name.
  const npm = process.env.npm_execpath;
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  const output = ['ignore', 2, 2];
  if (npm) runOrEnd(process.execPath, [npm, ...args], { stdio: output });
  else runOrEnd('npm', args, { stdio: output });
  writeFileSync(stamp, wanted);
};

const builtStamp = `${root}node_modules/.isocentre-built`;

const within = (folder, list) => {
  for (const entry of readdirSync(`${root}${folder}`, { withFileTypes: true })) {
    if (entry.name === 'node_modules') continue;
    const name = `${folder}/${entry.name}`;
    if (entry.isDirectory()) within(name, list);
    else list.push(name);
  }
  return list;
};

/** Names, sizes and times of all that is built from and was built: a change of any is a reason to look closer. */
const stateOfFiles = () => {
  const folders = ['apps', 'packages', 'data', 'scenarios', 'staffing-models', 'docs/guides'];
  const single = ['tsconfig.json', 'tsconfig.base.json', 'package-lock.json', 'scripts/build-page.mjs'];
  const names = [...folders.flatMap((folder) => within(folder, [])), ...single];
  const hash = createHash('sha256').update(process.version);
  for (const name of names) {
    const { size, mtimeMs } = lstatSync(`${root}${name}`);
    hash.update(`${name} ${size} ${mtimeMs}\n`);
  }
  return hash.digest('hex');
};

/** Compiles what changed, and builds the page from it. */
export const build = () => {
  if (existsSync(builtStamp) && readFileSync(builtStamp, 'utf8') === stateOfFiles()) return;
  if (!existsSync(`${root}apps/server/dist/main.js`)) process.stderr.write('Compiling…\n');
  runTool('typescript/bin/tsc', ['-b']);
  // A process of its own, since the tools are there only after the installation.
  runOrEnd(process.execPath, [`${root}scripts/build-page.mjs`], { stdio: ['ignore', 2, 2] });
  writeFileSync(builtStamp, stateOfFiles());
};

/** Installs and builds. */
export const prepare = () => {
  install();
  build();
};
