// `npm test`: everything that must hold before a change lands, cheapest first.
import { readdirSync, readFileSync } from 'node:fs';
import { prepare, root, runOrEnd, runTool } from './prepare.mjs';

const step = (title, work) => {
  const start = Date.now();
  process.stdout.write(`\n— ${title}\n`);
  work();
  process.stdout.write(`  ${((Date.now() - start) / 1000).toFixed(1)} s\n`);
};

step('install and build', prepare);
step('format', () => runTool('oxfmt/bin/oxfmt', ['--check', '.']));
step('lint', () => runTool('oxlint/bin/oxlint', ['--type-aware', '--deny-warnings']));
// The server's tests by themselves: what describes its API adds to the types of zod, which then go too deep elsewhere.
step('types of tests', () => {
  for (const project of ['tsconfig.tests.json', 'apps/server/tsconfig.tests.json'])
    runTool('typescript/bin/tsc', ['-p', project]);
});
step('boundaries', () => runOrEnd(process.execPath, [`${root}scripts/boundaries.mjs`]));
step('evidence', () => runOrEnd(process.execPath, [`${root}apps/cli/bin/isocentre.js`, 'evidence', 'check']));
step('behaviour', () => runOrEnd(process.execPath, [`${root}apps/cli/bin/isocentre.js`, 'check']));
step('public surface and schemas are those committed', () =>
  runOrEnd(process.execPath, [`${root}scripts/api.mjs`, '--check']),
);
// Twice, since a date may depend on where the machine stands: in London all but the packages that meet none; in UTC not
// the browser, the store, servers and applications, which are slow and have most of what they do with dates from others.
const meetsDate = (name) => {
  const folder = `${root}packages/${name}/src`;
  const sources = readdirSync(folder, { recursive: true }).filter((file) => /(?<!\.test)\.ts$/.test(file));
  return sources.some((file) => /\bDate\b\s*[.(]/.test(readFileSync(`${folder}/${String(file)}`, 'utf8')));
};
const dateless = readdirSync(`${root}packages`).filter((name) => !meetsDate(name));
const test = (zone, without) =>
  runTool('vitest/vitest.mjs', ['run', ...without.flatMap((path) => ['--exclude', path])], {
    env: { ...process.env, TZ: zone },
  });
step('tests, UTC', () => test('UTC', ['tests/browser/**', 'tests/server/**', 'packages/store/**', 'apps/**']));
step('tests, Europe/London', () =>
  test('Europe/London', ['tests/{independent,cohort,house}/**', `packages/{${dateless.join()}}/**`]),
);
