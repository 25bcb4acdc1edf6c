import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exampleCard, intervalJson, singleJson } from '../../../../tests/support/example-card.ts';
import { readModelCard } from './read-card.ts';

const read = (text: string): ReturnType<typeof readModelCard> => readModelCard({ name: 'card.xml', text });
const told = (text: string): readonly string[] =>
  read(text).problems.map(({ where, found, expected }) => `${where}: found ${found}; expected ${expected}`);
const result = (value: string): string => exampleCard([{ results: [['Sensitivity', value]] }]);
const place = 'card.xml:10 KeyMetrics/UsefulnessUsabilityEfficacy/Results/MetricResult[1]';
const value = `${place}/ValueJson of "Sensitivity"`;

test('a card gives what it claims, with digits as printed and the line of each figure', () => {
  const text = exampleCard(
    [
      {
        goal: 'Detect nodules & more',
        text: 'Read by two.',
        results: [['Sensitivity', intervalJson('84.0', '80', '88.10')]],
      },
      {
        name: 'FairnessEquity',
        results: [
          ['Age', '{"kind":"mean_sd","mean":67.4,"sd":12.8,"unit":"years"}'],
          ['N', singleJson('1e3', ' ')],
        ],
      },
    ],
    { release: 'K123456' },
  );
  const { cards, problems } = read(text);
  expect(problems).toEqual([]);
  expect(cards).toEqual([
    {
      where: 'card.xml',
      product: 'Example Nodule Finder',
      purpose: 'Example Nodule Finder\nDetection of lung nodules on CT.\n',
      release: 'K123456',
      sections: [
        {
          where: 'card.xml:7',
          name: 'UsefulnessUsabilityEfficacy',
          goal: 'Detect nodules & more',
          text: 'Read by two.',
          unread: 0,
          claims: [
            {
              where: 'card.xml:10',
              label: 'Sensitivity',
              estimate: { text: '84.0', value: 84, decimals: 1 },
              lower: { text: '80', value: 80, decimals: 0 },
              upper: { text: '88.10', value: 88.1, decimals: 2 },
              level: 95,
              unit: '%',
            },
          ],
        },
        {
          where: 'card.xml:14',
          name: 'FairnessEquity',
          goal: '',
          text: '',
          unread: 0,
          claims: [
            {
              where: 'card.xml:17',
              label: 'Age',
              estimate: { text: '67.4', value: 67.4, decimals: 1 },
              deviation: { text: '12.8', value: 12.8, decimals: 1 },
              unit: 'years',
            },
            { where: 'card.xml:18', label: 'N', estimate: { text: '1e3', value: 1000, decimals: 0 } },
          ],
        },
      ],
    },
  ]);
  expect(read(text.replaceAll('\n', '\r\n'))).toEqual({ cards, problems });
});

describe('a value that cannot be read is named with its place', () => {
  test.each([
    ['97.6', `${value}: found 97.6; expected a JSON object`],
    [
      '{"kind":"single","value":97.6',
      `${value}: found "{\\"kind\\":\\"single\\",\\"value\\":97.6"; expected JSON such as {"kind":"single","value":97.6,"unit":"%"}`,
    ],
    ['{"kind":"range","value":1}', `${value}: found the kind "range"; expected estimate_ci, single, mean_sd`],
    ['{"kind":"toString","value":1}', `${value}: found the kind "toString"; expected estimate_ci, single, mean_sd`],
    ['{"value":1}', `${value}: found the kind nothing; expected estimate_ci, single, mean_sd`],
    ['{"kind":"single","value":null}', `${value}.value: found null; expected a number such as 97.6`],
    [
      '{"kind":"single","value":"97,6"}',
      `${value}.value: found "97,6"; expected a number with a decimal point, such as 97.6`,
    ],
    [
      '{"kind":"single","value":"NaN"}',
      `${value}.value: found "NaN"; expected a number with a decimal point, such as 97.6`,
    ],
    ['{"kind":"single"}', `${value}.value: found nothing; expected a number such as 97.6`],
    ['{"kind":"single","value":1,"valeu":2}', `${value}: found a field "valeu"; expected kind, level, unit, value`],
    ['{"kind":"single","value":1,"unit":5}', `${value}.unit: found 5; expected a text such as "%"`],
    [
      '{"kind":"single","value":1,"level":100}',
      `${value}.level: found 100; expected a level in per cent between 0 and 100`,
    ],
    ['{"kind":"estimate_ci","estimate":1,"lower":0}', `${value}.upper: found nothing; expected a number such as 97.6`],
  ])('%s', (json, problem) => {
    const { cards, problems } = read(result(json));
    expect(told(result(json))).toEqual([problem]);
    expect(problems).toHaveLength(1);
    expect(cards[0]?.sections[0]).toMatchObject({ claims: [], unread: 1 });
  });
  test('a number in a string is a number, and digits in other strings are left alone', () => {
    const { cards, problems } = read(result('{"kind":"single","value":"97.60","unit":"per 100 \\"scans\\""}'));
    expect(problems).toEqual([]);
    expect(cards[0]?.sections[0]?.claims[0]).toMatchObject({ estimate: { text: '97.60' }, unit: 'per 100 "scans"' });
  });
  test('all of them, and the rest is read', () => {
    const text = exampleCard([
      {
        results: [
          ['A', '?'],
          ['B', singleJson('1')],
          ['C', '!'],
        ],
      },
    ]);
    expect(told(text)).toHaveLength(2);
    expect(read(text).cards[0]?.sections[0]?.claims.map(({ label }) => label)).toEqual(['B']);
  });
});

