import { availableParallelism } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import { toCsv, toXlsx } from '@isocentre/documents';
import { failure, success, type Evidence, type Located, type Problem, type Result } from '@isocentre/evidence';
import { threadRunner, threadSolver } from '@isocentre/runner';
import {
  planJson,
  planTable,
  planWorkforce,
  sayPlan,
  scenarioYaml,
  scoreAsks,
  scoreTable,
  spendingTable,
  timetableSheets,
  tradeOff,
  tradeOffCosts,
  tradeOffJson,
  tradeOffTable,
  type PlanLimits,
  type PlanQuestion,
  type PlanTools,
  type Scenario,
} from '@isocentre/workforce';
import { askedOf, askedOptions, askScenario, ownOf } from '../asked-scenario.ts';
import {
  formatOption,
  outOption,
  wholeNumber,
  type Command,
  type Given,
  type Output,
  type Terminal,
} from '../command.ts';
import { planText, scoreText, tradeOffText } from '../text/plan.ts';
import { wrap } from '../text/wrap.ts';
import type { Workspace } from '../workspace.ts';

const formats = ['text', 'json', 'csv', 'xlsx', 'yaml'] as const;
const defaultScenario = 'todays-course';
const defaultConfidence = 0.8;
const mostThreads = 8;
// With fewer, luck decides whether a plan is said to be found.
const fewestRuns = 200;
const mostRuns = 100_000;
const scoreRuns = 1000;

// What a plan is asked for; scored levers are as they are.
const ofPlans = ['confidence', 'budget', 'limit'] as const;

const limitNames = {
  growth: 'trainingGrowth',
  ceiling: 'trainingCeiling',
  overseas: 'overseasCeiling',
  retention: 'retentionCeiling',
  supervision: 'supervision',
} as const satisfies Readonly<Record<string, keyof PlanLimits>>;

const sayNames = Object.keys(limitNames).join(', ');
const shares: ReadonlySet<string> = new Set(['overseas', 'retention']);

/** Reads `--limit overseas=0.03,supervision=1.25` and `--budget 40m`. */
const limitsOf = (given: Given): Result<Partial<PlanLimits>> => {
  const problems: Problem[] = [];
  const limits: Partial<Record<keyof PlanLimits, number>> = {};
  for (const part of given.text('limit')?.split(',') ?? []) {
    const [name = '', text = ''] = part.split('=');
    const value = Number(text);
    const key = Object.hasOwn(limitNames, name) ? limitNames[name as keyof typeof limitNames] : undefined;
    const most = shares.has(name) ? 1 : Infinity;
    if (key !== undefined && text.trim() !== '' && value >= 0 && value <= most && Number.isFinite(value))
      limits[key] = value;
    else {
      problems.push({
        where: '--limit',
        found: `"${part}"`,
        expected: `NAME=NUMBER with a name of ${sayNames} and a number from 0, as in overseas=0.03,supervision=1.25`,
      });
    }
  }
  const budget = given.text('budget');
  if (budget !== undefined) {
    const [, digits = '', unit = ''] = /^£?(\d+(?:\.\d+)?)(k|m|bn)?$/.exec(budget) ?? [];
    const value = Number(digits) * ({ '': 1, k: 1e3, m: 1e6, bn: 1e9 }[unit] ?? NaN);
    if (digits !== '' && value > 0) limits.budget = value;
    else problems.push({ where: '--budget', found: `"${budget}"`, expected: 'pounds a year above 0, such as 40m' });
  }
  return problems.length > 0 ? failure(...problems) : success(limits);
};

const confidenceOf = (given: Given): Result<number> => {
  const text = given.text('confidence');
  if (text === undefined) return success(defaultConfidence);
  const value = Number(text);
  return text.trim() !== '' && value > 0 && value < 1
    ? success(value)
    : failure({ where: '--confidence', found: `"${text}"`, expected: 'a share above 0 and below 1, such as 0.8' });
};

