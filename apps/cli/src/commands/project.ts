import { toCsv, toDocx, toReportHtml, toXlsx, type Report } from '@isocentre/documents';
import { failure, success, type Problem, type Result } from '@isocentre/evidence';
import {
  answerTable,
  courseTable,
  dimensions,
  figuresTable,
  groupTable,
  ipemReading,
  projectionDocument,
  partsTable,
  projectionJson,
  readingJson,
  readingTable,
  reportProjection,
  resolve,
  spreadTable,
  type Dimension,
  type Scenario,
} from '@isocentre/workforce';
import { askedOf, askedOptions, askScenario, ownOf, resolvedCommand, type Asked } from '../asked-scenario.ts';
import { formatOption, outOption, type Command, type Given, type Output, type Terminal } from '../command.ts';
import { ensembleOptions, runEnsemble } from '../ensemble.ts';
import { projectionText, readingText } from '../text/projection.ts';
import type { Workspace } from '../workspace.ts';

const formats = ['text', 'json', 'csv', 'xlsx', 'docx', 'html'] as const;
type Format = (typeof formats)[number];

const formatOf = (given: Given): Format => formats.find((format) => format === given.text('format')) ?? 'text';

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

const partsToAsk = [
  'none',
  ...dimensions,
  'specialism,group',
  'specialism,region',
  'group,region',
  dimensions.join(','),
];

const dimensionsOf = (given: Given, format: Format): Result<readonly Dimension[]> => {
  const text = given.text('by') ?? (format === 'csv' || format === 'xlsx' ? 'none' : 'specialism');
  if (text === 'none') return success([]);
  const wanted = text.split(',').map((word) => word.trim());
  const wrong = wanted.filter((word) => !(dimensions as readonly string[]).includes(word));
  if (wrong.length > 0)
    return failure({
      where: '--by',
      found: `"${text}"`,
      expected: `any of ${dimensions.join(',')} joined by commas, or none`,
    });
  return success(dimensions.filter((dimension) => wanted.includes(dimension)));
};

const reading = async (
  given: Given,
  workspace: Workspace,
  terminal: Terminal,
  format: Format,
  scenario: Scenario,
): Promise<Result<Output>> => {
  const { name } = scenario;
  if (scenario.reading !== 'ipem')
    return failure({
      where: '--reading',
      found: `"ipem" for the scenario "${name}"`,
      expected: 'a scenario with the line "reading: ipem", such as the-2023-pledge',
    });
  if (Object.keys(scenario.figures ?? {}).length > 0)
    return failure({
      where: '--reading',
      found: `"ipem" for the scenario "${name}", which has figures of its own`,
      expected: 'a scenario without "figures": the reading is arithmetic on published figures',
    });
  const ignored = ['years', 'by', 'scope', 'baseline', 'ages'].filter(
    (option) => given.text(option) !== undefined || given.flag(option),
  );
  if (ignored.length > 0)
    return failure({
      where: `--${ignored[0] ?? ''}`,
      found: 'the option together with --reading',
      expected: 'the reading alone: it is arithmetic on published figures',
    });
  const evidence = await workspace.evidence();
  if (!evidence.ok) return evidence;
  const read = ipemReading(evidence.value);
  if (!read.ok) return read;
  switch (format) {
    case 'json':
      return success({ content: json(readingJson(read.value)) });
    case 'csv':
      return success({ content: toCsv(readingTable(read.value)) });
    case 'xlsx':
      return success({
        content: await toXlsx([readingTable(read.value), figuresTable(evidence.value, read.value.uses)]),
      });
    case 'docx':
    case 'html':
      return failure({
        where: '--format',
        found: `"${format}" with --reading`,
        expected: 'text, json, csv or xlsx: a reading is one sentence and one table',
      });
    case 'text':
      return success({ content: readingText(read.value, terminal) });
  }
};

