import { toCsv } from '@isocentre/documents';
import {
  checkEvidence,
  describe,
  failure,
  success,
  valueText,
  type Evidence,
  type Figure,
  type Uses,
} from '@isocentre/evidence';
import { figuresTable, groups, shippedUses, specialisms } from '@isocentre/workforce';
import { formatOption, outOption, type Command, type Option, type Terminal } from '../command.ts';
import { figureText } from '../text/figure.ts';
import { drawTable } from '../text/table.ts';
import { oneLine, wrap } from '../text/wrap.ts';

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

const publicForm = ({ formula, ...figure }: Figure): unknown => ({ ...figure, formula: formula?.text });

const filters = {
  basis: { type: 'string', values: ['published', 'derived', 'assumption'], summary: 'only figures of this basis' },
  use: { type: 'string', values: ['model', 'context'], summary: 'only figures for this use' },
  specialism: {
    type: 'string',
    placeholder: 'ID',
    suggests: Object.keys(specialisms),
    summary: 'only figures about this specialism',
  },
  group: {
    type: 'string',
    placeholder: 'ID',
    suggests: Object.keys(groups),
    summary: 'only figures about this staff group',
  },
  nation: { type: 'string', placeholder: 'NAME', summary: 'only figures about this nation' },
  search: { type: 'string', placeholder: 'TEXT', summary: 'only figures whose id, title, subject or source has TEXT' },
} as const satisfies Readonly<Record<string, Option>>;

const matches = (figure: Figure, text: (name: string) => string | undefined): boolean => {
  const is = (name: string, value: string | undefined): boolean =>
    text(name) === undefined || text(name)?.toLowerCase() === value?.toLowerCase();
  const words = [figure.id, figure.title, figure.subject, figure.source?.title, figure.source?.publisher]
    .join(' ')
    .toLowerCase();
  return (
    is('basis', figure.basis) &&
    is('use', figure.use) &&
    is('specialism', figure.about.specialism) &&
    is('group', figure.about.group) &&
    is('nation', figure.about.nation) &&
    words.includes(text('search')?.toLowerCase() ?? '')
  );
};

// An id and a basis alone take about 60 columns, so that below this nothing of a value would be seen.
const leastForTable = 70;

type ListRow = readonly [id: string, basis: string, value: string];

const figureLines = (rows: readonly ListRow[], width: number): readonly string[] =>
  rows.flatMap(([id, basis, value]) => [id, ...wrap(`${value} (${basis})`, width - 4).map((line) => `    ${line}`)]);

const figureTable = (rows: readonly ListRow[], terminal: Terminal): readonly string[] =>
  drawTable(
    {
      name: 'Figures',
      columns: [
        { key: 'id', title: 'Figure', kind: 'text' },
        { key: 'basis', title: 'Basis', kind: 'text' },
        { key: 'value', title: 'Value', kind: 'text' },
      ],
      rows,
    },
    Infinity,
  ).map((line) =>
    terminal.isTerminal && line.length > terminal.width ? `${line.slice(0, terminal.width - 1)}…` : line,
  );

const list: Command = {
  name: 'evidence list',
  summary: 'the figures, with filters',
  operands: '',
  count: [0, 0],
  options: {
    ...filters,
    format: formatOption(['text', 'json', 'csv']),
    out: outOption,
  },
  examples: [
    'isocentre evidence list --use model --basis assumption',
    'isocentre evidence list --search vacancy',
    'isocentre evidence list --out figures.csv',
  ],
  run: async (given, workspace, terminal) => {
    const evidence = await workspace.evidence();
    if (!evidence.ok) return evidence;
    const figures = new Map([...evidence.value.figures].filter(([, figure]) => matches(figure, given.text)));
    const format = given.text('format');
    if (format === 'json') return success({ content: json([...figures.values()].map(publicForm)) });
    if (format === 'csv') return success({ content: toCsv(figuresTable({ figures })) });
    if (figures.size === 0)
      return success({ content: 'No figure fits. Try fewer filters, or --search with a shorter word.\n' });
    const rows = [...figures.values()].map((figure): readonly [string, string, string] => {
      const value =
        figure.stated.kind === 'table'
          ? `a table of ${Object.keys(figure.stated.rows).length} rows`
          : valueText(figure.stated);
      return [figure.id, figure.basis, `${value}, ${figure.unit}`];
    });
    const lines = terminal.width < leastForTable ? figureLines(rows, terminal.width) : figureTable(rows, terminal);
    return success({
      content: [
        ...lines,
        '',
        ...wrap(`${figures.size} figures. One in full: isocentre evidence show ID.`, terminal.width),
        '',
      ].join('\n'),
    });
  },
};

