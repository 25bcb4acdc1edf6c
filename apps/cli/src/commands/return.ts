import { toCsvTables, toXlsx, type Table } from '@isocentre/documents';
import { failure, success, type Evidence, type Located, type Result } from '@isocentre/evidence';
import {
  agesOfReturns,
  readReporting,
  returnTemplate,
  summariseReturn,
  type OwnBaseline,
  type ReadReturn,
  type StaffingModel,
} from '@isocentre/workforce';
import { formatOption, outOption, type Command, type Given, type Output, type Terminal } from '../command.ts';
import { drawTable } from '../text/table.ts';
import { problemLines, wrap } from '../text/wrap.ts';
import type { Workspace } from '../workspace.ts';

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

const refuseTerminal = (given: Given, terminal: Terminal): Result<true> =>
  given.text('format') === 'xlsx' && given.text('out') === undefined && terminal.isTerminal
    ? failure({ where: '--format xlsx', found: 'a terminal to write to', expected: '--out FILE, or a pipe' })
    : success(true);

const template: Command = {
  name: 'return template',
  summary: 'a blank return to fill in: the staff of a department, trust or region',
  operands: '',
  count: [0, 0],
  options: {
    format: {
      type: 'string',
      values: ['csv', 'xlsx'],
      summary: 'how to write it; default: by the ending of --out, else csv',
    },
    out: outOption,
  },
  examples: ['isocentre return template --out our-department.xlsx', 'isocentre return template --format csv'],
  run: async (given, workspace, terminal): Promise<Result<Output>> => {
    const possible = refuseTerminal(given, terminal);
    if (!possible.ok) return possible;
    const evidence = await workspace.evidence();
    if (!evidence.ok) return evidence;
    const ages = agesOfReturns(evidence.value);
    return success({
      content:
        given.text('format') === 'xlsx' ? await toXlsx(returnTemplate(ages)) : toCsvTables(returnTemplate(ages, false)),
    });
  },
};

interface Read {
  readonly evidence: Evidence;
  readonly read: ReadReturn;
}

const readGiven = async (
  given: Given,
  workspace: Workspace,
  models?: readonly Located<StaffingModel>[],
): Promise<Result<Read>> => {
  const evidence = await workspace.evidence();
  if (!evidence.ok) return evidence;
  const read = await workspace.return(given.words[0] ?? '', evidence.value, models);
  if (!read.ok) return read;
  // Nothing of the file was read as a table: it is refused, as any other file is.
  return read.value.tables.length === 0
    ? failure(...read.value.problems)
    : success({ evidence: evidence.value, read: read.value });
};

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

const keptSentence = (tables: ReadReturn['tables']): string =>
  tables
    .map(({ title, kept, left }) => `${title}: ${counted(kept, 'row')}${left > 0 ? ` kept, ${left} left out` : ''}`)
    .join('; ');

const nameSentence = ({ file, hash, data }: OwnBaseline): string =>
  `${data?.organisation ?? ''}, ${data?.date ?? ''}. The file ${file} has the SHA-256 ${hash}.`;

const checkText = (
  { own, problems, notes, tables }: ReadReturn,
  file: string,
  { width, problemWidth }: Terminal,
): string => {
  const lines = problems.flatMap((problem) => problemLines(problem, problemWidth));
  const verdict =
    problems.length === 0
      ? `${file}: right.`
      : `${file}: ${counted(problems.length, 'place')} to mend, each named here.`;
  return [
    ...lines,
    ...wrap([verdict, `${keptSentence(tables)}.`, ...(own ? [nameSentence(own)] : []), ...notes].join(' '), width),
    '',
  ].join('\n');
};

const check: Command = {
  name: 'return check',
  summary: 'names every wrong cell of a return, and says what is kept',
  operands: 'FILE',
  count: [1, 1],
  options: {
    model: {
      type: 'string',
      placeholder: 'PATH,…',
      summary: 'staffing models of your own, which may count by other drivers than those that are shipped',
    },
    format: formatOption(['text', 'json']),
    out: outOption,
  },
  examples: [
    'isocentre return check our-department.xlsx',
    'isocentre return check our-department.xlsx --model our-model.yaml',
  ],
  exits: '0 every cell is right; 1 one or more are wrong, each named; 2 the file cannot be read as a return',
  run: async (given, workspace, terminal): Promise<Result<Output>> => {
    const models = await workspace.staffingModels(
      given
        .text('model')
        ?.split(',')
        .map((path) => path.trim()) ?? [],
    );
    if (!models.ok) return models;
    const outcome = await readGiven(given, workspace, models.value);
    if (!outcome.ok) return outcome;
    const { own, problems, notes, tables } = outcome.value.read;
    const content =
      given.text('format') === 'json'
        ? json({ ...(own ? { return: own } : {}), problems, notes, tables })
        : checkText(outcome.value.read, given.words[0] ?? '', terminal);
    return success({ content, failed: problems.length > 0 });
  },
};

const summaryText = (own: OwnBaseline, tables: readonly Table[], hides: string, width: number): string =>
  [
    ...wrap(nameSentence(own), width),
    '',
    ...tables.flatMap((table) => [table.name, ...drawTable(table, width), '']),
    ...(hides === '' ? [] : [...wrap(hides, width), '']),
  ].join('\n');

const show: Command = {
  name: 'return show',
  summary: 'a return summed up by specialism and staff group, to be passed on',
  operands: 'FILE',
  count: [1, 1],
  options: {
    suppress: { type: 'boolean', summary: 'hide counts of people under 5, and what would give them away' },
    format: formatOption(['text', 'json', 'csv', 'xlsx']),
    out: outOption,
  },
  examples: [
    'isocentre return show our-department.xlsx',
    'isocentre return show our-department.xlsx --suppress --out for-others.xlsx',
  ],
  run: async (given, workspace, terminal): Promise<Result<Output>> => {
    const possible = refuseTerminal(given, terminal);
    if (!possible.ok) return possible;
    const outcome = await readGiven(given, workspace);
    if (!outcome.ok) return outcome;
    const { evidence, read } = outcome.value;
    if (!read.own || read.problems.length > 0) return failure(...read.problems);
    const reporting = readReporting(evidence);
    if (!reporting.ok) return reporting;
    const { smallNumber } = reporting.value;
    const suppress = given.flag('suppress');
    const tables = summariseReturn(read.own.data, suppress ? smallNumber : undefined);
    const hides = suppress
      ? `* is hidden: a count of people under ${smallNumber}, or a number that would give one away.`
      : '';
    switch (given.text('format')) {
      case 'json':
        return success({
          content: json({ organisation: read.own.data.organisation, date: read.own.data.date, tables }),
        });
      case 'csv':
        return success({ content: toCsvTables(tables) });
      case 'xlsx':
        return success({ content: await toXlsx(tables) });
      default:
        return success({ content: summaryText(read.own, tables, hides, terminal.width) });
    }
  },
};

/** `isocentre return template`, `check` and `show`. */
export const returnCommands: readonly Command[] = [template, check, show];
