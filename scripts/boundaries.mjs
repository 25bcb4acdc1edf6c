// Holds the floors of the house. Fails on a violation, and when it saw fewer modules than there are source files,
// since a checker that reads nothing also finds nothing.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = resolve(process.argv[2] ?? root);

const sources = ['packages', 'apps'].flatMap((part) => {
  try {
    return readdirSync(`${folder}/${part}`, { recursive: true })
      .map((name) => `${part}/${String(name)}`.replaceAll('\\', '/'))
      .filter(
        (name) => /\/src\/.*\.tsx?$/.test(name) && !/\.(test|bench)\.ts$/.test(name) && !name.includes('node_modules'),
      );
  } catch {
    return [];
  }
});
const fail = (text) => {
  process.stderr.write(`${text}\n`);
  process.exit(1);
};
if (sources.length === 0) fail(`boundaries: found no source file under ${folder}; expected packages/*/src`);

const cruise = spawnSync(
  process.execPath,
  [
    `${root}node_modules/dependency-cruiser/bin/dependency-cruise.mjs`,
    '--config',
    `${root}.dependency-cruiser.cjs`,
    '--output-type',
    'json',
    ...sources,
  ],
  { cwd: folder, encoding: 'utf8', maxBuffer: 2 ** 28 },
);
if (!cruise.stdout.startsWith('{')) fail(`boundaries: the checker gave no result\n${cruise.stderr}`);
const { modules, summary } = JSON.parse(cruise.stdout);
const seen = new Set(modules.map((module) => module.source));
const unseen = sources.filter((name) => !seen.has(name));
const dependencies = modules.reduce((sum, module) => sum + module.dependencies.length, 0);
if (unseen.length > 0)
  fail(`boundaries: the checker did not read ${unseen.slice(0, 5).join(', ')}${unseen.length > 5 ? ' …' : ''}`);
if (summary.violations.length > 0) {
  fail(summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`).join('\n'));
}
process.stdout.write(`${sources.length} source files, ${dependencies} imports, no boundary crossed\n`);
