import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { binaryCases, binaryProtocol, protocolOf, textFiles } from '../../../../tests/support/example-study.ts';
import { clopperPearson } from '../proportion.ts';
import { judge } from './criterion.ts';
import type { MetricResult } from './analysis.ts';
import { recompute } from './recompute.ts';
import { studyDocument } from './report-document.ts';
import { studyReportSchema, type StudyReport } from './report-schema.ts';
import { runStudy } from './run-study.ts';
import { filesOf, type StudyFiles } from './study-files.ts';

const protocol = protocolOf(binaryProtocol);

const ran = (files: StudyFiles, by = protocol): StudyReport => {
  const report = runStudy(by, files, true);
  if (!report.ok) throw new Error(JSON.stringify(report.problems));
  return report.value;
};

const problemsOf = (files: StudyFiles, by = protocol): readonly string[] => {
  const report = runStudy(by, files, true);
  return report.ok ? [] : report.problems.map(({ where, found }) => `${where}: ${found}`);
};

const files = textFiles({ 'cases.csv': binaryCases });

describe('a study that one can count by hand', () => {
  const report = ran(files);
  const [sensitivity, specificity] = report.endpoints;

  test('has 3 of 4 and 5 of 6, with exact intervals', () => {
    expect(sensitivity).toMatchObject({
      role: 'primary',
      result: { metric: 'sensitivity', version: 1, n: 4, estimate: 3 / 4, interval: clopperPearson(3, 4) },
      counts: [{ count: 3 }, { count: 1 }],
    });
    expect(specificity?.result).toMatchObject({ n: 6, estimate: 5 / 6, interval: clopperPearson(5, 6) });
  });

  test('is judged at the lower bound, which is 0.194, and not at the estimate', () => {
    expect(sensitivity).toMatchObject({ met: false, judged: [{ bound: 'lower', limit: 0.3, met: false }] });
    const easier = ran(files, protocolOf(binaryProtocol.replace('atLeast: 0.3', 'atLeast: 0.3, margin: 0.11')));
    expect(easier.endpoints[0]?.met).toBe(true);
  });

  test('counts who was read, left out and analysed', () => {
    expect(report.flow).toEqual({
      read: 11,
      excluded: [{ reason: 'no reference', cases: 1 }],
      analysed: 10,
      planned: 10,
      leftOut: [],
    });
  });

  test('says each subgroup, with too few where there are', () => {
    const [site, age] = sensitivity?.subgroups ?? [];
    expect(site?.levels.map((level) => [level.level, level.status])).toEqual([
      ['east', 'too few'],
      ['north', 'estimated'],
      ['south', 'estimated'],
    ]);
    expect(site?.levels[1]).toMatchObject({
      cases: 5,
      result: { n: 2, estimate: 1 },
      difference: { estimate: 1 - 1 / 2 },
    });
    // 50 falls into the second band and 70 into the third; one case has no age.
    expect(
      age?.levels.map((level) => [level.level, level.status === 'estimated' ? level.cases : level.status]),
    ).toEqual([
      ['<50 years', 2],
      ['50–<70 years', 4],
      ['≥70 years', 3],
      ['not recorded', 'too few'],
    ]);
    const [, middle] = specificity?.subgroups[0]?.levels ?? [];
    expect(middle).toMatchObject({ result: { n: 3, estimate: 2 / 3 } });
  });

  test('fits its schema and holds nothing of a case', () => {
    expect(studyReportSchema.safeParse(JSON.parse(JSON.stringify(report))).success).toBe(true);
    const text = JSON.stringify(report);
    for (const name of ['p1', 'n6', 'x1', '0.49']) expect(text).not.toContain(`"${name}"`);
  });

  test('the order of rows and columns, the cut of the file and its packing change nothing but its hash', () => {
    const [head = '', ...rows] = binaryCases.trim().split('\n');
    const turned = [head, ...rows.toReversed()].map((row) => row.split(',').toReversed().join(';')).join('\r\n');
    const bytes = new TextEncoder().encode(turned);
    const pieces: StudyFiles = { has: () => true, open: () => Array.from(bytes, (byte) => Uint8Array.of(byte)) };
    const packed = filesOf({ 'cases.csv': gzipSync(bytes) });
    const members = Buffer.concat([gzipSync(bytes.subarray(0, 90)), gzipSync(bytes.subarray(90))]);
    for (const other of [pieces, packed, filesOf({ 'cases.csv': members })])
      expect({ ...ran(other), files: [] }).toEqual({ ...report, files: [] });
  });

  test('results may stand in a file of their own', () => {
    const [head = [], ...rows] = binaryCases
      .trim()
      .split('\n')
      .map((row) => row.split(','));
    const without = [head, ...rows].map((row) => [...row.slice(0, 3), ...row.slice(4)].join(',')).join('\n');
    const results = [head, ...rows.slice(0, 10)].map((row) => [row[0], row[3]].join(',')).toReversed();
    const own = protocolOf(binaryProtocol.replace('score: score', 'results: results.csv\n  score: score'));
    const texts = { 'cases.csv': without, 'results.csv': [results.at(-1), ...results.slice(0, -1)].join('\n') };
    const { endpoints } = ran(textFiles(texts), own);
    expect(endpoints).toEqual(report.endpoints);
    const missing = texts['results.csv'].replace(/n3,0\.6\n/, '').concat('\nq9,0.1\np1,0.3');
    expect(problemsOf(textFiles({ ...texts, 'results.csv': missing }), own)).toEqual([
      'results.csv:11 case: "q9"',
      'results.csv:12 case: the case "p1", as in line 10',
      'cases.csv:8: the case "n3" without a row in results.csv',
    ]);
  });

  test('the report to print says the answer, the limit and what it rests on', () => {
    const { blocks, footer } = studyDocument(report);
    const text = JSON.stringify(blocks);
    expect(text).toContain('Criterion not met: Sensitivity 0.750, 95 % interval 0.194 to 0.994');
    expect(text).toContain(report.protocolHash);
    expect(text).toContain(report.files[0]?.sha256);
    expect(footer).toContain('No conformity assessment');
    expect(JSON.stringify(studyDocument({ ...report, locked: false }))).toContain('This is a draft');
  });
});

