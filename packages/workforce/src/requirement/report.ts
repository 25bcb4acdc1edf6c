import type { Report, Table } from '@isocentre/documents';
import { failure, success, type Evidence, type Located, type Problem, type Result } from '@isocentre/evidence';
import type { ReadReturn } from '../return-reader.ts';
import { groups, specialisms } from '../taxonomy.ts';
import { sayList } from '../words.ts';
import {
  driverReader,
  missingDrivers,
  requiredStaff,
  saySpan,
  sayWte,
  type OccupationRequirement,
  type Span,
} from './compute.ts';
import type { StaffingModel } from './staffing-model.ts';

/** What a model requires of an occupation, beside what the return has of it. */
export interface ComparedRequirement extends OccupationRequirement {
  /** WTE of the return; 0 where it has no such occupation. */
  readonly posts: number;
  readonly inPost: number;
  /** Required less funded posts, and less staff in post; below 0 where there are more. */
  readonly gapToPosts: Span;
  readonly gapToInPost: Span;
}

/** What each model requires, side by side; they are never added. */
export interface RequirementReport {
  readonly organisation: string;
  readonly date: string;
  readonly models: readonly { readonly model: StaffingModel; readonly occupations: readonly ComparedRequirement[] }[];
  /** Models that were left out, with the drivers that the return does not give. */
  readonly leftOut: readonly { readonly model: StaffingModel; readonly missing: readonly string[] }[];
  readonly cover: readonly ModalityCover[];
  /** Occupations in which one person is all there is. */
  readonly single: readonly string[];
}

/** Who covers a modality as Medical Physics Expert. */
export interface ModalityCover {
  readonly modality: string;
  /** null where the return does not say. */
  readonly experts: number | null;
  readonly names: string;
  /** Whether one person is the whole cover, or nobody. */
  readonly warning: 'nobody' | 'a single person' | '';
}

const coverOf = ({ service, own }: ReadReturn): readonly ModalityCover[] => {
  const warning = (experts: number | null): ModalityCover['warning'] =>
    experts === 0 ? 'nobody' : experts === 1 ? 'a single person' : '';
  if (service.cover.length > 0)
    return service.cover.map(({ modality, experts, names = '' }) => ({
      modality,
      experts,
      names,
      warning: warning(experts),
    }));
  return (own?.data.staff ?? [])
    .filter((one) => one.group === 'scientist')
    .map(({ specialism, recognised = null }) => ({
      modality: specialisms[specialism],
      experts: recognised,
      names: '',
      warning: warning(recognised),
    }));
};

/**
 * Gives the amounts of a return's drivers by key. A driver that no model knows is a failure, since it would silently
 * count for nothing.
 *
 * @param models Every model at hand, for the names of drivers.
 */
export const activityOf = (
  { service }: Pick<ReadReturn, 'service'>,
  models: readonly Located<StaffingModel>[],
): Result<Readonly<Record<string, number>>> => {
  const { keyOf, expected } = driverReader(models);
  const problems: Problem[] = service.activity
    .filter(({ driver }) => keyOf(driver) === undefined)
    .map(({ driver, place }) => ({ where: place, found: `the driver "${driver}"`, expected }));
  return problems.length > 0
    ? failure(...problems)
    : success(Object.fromEntries(service.activity.map(({ driver, amount }) => [keyOf(driver) ?? driver, amount])));
};

const minus = (span: Span, wte: number): Span => ({ low: span.low - wte, high: span.high - wte });

/**
 * Works out what staff a department needs by each model, side by side, and where it stands.
 *
 * @param known Every model at hand, for the names of drivers.
 * @param asked The names of the models to take; without it all without a mark ("not UK", "to be confirmed") whose
 *   drivers the return gives. A model that is asked for and lacks a driver is a failure.
 */
