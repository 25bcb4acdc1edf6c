import type { Block, Cell, ChartLine, Report, Table } from '@isocentre/documents';
import { toValue, valueText, type Evidence, type Figure, type Uses, type Value } from '@isocentre/evidence';
import { rangeText } from './explanation-words.ts';
import { leverWords } from './lever-words.ts';
import type { GroupReport, ProjectionReport } from './report.ts';
import type { Scenario } from './scenario.ts';
import { sayScope } from './scope-words.ts';
import { groups, nation, regions, specialisms } from './taxonomy.ts';
import { sayCount, sayShare } from './words.ts';

// About seven rows, so that the course is seen at a glance.
const rowsShown = 6;

const shownYears = (years: readonly number[]): readonly number[] => {
  const step = Math.max(1, Math.ceil((years.length - 1) / rowsShown));
  return years.flatMap((_, t) => (t % step === 0 || t === years.length - 1 ? [t] : []));
};

const counts = (titles: readonly string[]): Table['columns'] => [
  { key: 'year', title: 'Year', kind: 'year' },
  ...titles.map((title) => ({ key: title, title, kind: 'count' as const })),
];

const courseOf = ({ years, total: { measures } }: ProjectionReport): Table => ({
  name: 'Course',
  columns: counts(['Required', 'In post', 'Shortfall', 'Posts', 'Vacant', 'Trainees', 'Experts']),
  rows: shownYears(years).map((t) => [
    years[t] ?? 0,
    ...(['requirement', 'inPost', 'shortfall', 'posts', 'vacancies', 'trainees', 'recognised'] as const).map(
      (measure) => measures[measure][t] ?? 0,
    ),
  ]),
});

const spreadBlocks = ({ ensemble, total, years }: ProjectionReport): readonly Block[] => {
  const shortfall = ensemble?.total.shortfall;
  if (!ensemble || !shortfall) {
    return [
      { kind: 'paragraph', text: 'This is the expected course alone: no futures were run, and no interval is given.' },
    ];
  }
  const { low, high } = ensemble.levels;
  const table: Table = {
    name: 'Spread',
    columns: counts(['Expected', 'Mean', `From (${sayShare(low)})`, `To (${sayShare(high)})`]),
    rows: shownYears(years).map((t) => [
      years[t] ?? 0,
      total.measures.shortfall[t] ?? 0,
      shortfall.mean[t] ?? 0,
      shortfall.quantiles[String(low)]?.[t] ?? 0,
      shortfall.quantiles[String(high)]?.[t] ?? 0,
    ]),
  };
  const { runs, seed } = ensemble.options;
  return [
    {
      kind: 'paragraph',
      text: `${sayShare(high - low)} of ${sayCount(runs)} futures (seed ${seed}) have a shortfall between the last two columns. The mean of the futures differs from the expected course because ranges are not symmetrical and limits bind.`,
    },
    { kind: 'table', table, caption: 'Shortfall, WTE' },
  ];
};

const labels: Readonly<Record<string, string>> = { ...specialisms, ...groups, ...regions, ...nation };

const partsOf = (report: ProjectionReport): Table => {
  const last = report.years.length - 1;
  const [first, end] = [String(report.years[0] ?? ''), String(report.years[last] ?? '')];
  const name = (group: GroupReport): string =>
    report.by.map((dimension) => labels[group[dimension] ?? ''] ?? group[dimension] ?? '').join(', ');
  return {
    name: 'Parts',
    columns: [
      { key: 'part', title: 'Part', kind: 'text' },
      { key: 'posts', title: `Posts ${first}`, kind: 'count' },
      { key: 'vacant', title: `Vacant ${first}`, kind: 'share' },
      { key: 'short', title: `Short ${first}`, kind: 'count' },
      { key: 'shortEnd', title: `Short ${end}`, kind: 'count' },
      { key: 'closes', title: 'Closes', kind: 'year' },
      { key: 'retiring', title: `Retire within ${report.input.retiringWithinYears} years`, kind: 'share' },
    ],
    rows: report.groups.map((group) => [
      name(group),
      group.measures.posts[0] ?? 0,
      group.vacancyRate[0] ?? 0,
      group.measures.shortfall[0] ?? 0,
      group.measures.shortfall[last] ?? 0,
      group.closure.year,
      group.retiringWithin,
    ]),
  };
};

