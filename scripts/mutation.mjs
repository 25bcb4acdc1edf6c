import { readFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { root } from './prepare.mjs';

const caught = ['Killed', 'Timeout'];
const missed = ['Survived', 'NoCoverage'];

/** Mutates one package and gives its score: the share of mutants that a test notices. */
export const mutate = (name, least) => {
  const { status } = spawnSync(process.execPath, [`${root}node_modules/@stryker-mutator/core/bin/stryker.js`, 'run'], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ISOCENTRE_PACKAGE: name, ISOCENTRE_COUNTS: 'mutation' },
  });
  if (status !== 0) throw new Error(`stryker ended with ${status}`);
  const { files } = JSON.parse(readFileSync(`${root}reports/mutation-${name}.json`, 'utf8'));
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
