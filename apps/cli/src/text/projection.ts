import { styleText } from 'node:util';
import type { Table } from '@isocentre/documents';
import {
  groupTable,
  groupTitle,
  sayCount,
  sayList,
  sayReading,
  unitsNote,
  type Limit,
  type ProjectionReport,
  type Reading,
} from '@isocentre/workforce';
import { exampleLines } from '../help.ts';
import type { Terminal } from '../command.ts';
import { drawChart } from './chart.ts';
import { spreadLines } from './spread.ts';
import { drawTable } from './table.ts';
import { wrap } from './wrap.ts';

const paint = (terminal: Terminal, style: Parameters<typeof styleText>[0], text: string): string =>
  terminal.colour ? styleText(style, text, { validateStream: false }) : text;

// About seven rows, so that the course is seen at a glance; the whole of it is in the CSV.
const rowsShown = 6;

const courseTable = ({ years, total }: ProjectionReport): Table => {
  const step = Math.max(1, Math.ceil((years.length - 1) / rowsShown));
  const shown = years.flatMap((_, t) => (t % step === 0 || t === years.length - 1 ? [t] : []));
  const { posts, inPost, vacancies, requirement, shortfall, recognised, trainees } = total.measures;
  return {
    name: 'Course',
    columns: [
      { key: 'year', title: 'Year', kind: 'year' },
      { key: 'requirement', title: 'Required', kind: 'count' },
      { key: 'inPost', title: 'In\u00a0post', kind: 'count' },
      { key: 'shortfall', title: 'Shortfall', kind: 'count' },
      { key: 'posts', title: 'Posts', kind: 'count' },
      { key: 'vacancies', title: 'Vacant', kind: 'count' },
      { key: 'trainees', title: 'Trainees', kind: 'count' },
      { key: 'recognised', title: 'Experts', kind: 'count' },
    ],
    rows: shown.map((t) => [
      years[t] ?? 0,
      ...[requirement, inPost, shortfall, posts, vacancies, trainees, recognised].map((values) => values[t] ?? 0),
    ]),
  };
};

const flowSentence = ({ years, total }: ProjectionReport): string => {
  const { retired, quit, hiredTrained, hiredLooking, hiredInternational, hiredDirect, starts, startsLost } =
    total.measures;
  const at = (values: readonly number[]): number => values[0] ?? 0;
  const hired = at(hiredTrained) + at(hiredLooking) + at(hiredInternational) + at(hiredDirect);
  const lost = Math.round(startsLost.reduce((sum, one) => sum + one, 0));
  const lostWords =
    lost > 0 ? ` Over the whole course ${sayCount(lost)} training places are lost for want of supervision.` : '';
  const people = (count: number, one: string, more: string): string =>
    Math.round(count) === 1 ? `1 ${one}` : `${sayCount(count)} ${more}`;
  return `In ${years[0] ?? ''}, ${people(at(retired), 'person retires', 'people retire')} and ${people(at(quit), 'leaves', 'leave')} before retirement; ${people(hired, 'is hired', 'are hired')} and ${people(at(starts), 'starts', 'start')} training.${lostWords}`;
};

const retiringSentence = (report: ProjectionReport): string => {
  const span = report.input.retiringWithinYears;
  const per = (share: number): string => `${(share * 100).toFixed(0)} %`;
  const most = per(Math.max(...report.occupations.map((one) => one.retiringWithin)));
  const highest = new Set(
    report.occupations.filter((one) => per(one.retiringWithin) === most).map((one) => groupTitle(one.group)),
  );
  return `Of those in post in ${report.years[0] ?? ''}, ${per(report.total.retiringWithin)} retire within ${span} years; most (${most}) among ${sayList([...highest])}.`;
};

const limitWords: Readonly<Record<Limit, string>> = {
  posts: 'every required post is funded at once',
  supervision: 'supervision never cuts a training place',
  supply: 'every open place finds a recruit',
  leaving: 'nobody leaves before retirement',
};

