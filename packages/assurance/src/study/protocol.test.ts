import { describe, expect, test } from 'vitest';
import { binaryProtocol, protocolOf } from '../../../../tests/support/example-study.ts';
import { changedSinceLock, lockProtocol, protocolHash, readProtocolLock } from './lock.ts';
import { namedFiles, readProtocol } from './protocol.ts';

const problemsOf = (text: string): readonly string[] => {
  const read = readProtocol({ name: 'p.yaml', text });
  return read.ok ? [] : read.problems.map(({ where, found, expected }) => `${where}: ${found}; ${expected}`);
};

describe('a protocol', () => {
  test('takes defaults that it does not state', () => {
    expect(protocolOf(binaryProtocol)).toMatchObject({
      level: 0.95,
      bootstraps: 1000,
      seed: 1,
      data: { case: 'case' },
      primary: { criterion: { margin: 0 } },
    });
  });

  test.each([
    ['metric: sensitivity', 'metric: sense', 'p.yaml:19 primary.metric: "sense"; one of sensitivity, specificity'],
    ['metric: sensitivity', 'metric: cpm', 'p.yaml:19 primary.metric: "cpm", for the design detection; one of'],
    ['sensitivity, version: 1', 'sensitivity, version: 9', 'p.yaml:19 primary.version: 9; 1, the version of'],
    ['  threshold: 0.5\n', '', 'p.yaml:18 primary.metric: "sensitivity" without "threshold"'],
    [
      '  threshold: 0.5\n',
      '  threshold: 0.5\n  comparator: { score: other }\n',
      'p.yaml:20 primary.metric: "sensitivity" without "threshold" of the comparator; a threshold under "comparator", fixed',
    ],
    ['metric: specificity', 'metric: sensitivity', 'p.yaml:20 secondary: one metric twice'],
    ['analysis: 1', 'analysis: 7', 'p.yaml:10 analysis: 7; 1, the version of the analysis in this program'],
    ['notImages: made-up answers\n', '', 'neither "acquisition" nor "notImages"'],
    ['bands: [50, 70]', 'bands: [70, 50]', 'p.yaml:21 subgroups[1].bands: 70, 50; rising numbers'],
    ['atLeast: 0.3, ', '', 'p.yaml:19 primary.criterion: {"reason":"a test"}; "atLeast", "atMost" or both'],
    ['reason: a test', 'why: a test', 'the unknown key "why"; one of the keys atLeast, atMost, margin, reason'],
    ['cases: cases.csv', 'cases: ../cases.csv', 'data.cases: "../cases.csv"; the name of a file in the folder'],
    ['bodyPart: b, ', '', 'intendedPurpose.bodyPart: nothing; a string'],
    ['score: score', 'scores: score', 'the unknown key "scores"; one of the keys'],
  ])('%s → %s is refused', (from, to, message) => {
    expect(problemsOf(binaryProtocol.replace(from, to)).join('\n')).toContain(message);
  });

  test('a study of images names how they were made, all seven strata', () => {
    const text = binaryProtocol.replace(
      'notImages: made-up answers',
      'acquisition: { vendor: { column: v }, model: { notRecorded: lost } }',
    );
    const found = problemsOf(text).join('\n');
    const seven = ['vendor', 'model', 'sliceThickness', 'kernel', 'dose', 'contrast', 'protocol'];
    const whole = `acquisition: { ${seven.map((one) => `${one}: { notRecorded: lost }`).join(', ')} }`;
    const both = binaryProtocol.replace('notImages', `${whole}\nnotImages`);
    expect(problemsOf(both)).toEqual([
      'p.yaml:9 notImages: "acquisition" and "notImages"; "acquisition" for images, else "notImages" with what the data are',
    ]);
    expect(problemsOf(binaryProtocol.replace('notImages: made-up answers', whole))).toEqual([]);
    for (const one of ['sliceThickness', 'kernel', 'dose', 'contrast', 'protocol'])
      expect(found).toContain(`acquisition.${one}: nothing; a column, or why it was not recorded`);
  });
});

describe('a lock', () => {
  const protocol = protocolOf(binaryProtocol);
  const text = JSON.stringify(lockProtocol(protocol));

  test('reads back, and its hash does not hang on comments, order or stated defaults', () => {
    expect(readProtocolLock({ name: 'l.json', text })).toMatchObject({
      ok: true,
      value: { hash: protocolHash(protocol) },
    });
    const [first = '', ...others] = binaryProtocol.split('\n');
    const other = protocolOf(`# a comment\n${first}\nseed: 1\n${others.join('\n')}`);
    expect(protocolHash(other)).toBe(protocolHash(protocol));
    expect(changedSinceLock(other, lockProtocol(protocol), 'p.yaml')).toEqual([]);
  });

  test('names what was changed after it, added or taken away', () => {
    const changed = protocolOf(
      binaryProtocol
        .replace('atLeast: 0.3', 'atLeast: 0.2')
        .replace('threshold: 0.5', 'threshold: 0.5\n  results: r.csv'),
    );
    expect(changedSinceLock(changed, lockProtocol(protocol), 'p.yaml')).toEqual([
      { where: 'p.yaml primary.criterion.atLeast', found: '0.2', expected: '0.3, as it was locked' },
      { where: 'p.yaml data.results', found: '"r.csv"', expected: 'nothing, as it was locked' },
    ]);
  });

  test.each([
    ['{', 'no JSON'],
    ['{}', 'format'],
    [text.replace('"atLeast":0.3', '"atLeast":0.2'), 'a hash that is not that of the protocol in it'],
  ])('that is broken is refused: %#', (broken, found) => {
    const read = readProtocolLock({ name: 'l.json', text: broken });
    expect(read.ok ? '' : read.problems[0]?.found).toContain(found);
  });
});

test('a protocol names its files once each, the cases first', () => {
  expect(namedFiles(protocolOf(binaryProtocol))).toEqual(['cases.csv']);
  const apart = protocolOf(
    binaryProtocol.replace(
      'threshold: 0.5',
      'threshold: 0.5\n  results: r.csv\n  comparator: { results: r.csv, score: other, threshold: 0.5 }',
    ),
  );
  expect(namedFiles(apart)).toEqual(['cases.csv', 'r.csv']);
});
