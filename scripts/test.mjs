// `npm test`: everything that must hold before a change lands, cheapest first.
import { execFile } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { prepare, root, runTool } from './prepare.mjs';

const step = (title, work) => {
  const start = Date.now();
  process.stdout.write(`\n— ${title}\n`);
  work();
  process.stdout.write(`  ${((Date.now() - start) / 1000).toFixed(1)} s\n`);
};

step('install and build', prepare);
step('format', () => runTool('oxfmt/bin/oxfmt', ['--check', '.']));
/** Runs programs side by side, one a processor; what each says is told when it has ended, and a failure ends all. */
const sideBySide = async (title, calls) => {
  const start = Date.now();
  process.stdout.write(`\n— ${title}\n`);
  const waiting = [...calls];
  const work = async () => {
    for (let call = waiting.shift(); call; call = waiting.shift()) {
      const [name, ...words] = call;
      const one = Date.now();
      const { error, said } = await new Promise((done) => {
        const options = { cwd: root, maxBuffer: 2 ** 26 };
        execFile(process.execPath, words, options, (failed, out, told) => done({ error: failed, said: out + told }));
      });
      process.stdout.write(`  ${name}: ${((Date.now() - one) / 1000).toFixed(1)} s\n${said}`);
      if (error) process.exit(1);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  process.stdout.write(`  ${((Date.now() - start) / 1000).toFixed(1)} s\n`);
};
const tool = (file) => `${root}node_modules/${file}`;
const command = `${root}apps/cli/bin/isocentre.js`;
await sideBySide('lint, types of tests, boundaries, evidence, behaviour, public surface', [
  ['lint', tool('oxlint/bin/oxlint'), '--type-aware', '--deny-warnings'],
  ['types of tests', tool('typescript/bin/tsc'), '-p', 'tsconfig.tests.json'],
  // By themselves: what describes the server's API adds to the types of zod, which then go too deep elsewhere.
  ['types of the server’s tests', tool('typescript/bin/tsc'), '-p', 'apps/server/tsconfig.tests.json'],
  ['boundaries', `${root}scripts/boundaries.mjs`],
  ['evidence', command, 'evidence', 'check'],
  ['behaviour', command, 'check'],
  ['public surface and schemas are those committed', `${root}scripts/api.mjs`, '--check'],
]);
step('tests, in UTC and in Europe/London', () =>
  runTool('vitest/vitest.mjs', ['run', '--config', 'vitest.zones.config.ts']),
);
