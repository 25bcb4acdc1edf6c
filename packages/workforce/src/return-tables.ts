import { tableOf, type ColumnRule, type Table, type TableRule } from '@isocentre/documents';
import { groups, regions, routes, specialisms } from './taxonomy.ts';
import { returnKinds } from './return-schema.ts';

/** The youngest and the oldest age that a return may name. */
export interface AgeRange {
  readonly first: number;
  readonly last: number;
}

const occupation: readonly ColumnRule[] = [
  {
    key: 'specialism',
    title: 'Specialism',
    kind: 'choice',
    choices: specialisms,
    required: true,
    about: 'one of the specialisms listed in the sheet "How to fill in"',
  },
  {
    key: 'group',
    title: 'Staff group',
    kind: 'choice',
    choices: groups,
    required: true,
    about: 'one of the staff groups listed in the sheet "How to fill in"',
  },
];

const wte = (key: string, title: string, required: boolean, about: string): ColumnRule => ({
  key,
  title,
  unit: 'WTE',
  kind: 'number',
  min: 0,
  required,
  about,
});

const people = (key: string, title: string, required: boolean, about: string): ColumnRule => ({
  key,
  title,
  unit: 'people',
  kind: 'number',
  min: 0,
  whole: true,
  required,
  about,
});

const age = (key: string, title: string, { first, last }: AgeRange, about: string): ColumnRule => ({
  key,
  title,
  unit: 'years',
  kind: 'number',
  min: first,
  max: last,
  whole: true,
  required: true,
  about,
});

/** The tables of a return, by which it is handed out and read. Sheets with workloads stand beside them. */
export const returnTables = (ages: AgeRange) =>
  ({
    organisation: {
      key: 'organisation',
      title: 'Organisation',
      required: true,
      about: 'One row: whose staff it is, and when.',
      columns: [
        { key: 'organisation', title: 'Name', kind: 'text', required: true, about: 'as it is to be shown' },
        {
          key: 'kind',
          title: 'Covers',
          kind: 'choice',
          choices: returnKinds,
          required: true,
          about: 'a department, a trust or health board, a region, or a nation',
        },
        {
          key: 'region',
          title: 'Region',
          kind: 'choice',
          choices: regions,
          required: false,
          about: 'a region of NHS England, Scotland, Wales or Northern Ireland; only levers for one region need it',
        },
        {
          key: 'date',
          title: 'Date',
          kind: 'date',
          required: true,
          about: 'the day for which the numbers are true, such as 31 March 2026; its year is the baseline year',
        },
      ],
    },
    staff: {
      key: 'staff',
      title: 'Staff',
      required: true,
      about: 'A row for each specialism and staff group that you have. Leave out what you do not have.',
      columns: [
        ...occupation,
        wte('posts', 'Funded establishment', true, 'posts that are paid for, filled or not'),
        wte('inPost', 'In post', true, 'what the staff in post work'),
        people('heads', 'Headcount', false, 'people in post; without it, hours worked are the national ones'),
        people(
          'recognised',
          'Medical Physics Experts',
          false,
          'clinical scientists recognised as such; write 0 where there are none; without it, the national share',
        ),
        wte('required', 'Required', false, 'staff needed by a model of your own; without it, as nationally'),
      ],
    },
    ages: {
      key: 'ages',
      title: 'Ages',
      required: false,
      about:
        'People in post by age: single ages (55 and 55) or bands (55 to 59), for any of your occupations. Without rows, the national ages.',
      columns: [
        ...occupation,
        age('from', 'Age from', ages, 'the youngest age of the band'),
        age('to', 'Age to', ages, 'the oldest age of the band, the same for a single age'),
        people('heads', 'Headcount', true, 'people in post of these ages'),
        people('recognised', 'Medical Physics Experts', false, 'how many of them are recognised'),
      ],
    },
    trainees: {
      key: 'trainees',
      title: 'Trainees',
      required: false,
      about:
        'Trainees by route, who are not counted as staff. Without a row for an occupation, as nationally for its posts; write 0 where there are none.',
      columns: [
        ...occupation,
        { key: 'route', title: 'Route', kind: 'choice', choices: routes, required: true, about: 'how they train' },
        people('people', 'Trainees', true, 'people in training, all years together'),
        {
          key: 'starts',
          title: 'Places',
          unit: 'a year',
          kind: 'number',
          min: 0,
          required: false,
          about: 'new trainees a year; without it, trainees over the years of training',
        },
      ],
    },
    activity: {
      key: 'activity',
      title: 'Activity',
      required: false,
      about: 'What staffing models count by, for "isocentre require": patients, machines, devices. Without rows, none.',
      columns: [
        {
          key: 'driver',
          title: 'Driver',
          kind: 'text',
          required: true,
          about: 'a driver as a staffing model names it, such as linacs; "isocentre require models" lists them',
        },
        { key: 'amount', title: 'Amount', kind: 'number', min: 0, required: true, about: 'how many, in its unit' },
      ],
    },
    cover: {
      key: 'cover',
      title: 'Expert cover',
      required: false,
      about: 'Medical Physics Experts by modality, for "isocentre require". Without rows, by specialism from "Staff".',
      columns: [
        { key: 'modality', title: 'Modality', kind: 'text', required: true, about: 'such as HDR brachytherapy or CT' },
        people('experts', 'Medical Physics Experts', true, 'people who cover it as experts; 0 where nobody does'),
        { key: 'names', title: 'Names', kind: 'text', required: false, about: 'who they are; stays on this computer' },
      ],
    },
  }) as const satisfies Readonly<Record<string, TableRule>>;