test('every word, table and drawing of a report is as it was', () => {
  const withCurve = protocolOf(
    binaryProtocol.replace(
      'secondary: [',
      'secondary: [{ metric: auc, version: 1, criterion: { atMost: 0.9, reason: a test } }, ',
    ),
  );
  expect(studyDocument(ran(files, withCurve))).toMatchSnapshot();
});

test('what judges answers needs a threshold, what ranks them does not', () => {
  const without = binaryProtocol.replace('  threshold: 0.5\n', '').replace(/secondary:.*\n/, '');
  for (const metric of ['sensitivity', 'specificity'])
    expect(() => protocolOf(without.replace('metric: sensitivity', `metric: ${metric}`))).toThrow('without');
  expect(protocolOf(without.replace('metric: sensitivity', 'metric: auc')).primary.metric).toBe('auc');
});

describe('what is malformed is named by its place, and nothing is computed', () => {
  test.each([
    ['p2,,cancer,0.5', 'p2,,cancer,nan', 'cases.csv:3 score: "nan"'],
    ['p2,,cancer,0.5', 'p2,,cancer,', 'cases.csv:3 score: nothing'],
    ['p2,,cancer,0.5', 'p2,,cancer,Infinity', 'cases.csv:3 score: "Infinity"'],
    ['p2,,cancer,0.5', 'p2,,cancer,"0,5"', 'cases.csv:3 score: "0,5"'],
    ['p2,,cancer,0.5', 'p2,,maybe,0.5', 'cases.csv:3 truth: "maybe"'],
    ['p2,,cancer,0.5', 'p1,,cancer,0.5', 'cases.csv:3 case: the case "p1", as in line 2'],
    ['x1,no reference', 'p1,no reference', 'cases.csv:12 case: the case "p1", as in line 2'],
    ['p2,,cancer,0.5', ',,cancer,0.5', 'cases.csv:3 case: nothing'],
    ['p2,,cancer,0.5,north,50', 'p2,,cancer,0.5,north', 'cases.csv:3: 5 cells'],
    ['p2,,cancer,0.5,north,50', 'p2,,cancer,0.5,north,old', 'cases.csv:3 age: "old"'],
    ['truth,score', 'answer,score', 'cases.csv:1: the columns case, excluded, answer, score, site, age'],
    ['truth,score', 'score,score', 'cases.csv:1: the column "score" twice'],
  ])('%s → %s', (from, to, message) => {
    expect(problemsOf(textFiles({ 'cases.csv': binaryCases.replace(from, to) }))).toContain(message);
  });

  test('a file that is not there, empty, a header alone or cut off', () => {
    expect(problemsOf(textFiles({}))).toEqual(['cases.csv: no such file']);
    expect(problemsOf(textFiles({ 'cases.csv': '' }))).toEqual(['cases.csv: no row']);
    const [head = ''] = binaryCases.split('\n');
    expect(problemsOf(textFiles({ 'cases.csv': `${head}\n` }))).toEqual(['cases.csv: a header alone']);
    const packed = gzipSync(binaryCases);
    for (const end of [12, 40, packed.length - 3])
      expect(problemsOf(filesOf({ 'cases.csv': packed.subarray(0, end) })).join()).toMatch(
        /cases\.csv: a gzip file that/,
      );
  });

  test('every case excluded, and none of a kind', () => {
    const all = binaryCases.replaceAll(/^([pn]\d),,/gm, '$1,lost,');
    expect(problemsOf(textFiles({ 'cases.csv': all }))).toEqual(['cases.csv: no case that is not excluded']);
    const none = binaryCases.replaceAll('cancer', 'none');
    expect(problemsOf(textFiles({ 'cases.csv': none }))).toEqual(['the cases: no case with the condition']);
  });

  test('of many problems 50 are told, and how many more', () => {
    const rows = Array.from({ length: 70 }, (_, index) => `c${index},,none,x,north,1`);
    const found = problemsOf(textFiles({ 'cases.csv': `case,excluded,truth,score,site,age\n${rows.join('\n')}` }));
    expect(found).toHaveLength(51);
    expect(found.at(-1)).toBe('the files: 20 more problems');
  });
});

