import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { Instrumenter } from '@stryker-mutator/instrumenter';
import { root } from './prepare.mjs';

const caught = ['Killed', 'Timeout'];
const missed = ['Survived', 'NoCoverage'];

/** Runs Stryker on a package, or on places of it, and gives its report file by file. */
const runStryker = (name, places) => {
  const { status } = spawnSync(process.execPath, [`${root}node_modules/@stryker-mutator/core/bin/stryker.js`, 'run'], {
    cwd: root,
    stdio: 'inherit',
    env: {
      ...process.env,
      ISOCENTRE_PACKAGE: name,
      ISOCENTRE_COUNTS: 'mutation',
      ...(places ? { ISOCENTRE_PLACES: JSON.stringify(places) } : {}),
    },
  });
  if (status !== 0) throw new Error(`stryker ended with ${status}`);
  return JSON.parse(readFileSync(`${root}reports/mutation-${name}.json`, 'utf8')).files;
};

const silent = { debug: () => {}, info: () => {}, isDebugEnabled: () => false };

const keyOf = (file, { location: { start, end }, mutatorName, replacement }) =>
  JSON.stringify([file, start.line, start.column, end.line, end.column, mutatorName, replacement]);

/** Draws mutants of a package, each as likely as any other and the same ones for the same code: those whose hash is lowest. */
const drawMutants = async (name, size) => {
  const folder = `packages/${name}/src/`;
  const files = readdirSync(root + folder, { recursive: true })
    .filter((file) => file.endsWith('.ts') && !/\.(test|bench)\.ts$|index\.ts$/u.test(file))
    .map((file) => ({ name: folder + file, content: readFileSync(root + folder + file, 'utf8'), mutate: true }));
  const options = { plugins: null, excludedMutations: [], ignorers: [] };
  const { mutants } = await new Instrumenter(silent).instrument(files, options);
  const drawn = mutants
    .map((mutant) => ({ mutant, hash: createHash('sha256').update(keyOf(mutant.fileName, mutant)).digest('hex') }))
    .toSorted((one, other) => (one.hash < other.hash ? -1 : 1))
    .slice(0, size)
    .map((one) => one.mutant);
  return { of: mutants.length, drawn };
};

// Stryker counts lines from 1 in what it is told and in its report, its instrumenter from 0.
const rangeOf = ({ fileName, location: { start, end } }) =>
  `${fileName}:${start.line + 1}:${start.column}-${end.line + 1}:${end.column}`;

/**
 * Mutates a sample of one package, where the whole would take a day, and gives its score with the exact 95 % interval.
 *
 * @param size How many mutants are drawn.
 */
export const mutateSample = async (name, least, size) => {
  const { of, drawn } = await drawMutants(name, size);
  const files = runStryker(name, drawn.map(rangeOf));
  const wanted = new Set(
    drawn.map((mutant) => {
      const up = ({ line, column }) => ({ line: line + 1, column: column + 1 });
      const { start, end } = mutant.location;
      return keyOf(mutant.fileName, { ...mutant, location: { start: up(start), end: up(end) } });
    }),
  );
  const mutants = Object.entries(files).flatMap(([file, { mutants: list }]) =>
    list.filter((mutant) => wanted.has(keyOf(file, mutant))).map((mutant) => ({ file, ...mutant })),
  );
  const withStatus = (states) => mutants.filter((mutant) => states.includes(mutant.status));
  const [found, lost] = [withStatus(caught).length, withStatus(missed).length];
  const { clopperPearson } = await import('@isocentre/assurance');
  const { lower, upper } = clopperPearson(found, found + lost);
  const score = found / (found + lost);
  return {
    bar: `mutation score of ${name} at least ${least * 100} %, on a sample`,
    passed: score >= least,
    figures: {
      score: Number(score.toFixed(4)),
      interval95: [Number(lower.toFixed(4)), Number(upper.toFixed(4))],
      drawn: mutants.length,
      of,
      caught: found,
      missed: lost,
      timedOut: withStatus(['Timeout']).length,
      survivors: withStatus(missed).map(
        ({ file, location, mutatorName }) => `${file}:${location.start.line} ${mutatorName}`,
      ),
    },
  };
};

/** Mutates one package and gives its score: the share of mutants that a test notices. */
export const mutate = (name, least) => {
  const files = runStryker(name);
  const mutants = Object.values(files).flatMap((file) => file.mutants);
  const count = (states) => mutants.filter((mutant) => states.includes(mutant.status)).length;
  const score = count(caught) / (count(caught) + count(missed));
  return {
    bar: `mutation score of ${name} at least ${least * 100} %`,
    passed: score >= least,
    figures: {
      score: Number(score.toFixed(4)),
      caught: count(caught),
      missed: count(missed),
      byFile: Object.fromEntries(
        Object.entries(files).map(([file, { mutants: list }]) => [
          file.replace(`packages/${name}/src/`, ''),
          `${list.filter((one) => caught.includes(one.status)).length} of ${list.filter((one) => [...caught, ...missed].includes(one.status)).length}`,
        ]),
      ),
    },
  };
};