const yearOf = (given: Given): Result<number> => {
  const text = given.text('close-by');
  if (text !== undefined && /^\d{4}$/.test(text)) return success(Number(text));
  return failure({
    where: '--close-by',
    found: text === undefined ? 'no year' : `"${text}"`,
    expected: 'the calendar year by which the shortfall is to be closed, such as 2045',
  });
};

const withTools = async <T>(terminal: Terminal, use: (tools: PlanTools) => Promise<T>): Promise<T> => {
  terminal.whenStopped?.('Stopped: nothing was written.');
  const runner = threadRunner(Math.min(availableParallelism(), mostThreads));
  const solver = threadSolver();
  try {
    return await use({
      solver,
      runEnsemble: (plan) => runner.run(plan),
      runNeeds: (plan) => runner.needs(plan),
      // Lets Ctrl-C through.
      pause: () => setImmediate(),
      progress: (doing) => terminal.progress?.(doing),
    });
  } finally {
    terminal.progress?.('');
    terminal.whenStopped?.('');
    await Promise.all([runner.close(), solver.close()]);
  }
};

const score = async (
  located: Located<Scenario>,
  evidence: Evidence,
  year: number,
  options: { readonly runs: number; readonly seed: number },
  format: string,
  terminal: Terminal,
): Promise<Result<Output>> => {
  const scored = await withTools(terminal, (tools) => scoreAsks(located, evidence, year, options, tools));
  if (!scored.ok) return scored;
  const table = scoreTable(scored.value, year);
  if (format === 'csv') return success({ content: toCsv(table) });
  if (format === 'xlsx') return success({ content: await toXlsx([table]) });
  const { runs, seed } = options;
  if (format === 'json')
    return success({ content: `${JSON.stringify({ year, runs, seed, asks: scored.value }, null, 2)}\n` });
  return success({ content: scoreText(located.value.title, year, scored.value, seed, runs, terminal) });
};

const curve = async (
  located: Located<Scenario>,
  evidence: Evidence,
  question: PlanQuestion,
  format: string,
  terminal: Terminal,
): Promise<Result<Output>> => {
  const found = await withTools(terminal, (tools) => tradeOff(located, evidence, question, tools));
  if (!found.ok) return found;
  if (format === 'json') return success({ content: `${JSON.stringify(tradeOffJson(found.value), null, 2)}\n` });
  if (format === 'csv') return success({ content: toCsv(tradeOffTable(found.value)) });
  if (format === 'xlsx')
    return success({ content: await toXlsx([tradeOffCosts(found.value), tradeOffTable(found.value)]) });
  return success({ content: tradeOffText(found.value, terminal) });
};