describe('recompute', () => {
  const report = ran(files);

  test('finds a report that follows from its data', () => {
    expect(recompute(report, files)).toMatchObject({ ok: true, value: { status: 'match', differences: [] } });
  });

  test('names each value that does not, and data that are others', () => {
    const better = {
      ...report,
      endpoints: report.endpoints.map((one) => ({ ...one, ...(one.criterion ? { met: true } : {}) })),
    };
    expect(recompute(better, files)).toMatchObject({
      value: { status: 'contradicted', differences: [{ path: 'endpoints[0].met', before: true, after: false }] },
    });
    const changed = recompute(
      report,
      textFiles({ 'cases.csv': binaryCases.replace('p4,,cancer,0.2', 'p4,,cancer,0.8') }),
    );
    const paths = changed.ok ? changed.value.differences.map(({ path }) => path) : [];
    expect(paths).toContain('files[0].sha256');
    expect(paths).toContain('endpoints[0].result.estimate');
  });

  test('says where it cannot', () => {
    expect(recompute({ ...report, analysis: 2 }, files)).toMatchObject({ value: { status: 'not recomputable' } });
    expect(recompute(report, textFiles({}))).toMatchObject({ ok: false });
  });
});

describe('criteria and differences', () => {
  const result = (estimate: number, lower: number, upper: number): MetricResult => ({
    metric: 'm',
    version: 1,
    n: 1,
    estimate,
    interval: { lower, upper, level: 0.95, method: 'given' },
  });

  test('a bound on the limit meets it, whatever rounding does to goal less margin', () => {
    // In floating point 0.8 − 0.1 is 0.7000000000000001.
    expect(judge(result(0.9, 0.7, 1), { atLeast: 0.8, margin: 0.1, reason: '' })).toMatchObject([
      { met: true, limit: 0.7 },
    ]);
    expect(judge(result(0.9, 0.6999, 1), { atLeast: 0.8, margin: 0.1, reason: '' })).toMatchObject([{ met: false }]);
  });

  test('with both goals each bound is judged', () => {
    const within = { atLeast: -1, atMost: 1, margin: 0, reason: '' };
    expect(judge(result(0, -0.5, 1.2), within).map(({ bound, met }) => [bound, met])).toEqual([
      ['lower', true],
      ['upper', false],
    ]);
  });
});
