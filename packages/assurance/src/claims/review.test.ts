import { describe, expect, test } from 'vitest';
import {
  exampleCard,
  intervalJson,
  singleJson,
  type ExampleResult,
  type ExampleSection,
} from '../../../../tests/support/example-card.ts';
import { readModelCard } from './read-card.ts';
import { claimsTemplate, readClaims } from './read-claims.ts';
import { claimsReport } from './report.ts';
import { reviewCard, summariseReviews, type CardReview } from './review.ts';
import type { ClaimCard } from './claim.ts';

const onlyReview = ([card, ...more]: readonly ClaimCard[]): CardReview => {
  if (!card || more.length > 0) throw new Error('expected one card');
  return reviewCard(card);
};

const review = (sections: readonly ExampleSection[], about: Parameters<typeof exampleCard>[1] = {}): CardReview => {
  const { cards, problems } = readModelCard({ name: 'card.xml', text: exampleCard(sections, about) });
  expect(problems).toEqual([]);
  return onlyReview(cards);
};

const csv = (...rows: readonly string[]): CardReview => {
  const { cards, problems } = readClaims({ name: 'a.csv', text: rows.join('\n') });
  expect(problems).toEqual([]);
  return onlyReview(cards);
};

const statuses = ({ sections }: CardReview): readonly string[] =>
  sections.flatMap(({ answers }) =>
    answers.map(({ status, counts: [first] }) => `${status} ${first?.successes}/${first?.trials}`),
  );

const said = ({ findings }: CardReview, contradicts = true): readonly string[] =>
  findings.filter((finding) => finding.contradicts === contradicts).map(({ kind, says }) => `${kind}: ${says}`);

const goal = (cases: number): string => `Evaluate the detection of lung nodules in ${cases} cases from 6 sites.`;
const sensitivity: ExampleResult = ['Sensitivity', intervalJson('92.1', '87.5', '95.4')];
const specificity: ExampleResult = ['Specificity', intervalJson('92.6', '89.0', '95.4')];

describe('a sensitivity and a specificity with the total of cases', () => {
  test('have the counts that add up to it', () => {
    const one = review([{ goal: goal(487), results: [sensitivity, specificity] }]);
    expect(statuses(one)).toEqual(['reproduced 186/202', 'reproduced 264/285']);
    expect(said(one)).toEqual([]);
    const two = review([{ goal: goal(488), results: [sensitivity, specificity] }]);
    expect(statuses(two)).toEqual(['reproduced 187/203', 'reproduced 264/285']);
  });
  test('which none adding up contradicts', () => {
    const one = review([{ goal: goal(600), results: [sensitivity, specificity] }]);
    expect(said(one)).toEqual([
      'total: no counts that give the sensitivity and the specificity add up to the 600 cases stated',
    ]);
  });
  test('rounded a little off are still one study', () => {
    const one = review([
      {
        goal: goal(184),
        results: [
          ['Sensitivity', intervalJson('91.0', '81.5', '96.7')],
          ['Specificity', intervalJson('88.9', '81.7', '94.0')],
        ],
      },
    ]);
    expect(statuses(one)).toEqual(['rounding 61/67', 'rounding 104/117']);
  });
  test('leave the rest of the total to the one that has no counts', () => {
    const results: readonly ExampleResult[] = [
      ['Sensitivity', intervalJson('94.39', '90.41', '97.07')],
      ['Specificity', intervalJson('94.39', '91.04', '96.67')],
    ];
    const one = review([{ goal: goal(499), results }]);
    expect(statuses(one)).toEqual(['reproduced 202/214', 'contradicted 269/285']);
    expect(one.sections[0]?.answers[1]?.reason).toContain('(285 cases: 499 stated less 214 positives)');
    const swapped = results.map(([label, value]): ExampleResult => [
      label === 'Sensitivity' ? 'Specificity' : 'Sensitivity',
      value,
    ]);
    const other = review([{ goal: goal(499), results: swapped }]);
    expect(other.sections[0]?.answers[1]?.reason).toContain('(285 cases: 499 stated less 214 negatives)');
  });
  test('are tested by stated positives and negatives', () => {
    const stated = 'There were 96 positive cases and 172 negative cases.';
    const results: readonly ExampleResult[] = [
      ['Sensitivity', intervalJson('88.5', '80.4', '94.1')],
      ['Specificity', intervalJson('89.5', '84.0', '93.7')],
    ];
    expect(statuses(review([{ goal: goal(268), text: stated, results }]))).toEqual([
      'reproduced 85/96',
      'reproduced 154/172',
    ]);
    const wrong = review([{ goal: goal(270), text: stated, results }]);
    expect(said(wrong)).toEqual(['total: 96 positive and 172 negative cases do not add up to the 270 stated']);
  });
  test('are solved alone where two totals are stated, since neither can be trusted', () => {
    const two = `${goal(487)} A second reading had 300 scans.`;
    expect(said(review([{ goal: two, results: [sensitivity, specificity] }]))).toEqual([]);
  });
});

