import { toCsv, toXlsx, type Table } from '@isocentre/documents';
import { failure, success, type Evidence, type Result } from '@isocentre/evidence';
import {
  attributionTable,
  compareSides,
  comparisonJson,
  comparisonTable,
  figuresTable,
  groupMeasures,
  modelVersion,
  problemOfComparing,
  resolve,
  sayAttribution,
  type ComparedMeasure,
  type ComparisonReport,
  type Side,
} from '@isocentre/workforce';
import { askedOptions, askScenario, ownOf } from '../asked-scenario.ts';
import { outOption, type Command, type Given, type Output, type Terminal } from '../command.ts';
import { askedRuns, ensembleOptions, withThreads } from '../ensemble.ts';
import { drawTable } from '../text/table.ts';
import { wrap } from '../text/wrap.ts';
import type { Workspace } from '../workspace.ts';

const formats = ['text', 'json', 'csv', 'xlsx'] as const;

const answerTable = ({ answer, from, to, options }: ComparisonReport): Table => ({
  name: 'Answer',
  columns: [
    { key: 'what', title: 'What', kind: 'text' },
    { key: 'value', title: 'Value', kind: 'text' },
  ],
  rows: [
    ['Answer', answer],
    ['A, compared with', from.title],
    ['B, compared', to.title],
    ...(options
      ? [['Futures', `${options.runs} of each, seed ${options.seed}, uncertainty ${options.uncertainty}`]]
      : []),
    ['Model version', modelVersion],
  ],
});

/** One sheet for each scenario, since each may give figures of its own. */
const sourceTables = (evidence: Evidence, sides: readonly Side[]): readonly Table[] =>
  sides.map(({ resolved: { uses, scenario } }, index) => ({
    ...figuresTable(evidence, uses, scenario.figures),
    name: `Figures and sources of ${index === 0 ? 'A' : 'B'}`,
  }));

const rowsShown = 6;

const text = (report: ComparisonReport, terminal: Terminal): string => {
  const step = Math.max(1, Math.ceil((report.years.length - 1) / rowsShown));
  const shown = report.years.flatMap((_, t) => (t % step === 0 || t === report.years.length - 1 ? [t] : []));
  const { low, high } = report.levels;
  const spread = report.spread;
  const table: Table = {
    name: 'Difference',
    columns: [
      { key: 'year', title: 'Year', kind: 'year' },
      { key: 'inPost', title: 'In\u00A0post', kind: 'count' },
      { key: 'shortfall', title: 'Shortfall', kind: 'count' },
      ...(spread
        ? [
            { key: 'low', title: `${low * 100}\u00A0%`, kind: 'count' as const },
            { key: 'high', title: `${high * 100}\u00A0%`, kind: 'count' as const },
          ]
        : []),
      { key: 'recognised', title: 'Experts', kind: 'count' },
      { key: 'trainees', title: 'Trainees', kind: 'count' },
    ],
    rows: shown.map((t) => [
      report.years[t] ?? 0,
      report.expected.inPost[t] ?? 0,
      report.expected.shortfall[t] ?? 0,
      ...(spread
        ? [spread.shortfall.quantiles[String(low)]?.[t] ?? 0, spread.shortfall.quantiles[String(high)]?.[t] ?? 0]
        : []),
      report.expected.recognised[t] ?? 0,
      report.expected.trainees[t] ?? 0,
    ]),
  };
  const note = spread
    ? `Differences at the start of each year: WTE, trainees in people. The columns ${low * 100} % and ${high * 100} % are the ends of the interval of the shortfall's difference. Both scenarios are run with the same luck and the same draws of the assumptions.`
    : 'Expected differences at the start of each year: WTE, trainees in people.';
  return [
    ...wrap(report.answer, terminal.width),
    '',
    ...drawTable(table, terminal.width),
    ...wrap(note, terminal.width),
    '',
    ...(report.attribution.length === 0
      ? ['The two scenarios do not differ.']
      : [
          `Change of the ${report.attributed === 'inPost' ? 'staff in post' : report.attributed}, put down to`,
          ...drawTable(attributionTable(report), terminal.width),
          ...wrap(sayAttribution(report), terminal.width),
        ]),
    '',
  ].join('\n');
};