/** The tables of a return by key. */
export type ReturnTables = ReturnType<typeof returnTables>;

/** The name of the sheet that explains the others; it is not read. */
export const guideTitle = 'How to fill in';

const guideOf = (tables: ReturnTables): Table => {
  const kinds = {
    text: 'text',
    date: 'date',
    number: 'number',
    choice: 'one of a list',
  } as const;
  const all: readonly TableRule[] = Object.values(tables);
  return {
    name: guideTitle,
    columns: [
      { key: 'sheet', title: 'Sheet', kind: 'text' },
      { key: 'column', title: 'Column', kind: 'text' },
      { key: 'needed', title: 'Needed', kind: 'text' },
      { key: 'kind', title: 'Holds', kind: 'text' },
      { key: 'about', title: 'What to write', kind: 'text' },
    ],
    rows: [
      ...all.flatMap((table) => [
        [table.title, null, table.required ? 'yes' : 'no', 'a table', table.about],
        ...table.columns.map((column) => [
          table.title,
          tableOf({ ...table, columns: [column] }).columns[0]?.title ?? '',
          column.required ? 'yes' : 'no',
          kinds[column.kind],
          column.about,
        ]),
      ]),
      ...Object.values(specialisms).map((title) => ['all', 'Specialism', null, 'a choice', title]),
      ...Object.values(groups).map((title) => ['all', 'Staff group', null, 'a choice', title]),
      ...Object.values(regions).map((title) => [tables.organisation.title, 'Region', null, 'a choice', title]),
      ...Object.values(returnKinds).map((title) => [tables.organisation.title, 'Covers', null, 'a choice', title]),
      ...Object.values(routes).map((title) => [tables.trainees.title, 'Route', null, 'a choice', title]),
    ],
  };
};

/**
 * The template of a return: a sheet a table, with headings and no rows, after a sheet that says what to write.
 *
 * @param withGuide Whether the sheet of explanations is among them; a CSV file that is filled in does without.
 */
export const returnTemplate = (ages: AgeRange, withGuide = true): readonly Table[] => {
  const tables = returnTables(ages);
  return [...(withGuide ? [guideOf(tables)] : []), ...Object.values(tables).map((table) => tableOf(table))];
};