describe('predictive values and accuracy', () => {
  const all = (...more: readonly ExampleResult[]): ExampleSection => ({
    goal: goal(487),
    results: [sensitivity, specificity, ...more],
  });
  // 186 of 202 and 264 of 285: PPV 186/207 = 89.86 %, NPV 264/280 = 94.29 %, accuracy 450/487 = 92.40 %, prevalence 41.48 %.
  test('that agree with the counts say nothing', () => {
    const right = review([
      all(
        ['PPV', singleJson('89.9')],
        ['NPV', singleJson('94.3')],
        ['Accuracy', singleJson('92.4')],
        ['Prevalence', singleJson('41.5')],
      ),
    ]);
    expect(said(right)).toEqual([]);
  });
  test.each([
    [
      'PPV',
      '98.9',
      'PPV is printed as 98.9; sensitivity and specificity give 89.9 % at a prevalence of 41.5 %, as the recovered counts have',
    ],
    [
      'NPV',
      '93.4',
      'NPV is printed as 93.4; sensitivity and specificity give 94.3 % at a prevalence of 41.5 %, as the recovered counts have',
    ],
    [
      'Accuracy',
      '94.2',
      'Accuracy is printed as 94.2; sensitivity and specificity give 92.4 % at a prevalence of 41.5 %, as the recovered counts have',
    ],
    ['Prevalence', '14.5', 'the prevalence is printed as 14.5; the recovered counts give 41.5 %'],
  ])('%s of %s does not', (label, value, says) => {
    expect(said(review([all([label, singleJson(value)])]))).toContain(`predictive values: ${says}`);
  });
  test('at the prevalence that a total leaves, where one of the two has no counts', () => {
    // 202 of 214 and 94.39 % of the other 285: PPV 202/(202 + 16) = 92.7 %.
    const results: readonly ExampleResult[] = [
      ['Sensitivity', intervalJson('94.39', '90.41', '97.07')],
      ['Specificity', intervalJson('94.39', '91.04', '96.67')],
      ['PPV', singleJson('89.1')],
    ];
    expect(said(review([{ goal: goal(499), results }]))).toEqual([
      'predictive values: PPV is printed as 89.1; sensitivity and specificity give 92.7 % at a prevalence of 42.9 %, as the recovered counts have',
    ]);
  });
  const plain = (...more: readonly ExampleResult[]): CardReview =>
    review([{ goal: 'x', results: [['Sensitivity', singleJson('90')], ['Specificity', singleJson('80')], ...more] }]);
  test('at a printed prevalence, without counts', () => {
    // At 10 %: PPV 0.09/(0.09 + 0.18) = 1/3, NPV 0.72/0.73 = 98.6 %.
    expect(
      said(plain(['Prevalence', singleJson('10')], ['PPV', singleJson('33')], ['NPV', singleJson('98.6')])),
    ).toEqual([]);
    expect(said(plain(['Prevalence', singleJson('10')], ['PPV', singleJson('52')]))).toEqual([
      'predictive values: PPV is printed as 52; sensitivity and specificity give 31.4 % to 35.3 % at a prevalence of 9.5 % to 10.5 %',
    ]);
  });
  test('without any prevalence', () => {
    expect(said(plain(['Accuracy', singleJson('85')]))).toEqual([]);
    expect(said(plain(['Accuracy', singleJson('95')]))).toEqual([
      'predictive values: Accuracy is printed as 95; sensitivity and specificity give 79.5 % to 90.5 % at any prevalence',
    ]);
    expect(said(plain(['PPV', singleJson('33')], ['NPV', singleJson('99')]))).toEqual([]);
    expect(said(plain(['PPV', singleJson('90')], ['NPV', singleJson('98.6')]))[0]).toMatch(
      /^predictive values: PPV needs a prevalence of .* and NPV one of/,
    );
  });
});

