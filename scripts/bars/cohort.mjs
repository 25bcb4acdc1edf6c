// Exact draws of the cohort case (tests/cohort) against numpy vectorised over runs, and against the same arithmetic in C.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ts from 'typescript';
import { root } from '../prepare.mjs';

const folder = `${root}tests/cohort/`;
const runs = 1000;
const batches = 4;
const rounds = 7;
const seed = 1;

const run = (program, args, options = {}) => {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' },
    ...options,
  });
  if (error || status !== 0) throw new Error(`${program} ended with ${status ?? error}: ${stderr}`);
  return stdout;
};

// Node 20 reads no types. The copies stand in the project, where the packages that they import are found.
const compile = () => {
  mkdirSync(`${folder}dist`, { recursive: true });
  for (const name of ['cohort', 'moments']) {
    const { outputText } = ts.transpileModule(readFileSync(`${folder}${name}.ts`, 'utf8'), {
      compilerOptions: { target: 'ES2023', module: 'ESNext', rewriteRelativeImportExtensions: true },
    });
    writeFileSync(`${folder}dist/${name}.js`, outputText);
  }
};

// All of preparing and simulating, with what the engine compiles meanwhile; a helper thread's time counts too.
const code = `
  import { cohort, hashOf } from '${folder}dist/cohort.js';
  import { largestScore, momentsOf } from '${folder}dist/moments.js';
  const timed = (work) => {
    const start = process.cpuUsage();
    const value = work();
    const { user, system } = process.cpuUsage(start);
    seconds += (user + system) / 1e6;
    return value;
  };
  let seconds = 0;
  const simulate = timed(() => cohort());
  const courses = Array.from({ length: ${batches} }, (_, batch) => timed(() => simulate(${runs}, batch * ${runs}, ${seed})));
  const hashes = [0, 1].map((start) => courses.reduce((hash, course) => hashOf(course, hash), start));
  const score = process.argv.includes('score') ? largestScore(momentsOf(courses), ${runs * batches}) : undefined;
  process.stdout.write(JSON.stringify({ seconds, hashes, score }));
`;
const ours = (...args) => JSON.parse(run(process.execPath, ['--input-type=module', '--eval', code, '--', ...args]));

// Debian's Python before others on the path, since its numpy is the one to compare with.
const python = ['/usr/bin/python3', 'python3'].find(
  (program) => spawnSync(program, ['-c', 'import numpy'], { stdio: 'ignore' }).status === 0,
);
const gcc = spawnSync('gcc', ['--version'], { encoding: 'utf8' });

const spreadOf = (values) => {
  const sorted = values.toSorted((a, b) => a - b);
  const rate = (value) => Number(value.toPrecision(4));
  return { median: rate(sorted[Math.floor(sorted.length / 2)]), least: rate(sorted[0]), most: rate(sorted.at(-1)) };
};

export const measure = async () => {
  const missing = [
    ...(python ? [] : ['numpy (apt-get install python3-numpy)']),
    ...(gcc.status === 0 ? [] : ['gcc (apt-get install gcc)']),
  ];
  if (missing.length > 0) throw new Error(`the cohort case can't be compared without ${missing.join(' and ')}`);
  compile();
  const temporary = mkdtempSync(join(tmpdir(), 'isocentre-cohort-'));
  try {
    const program = join(temporary, 'cohort');
    const options = ['-O3', '-ffp-contract=off', '-std=c11', '-D_DEFAULT_SOURCE'];
    run('gcc', [...options, '-o', program, 'cohort.c', '-lm']);
    const inC = () => JSON.parse(run(program, [`${runs}`, `${batches}`, `${seed}`]));
    const inNumpy = () =>
      JSON.parse(run(python, ['cohort.py', `${runs}`, `${batches}`, `${seed}`], { maxBuffer: 2 ** 26 }));

    const times = Array.from({ length: rounds }, () => ({ ours: ours(), c: inC(), numpy: inNumpy() }));
    const { largestByChance, largestScore } = await import(`${folder}dist/moments.js`);
    const scores = { ours: ours('score').score, numpy: largestScore(times[0].numpy, runs * batches) };
    const of = (value) => spreadOf(times.map(value));
    const figures = {
      runsPerRound: runs * batches,
      rounds,
      hashes: times[0].ours.hashes,
      hashesEqual: times.every(({ ours: a, c }) => `${a.hashes}` === `${c.hashes}`),
      // Of the means and variances of 12 groups over 30 years from the true ones, in standard deviations.
      largestDistance: { ours: Number(scores.ours.toFixed(2)), numpy: Number(scores.numpy.toFixed(2)) },
      runsPerSecond: {
        ours: of(({ ours: { seconds } }) => (runs * batches) / seconds),
        c: of(({ c: { seconds } }) => (runs * batches) / seconds),
        numpy: of(({ numpy: { seconds } }) => (runs * batches) / seconds),
      },
      timesNumpy: of((round) => round.numpy.seconds / round.ours.seconds),
      timeOfC: of((round) => round.ours.seconds / round.c.seconds),
      numpy: times[0].numpy.numpy,
      gcc: `${gcc.stdout.split('\n')[0]}, ${options.join(' ')}`,
    };
    return {
      bar: 'cohort case of 12 groups, 50 ages and 30 years, exact draws on one core, processor time of preparing and simulating with what the engine compiles meanwhile: at least 3 times the runs a second of numpy (aim 5), at most 2.5 times the time of the same arithmetic in C (aim 1.5) with equal hashes, and means and variances true within chance',
      passed:
        figures.hashesEqual &&
        figures.timesNumpy.median >= 3 &&
        figures.timeOfC.median <= 2.5 &&
        Math.max(scores.ours, scores.numpy) < largestByChance,
      figures,
    };
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
};
