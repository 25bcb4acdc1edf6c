// `npm run bars [-- NAME…]`: the heavy checks at full count. Each writes docs/measured/NAME.json.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { basename } from 'node:path';
import { prepare, root } from './prepare.mjs';

const git = (...args) => spawnSync('git', args, { cwd: root, encoding: 'utf8' }).stdout.trim();

const machine = () => ({
  processor: cpus()[0]?.model ?? 'unknown',
  cores: cpus().length,
  memoryGiB: Math.round(totalmem() / 2 ** 30),
  node: process.version,
  system: `${process.platform} ${process.arch}`,
});

const all = readdirSync(`${root}scripts/bars`)
  .filter((name) => name.endsWith('.mjs'))
  .map((name) => basename(name, '.mjs'))
  .toSorted();
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !all.includes(name));
if (unknown.length > 0) {
  process.stderr.write(`bars: found "${unknown.join(' ')}"; expected any of ${all.join(', ')}\n`);
  process.exit(2);
}

prepare();
mkdirSync(`${root}docs/measured`, { recursive: true });
let failed = false;
for (const name of asked.length > 0 ? asked : all) {
  process.stdout.write(`\n— ${name}\n`);
  const start = Date.now();
  const { measure } = await import(`./bars/${name}.mjs`);
  const { passed, bar, figures } = await measure();
  const record = {
    bar,
    passed,
    figures,
    commit: git('rev-parse', 'HEAD'),
    changedSince:
      git('status', '--porcelain', '--', 'packages', 'apps', 'data', 'scenarios', 'tests', 'scripts') !== '',
    measuredOn: new Date().toISOString().slice(0, 10),
    seconds: Math.round((Date.now() - start) / 1000),
    machine: machine(),
  };
  writeFileSync(`${root}docs/measured/${name}.json`, `${JSON.stringify(record, null, 2)}\n`);
  process.stdout.write(`${passed ? 'met' : 'NOT MET'}: ${bar}\n${JSON.stringify(figures, null, 2)}\n`);
  failed ||= !passed;
}
process.exit(failed ? 1 : 0);