describe('groups', () => {
  const header = 'product,measure,subgroup,estimate,unit,successes,trials';
  test('that add up say nothing', () => {
    const right = csv(
      header,
      'A,Accuracy,,80.0,%,160,200',
      'A,Accuracy,sex: women,75.0,%,90,120',
      'A,Accuracy,sex: men,87.5,%,70,80',
    );
    expect(said(right)).toEqual([]);
    expect(statuses(right)).toEqual(['reproduced 160/200', 'reproduced 90/120', 'reproduced 70/80']);
  });
  test('whose cases or counts do not add up', () => {
    const wrong = csv(
      header,
      'A,Accuracy,,80.0,%,160,200',
      'A,Accuracy,sex: women,75.0,%,90,120',
      'A,Accuracy,sex: men,87.4,%,83,95',
    );
    expect(said(wrong)).toEqual([
      'subgroups: Accuracy: the 2 groups have 120 + 95 = 215 cases, all together 200',
      'subgroups: Accuracy: the 2 groups count 90 + 83 = 173, all together 160',
    ]);
  });
  test('whose figures weighted by cases give another', () => {
    const wrong = csv(
      'product,measure,subgroup,estimate,unit,trials',
      'A,Rate,,84,%,200',
      'A,Rate,sex: women,75.0,%,120',
      'A,Rate,sex: men,87.5,%,80',
    );
    expect(said(wrong)).toEqual(['subgroups: Rate: the 2 groups with their numbers of cases give 80.0, printed is 84']);
  });
  test('all on one side of the whole', () => {
    const wrong = csv(
      'product,measure,subgroup,estimate,unit',
      'A,Rate,,70.0,%',
      'A,Rate,sex: women,75.0,%',
      'A,Rate,sex: men,87.5,%',
    );
    expect(said(wrong)).toEqual(['subgroups: Rate: 70.0 for all lies outside the figures of the 2 groups']);
  });
  test('named in the text of a card with their numbers', () => {
    const text = 'Sample sizes: overall n=350; North n=120; East n=115; West n=115.';
    const part = (label: string, value: string): ExampleResult => [label, singleJson(value)];
    const wrong = review([
      {
        text,
        results: [
          part('Rate (overall)', '36.5'),
          part('Rate (North)', '31.25'),
          part('Rate (East)', '52.17'),
          part('Rate (West)', '26.09'),
        ],
      },
    ]);
    expect(statuses(wrong)).toEqual([
      'rounding 128/350',
      'contradicted 38/120',
      'reproduced 60/115',
      'reproduced 30/115',
    ]);
    expect(said(wrong)).toEqual([
      'subgroups: Rate (overall): the 3 groups with their numbers of cases give 36.43, printed is 36.5',
    ]);
    const overlapping = review([
      {
        text: 'overall n=100; North n=60; Women n=70',
        results: [part('Rate (overall)', '50.0'), part('Rate (North)', '50.0'), part('Rate (Women)', '50.0')],
      },
    ]);
    expect(said(overlapping)).toEqual([]);
    expect(said(overlapping, false)).toEqual([
      'subgroups: Rate (overall): the 2 groups have 60 + 70 = 130 cases, all together 100',
    ]);
  });
});

describe("another product's results", () => {
  const results = [sensitivity];
  test.each([
    ['Detection of coronary artery calcification on CT.', ['"calcification"', '"nodule"']],
    ['Detection of nodules in the thyroid.', ['"thyroid"', '"lung"']],
    ['Detection of free gas on abdominal CT.', ['"free gas"', '"nodule"']],
  ])('are told by the goal: %s', (text, words) => {
    const one = review([{ goal: text, results }]);
    expect(one.swapped).toBe(true);
    const [says = ''] = said(one);
    for (const word of words) expect(says).toContain(word);
  });
  test.each([
    'Detection of pulmonary nodules on CT.',
    'Evaluate the time to notification against the predicate.',
    'Detection of nodules.',
    'N/A',
  ])('are not told by a goal of the same thing or of none: %s', (text) => {
    const one = review([{ goal: text, results }]);
    expect({ swapped: one.swapped, said: said(one) }).toEqual({ swapped: false, said: [] });
  });
  test('are told by a clearance that is not its own, once for all sections', () => {
    const text = 'See the 510(k) summary of K231631.';
    const release = 'Cleared (K222329)';
    const one = review(
      [
        { text, results },
        { name: 'SafetyReliability', text, results },
      ],
      { release },
    );
    expect(said(one)).toEqual([
      'clearance: K231631 is cited for the results of UsefulnessUsabilityEfficacy, SafetyReliability; the product is cleared under K222329',
    ]);
    expect(review([{ text: 'K222329, predicate K231631', results }], { release }).swapped).toBe(false);
    expect(review([{ text, results }]).swapped).toBe(false);
  });
  test('are not looked for in an empty section', () => {
    expect(review([{ goal: 'Detection of calcification', results: [] }]).swapped).toBe(false);
  });
});