export const reportRequirement = (
  read: ReadReturn,
  known: readonly Located<StaffingModel>[],
  asked: readonly string[] | undefined,
  evidence: Evidence,
): Result<RequirementReport> => {
  const { own } = read;
  if (!own || read.problems.length > 0) return failure(...read.problems);
  const activity = activityOf(read, known);
  if (!activity.ok) return activity;
  const chosen = known.filter(({ value }) => (asked ? asked.includes(value.name) : (value.marks ?? []).length === 0));
  const leftOut = chosen.flatMap(({ value: model }) => {
    const missing = missingDrivers(model, activity.value);
    return missing.length > 0 ? [{ model, missing }] : [];
  });
  const lacking = leftOut.map(({ model, missing }): Problem => ({
    where: `${own.file} table "Activity"`,
    found: `no ${sayList(missing)}`,
    expected: `an amount of each driver of the staffing model ${model.name}`,
  }));
  if (asked && lacking.length > 0) return failure(...lacking);
  if (leftOut.length === chosen.length)
    return failure({
      where: own.file,
      found: 'nothing that a staffing model counts by',
      expected: `the table "Activity" with ${sayList([...new Set(leftOut.flatMap(({ missing }) => missing))].toSorted()).replace(/ and /, ' or ')}, or --model`,
    });
  const problems: Problem[] = [];
  const models = chosen
    .filter(({ value }) => !leftOut.some(({ model }) => model === value))
    .flatMap((located) => {
      const staff = requiredStaff(located, activity.value, evidence);
      if (!staff.ok) {
        problems.push(...staff.problems);
        return [];
      }
      const occupations = staff.value.map((one): ComparedRequirement => {
        const row = own.data.staff.find(
          ({ specialism, group }) => specialism === one.specialism && group === one.group,
        );
        const { posts = 0, inPost = 0 } = row ?? {};
        return {
          ...one,
          posts,
          inPost,
          gapToPosts: minus(one.required, posts),
          gapToInPost: minus(one.required, inPost),
        };
      });
      return [{ model: located.value, occupations }];
    });
  if (problems.length > 0) return failure(...problems);
  return success({
    organisation: own.data.organisation,
    date: own.data.date,
    models,
    leftOut,
    cover: coverOf(read),
    single: own.data.staff
      .filter(({ heads }) => heads === 1)
      .map(({ specialism, group }) => `${groups[group]} in ${specialisms[specialism]}`),
  });
};

const occupationTitle = ({ specialism, group }: OccupationRequirement): string =>
  `${groups[group]} in ${specialisms[specialism]}`;
const marked = ({ name, marks = [] }: StaffingModel): string =>
  marks.length > 0 ? `${name} (${marks.join(', ')})` : name;
const titled = ({ title, marks = [] }: StaffingModel): string =>
  marks.length > 0 ? `${title} (${marks.join(', ')})` : title;
const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

interface Row {
  readonly model: StaffingModel;
  readonly one: ComparedRequirement;
}

/** What the models require, occupation by occupation. */
const byOccupation = (report: RequirementReport): ReadonlyMap<string, readonly Row[]> => {
  const found = new Map<string, Row[]>();
  for (const { model, occupations } of report.models)
    for (const one of occupations) {
      const title = occupationTitle(one);
      const rows = found.get(title) ?? [];
      found.set(title, rows);
      rows.push({ model, one });
    }
  return found;
};

/** What each model requires of each occupation, and the gaps: a table for each occupation, a row for each model. */
export const requirementTables = (report: RequirementReport): readonly Table[] =>
  [...byOccupation(report)].map(([title, rows]) => ({
    name: capital(title),
    columns: [
      { key: 'model', title: 'Model', kind: 'text' },
      { key: 'required', title: 'Required', kind: 'number' },
      { key: 'posts', title: 'Posts', kind: 'number' },
      { key: 'gap_to_posts', title: 'Beyond posts', kind: 'number' },
      { key: 'in_post', title: 'In post', kind: 'number' },
      { key: 'gap_to_in_post', title: 'Beyond in post', kind: 'number' },
    ],
    rows: rows.map(({ model, one }) => [
      marked(model),
      saySpan(one.required, sayWte),
      sayWte(one.posts),
      saySpan(one.gapToPosts, sayWte),
      sayWte(one.inPost),
      saySpan(one.gapToInPost, sayWte),
    ]),
  }));

