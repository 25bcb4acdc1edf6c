import { readdirSync, readFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { Instrumenter } from '@stryker-mutator/instrumenter';
import { hashOf } from './drawn-mutants.mjs';
import { root } from './prepare.mjs';

const caught = ['Killed', 'Timeout'];
const missed = ['Survived', 'NoCoverage'];

/** Runs Stryker on a package, or on the mutants drawn of it, and gives its report file by file. */
const runStryker = (name, drawing) => {
  const { status } = spawnSync(process.execPath, [`${root}node_modules/@stryker-mutator/core/bin/stryker.js`, 'run'], {
    cwd: root,
    stdio: 'inherit',
    env: {
      ...process.env,
      ISOCENTRE_PACKAGE: name,
      ISOCENTRE_COUNTS: 'mutation',
      ...(drawing
        ? {
            ISOCENTRE_PLACES: JSON.stringify(drawing.places),
            ISOCENTRE_DRAWING: drawing.id,
            ISOCENTRE_HIGHEST_HASH: drawing.highest,
          }
        : {}),
    },
  });
  if (status !== 0) throw new Error(`stryker ended with ${status}`);
  return JSON.parse(readFileSync(`${root}reports/mutation-${name}.json`, 'utf8')).files;
};

const silent = { debug: () => {}, info: () => {}, isDebugEnabled: () => false };

// Stryker counts lines from 1 in what it is told, its instrumenter from 0.
const rangeOf = ({ fileName, location: { start, end } }) =>
  `${fileName}:${start.line + 1}:${start.column}-${end.line + 1}:${end.column}`;

/**
 * Draws mutants of a package, each as likely as any other: those whose hash is lowest. The same code with the same tests
 * draws the same ones; another test draws others, so that no test can be written for those that will be drawn.
 */
const drawMutants = async (name, size) => {
  const folder = `packages/${name}/src/`;
  const all = readdirSync(root + folder, { recursive: true })
    .filter((file) => file.endsWith('.ts'))
    .toSorted((one, other) => (one < other ? -1 : 1));
  const drawing = createHash('sha256');
  for (const file of all) drawing.update(`${file}\n${readFileSync(root + folder + file, 'utf8')}`);
  const id = drawing.digest('hex');
  const files = all
    .filter((file) => !/\.(test|bench)\.ts$|index\.ts$/u.test(file))
    .map((file) => ({ name: folder + file, content: readFileSync(root + folder + file, 'utf8'), mutate: true }));
  const options = { plugins: null, excludedMutations: [], ignorers: [] };
  const { mutants } = await new Instrumenter(silent).instrument(files, options);
  const drawn = mutants
    .map((mutant) => ({ mutant, hash: hashOf(id, mutant.fileName, mutant) }))
    .toSorted((one, other) => (one.hash < other.hash ? -1 : 1))
    .slice(0, size);
  return { of: mutants.length, id, places: drawn.map(({ mutant }) => rangeOf(mutant)), highest: drawn.at(-1).hash };
};

/**
 * Mutates a sample of one package, where the whole would take a day, and gives its score with the exact 95 % interval.
 *
 * @param size How many mutants are drawn.
 */
export const mutateSample = async (name, least, size) => {
  const { of, ...drawing } = await drawMutants(name, size);
  const mutants = Object.entries(runStryker(name, drawing)).flatMap(([file, { mutants: list }]) =>
    list.map((mutant) => ({ file, ...mutant })),
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
      drawn: found + lost,
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
