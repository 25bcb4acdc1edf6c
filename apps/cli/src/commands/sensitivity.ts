import { setImmediate } from 'node:timers/promises';
import { toCsv, type Table } from '@isocentre/documents';
import { failure, success, type Result } from '@isocentre/evidence';
import { mostSobolDimensions } from '@isocentre/statistics';
import {
  readReporting,
  sayCount,
  saySensitivity,
  sensitivityJson,
  sensitivityMethods,
  sensitivityOutcomes,
  sensitivityTable,
  studySensitivity,
  usualSensitivity,
  type SensitivityOptions,
  type SensitivityStudy,
} from '@isocentre/workforce';
import { askedOf, askedOptions, askScenario, ownOf } from '../asked-scenario.ts';
import { formatOption, outOption, type Command, type Given, type Output, type Terminal } from '../command.ts';
import { drawTable } from '../text/table.ts';
import { wrap } from '../text/wrap.ts';
import type { Workspace } from '../workspace.ts';

const leastPoints = 16;
const mostPoints = 2 ** 16;
const mostTrajectories = 1000;
// Enough runs at a time that showing how far it is costs nothing.
const runsAtATime = 25;
const rowsShown = 10;

const wholeNumber = (given: Given, name: string, otherwise: number, least: number, most: number): Result<number> => {
  const text = given.text(name);
  if (text === undefined) return success(otherwise);
  return /^\d+$/.test(text) && Number(text) >= least && Number(text) <= most
    ? success(Number(text))
    : failure({ where: `--${name}`, found: `"${text}"`, expected: `a whole number from ${least} to ${most}` });
};

const optionsOf = (given: Given, level: number, years: number | undefined): Result<SensitivityOptions> => {
  const points = wholeNumber(given, 'points', usualSensitivity.points, leastPoints, mostPoints);
  const assumptions = wholeNumber(
    given,
    'assumptions',
    usualSensitivity.assumptions,
    1,
    Math.floor(mostSobolDimensions() / 2),
  );
  const trajectories = wholeNumber(given, 'trajectories', usualSensitivity.trajectories, 2, mostTrajectories);
  const seed = wholeNumber(given, 'seed', 1, 0, 2 ** 32 - 1);
  const year = given.text('year');
  const problems = [points, assumptions, trajectories, seed].flatMap((one) => (one.ok ? [] : one.problems));
  if (points.ok && !Number.isInteger(Math.log2(points.value)))
    problems.push({ where: '--points', found: `"${points.value}"`, expected: 'a power of two, such as 512' });
  if (year !== undefined && !/^\d{4}$/.test(year))
    problems.push({ where: '--year', found: `"${year}"`, expected: 'a calendar year, such as 2038' });
  if (!points.ok || !assumptions.ok || !trajectories.ok || !seed.ok || problems.length > 0) return failure(...problems);
  return success({
    method: sensitivityMethods.find((one) => one === given.text('method')) ?? 'sobol',
    outcome: sensitivityOutcomes.find((one) => one === given.text('outcome')),
    year: year === undefined ? undefined : Number(year),
    askedYears: years,
    points: points.value,
    assumptions: assumptions.value,
    trajectories: trajectories.value,
    seed: seed.value,
    resamples: usualSensitivity.resamples,
    level,
  });
};

const rounded = (value: number, decimals: number): string => (value + 0).toFixed(decimals).replace(/^-(0\.?0*)$/, '$1');

const shownTable = (study: SensitivityStudy): Table => {
  const amounts = study.outcome === 'closing' ? 1 : 0;
  const rows = study.assumptions.slice(0, rowsShown);
  const sobol = study.options.method === 'sobol';
  return {
    name: 'Sensitivity',
    columns: [
      { key: 'title', title: 'Assumption', kind: 'text' },
      ...(sobol
        ? ([
            { key: 'total', title: 'Total', kind: 'number' },
            { key: 'interval', title: 'interval', kind: 'number' },
            { key: 'first', title: 'Alone', kind: 'number' },
            { key: 'rank', title: 'Rank', kind: 'number' },
            { key: 'worth', title: 'Worth', kind: 'number' },
          ] as const)
        : ([
            { key: 'mu_star', title: 'μ*', kind: 'number' },
            { key: 'mu', title: 'μ', kind: 'number' },
            { key: 'sigma', title: 'σ', kind: 'number' },
          ] as const)),
    ],
    rows: rows.map(({ figure, screening, indices }) => [
      figure.title,
      ...(sobol && indices
        ? [
            rounded(indices.total.value, 2),
            `${rounded(indices.total.low, 2)}–${rounded(indices.total.high, 2)}`,
            rounded(indices.first.value, 2),
            rounded(indices.rank, 2),
            rounded(indices.worth, amounts),
          ]
        : [
            rounded(screening.meanAbsolute, amounts),
            rounded(screening.mean, amounts),
            rounded(screening.deviation, amounts),
          ]),
    ]),
  };
};