const run = async (given: Given, workspace: Workspace, terminal: Terminal): Promise<Result<Output>> => {
  const format = formatOf(given);
  if ((format === 'xlsx' || format === 'docx') && given.text('out') === undefined && terminal.isTerminal) {
    return failure({ where: `--format ${format}`, found: 'a terminal to write to', expected: '--out FILE, or a pipe' });
  }
  if (given.flag('ages') && format !== 'json' && given.text('reading') === undefined) {
    return failure({ where: '--ages', found: `the option with --format ${format}`, expected: '--format json with it' });
  }
  const by = dimensionsOf(given, format);
  const options = askedOf(given);
  const problems: Problem[] = [by, options].flatMap((one) => (one.ok ? [] : one.problems));
  if (!by.ok || !options.ok) return failure(...problems);

  const located = await workspace.scenario(given.words[0] ?? '');
  if (!located.ok) return located;
  const scenario = located.value.value;
  if (given.text('reading') === 'ipem') return reading(given, workspace, terminal, format, scenario);

  const evidence = await workspace.evidence();
  if (!evidence.ok) return evidence;
  const own = await ownOf(given, workspace, evidence.value, located.value);
  if (!own.ok) return own;
  const asked: Asked = {
    ...options.value,
    own: own.value,
    ...(by.value.includes('region') ? { geography: 'regions' as const } : {}),
  };
  const askedScenario = askScenario(located.value, asked);
  const resolved = resolve(askedScenario, evidence.value, asked.years);
  if (!resolved.ok) return resolved;
  const runs = await runEnsemble(given, askedScenario.value, evidence.value, by.value, asked.years, terminal);
  if (!runs.ok) return runs;
  const report = reportProjection(resolved.value, by.value, given.flag('ages'), runs.value);
  const document = (): Report =>
    projectionDocument(report, evidence.value, resolved.value.uses, resolved.value.scenario);
  switch (format) {
    case 'json':
      return success({ content: json(projectionJson(report)) });
    case 'csv':
      return success({ content: toCsv(courseTable(report)) });
    case 'docx':
      return success({ content: await toDocx(document()) });
    case 'html':
      return success({ content: toReportHtml(document()) });
    case 'xlsx': {
      const course = courseTable({ ...report, by: [] });
      const parts = report.by.length === 0 ? [] : [groupTable(report), partsTable(report)];
      return success({
        content: await toXlsx([
          answerTable(report),
          course,
          ...parts,
          ...[spreadTable(report)].filter((table) => table !== undefined),
          figuresTable(evidence.value, resolved.value.uses, scenario.figures),
        ]),
      });
    }
    case 'text':
      return success({ content: projectionText(report, terminal, resolvedCommand(given.words[0] ?? '', asked)) });
  }
};

/** `isocentre project`: the expected course of a scenario. */
export const projectCommand: Command = {
  name: 'project',
  summary: 'the expected course of a scenario, year by year',
  operands: 'SCENARIO',
  count: [1, 1],
  completes: 'scenario',
  options: {
    reading: { type: 'string', values: ['ipem'], summary: 'the pledge by arithmetic alone, as IPEM read it' },
    years: askedOptions.years,
    by: {
      type: 'string',
      placeholder: 'PARTS',
      suggests: partsToAsk,
      summary: 'any of specialism,group,region, or none; default: specialism',
    },
    scope: askedOptions.scope,
    baseline: askedOptions.baseline,
    format: formatOption(formats),
    ...ensembleOptions,
    ages: { type: 'boolean', summary: 'with --format json: people by single age as well' },
    out: outOption,
  },
  examples: [
    'isocentre project todays-course',
    'isocentre project the-2023-pledge --reading ipem',
    'isocentre project the-briefs-asks --by specialism,group --out asks.xlsx',
    'isocentre project todays-course --out report.docx',
    'isocentre project todays-course --baseline our-department.xlsx --by group',
    'isocentre project my-scenario.yaml --years 15 --by region --format csv > regions.csv',
  ],
  run,
};
