// How long an ensemble of the United Kingdom takes on one core, and how much memory, each in a process of its own.
import { spawnSync } from 'node:child_process';
import { root } from '../prepare.mjs';

const code = `
  import { readFileSync, readdirSync } from 'node:fs';
  import { readEvidence } from '@isocentre/evidence';
  import { drawsATask } from '@isocentre/runner';
  import { readReporting, readScenario, reportProjection, resolve, runTasks } from '@isocentre/workforce';
  const [geography, uncertainty, dimensions] = process.argv.slice(1);
  const files = readdirSync('data', { recursive: true }).filter((name) => name.endsWith('.yaml')).map((name) => ({ name, text: readFileSync('data/' + name, 'utf8') }));
  const { evidence } = readEvidence(files);
  const read = readScenario({ name: 'x', text: readFileSync('scenarios/todays-course.yaml', 'utf8') });
  const located = { ...read.value, value: { ...read.value.value, baseline: { geography } } };
  const by = dimensions.split(',');
  const options = { runs: 1000, seed: 1, uncertainty };
  const plan = { scenario: located.value, figures: [...evidence.figures.values()], by, options };
  const start = performance.now();
  const result = runTasks(plan, drawsATask);
  const simulated = performance.now();
  reportProjection(resolve(located, evidence).value, by, false, { result, options, levels: readReporting(evidence).value.levels });
  const end = performance.now();
  const memory = process.resourceUsage().maxRSS / 1024;
  process.stdout.write(JSON.stringify({ runSeconds: (simulated - start) / 1000, reportSeconds: (end - simulated) / 1000, memoryMB: memory }));
`;

const once = (geography, uncertainty, by) => {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['--input-type=module', '--eval', code, '--', geography, uncertainty, by],
    { cwd: root, encoding: 'utf8' },
  );
  if (!stdout) throw new Error(stderr);
  return JSON.parse(stdout);
};

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

const figuresOf = (geography, uncertainty, by) => {
  const times = Array.from({ length: 3 }, () => once(geography, uncertainty, by));
  const of = (key) => Number(median(times.map((time) => time[key])).toFixed(2));
  return { runSeconds: of('runSeconds'), reportSeconds: of('reportSeconds'), memoryMB: Math.round(of('memoryMB')) };
};

export const measure = async () => {
  const figures = {
    nationChance: figuresOf('nation', 'chance', 'specialism'),
    nationBoth: figuresOf('nation', 'both', 'specialism'),
    regionsBoth: figuresOf('regions', 'both', 'region'),
    // Not judged: all 120 cells kept run by run, 238 MB of values.
    everyCellBoth: figuresOf('regions', 'both', 'specialism,group,region'),
  };
  const { nationBoth, regionsBoth } = figures;
  return {
    bar: '1,000 runs of 30 years on one core, median of 3: one nation under 2 s, with regions under 10 s, memory under 300 MB',
    passed:
      nationBoth.runSeconds < 2 &&
      regionsBoth.runSeconds < 10 &&
      Math.max(nationBoth.memoryMB, regionsBoth.memoryMB) < 300,
    figures,
  };
};