const textOf = (value: Value): string => {
  switch (value.kind) {
    case 'number':
    case 'interval':
      return valueText(value);
    case 'series':
      return 'by year';
    case 'table':
      return 'a table';
  }
};

/** Assumptions as they are stated, and the scenario's own figures, whatever they stand in for. */
const assumptionsOf = (figures: readonly Figure[], own: NonNullable<Scenario['figures']>): Table => ({
  name: 'Assumptions',
  columns: ['Assumption', 'Value', 'Unit', 'Range'].map((title) => ({ key: title, title, kind: 'text' })),
  rows: figures.flatMap((figure) => {
    const given = own[figure.id];
    if (given) return [[figure.title, textOf(toValue(given.value)), figure.unit, "the scenario's own"]];
    return figure.basis === 'assumption' ? [[figure.title, textOf(figure.stated), figure.unit, rangeText(figure)]] : [];
  }),
});

const sourcesOf = (figures: readonly Figure[]): Table => {
  const cited = new Map<string, { row: Cell[]; count: number }>();
  for (const { source } of figures) {
    if (!source) continue;
    const key = JSON.stringify(source);
    const known = cited.get(key) ?? {
      row: [`${source.publisher}: ${source.title} (${source.year})`, source.url],
      count: 0,
    };
    cited.set(key, { ...known, count: known.count + 1 });
  }
  return {
    name: 'Sources',
    columns: [
      { key: 'source', title: 'Source', kind: 'text' },
      { key: 'url', title: 'Address', kind: 'text' },
      { key: 'figures', title: 'Figures', kind: 'count' },
    ],
    rows: [...cited.values()].map(({ row, count }) => [...row, count]),
  };
};

const leversOf = (levers: NonNullable<Scenario['levers']>): Table => ({
  name: 'Levers',
  columns: [
    { key: 'lever', title: 'Lever', kind: 'text' },
    { key: 'change', title: 'What it does', kind: 'text' },
    { key: 'from', title: 'From', kind: 'year' },
    { key: 'until', title: 'Until', kind: 'year' },
  ],
  rows: levers.map((lever) => [
    lever.name,
    `${lever.lever}: ${leverWords(lever)}`,
    lever.from ?? null,
    lever.until ?? null,
  ]),
});

/** The shortfall of the futures as lines of its interval; the table beside it has the numbers. */
const spreadChart = ({ ensemble, total, years }: ProjectionReport): readonly Block[] => {
  const shortfall = ensemble?.total.shortfall;
  if (!ensemble || !shortfall) return [];
  const { low, high } = ensemble.levels;
  const end = years.at(-1) ?? '';
  const at = (level: number): readonly number[] => shortfall.quantiles[String(level)] ?? [];
  const line = (level: number): ChartLine => ({
    name: `${sayShare(level)} below`,
    values: at(level),
    colour: colours.posts,
    dashed: true,
  });
  return [
    {
      kind: 'chart',
      title: `Shortfall, WTE: the expected course, and where ${sayShare(high - low)} of futures lie`,
      years,
      lines: [line(high), { name: 'expected', values: total.measures.shortfall, colour: colours.inPost }, line(low)],
      description: `The expected shortfall goes from ${sayCount(total.measures.shortfall[0] ?? 0)} WTE in ${years[0] ?? ''} to ${sayCount(total.measures.shortfall.at(-1) ?? 0)} in ${end}; ${sayShare(high - low)} of futures lie between ${sayCount(at(low).at(-1) ?? 0)} and ${sayCount(at(high).at(-1) ?? 0)} then.`,
    },
  ];
};

const colours = { required: 'AA2E25', posts: '505A5F', inPost: '1D5FA8' } as const;