describe('a card that is not as it should be', () => {
  const card = exampleCard([{ results: [['Sensitivity', singleJson('97.6')]] }]);
  test.each([
    [
      '',
      'card.xml:1: found XML that is not well formed: Root element is missing or invalid (line 1, column 1); expected well-formed XML',
    ],
    [card.replace('</KeyMetrics>', ''), 'card.xml:15: found XML that is not well formed:'],
    [card.replaceAll('AppliedModelCard', 'Card'), 'card.xml:2 Card: found an element Card; expected AppliedModelCard'],
    [
      card.replace(/ xmlns="[^"]*"/, ''),
      'card.xml:2 AppliedModelCard: found the namespace ""; expected one that begins https://mc.chai.org/v0.',
    ],
    [
      card.replaceAll('KeyMetrics', 'Metrics'),
      'card.xml:2 KeyMetrics: found no section; expected sections such as UsefulnessUsabilityEfficacy',
    ],
    [exampleCard([]), 'card.xml:6 KeyMetrics: found no section; expected sections such as UsefulnessUsabilityEfficacy'],
    [
      card.replace('Example Nodule Finder', ''),
      'card.xml:2 BasicInfo/ModelName: found nothing; expected the name of the product',
    ],
    [card.replace('<Label>Sensitivity</Label>', ''), `${place}: found no Label; expected a Label and a ValueJson`],
    [
      card.replaceAll('ValueJson', 'Value'),
      `${place}: found no ValueJson for "Sensitivity"; expected a Label and a ValueJson`,
    ],
    [
      card.replaceAll('MetricResult', 'Result'),
      'card.xml:10 KeyMetrics/UsefulnessUsabilityEfficacy/Results/Result[1]: found an element Result; expected MetricResult',
    ],
    [
      card.replaceAll(/<\/?Results>/g, ''),
      'card.xml:7 KeyMetrics/UsefulnessUsabilityEfficacy/MetricResult: found a result outside Results; expected Results with MetricResult in it',
    ],
    [
      card.replace(/<Results>[\s\S]*<\/Results>/, '<Results>97.6 %</Results>'),
      'card.xml:9 KeyMetrics/UsefulnessUsabilityEfficacy/Results: found "97.6 %"; expected MetricResult with Label and ValueJson',
    ],
  ])('%#', (text, problem) => {
    const [first = '', ...more] = told(text);
    expect(first.slice(0, problem.length)).toBe(problem);
    expect(more).toEqual([]);
  });
  test('entities that it declares are not expanded: using one is a problem', () => {
    const bomb = card.replace(
      '<AppliedModelCard',
      '<!DOCTYPE c [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY e SYSTEM "file:///etc/passwd">]>\n<AppliedModelCard',
    );
    expect(told(bomb)).toEqual([]);
    for (const entity of ['&b;', '&e;']) {
      expect(told(bomb.replace('Nodule Finder', entity))[0]).toContain(
        'card.xml:4: found XML that is not well formed: Named entity isn',
      );
    }
  });
  test('nesting without end is refused', () => {
    expect(told('<a>'.repeat(100_000))[0]).toContain('found XML that is not well formed');
  });
  test('whatever stands in the place of any part, it is read or named, and never throws', () => {
    fc.assert(
      fc.property(fc.nat(card.length - 1), fc.nat(40), fc.string({ maxLength: 8 }), (from, length, text) => {
        const broken = card.slice(0, from) + text + card.slice(from + length);
        const { cards, problems } = read(broken);
        expect(cards.length + problems.length).toBeGreaterThan(0);
        for (const { where, found, expected } of problems) expect([where, found, expected]).not.toContain('');
      }),
      { numRuns: 300, seed: 3 },
    );
  });
});