describe('empty sections', () => {
  test('of zeros without a unit, and of nothing', () => {
    const one = review([
      { results: [sensitivity] },
      {
        name: 'FairnessEquity',
        results: [
          ['Significance vs Age', singleJson('0', '')],
          ['Significance vs Sex', singleJson('0.0', '')],
        ],
      },
      { name: 'SafetyReliability' },
    ]);
    expect(said(one, false)).toEqual([
      'empty: FairnessEquity has only zeros without a unit: Significance vs Age; Significance vs Sex',
      'empty: SafetyReliability has no figure',
    ]);
    expect(summariseReviews([one])).toMatchObject({ claims: 1, emptySections: 2, contradictions: 0 });
  });
  test('but not one with a figure, or with a zero that counts something', () => {
    const zero: ExampleResult = ['Critical omissions', singleJson('0', 'count')];
    expect(said(review([{ results: [zero] }]), false)).toEqual([]);
    expect(
      said(
        review([
          {
            results: [
              ['A', singleJson('0', '')],
              ['B', singleJson('1', '')],
            ],
          },
        ]),
        false,
      ),
    ).toEqual([]);
  });
});

describe('to ask about', () => {
  test('an interval of a mean that is not symmetric, beyond rounding', () => {
    const mean = (estimate: string, lower: string, upper: string): readonly string[] =>
      said(review([{ results: [['Mean time', intervalJson(estimate, lower, upper, 'seconds')]] }]), false);
    expect(mean('234.0', '228.0', '246.0')).toEqual([
      'symmetry: Mean time: the interval reaches 6.0 below the estimate and 12.0 above, and the usual one of a mean is symmetric; ask how it was made and rounded',
    ]);
    expect(mean('2.23', '2.22', '2.23')).toEqual([]);
    expect(mean('1.52', '1.20', '1.83')).toEqual([]);
    expect(mean('1.52', '1.20', '1.82')).toEqual([]);
    expect(mean('1.52', '1.20', '1.81')).toHaveLength(1);
  });
  test('two scales in one section', () => {
    const results: readonly ExampleResult[] = [
      ['Sensitivity', singleJson('0.98', '')],
      ['Specificity', singleJson('97.6')],
    ];
    expect(said(review([{ results }]), false)).toEqual([
      'scale: Sensitivity is printed as a fraction (0.98) and Specificity in per cent (97.6)',
    ]);
  });
});

test('a method that is stated wrongly is a contradiction', () => {
  const header = 'product,measure,estimate,lower,upper,unit,trials,method';
  expect(said(csv(header, 'A,Specificity,92.6,89.0,95.4,%,285,wilson'))).toEqual([
    'method: Specificity: the interval is said to be by Wilson, and is by Clopper–Pearson',
  ]);
  expect(said(csv(header, 'A,Specificity,92.6,89.0,95.4,%,285,clopper-pearson'))).toEqual([]);
});

test('text that says bootstrap keeps an interval that no counts give from being contradicted', () => {
  const results: readonly ExampleResult[] = [['Specificity', intervalJson('94.39', '91.04', '96.67')]];
  const answer = (text: string): string | undefined => review([{ text, results }]).sections[0]?.answers[0]?.status;
  expect(answer('Intervals by bootstrap over patients.')).toBe('not recomputable');
  expect(answer('Intervals as usual.')).toBe('contradicted');
});

test('the template can be read, and holds', () => {
  const { cards, problems } = readClaims({ name: 'template.csv', text: claimsTemplate() });
  expect(problems).toEqual([]);
  const reviews = cards.map(reviewCard);
  expect(summariseReviews(reviews)).toEqual({
    cards: 1,
    claims: 3,
    answers: { reproduced: 3, rounding: 0, contradicted: 0, 'not recomputable': 0 },
    emptySections: 0,
    swappedCards: 0,
    contradictions: 0,
  });
  const report = claimsReport(reviews);
  expect(report.cards[0]?.sections[0]?.claims[0]).toEqual({
    where: 'template.csv:2',
    claim: 'Sensitivity',
    measure: 'sensitivity',
    printed: '92.1 (87.5–95.4) %',
    status: 'reproduced',
    recomputed: '92.1 (87.5–95.4)',
    counts: [{ successes: 186, trials: 202, method: 'clopper-pearson' }],
    countsFound: 1,
    methods: ['Clopper–Pearson'],
    reason: '186 of 202 by Clopper–Pearson (487 cases stated for both)',
  });
  expect(JSON.stringify(claimsReport(cards.map(reviewCard)))).toBe(JSON.stringify(report));
});