const run = async (given: Given, workspace: Workspace, terminal: Terminal): Promise<Result<Output>> => {
  const out = given.text('out');
  const format = formats.find((one) => one === given.text('format')) ?? 'text';
  if (format === 'xlsx' && out === undefined && terminal.isTerminal) {
    return failure({ where: '--format xlsx', found: 'a terminal to write to', expected: '--out FILE, or a pipe' });
  }
  const asked = given.text('years');
  if (asked !== undefined && !/^[1-9]\d{0,3}$/.test(asked)) {
    return failure({ where: '--years', found: `"${asked}"`, expected: 'a whole number of years, such as 30' });
  }
  const years = asked === undefined ? undefined : Number(asked);
  const evidence = await workspace.evidence();
  if (!evidence.ok) return evidence;
  const how = askedRuns(given, evidence.value);
  if (!how.ok) return how;
  const { options, workers, reporting } = how.value;

  const sides: Side[] = [];
  for (const word of given.words) {
    const read = await workspace.scenario(word);
    if (!read.ok) return read;
    const own = await ownOf(given, workspace, evidence.value, read.value);
    if (!own.ok) return own;
    const located = own.value === undefined ? read.value : askScenario(read.value, { own: own.value });
    const resolved = resolve(located, evidence.value, years);
    if (!resolved.ok) return resolved;
    sides.push({ located, resolved: resolved.value });
  }
  const [from, to] = sides;
  if (!from || !to) return failure({ where: 'isocentre compare', found: 'one scenario', expected: 'two' });
  const problem = problemOfComparing(from.resolved, to.resolved);
  if (problem) return failure(problem);
  const measure = (given.text('measure') ?? 'shortfall') as ComparedMeasure;
  const report = await withThreads(workers, terminal, async (runner, progressOf) => {
    const withRuns = async (side: Side, what: string): Promise<Side> => {
      if (!options) return side;
      const figures = [...evidence.value.figures.values()];
      const plan = { scenario: side.located.value, figures, askedYears: years, by: [], options };
      return { ...side, result: await runner.run(plan, progressOf(`Running ${options.runs} futures of ${what}`)) };
    };
    return compareSides(
      await withRuns(from, 'A'),
      await withRuns(to, 'B'),
      evidence.value,
      reporting,
      options,
      measure,
      (plan) => runner.attribute(plan, progressOf('Telling the differences apart')),
    );
  });
  if (!report.ok) return report;
  switch (format) {
    case 'json':
      return success({ content: `${JSON.stringify(comparisonJson(report.value), null, 2)}\n` });
    case 'csv':
      return success({ content: toCsv(comparisonTable(report.value)) });
    case 'xlsx':
      return success({
        content: await toXlsx([
          answerTable(report.value),
          attributionTable(report.value),
          comparisonTable(report.value),
          ...sourceTables(evidence.value, sides),
        ]),
      });
    case 'text':
      return success({ content: text(report.value, terminal) });
  }
};

/** `isocentre compare`: what one scenario makes different from another. */
export const compareCommand: Command = {
  name: 'compare',
  summary: 'what one scenario makes different from another, and which lever does it',
  operands: 'SCENARIO SCENARIO',
  count: [2, 2],
  completes: 'scenario',
  options: {
    measure: {
      type: 'string',
      values: groupMeasures,
      summary: 'whose change is put down to levers; default: shortfall',
    },
    baseline: askedOptions.baseline,
    years: { type: 'string', placeholder: 'N', summary: 'years to cover; default: what the scenarios say, else 30' },
    format: { type: 'string', values: formats, summary: 'how to write it; default: by the ending of --out, else text' },
    ...ensembleOptions,
    out: outOption,
  },
  examples: [
    'isocentre compare todays-course the-briefs-asks',
    'isocentre compare todays-course the-2023-pledge --measure inPost --format json',
  ],
  run,
};