const notes = (study: SensitivityStudy): string => {
  const { options, assumptions, runs, pulledIn } = study;
  const shown = Math.min(rowsShown, assumptions.filter((one) => one.indices ?? options.method === 'morris').length);
  const left = assumptions.length - shown;
  const unit = study.outcome === 'closing' ? 'years' : 'WTE';
  const words =
    options.method === 'sobol'
      ? `Total: the share of the variance in which an assumption takes part, with its interval; alone: the share that it makes by itself; rank: its rank correlation with the outcome; worth: by how many ${unit} the expected error shrinks once it is known.`
      : `μ* is the mean magnitude of the change over the range of an assumption, μ the mean change, σ how far that depends on the others; all in ${unit}.`;
  const held = assumptions.filter((one) => options.method === 'sobol' && !one.indices).length;
  const screened =
    held === 0
      ? ''
      : ` ${held} that moved it least in a screening (Morris, ${options.trajectories} trajectories) stood at their stated values.`;
  const fit =
    pulledIn === 0 ? '' : ` In ${sayCount(pulledIn)} runs assumptions did not fit together and were pulled in.`;
  return `${words} ${sayCount(runs)} expected courses, seed ${options.seed}.${screened}${fit} ${left > 0 ? `${left} assumptions are not shown: --format csv or json has all.` : ''}`;
};

const text = (study: SensitivityStudy, { width }: Terminal): string => {
  const table = shownTable(study);
  const rows = {
    ...table,
    rows: table.rows.filter((_, at) => study.options.method === 'morris' || study.assumptions[at]?.indices),
  };
  return [
    ...wrap(saySensitivity(study), width),
    '',
    ...drawTable(rows, width),
    '',
    ...wrap(notes(study), width),
    '',
  ].join('\n');
};

const run = async (given: Given, workspace: Workspace, terminal: Terminal): Promise<Result<Output>> => {
  const asked = askedOf(given);
  if (!asked.ok) return asked;
  const evidence = await workspace.evidence();
  if (!evidence.ok) return evidence;
  const reporting = readReporting(evidence.value);
  if (!reporting.ok) return reporting;
  const { low, high } = reporting.value.levels;
  const options = optionsOf(given, high - low, asked.value.years);
  if (!options.ok) return options;
  const located = await workspace.scenario(given.words[0] ?? '');
  if (!located.ok) return located;
  const own = await ownOf(given, workspace, evidence.value, located.value);
  if (!own.ok) return own;

  const steps = studySensitivity(
    askScenario(located.value, { ...asked.value, own: own.value }),
    evidence.value,
    options.value,
  );
  let step = steps.next();
  for (let count = 1; !step.done; count += 1) {
    if (count % runsAtATime === 0) {
      terminal.progress?.(`Varying the assumptions: ${Math.floor(step.value * 100)} %`);
      // Lets Ctrl-C through.
      await setImmediate();
    }
    step = steps.next();
  }
  terminal.progress?.('');
  const study = step.value;
  if (!study.ok) return study;
  switch (given.text('format')) {
    case 'json':
      return success({ content: `${JSON.stringify(sensitivityJson(study.value), null, 2)}\n` });
    case 'csv':
      return success({ content: toCsv(sensitivityTable(study.value)) });
    default:
      return success({ content: text(study.value, terminal) });
  }
};

/** `isocentre sensitivity`: which assumption an answer depends on, and which survey would narrow it most. */
export const sensitivityCommand: Command = {
  name: 'sensitivity',
  summary: 'which assumption matters most, and which survey would narrow the answer most',
  operands: 'SCENARIO',
  count: [1, 1],
  completes: 'scenario',
  options: {
    method: {
      type: 'string',
      values: sensitivityMethods,
      summary: 'Sobol indices after a screening (default), or the screening alone',
    },
    outcome: {
      type: 'string',
      placeholder: 'WHAT',
      values: sensitivityOutcomes,
      summary: 'closing, or a measure; default: closing where at least half of the runs close, else shortfall',
    },
    year: { type: 'string', placeholder: 'N', summary: 'the calendar year of a measure; default: the last' },
    assumptions: { type: 'string', placeholder: 'N', summary: 'how many go on from the screening; default: 20' },
    points: { type: 'string', placeholder: 'N', summary: 'rows of each sample, a power of two; default: 512' },
    trajectories: { type: 'string', placeholder: 'N', summary: 'trajectories of the screening; default: 10' },
    seed: { type: 'string', placeholder: 'N', summary: 'the seed: the same gives the same bytes; default: 1' },
    ...askedOptions,
    format: formatOption(['text', 'json', 'csv']),
    out: outOption,
  },
  examples: [
    'isocentre sensitivity todays-course',
    'isocentre sensitivity the-briefs-asks --outcome shortfall --year 2038 --out sensitivity.csv',
    'isocentre sensitivity todays-course --method morris --format json',
  ],
  run,
};
