// What the bars of the plan have in common: asking for one as the command does, in this process, and trying it in other
// futures.
import { loadavg } from 'node:os';
import { readFileSync, readdirSync } from 'node:fs';
import { readEvidence } from '@isocentre/evidence';
import { inProcessRunner, inProcessSolver, loadHighs } from '@isocentre/runner';
import { closingYears, planWorkforce, readScenario, runTasks } from '@isocentre/workforce';
import { root } from './prepare.mjs';

const outsideSeed = 4711;
export const runs = 2000;

const yamlOf = (folder) =>
  readdirSync(`${root}${folder}`, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => ({ name: `${folder}/${name}`, text: readFileSync(`${root}${folder}/${name}`, 'utf8') }));

export const { evidence } = readEvidence(yamlOf('data'));
const scenarios = yamlOf('scenarios');

/** A shipped scenario, with the nation as one or divided into regions. */
export const located = (name, geography = 'nation') => {
  const { value, where } = readScenario(scenarios.find((file) => file.name.endsWith(`/${name}.yaml`))).value;
  return { where, value: { ...value, baseline: { ...value.baseline, geography } } };
};

const runner = inProcessRunner();
export const tools = {
  solver: inProcessSolver(await loadHighs()),
  runEnsemble: (plan) => runner.run(plan),
  runNeeds: (plan) => runner.needs(plan),
  pause: async () => {},
  progress: () => {},
};

/** Runs something and says how long it took: seconds of processor time, on the clock, and how busy the machine was. */
export const timed = async (run) => {
  const [before, start] = [process.cpuUsage(), Date.now()];
  const value = await run();
  const { user, system } = process.cpuUsage(before);
  return {
    value,
    time: {
      processorSeconds: Number(((user + system) / 1e6).toFixed(1)),
      wallSeconds: Math.round((Date.now() - start) / 1e3),
      load: Number(loadavg()[0].toFixed(1)),
    },
  };
};

/**
 * Asks for a plan; a question that cannot be asked is a fault.
 *
 * @param progress Told what is being done; default: nobody.
 */
export const ask = async (scenario, question, progress = tools.progress) => {
  const of = { ...tools, progress };
  const { value: plan, time } = await timed(() => planWorkforce(scenario, evidence, { seed: 1, ...question }, of));
  if (!plan.ok) throw new Error(JSON.stringify(plan.problems));
  return { ...plan.value, time };
};

/** The share of other futures, of a seed that no plan was sought with, in which a plan closes. */
export const outside = ({ scenario, input, question }) => {
  const options = { runs, seed: outsideSeed, uncertainty: 'both' };
  const figures = [...evidence.figures.values()];
  const { total } = runTasks({ scenario, figures, askedYears: question.askedYears, by: [], options }, 10);
  return closingYears(input, total, 0).filter((year) => year <= question.closeBy).length / runs;
};

/** What is recorded of a plan. */
export const said = (plan) => ({
  status: plan.status,
  costMillion: Math.round(plan.cost / 1e6),
  shareClosed: plan.replay.shareClosed,
  outsideSeed: outside(plan),
  ...plan.time,
});