/**
 * Makes the report of a projection to be printed: the answer, the course with a chart, what the scenario does, how sure
 * it is, the parts, why it does not close, every assumption with its range, and the sources.
 *
 * @param uses The figures that the run read; assumptions and sources are theirs.
 * @param written The scenario as written: its levers, and its own figures, which stand in for those that were read.
 */
export const projectionDocument = (
  report: ProjectionReport,
  evidence: Evidence,
  uses: Uses,
  written: Pick<Scenario, 'figures' | 'levers'> = {},
): Report => {
  const { figures: own = {}, levers = [] } = written;
  const { years, total, scenario, input } = report;
  const used = [...evidence.figures.values()].filter((figure) => uses.has(figure.id));
  const open = report.limits.some((one) => one.closingYear === null);
  const end = years.at(-1) ?? '';
  const paragraphs = (texts: readonly string[]): readonly Block[] => texts.map((text) => ({ kind: 'paragraph', text }));
  return {
    title: `${sayScope(input)}: ${scenario.title}`,
    footer: `Isocentre, model ${report.modelVersion}, inputs ${report.inputHash.slice(0, shownHash)}`,
    blocks: [
      { kind: 'answer', text: report.answer },
      { kind: 'paragraph', text: scenario.summary },
      {
        kind: 'chart',
        title: 'Required, funded and in post, WTE at the start of each year',
        years,
        lines: [
          { name: 'required', values: total.measures.requirement, colour: colours.required },
          { name: 'posts', values: total.measures.posts, colour: colours.posts, dashed: true },
          { name: 'in post', values: total.measures.inPost, colour: colours.inPost },
        ],
        description: `From ${years[0] ?? ''} to ${end} the requirement goes from ${sayCount(total.measures.requirement[0] ?? 0)} to ${sayCount(total.measures.requirement.at(-1) ?? 0)} WTE, posts from ${sayCount(total.measures.posts[0] ?? 0)} to ${sayCount(total.measures.posts.at(-1) ?? 0)}, staff in post from ${sayCount(total.measures.inPost[0] ?? 0)} to ${sayCount(total.measures.inPost.at(-1) ?? 0)}.`,
      },
      {
        kind: 'table',
        table: courseOf(report),
        caption: 'The expected course: WTE at the start of each year; trainees are people; experts are recognised',
      },
      { kind: 'heading', text: 'What the scenario does' },
      levers.length === 0
        ? { kind: 'paragraph', text: 'It has no levers: what is done at its start goes on.' }
        : {
            kind: 'table',
            table: leversOf(levers),
            caption: `Its levers; one without a year begins in ${input.firstDecisionYear} and goes on to the end`,
          },
      { kind: 'heading', text: 'How sure this is' },
      ...spreadChart(report),
      ...spreadBlocks(report),
      ...(report.by.length === 0
        ? []
        : ([
            { kind: 'heading', text: `By ${report.by.join(' and ')}` },
            {
              kind: 'table',
              table: partsOf(report),
              caption: 'Posts and shortfall in WTE; vacancies as a share of posts',
            },
          ] as const)),
      { kind: 'heading', text: open ? 'Why it does not close' : 'When each closes' },
      ...paragraphs(report.limitSentences),
      ...(report.filled.length === 0
        ? []
        : [{ kind: 'heading' as const, text: 'What the return did not say' }, ...paragraphs(report.filled)]),
      { kind: 'heading', text: 'What is assumed' },
      {
        kind: 'paragraph',
        text: `${report.drivers.assumptions} of the ${report.drivers.total} figures that drive this are assumptions. Futures draw each from its range; one without a range is held at its value. The reasons stand beside each figure in the evidence.`,
      },
      {
        kind: 'table',
        table: assumptionsOf(used, own),
        caption: 'Every assumption that was read, with its range',
      },
      { kind: 'heading', text: 'Where the figures come from' },
      {
        kind: 'table',
        table: sourcesOf(used.filter(({ id }) => own[id] === undefined)),
        caption: 'Published sources, and how many figures each gives',
      },
    ],
  };
};

/** Enough of a hash to tell two runs apart at a glance. */
const shownHash = 12;