const show: Command = {
  name: 'evidence show',
  summary: 'one figure in full: its source, and where it is used',
  operands: 'ID',
  count: [1, 1],
  completes: 'figure',
  options: {
    format: formatOption(['text', 'json']),
    out: outOption,
  },
  examples: ['isocentre evidence show mpce_vacant_posts_2023'],
  run: async (given, workspace, terminal) => {
    const evidence = await workspace.evidence();
    if (!evidence.ok) return evidence;
    const id = given.words[0] ?? '';
    const figure = evidence.value.figures.get(id);
    if (!figure) {
      const near = [...evidence.value.figures.keys()].filter((key) => key.includes(id) || id.includes(key)).slice(0, 3);
      return failure({
        where: 'evidence show',
        found: `"${id}"`,
        expected:
          near.length > 0
            ? `the id of a figure, such as ${near.join(', ')}`
            : 'the id of a figure; "isocentre evidence list --search TEXT" finds one',
      });
    }
    const scenarios = await workspace.scenarios();
    if (!scenarios.ok) return scenarios;
    const { byReader } = shippedUses(scenarios.value, evidence.value);
    const formulas = [...evidence.value.figures.values()]
      .filter((other) => other.formula && new RegExp(`\\b${id}\\b`).test(other.formula.text))
      .map((other) => other.id);
    if (given.text('format') === 'json') {
      const usedBy = [...byReader].flatMap(([reader, uses]) =>
        [...(uses.get(id) ?? [])].map((purpose) => ({ reader, purpose })),
      );
      return success({ content: json({ ...(publicForm(figure) as object), usedBy, inFormulas: formulas }) });
    }
    return success({ content: figureText(figure, byReader, formulas, terminal.width) });
  },
};

const statedUses = ({ figures }: Evidence): Uses =>
  new Map([...figures.values()].flatMap(({ id, use }) => (use === 'model' ? [[id, new Set<string>()]] : [])));

const check: Command = {
  name: 'evidence check',
  summary: 'fails on a figure without source or reason, a broken formula, an unused figure',
  operands: '',
  count: [0, 0],
  options: {},
  examples: ['isocentre evidence check'],
  exits: '0 every figure is right; 1 something is wrong and is named on standard error; 2 the command itself is wrong',
  run: async (_given, workspace, terminal) => {
    const { evidence, problems: unread, files } = await workspace.evidenceWithProblems();
    const scenarios = await workspace.scenarios();
    const uses = shippedUses(scenarios.ok ? scenarios.value : [], evidence);
    const found = [...unread, ...(scenarios.ok ? [] : scenarios.problems)];
    // Where a scenario cannot be resolved, what the model reads is not known, so that it must not be held against "use".
    const used = uses.problems.length === 0 ? uses.all : statedUses(evidence);
    const problems = found.length > 0 ? found : [...checkEvidence(evidence, used), ...uses.problems];
    if (problems.length > 0) {
      // The same fault is met by every reader of a figure; once is enough.
      const first = new Map(problems.toReversed().map((problem) => [`${problem.where}: ${problem.found}`, problem]));
      const unique = problems.filter((problem) => first.get(`${problem.where}: ${problem.found}`) === problem);
      return success({
        content: `${unique.map((problem) => oneLine(describe(problem))).join('\n')}\n\n${unique.length} ${unique.length === 1 ? 'problem' : 'problems'} in ${files} files.\n`,
        failed: true,
      });
    }
    const figures = [...evidence.figures.values()];
    const count = (basis: Figure['basis']): number => figures.filter((figure) => figure.basis === basis).length;
    return success({
      content: [
        ...wrap(
          `${figures.length} figures in ${files} files, every one cited: ${count('published')} published with their source, ${count('derived')} derived by a formula that agrees, ${count('assumption')} assumptions with range and reason. The model reads ${uses.all.size} of them; the others are kept as context.`,
          terminal.width,
        ),
        '',
      ].join('\n'),
    });
  },
};

/** `isocentre evidence check`, `list` and `show`. */
export const evidenceCommands: readonly Command[] = [check, list, show];
