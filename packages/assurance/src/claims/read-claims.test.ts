import { describe, expect, test } from 'vitest';
import { claimColumns, claimsTemplate, readClaims } from './read-claims.ts';

const read = (...rows: readonly string[]): ReturnType<typeof readClaims> =>
  readClaims({ name: 'a.csv', text: rows.join('\n') });
const told = (...rows: readonly string[]): readonly string[] =>
  read(...rows).problems.map(({ where, found, expected }) => `${where}: found ${found}; expected ${expected}`);

const header = 'product,section,total,measure,subgroup,estimate,lower,upper,level,unit,successes,trials,method';

test('rows become claims of one product and section, in any order of columns', () => {
  const { cards, problems } = read(
    'Measure,estimate,PRODUCT,lower,upper,unit,total,section',
    'Sensitivity,97.6%,A,95.0 %,99.0%,,487,one',
    'Specificity,90,B,,,%,,',
    '"Rate, of all",1,A,,,%,487,one',
    'Recall,2,A,,,%,,two',
  );
  expect(problems).toEqual([]);
  expect(
    cards.map(({ product, sections }) => [
      product,
      sections.map(({ name, total, claims }) => [name, total, claims.map(({ label }) => label)]),
    ]),
  ).toEqual([
    [
      'A',
      [
        ['one', 487, ['Sensitivity', 'Rate, of all']],
        ['two', undefined, ['Recall']],
      ],
    ],
    ['B', [['the claims', undefined, ['Specificity']]]],
  ]);
  expect(cards[0]?.sections[0]?.claims[0]).toEqual({
    where: 'a.csv:2',
    label: 'Sensitivity',
    estimate: { text: '97.6', value: 97.6, decimals: 1 },
    lower: { text: '95.0', value: 95, decimals: 1 },
    upper: { text: '99.0', value: 99, decimals: 1 },
    unit: '%',
  });
});

test('semicolons, tabs, a byte order mark, CRLF, quoted line ends and empty lines are read', () => {
  for (const mark of [';', '\t']) {
    const text = `\uFEFF${['product', 'measure', 'estimate', 'unit'].join(mark)}\r\n\r\n${['A', '"Sensi\r\ntivity"', '97.6', '%'].join(mark)}\r\n${['A', 'Recall', 'x', '%'].join(mark)}\r\n`;
    const { cards, problems } = readClaims({ name: 'a.csv', text });
    expect(cards[0]?.sections[0]?.claims.map(({ label }) => label)).toEqual(['Sensi\ntivity']);
    expect(problems.map(({ where }) => where)).toEqual(['a.csv:5 estimate']);
  }
});

describe('what is wrong is named by line and column, and the rest is kept', () => {
  const good = 'A,s,,Recall,,90,,,,%,,,';
  test.each([
    [
      'A,s,,Sensitivity,,"97,6",,,,%,,,',
      'a.csv:2 estimate: found "97,6"; expected a number with a decimal point, such as 97.6',
    ],
    ['A,s,,Sensitivity,,,,,,%,,,', 'a.csv:2 estimate: found nothing; expected the figure as printed'],
    ['A,s,,Sensitivity,,97.6,95,,,%,,,', 'a.csv:2: found one bound; expected both bounds of the interval, or none'],
    ['A,s,,,,97.6,,,,%,,,', 'a.csv:2 measure: found nothing; expected a name'],
    [',s,,Sensitivity,,97.6,,,,%,,,', 'a.csv:2 product: found nothing; expected a name'],
    ['A,s,,Sensitivity,,97.6,95,99,0.95,%,,,', 'a.csv:2 level: found 0.95; expected a level in per cent such as 95'],
    ['A,s,,Sensitivity,,97.6,,,,%,-1,10,', 'a.csv:2 successes: found "-1"; expected a whole number from 0'],
    ['A,s,,Sensitivity,,97.6,,,,%,,10.5,', 'a.csv:2 trials: found "10.5"; expected a whole number from 0'],
    ['A,s,,Sensitivity,,97.6,,,,%,,0,', 'a.csv:2 trials: found 0; expected at least 1'],
    ['A,s,,Sensitivity,,97.6,,,,%,11,10,', 'a.csv:2 successes: found 11; expected at most the trials, 10'],
    [
      'A,s,,Sensitivity,,97.6,,,,%,,,bayes',
      'a.csv:2 method: found "bayes"; expected clopper-pearson, wilson, jeffreys, agresti-coull, wilson-continuity, wald, bootstrap, other',
    ],
    ['A,s,,Sensitivity,,97.6 %,,,,mm,,,', 'a.csv:2 unit: found "mm"; expected "%", as estimate has'],
    ['A,s,,Sensitivity', 'a.csv:2: found 4 cells; expected 13, as the header has'],
  ])('%s', (row, problem) => {
    expect(told(header, row, good)).toEqual([problem]);
    const claims = read(header, row, good).cards.flatMap(({ sections }) =>
      sections.flatMap((section) => section.claims),
    );
    expect(claims.map(({ label }) => label)).toEqual(['Recall']);
  });
  test('totals that differ, or are no number', () => {
    expect(told(header, 'A,s,487,Recall,,90,,,,%,,,', 'A,s,478,PPV,,90,,,,%,,,')).toEqual([
      'a.csv:3 total: found "478"; expected "487", as in a row before, or nothing',
    ]);
    expect(told(header, 'A,s,many,Recall,,90,,,,%,,,')).toEqual([
      'a.csv:2 total: found "many"; expected a whole number from 0',
    ]);
  });
  test.each([
    [[''], 'a.csv: found no row; expected a header: product, purpose, section'],
    [['product,measure,estimate'], 'a.csv: found a header alone; expected a row for each claim'],
    [['product,measure', 'A,B'], 'a.csv:1: found no such column; expected a column "estimate"'],
    [
      ['product,measure,estimate,sensitivity', 'A,B,1,2'],
      'a.csv:1: found the column "sensitivity"; expected product, purpose',
    ],
    [
      ['product,measure,estimate,estimate', 'A,B,1,2'],
      'a.csv:1: found the column "estimate" twice; expected each column once',
    ],
    [['product,measure,estimate', 'A,"B,1', 'C,D,2'], 'a.csv:3: found Quote Not Closed'],
  ])('%j', (rows, problem) => {
    const [first = '', ...more] = told(...rows);
    expect(first.slice(0, problem.length)).toBe(problem);
    expect(more).toEqual([]);
    expect(read(...rows).cards).toEqual([]);
  });
});

test('the template has every column', () => {
  expect(claimsTemplate().split('\r\n')[0]).toBe(claimColumns.map(({ key }) => key).join(','));
});