/** The arithmetic of every model, line by line. */
export const arithmeticTable = (report: RequirementReport): Table => ({
  name: 'Arithmetic',
  columns: [
    { key: 'model', title: 'Model', kind: 'text' },
    { key: 'line', title: 'Line', kind: 'text' },
    { key: 'arithmetic', title: 'Arithmetic', kind: 'number' },
    { key: 'wte', title: 'WTE', kind: 'number' },
  ],
  rows: report.models.flatMap(({ model, occupations }) =>
    occupations.flatMap(({ lines }) =>
      // A driver of which there is none says nothing.
      lines
        .filter(({ wte }) => wte.high > 0)
        .map(({ title, arithmetic, wte }) => [model.name, title, arithmetic, saySpan(wte, sayWte)]),
    ),
  ),
});

/** All numbers of a requirement in full precision, for programs: what each model requires, and each line of it. */
export const requirementData = (report: RequirementReport): readonly Table[] => {
  const occupation = [
    { key: 'model', title: 'Model', kind: 'text' },
    { key: 'specialism', title: 'Specialism', kind: 'text' },
    { key: 'group', title: 'Staff group', kind: 'text' },
  ] as const;
  const span = (name: string, title: string) =>
    (['low', 'high'] as const).map((end) => ({
      key: `${name}_${end}`,
      title: `${title}, ${end}`,
      kind: 'number' as const,
    }));
  const all = report.models.flatMap(({ model, occupations }) =>
    occupations.map((one) => ({ one, start: [model.name, one.specialism, one.group] })),
  );
  return [
    {
      name: 'Required staff',
      columns: [
        ...occupation,
        ...span('required', 'Required'),
        { key: 'posts', title: 'Posts', kind: 'number' },
        { key: 'in_post', title: 'In post', kind: 'number' },
      ],
      rows: all.map(({ one, start }) => [...start, one.required.low, one.required.high, one.posts, one.inPost]),
    },
    {
      name: 'Arithmetic',
      columns: [
        ...occupation,
        { key: 'line', title: 'Line', kind: 'text' },
        { key: 'arithmetic', title: 'Arithmetic', kind: 'text' },
        ...span('wte', 'WTE'),
      ],
      rows: all.flatMap(({ one, start }) =>
        one.lines.map(({ title, arithmetic, wte }) => [...start, title, arithmetic, wte.low, wte.high]),
      ),
    },
    coverTable(report),
  ];
};

/** Medical Physics Experts by modality. */
export const coverTable = (report: RequirementReport): Table => ({
  name: 'Expert cover',
  columns: [
    { key: 'modality', title: 'Modality', kind: 'text' },
    { key: 'experts', title: 'Experts', kind: 'count' },
    { key: 'names', title: 'Names', kind: 'text' },
    { key: 'warning', title: 'Cover is', kind: 'text' },
  ],
  rows: report.cover.map(({ modality, experts, names, warning }) => [modality, experts, names, warning]),
});

/** Says what the models require of each occupation, beside what there is. */
export const sayRequiredStaff = (report: RequirementReport): string => {
  const sentences = [...byOccupation(report)].map(([title, rows]) => {
    const required = {
      low: Math.min(...rows.map(({ one }) => one.required.low)),
      high: Math.max(...rows.map(({ one }) => one.required.high)),
    };
    const [{ one: { posts, inPost } } = { one: { posts: 0, inPost: 0 } }] = rows;
    return `${capital(title)}: ${saySpan(required, sayWte)} WTE required by ${rows.length === 1 ? 'one model' : `${rows.length} models`}, ${sayWte(posts)} in the establishment, ${sayWte(inPost)} in post.`;
  });
  return sentences.join(' ');
};

/** Says where expert cover is missing or hangs on one person; an empty text where it does not. */
export const sayExpertCover = (report: RequirementReport): string => {
  const hanging = report.cover.filter(({ warning }) => warning === 'a single person').map(({ modality }) => modality);
  const bare = report.cover.filter(({ warning }) => warning === 'nobody').map(({ modality }) => modality);
  return [
    ...(bare.length > 0 ? [`No Medical Physics Expert covers ${sayList(bare)}.`] : []),
    ...(hanging.length > 0 ? [`One expert is the whole cover of ${sayList(hanging)}.`] : []),
    ...(report.single.length > 0 ? [`One person is all the staff of ${sayList(report.single)}.`] : []),
  ].join(' ');
};

/** Says in a few sentences what the models require, and where cover hangs on one person. */
export const sayRequirement = (report: RequirementReport): string =>
  [`${report.organisation}, ${report.date}.`, sayRequiredStaff(report), sayExpertCover(report)]
    .filter((text) => text !== '')
    .join(' ');

