import { failure, show, success, type Problem, type Result, type TextFile } from '@isocentre/evidence';
import { intervalMethods } from './interval-method.ts';
import { readPrinted, type PrintedNumber } from './printed.ts';
import { readTable, type TableRow } from '../read-table.ts';
import type { Claim, ClaimCard, ClaimSection } from './claim.ts';
import type { ClaimsRead } from './read-card.ts';

/** A column of a file of claims. */
export interface ClaimColumn {
  readonly key: string;
  readonly required: boolean;
  readonly summary: string;
}

const methods = [...intervalMethods.map(({ id }) => id), 'bootstrap', 'other'] as const;

/** Lists the columns of a CSV file of claims, in the order of the template. */
export const claimColumns: readonly ClaimColumn[] = [
  { key: 'product', required: true, summary: 'name of the product' },
  { key: 'purpose', required: false, summary: 'what it is for, in the words of its maker' },
  { key: 'section', required: false, summary: 'claims with one product and section are from one study' },
  { key: 'goal', required: false, summary: 'what the study evaluates' },
  { key: 'total', required: false, summary: 'all cases of the study' },
  { key: 'measure', required: true, summary: 'what the figure is, such as Sensitivity' },
  { key: 'subgroup', required: false, summary: 'the part of the cases, as division: group, such as sex: women' },
  { key: 'estimate', required: true, summary: 'the figure with its digits as printed' },
  { key: 'lower', required: false, summary: 'lower bound of the interval' },
  { key: 'upper', required: false, summary: 'upper bound of the interval' },
  { key: 'level', required: false, summary: 'level of the interval in per cent; without it 95' },
  { key: 'unit', required: false, summary: '% or fraction for a share; another unit for a measurement' },
  { key: 'successes', required: false, summary: 'cases counted, k of n, where stated' },
  { key: 'trials', required: false, summary: 'cases it is a share of, n, where stated' },
  { key: 'method', required: false, summary: `how the interval was made, where stated: ${methods.join(', ')}` },
];

const keys = claimColumns.map(({ key }) => key);
const required = claimColumns.filter((column) => column.required).map(({ key }) => key);

/**
 * Gives a CSV file of claims to fill in: the header and three example rows of a product that does not exist.
 */
export const claimsTemplate = (): string =>
  [
    keys.join(','),
    'Example Nodule Finder,Detection of lung nodules on CT,study 1,Detection of lung nodules in 487 cases,487,Sensitivity,,92.1,87.5,95.4,95,%,,,clopper-pearson',
    'Example Nodule Finder,,study 1,,,Specificity,,92.6,89.0,95.4,95,%,,,',
    'Example Nodule Finder,,study 1,,,Sensitivity,sex: women,0.91,,,,fraction,91,100,',
    '',
  ].join('\r\n');

const readRows = (file: TextFile): ReturnType<typeof readTable> =>
  readTable(file, { columns: keys, required, others: 'refused', rowsExpected: 'a row for each claim' });

const wholeNumber = (text: string, where: string): Result<number | undefined> => {
  if (text === '') return success(undefined);
  const expected = 'a whole number from 0';
  const read = readPrinted(text, where);
  if (!read.ok) return failure(...read.problems.map((problem) => ({ ...problem, expected })));
  const { value } = read.value;
  return Number.isInteger(value) && value >= 0 ? success(value) : failure({ where, found: show(text), expected });
};

