// Builds apps/web into apps/web/dist, when something that goes into it changed since.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const target = `${root}apps/web/dist`;
// Beside what it tells about, so that it goes when that goes.
const stamp = `${target}/.built-from`;

const filesIn = (folder) =>
  readdirSync(`${root}${folder}`, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`.replaceAll('\\', '/'))
    .filter(
      (name) => !name.includes('/node_modules/') && !/\.(test|bench)\.|\.map$|\.tsbuildinfo$|\.d\.ts$/.test(name),
    );

const inputs = () => [
  ...[
    'data',
    'scenarios',
    'staffing-models',
    'apps/web/src',
    'apps/web/build',
    'packages',
    'docs/guides/example-screening',
  ].flatMap(filesIn),
  ...[
    'apps/web/index.html',
    'apps/web/vite.config.ts',
    'package-lock.json',
    'docs/guides/saltmarsh-service.csv',
    'docs/guides/luna16.yaml',
  ].map((name) => `${root}${name}`),
];

const hashOf = () => {
  const hash = createHash('sha256').update(process.version);
  for (const name of inputs().toSorted()) hash.update(name.slice(root.length)).update(readFileSync(name));
  return hash.digest('hex');
};

const wanted = hashOf();
if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) {
  process.stderr.write('Building the page…\n');
  const { build } = await import('vite');
  await build({ root: `${root}apps/web`, configFile: `${root}apps/web/vite.config.ts` });
  // The pages of the registers are written by the server; of the page's build they have the style alone.
  const { compile } = await import('sass');
  const { css } = compile(`${root}apps/web/src/registers.scss`, {
    style: 'compressed',
    loadPaths: [`${root}node_modules`],
    quietDeps: true,
  });
  writeFileSync(`${target}/registers.css`, css);
  writeFileSync(stamp, wanted);
}
