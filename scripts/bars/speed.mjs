// How long an expected-value run takes, in one process on one core.
import { spawnSync } from 'node:child_process';
import { project } from '@isocentre/workforce';
import { root } from '../prepare.mjs';

const inputOf = (geography) => {
  const scenario = `${root}scenarios/todays-course.yaml`;
  const code = `
    import { readFileSync, readdirSync } from 'node:fs';
    import { readEvidence } from '@isocentre/evidence';
    import { readScenario, resolve } from '@isocentre/workforce';
    const files = readdirSync('data', { recursive: true }).filter((name) => name.endsWith('.yaml')).map((name) => ({ name, text: readFileSync('data/' + name, 'utf8') }));
    const read = readScenario({ name: 'x', text: readFileSync(${JSON.stringify(scenario)}, 'utf8') });
    const located = { ...read.value, value: { ...read.value.value, baseline: { geography: ${JSON.stringify(geography)} } } };
    process.stdout.write(JSON.stringify(resolve(located, readEvidence(files).evidence).value.input));
  `;
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '--eval', code], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  return JSON.parse(stdout);
};

const timesOf = (input) => {
  for (let run = 0; run < 50; run += 1) project(input);
  const times = Array.from({ length: 300 }, () => {
    const start = performance.now();
    project(input);
    return performance.now() - start;
  }).toSorted((a, b) => a - b);
  const at = (share) => Number(times[Math.floor(share * (times.length - 1))].toFixed(2));
  return { medianMs: at(0.5), p95Ms: at(0.95), slowestMs: at(1), runs: times.length };
};

export const measure = async () => {
  const nation = timesOf(inputOf('nation'));
  const regions = timesOf(inputOf('regions'));
  return {
    bar: 'expected-value run of 30 years, median: one nation under 3 ms, with regions under 20 ms',
    passed: nation.medianMs < 3 && regions.medianMs < 20,
    figures: { nation, regions },
  };
};