/** Says what the models leave out and where they come from, one sentence a model. */
export const sayModels = (report: RequirementReport): readonly string[] => [
  ...report.models.map(
    ({ model }) =>
      `${model.name}: ${model.scope} Leaves out: ${model.leavesOut} ${model.source.publisher} ${model.source.year}, ${model.source.title}.`,
  ),
  ...report.leftOut.map(({ model, missing }) => `${model.name} is left out: the return gives no ${sayList(missing)}.`),
];

const leavesOutOf = ({ leavesOut, source }: StaffingModel): string =>
  `${leavesOut} Source: ${source.publisher} ${source.year}.`;

/** What the models leave out and their sources, said once for those that share both. */
const leavesOutTable = (report: RequirementReport): Table => ({
  name: 'Models',
  columns: [
    { key: 'models', title: 'Model', kind: 'text' },
    { key: 'leaves_out', title: 'Leaves out', kind: 'text' },
  ],
  rows: [...new Set(report.models.map(({ model }) => leavesOutOf(model)))].map((text) => [
    report.models
      .filter(({ model }) => leavesOutOf(model) === text)
      .map(({ model }) => model.title)
      .join('; '),
    text,
  ]),
});

/** The table of an occupation with its arithmetic in place of what stands in the caption; models of several lines have a table of their own. */
const boardTables = (report: RequirementReport): readonly Table[] =>
  [...byOccupation(report)].map(([title, rows]) => ({
    name: `${capital(title)}: ${sayWte(rows[0]?.one.posts ?? 0)} WTE in the establishment, ${sayWte(rows[0]?.one.inPost ?? 0)} in post`,
    columns: [
      { key: 'model', title: 'Model', kind: 'text' },
      { key: 'arithmetic', title: 'Arithmetic', kind: 'number' },
      { key: 'required', title: 'Required', kind: 'number' },
      { key: 'gap_to_posts', title: 'Beyond posts', kind: 'number' },
      { key: 'gap_to_in_post', title: 'Beyond in post', kind: 'number' },
    ],
    rows: rows.map(({ model, one }) => [
      titled(model),
      one.lines.length === 1 ? (one.lines[0]?.arithmetic ?? '') : 'below',
      saySpan(one.required, sayWte),
      saySpan(one.gapToPosts, sayWte),
      saySpan(one.gapToInPost, sayWte),
    ]),
  }));

/** Puts a requirement as a report that prints on one page, unless models have many lines or there are many occupations. */
export const requirementDocument = (report: RequirementReport): Report => {
  const several = {
    ...report,
    models: report.models
      .map((one) => ({ ...one, occupations: one.occupations.filter(({ lines }) => lines.length > 1) }))
      .filter(({ occupations }) => occupations.length > 0),
  };
  const table = (one: Table, caption: string) => ({ kind: 'table' as const, table: one, caption });
  const cover = sayExpertCover(report);
  return {
    title: `Required staff: ${report.organisation}, ${report.date}`,
    footer: `Isocentre, return of ${report.date}`,
    blocks: [
      { kind: 'answer', text: sayRequiredStaff(report) },
      ...(cover === '' ? [] : [{ kind: 'paragraph' as const, text: cover }]),
      ...boardTables(report).map((one) => table(one, one.name)),
      ...(several.models.length > 0 ? [table(arithmeticTable(several), 'The arithmetic, line by line')] : []),
      table(coverTable(report), 'Medical Physics Experts by modality'),
      table(leavesOutTable(report), 'The models are alternatives and are never added'),
    ],
  };
};

/** Puts a requirement in the form in which it is published as JSON. */
export const requirementJson = (report: RequirementReport): Record<string, unknown> => ({
  format: 'isocentre-requirement',
  version: 1,
  organisation: report.organisation,
  date: report.date,
  answer: sayRequirement(report),
  models: report.models.map(({ model, occupations }) => ({
    name: model.name,
    title: model.title,
    year: model.year,
    marks: model.marks ?? [],
    scope: model.scope,
    leavesOut: model.leavesOut,
    source: model.source,
    occupations,
  })),
  leftOut: report.leftOut.map(({ model, missing }) => ({ name: model.name, missing })),
  cover: report.cover,
  single: report.single,
});