const run = async (given: Given, workspace: Workspace, terminal: Terminal): Promise<Result<Output>> => {
  const format = formats.find((one) => one === given.text('format')) ?? 'text';
  if (format === 'yaml' && (given.flag('score') || given.flag('trade-off')))
    return failure({ where: 'a scenario as YAML', found: 'no plan to save', expected: 'text, json, csv or xlsx' });
  if (format === 'xlsx' && given.text('out') === undefined && terminal.isTerminal)
    return failure({ where: '--format xlsx', found: 'a terminal to write to', expected: '--out FILE, or a pipe' });
  const idle: string[] = given.flag('score') ? ofPlans.filter((name) => given.text(name) !== undefined) : [];
  if (given.flag('score') && given.flag('trade-off')) idle.push('trade-off');
  if (idle.length > 0) {
    const found = idle.map((name) => `--${name}`).join(', ');
    return failure({ where: '--score', found, expected: 'none of it: the levers are scored as the scenario has them' });
  }
  const parts = [
    yearOf(given),
    confidenceOf(given),
    limitsOf(given),
    wholeNumber(given, 'seed', 1, 2 ** 32 - 2, 0),
    askedOf(given),
  ] as const;
  const [year, confidence, limits, seed, asked] = parts;
  if (!year.ok || !confidence.ok || !limits.ok || !seed.ok || !asked.ok)
    return failure(...parts.flatMap((one) => (one.ok ? [] : one.problems)));
  const replay = wholeNumber(given, 'runs', 0, mostRuns, fewestRuns);
  if (!replay.ok) return replay;
  const evidence = await workspace.evidence();
  if (!evidence.ok) return evidence;
  const read = await workspace.scenario(given.words[0] ?? defaultScenario);
  if (!read.ok) return read;
  const own = await ownOf(given, workspace, evidence.value, read.value);
  if (!own.ok) return own;
  const located = askScenario(read.value, { ...asked.value, own: own.value });
  if (given.flag('score')) {
    const options = { runs: replay.value === 0 ? scoreRuns : replay.value, seed: seed.value };
    return score(located, evidence.value, year.value, options, format, terminal);
  }

  const question: PlanQuestion = {
    closeBy: year.value,
    confidence: confidence.value,
    limits: limits.value,
    seed: seed.value,
    askedYears: asked.value.years,
    ...(replay.value > 0 ? { replay: replay.value } : {}),
  };
  if (given.flag('trade-off')) return curve(located, evidence.value, question, format, terminal);

  const plan = await withTools(terminal, (tools) => planWorkforce(located, evidence.value, question, tools));
  if (!plan.ok) return plan;
  // What goes into a file or a program is answered in words beside it.
  const beside = `${wrap(sayPlan(plan.value), terminal.width).join('\n')}\n`;
  switch (format) {
    case 'json':
      return success({ content: `${JSON.stringify(planJson(plan.value), null, 2)}\n`, beside });
    case 'csv':
      return success({ content: toCsv(planTable(plan.value)), beside });
    case 'xlsx':
      return success({
        content: await toXlsx([...timetableSheets(plan.value), planTable(plan.value), spendingTable(plan.value)]),
        beside,
      });
    case 'yaml':
      return success({ content: scenarioYaml(plan.value.scenario), beside });
    case 'text':
      return success({ content: planText(plan.value, terminal) });
  }
};

/** `isocentre plan`: the measures of least cost that close the shortfall by a year. */
export const planCommand: Command = {
  name: 'plan',
  summary: 'the measures of least cost that close the shortfall by a year, or what stands in the way',
  operands: '[SCENARIO]',
  count: [0, 1],
  completes: 'scenario',
  options: {
    'close-by': { type: 'string', placeholder: 'YEAR', summary: 'the year by which it is to be closed, and stay so' },
    confidence: {
      type: 'string',
      placeholder: 'SHARE',
      summary: 'share of futures in which it is to be; default: 0.8',
    },
    budget: { type: 'string', placeholder: 'POUNDS', summary: 'most that it may cost in any one year, such as 40m' },
    limit: {
      type: 'string',
      placeholder: 'NAME=NUMBER,…',
      summary: `limits in place of those of data/: ${sayNames}`,
    },
    score: { type: 'boolean', summary: 'score the levers of SCENARIO instead: each alone, and all together' },
    'trade-off': {
      type: 'boolean',
      summary: 'what it costs to close sooner or later and in fewer or more futures, instead of one plan',
    },
    runs: {
      type: 'string',
      placeholder: 'N',
      summary: 'futures of the replay, at least 200; default: 2,000, and 1,000 to score',
    },
    seed: { type: 'string', placeholder: 'N', summary: 'the seed: the same gives the same bytes; default: 1' },
    years: askedOptions.years,
    scope: askedOptions.scope,
    geography: askedOptions.geography,
    baseline: askedOptions.baseline,
    format: formatOption(formats, 'how to write it; yaml is a scenario'),
    out: outOption,
  },
  examples: [
    'isocentre plan --close-by 2040 --confidence 0.8',
    'isocentre plan todays-course-without-growth --close-by 2045 --confidence 0.5 --out plan.yaml',
    'isocentre plan todays-course-without-growth --geography regions --years 40 --close-by 2058 --confidence 0.5',
    'isocentre plan the-briefs-asks --score --close-by 2040',
    'isocentre plan todays-course-without-growth --trade-off --close-by 2045',
  ],
  run,
};
