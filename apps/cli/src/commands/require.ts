import { toCsvTables, toReportHtml } from '@isocentre/documents';
import { describe, failure, success, type Evidence, type Located, type Result } from '@isocentre/evidence';
import {
  arithmeticTable,
  checkWorked,
  coverTable,
  reportRequirement,
  requirementData,
  requirementDocument,
  requirementJson,
  requirementTables,
  sayModels,
  sayRequirement,
  type RequirementReport,
  type StaffingModel,
} from '@isocentre/workforce';
import { formatOption, outOption, type Command, type Output } from '../command.ts';
import { drawTable } from '../text/table.ts';
import { oneLine, wrap } from '../text/wrap.ts';
import type { Workspace } from '../workspace.ts';

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
const isPath = (word: string): boolean => /[/\\.]/.test(word);

/** Reads every model at hand, and finds the names of those asked for by name or path. */
const modelsOf = async (
  words: readonly string[] | undefined,
  workspace: Workspace,
): Promise<
  Result<{ readonly all: readonly Located<StaffingModel>[]; readonly names: readonly string[] | undefined }>
> => {
  const paths = (words ?? []).filter(isPath);
  const all = await workspace.staffingModels(paths);
  if (!all.ok) return all;
  const known = all.value.map(({ value }) => value.name);
  const asked = words?.filter((word) => !isPath(word)) ?? [];
  const unknown = asked.filter((word) => !known.includes(word));
  if (unknown.length > 0)
    return failure({
      where: '--model',
      found: `"${unknown.join(', ')}"`,
      expected: `the path of a file, or any of ${known.toSorted().join(', ')}`,
    });
  // The models of the paths stand first.
  return success({ all: all.value, names: words && [...known.slice(0, paths.length), ...asked] });
};

const modelText = ({ value: model, where }: Located<StaffingModel>, evidence: Evidence, width: number): string[] => {
  const problems = checkWorked({ value: model, where }, evidence);
  const drivers = Object.entries(model.drivers).map(([key, { title, unit }]) => `${key} (${title}, ${unit})`);
  const marks = model.marks ? ` ${model.marks.join(', ')}; taken only where asked for.` : '';
  const source = `${model.source.publisher} ${model.source.year}, ${model.source.title}.`;
  return [
    `${model.name}: ${model.title}`,
    ...wrap(
      `${model.scope}${marks} Counts by ${drivers.join('; ')}. Leaves out: ${model.leavesOut} Source: ${source}`,
      width - 4,
    ).map((line) => `    ${line}`),
    ...(problems.length === 0
      ? ['    It gives the department that was worked by hand.']
      : problems.map((problem) => `    ${oneLine(describe(problem))}`)),
    '',
  ];
};

const models: Command = {
  name: 'require models',
  summary: 'the staffing models, and whether each gives its worked department',
  operands: '[MODEL…]',
  count: [0, Infinity],
  options: { format: formatOption(['text', 'json']), out: outOption },
  examples: ['isocentre require models', 'isocentre require models our-model.yaml'],
  exits: '0 every model gives its worked department; 1 one does not; 2 a file cannot be read as a staffing model',
  run: async (given, workspace, terminal): Promise<Result<Output>> => {
    const evidence = await workspace.evidence();
    if (!evidence.ok) return evidence;
    const found = await modelsOf(given.words.length > 0 ? given.words : undefined, workspace);
    if (!found.ok) return found;
    const { all, names } = found.value;
    const shown = all.filter(({ value }) => names?.includes(value.name) ?? true);
    const failed = shown.some((one) => checkWorked(one, evidence.value).length > 0);
    const content =
      given.text('format') === 'json'
        ? json(shown.map((one) => ({ ...one.value, problems: checkWorked(one, evidence.value) })))
        : shown.flatMap((one) => modelText(one, evidence.value, terminal.width)).join('\n');
    return success({ content, failed });
  },
};

const text = (report: RequirementReport, width: number): string =>
  [
    ...wrap(sayRequirement(report), width),
    '',
    ...requirementTables(report).flatMap((table) => [`${table.name} (WTE)`, ...drawTable(table, width), '']),
    'The arithmetic',
    ...drawTable(arithmeticTable(report), width),
    '',
    'Medical Physics Experts',
    ...drawTable(coverTable(report), width),
    '',
    ...wrap('The models are alternatives and are never added. "Beyond" is required less what there is.', width),
    ...sayModels(report).flatMap((one) => wrap(one, width)),
    '',
  ].join('\n');

const require: Command = {
  name: 'require',
  summary: 'what staff a department needs by each staffing model, line by line, and the gaps',
  operands: 'RETURN',
  count: [1, 1],
  options: {
    model: {
      type: 'string',
      placeholder: 'NAME,…',
      summary: 'models by name, or the paths of your own; default: all that the return has drivers for, unless marked',
    },
    format: formatOption(['text', 'json', 'csv', 'html']),
    out: outOption,
  },
  examples: [
    'isocentre require our-department.xlsx',
    'isocentre require our-department.xlsx --model iaea-linacs,our-model.yaml --out board.html',
  ],
  run: async (given, workspace, terminal): Promise<Result<Output>> => {
    const evidence = await workspace.evidence();
    if (!evidence.ok) return evidence;
    const found = await modelsOf(
      given
        .text('model')
        ?.split(',')
        .map((word) => word.trim()),
      workspace,
    );
    if (!found.ok) return found;
    const { all, names } = found.value;
    const wrong = all
      .filter(({ value }) => names?.includes(value.name))
      .flatMap((one) => checkWorked(one, evidence.value));
    if (wrong.length > 0) return failure(...wrong);
    const read = await workspace.return(given.words[0] ?? '', evidence.value);
    if (!read.ok) return read;
    const report = reportRequirement(read.value, all, names, evidence.value);
    if (!report.ok) return report;
    switch (given.text('format')) {
      case 'json':
        return success({ content: json(requirementJson(report.value)) });
      case 'csv':
        return success({
          content: toCsvTables(requirementData(report.value)),
        });
      case 'html':
        return success({ content: toReportHtml(requirementDocument(report.value)) });
      default:
        return success({ content: text(report.value, terminal.width) });
    }
  },
};

/** `isocentre require models` and `require`: what staff a department needs. */
export const requireCommands: readonly Command[] = [models, require];