const readClaim = ({ where, cells }: TableRow, problems: Problem[]): Claim | undefined => {
  const before = problems.length;
  const cell = (key: string): string => cells[key] ?? '';
  const at = (key: string): string => `${where} ${key}`;
  const take = <T>(result: Result<T>): T | undefined => {
    if (result.ok) return result.value;
    problems.push(...result.problems);
    return undefined;
  };
  const percents: string[] = [];
  const printed = (key: string): PrintedNumber | undefined => {
    const text = cell(key);
    if (text === '') return undefined;
    if (text.endsWith('%')) percents.push(key);
    return take(readPrinted(text.replace(/\s*%$/, ''), at(key)));
  };
  const estimate = printed('estimate');
  const [lower, upper] = [printed('lower'), printed('upper')];
  if (cell('estimate') === '')
    problems.push({ where: at('estimate'), found: 'nothing', expected: 'the figure as printed' });
  if ((cell('lower') === '') !== (cell('upper') === '')) {
    problems.push({ where, found: 'one bound', expected: 'both bounds of the interval, or none' });
  }
  for (const key of ['product', 'measure']) {
    if (cell(key) === '') problems.push({ where: at(key), found: 'nothing', expected: 'a name' });
  }
  const level = cell('level') === '' ? undefined : take(readPrinted(cell('level').replace(/\s*%$/, ''), at('level')));
  if (level && (level.value <= 1 || level.value >= 100)) {
    problems.push({ where: at('level'), found: level.text, expected: 'a level in per cent such as 95' });
  }
  const [successes, trials] = ['successes', 'trials'].map((key) => take(wholeNumber(cell(key), at(key))));
  if (trials === 0) problems.push({ where: at('trials'), found: '0', expected: 'at least 1' });
  if (successes !== undefined && trials !== undefined && successes > trials) {
    problems.push({ where: at('successes'), found: String(successes), expected: `at most the trials, ${trials}` });
  }
  const method = methods.find((one) => one === cell('method').toLowerCase());
  if (cell('method') !== '' && method === undefined) {
    problems.push({ where: at('method'), found: show(cell('method')), expected: methods.join(', ') });
  }
  const unit = cell('unit') === '' && percents.length > 0 ? '%' : cell('unit');
  if (percents.length > 0 && !/^(%|per ?cent|percent)$/i.test(unit)) {
    problems.push({ where: at('unit'), found: show(unit), expected: `"%", as ${percents.join(' and ')} has` });
  }
  if (problems.length > before || !estimate) return undefined;
  return {
    where,
    label: cell('measure'),
    estimate,
    ...(lower ? { lower } : {}),
    ...(upper ? { upper } : {}),
    ...(level ? { level: level.value } : {}),
    ...(unit === '' ? {} : { unit }),
    ...(successes === undefined ? {} : { successes }),
    ...(trials === undefined ? {} : { trials }),
    ...(method === undefined ? {} : { method }),
    ...(cell('subgroup') === '' ? {} : { subgroup: cell('subgroup') }),
  };
};

/** Gives the one text that a column has in rows that belong together; several are a problem. */
const onlyText = (rows: readonly TableRow[], key: string, problems: Problem[]): string => {
  const [first, other] = [...new Set(rows.map(({ cells }) => cells[key] ?? '').filter((text) => text !== ''))];
  if (other !== undefined) {
    const where = rows.find(({ cells }) => cells[key] === other)?.where ?? '';
    problems.push({
      where: `${where} ${key}`,
      found: show(other),
      expected: `${show(first)}, as in a row before, or nothing`,
    });
  }
  return first ?? '';
};

const groupBy = (rows: readonly TableRow[], key: string): readonly (readonly [string, readonly TableRow[]])[] => {
  const groups = new Map<string, TableRow[]>();
  for (const row of rows) {
    const name = row.cells[key] ?? '';
    groups.set(name, [...(groups.get(name) ?? []), row]);
  }
  return [...groups];
};

/**
 * Reads a CSV file of claims: one row a figure, the columns of `claimColumns` in any order, decimal points.
 *
 * A comma, a semicolon or a tab divides cells, as in the header. Every cell with a problem is named with its line and
 * column; its row is left out, the rest is read.
 */
export const readClaims = (file: TextFile): ClaimsRead => {
  const { rows, problems: found } = readRows(file);
  const problems = [...found];
  const cards = groupBy(rows, 'product').map(([product, mine]): ClaimCard => {
    const sections = groupBy(mine, 'section').map(([name, part]): ClaimSection => {
      const text = onlyText(part, 'total', problems);
      const total = wholeNumber(text, `${part.find(({ cells }) => cells['total'] === text)?.where ?? ''} total`);
      if (!total.ok) problems.push(...total.problems);
      const claims = part.flatMap((row) => readClaim(row, problems) ?? []);
      return {
        where: part[0]?.where ?? file.name,
        name: name === '' ? 'the claims' : name,
        goal: onlyText(part, 'goal', problems),
        text: '',
        ...(total.ok && total.value !== undefined ? { total: total.value } : {}),
        claims,
        unread: part.length - claims.length,
      };
    });
    const purpose = `${product}\n${onlyText(mine, 'purpose', problems)}`;
    return { where: mine[0]?.where ?? file.name, product, purpose, release: '', sections };
  });
  return { cards: cards.filter(({ sections }) => sections.some(({ claims }) => claims.length > 0)), problems };
};