const limitLines = (report: ProjectionReport, width: number): readonly string[] => {
  const end = report.years.at(-1) ?? '';
  const open = report.limits.filter((one) => one.closingYear === null);
  const chiefs = [...new Set(open.flatMap((one) => one.chief ?? []))];
  const table: Table = {
    name: 'Limits',
    columns: [
      { key: 'occupation', title: 'occupation', kind: 'text' },
      { key: 'shortfall', title: `Short ${end}`, kind: 'count' },
      { key: 'limit', title: 'limit', kind: 'text' },
      { key: 'relaxed', title: 'Short without', kind: 'count' },
      { key: 'closes', title: 'Closes without', kind: 'year' },
    ],
    rows: open.map((one) => {
      const chief = one.relaxed.find(({ limit }) => limit === one.chief);
      return [
        one.title,
        one.shortfallAtHorizon,
        one.chief ?? 'none alone',
        chief?.shortfallAtHorizon ?? null,
        chief?.closingYear ?? null,
      ];
    }),
  };
  const meaning = chiefs.map((limit) => `without "${limit}": ${limitWords[limit]}`);
  const closing = report.limits.flatMap(({ title, closingYear }) =>
    closingYear === null ? [] : [`${title} in ${closingYear}`],
  );
  return [
    ...(open.length === 0
      ? []
      : [
          ...drawTable(table, width),
          ...wrap(
            `The limit is the one that helps most when it alone is relaxed${meaning.length === 0 ? '' : `; ${meaning.join('; ')}`}.`,
            width,
          ),
        ]),
    ...(closing.length === 0 ? [] : wrap(`These close: ${closing.join('; ')}.`, width)),
  ];
};

const withHeading = (heading: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : [heading, ...lines, ''];

// A screen holds about as many.
const rowsToRead = 40;
const longNote = 'So many parts are easier to read in a spreadsheet: --out FILE.csv or FILE.xlsx.';

const limitHeading = ({ closure, limits }: ProjectionReport): string => {
  if (closure.year === null) return 'Why it does not close';
  return limits.some((one) => one.closingYear === null) ? 'Why some do not close' : 'When each closes';
};

const regionNote = 'No public figure divides this workforce by region; regions share the nation by population.';

/**
 * Writes a projection as a planner's summary: the answer, the course, the parts, and why it does not close.
 *
 * @param resolvedCommand The command that prints every number of the model for this run.
 */
export const projectionText = (report: ProjectionReport, terminal: Terminal, resolvedCommand: string): string => {
  const { width } = terminal;
  const heading = (text: string): string => paint(terminal, 'bold', text);
  const { requirement, inPost, posts } = report.total.measures;
  const chart = drawChart(
    report.years,
    [
      { name: 'posts', mark: '·', values: posts },
      { name: 'in post', mark: '■', values: inPost },
      { name: 'required', mark: '○', values: requirement },
    ],
    width,
  );
  const paragraph = (text: string): readonly string[] => wrap(text, width);
  return [
    ...paragraph(report.answer).map((line) => paint(terminal, 'bold', line)),
    '',
    ...drawTable(courseTable(report), width),
    ...paragraph(unitsNote),
    '',
    ...chart,
    '',
    ...withHeading(heading('How sure this is'), spreadLines(report, width)),
    ...paragraph(`${flowSentence(report)} ${retiringSentence(report)}`),
    ...(report.by.length === 0
      ? []
      : [
          '',
          heading(`By ${sayList(report.by)}`),
          ...drawTable(groupTable(report), width, ['shortfallLast', 'closes']),
        ]),
    ...(report.groups.length > rowsToRead ? paragraph(longNote) : []),
    ...(report.by.includes('region') && !report.input.return ? paragraph(regionNote) : []),
    '',
    ...withHeading(
      heading('What the return did not say'),
      report.filled.flatMap((sentence) => wrap(sentence, width)),
    ),
    heading(limitHeading(report)),
    ...limitLines(report, width),
    '',
    ...paragraph(
      `Every figure with its source: isocentre evidence list --use model. Every year: --format csv, json or xlsx. Every number of the model:`,
    ),
    ...exampleLines(resolvedCommand, width),
    '',
  ].join('\n');
};

/** Writes IPEM's reading of the pledge: the answer, then the sum year by year. */
export const readingText = (reading: Reading, terminal: Terminal): string => {
  const table: Table = {
    name: 'Reading',
    columns: [
      { key: 'year', title: 'Year', kind: 'year' },
      { key: 'added', title: 'Staff added by its start', kind: 'count' },
      { key: 'missing', title: 'Still missing', kind: 'count' },
    ],
    rows: reading.course
      .filter((_, index) => index % 5 === 0 || index >= reading.course.length - 2)
      .map(({ year, added }) => [year, added, Math.max(0, reading.needed - added)]),
  };
  return [
    ...wrap(sayReading(reading), terminal.width).map((line) => paint(terminal, 'bold', line)),
    '',
    ...drawTable(table, terminal.width),
    '',
    ...wrap(
      'The same pledge with leavers, attrition, time in training and growth: isocentre project the-2023-pledge',
      terminal.width,
    ),
    '',
  ].join('\n');
};
