import { describe, expect, test } from 'vitest';
import { binaryProtocol, protocolOf, textFiles } from '../../../../tests/support/example-study.ts';
import { phantomAcceptance } from '../acquisition/phantom.ts';
import { readerStudy } from '../reader-study/reader-study.ts';
import type { StudyReport } from './report-schema.ts';
import { studyReportSchema } from './report-schema.ts';
import { runStudy } from './run-study.ts';

const protocolWith = (data: string, endpoints: string, subgroups = '') =>
  protocolOf(
    binaryProtocol
      .replace(/data:[\s\S]*/, `data:\n${data}\nprimary: ${endpoints}\n${subgroups}`)
      .replace(/\n\n/g, '\n'),
  );

const ran = (protocol: ReturnType<typeof protocolOf>, files: Readonly<Record<string, string>>): StudyReport => {
  const report = runStudy(protocol, textFiles(files), true);
  if (!report.ok) throw new Error(JSON.stringify(report.problems));
  expect(studyReportSchema.safeParse(report.value).success).toBe(true);
  return report.value;
};

const problemsOf = (
  protocol: ReturnType<typeof protocolOf>,
  files: Readonly<Record<string, string>>,
): readonly string[] => {
  const report = runStudy(protocol, textFiles(files), true);
  return report.ok ? [] : report.problems.map(({ where, found }) => `${where}: ${found}`);
};

describe('a study of a phantom', () => {
  const protocol = protocolWith(
    `  design: phantom
  cases: objects.csv
  excluded: excluded
  known: known
  measured: seen
  notFound: missed
  tolerance: 0.3
  scan: scan
  scans: scans.csv
  falseMarks: extra`,
    `{ metric: phantom-false-marks, version: 1, criterion: { atMost: 3, reason: a test } }
secondary:
  - { metric: phantom-found, version: 1 }
  - { metric: phantom-bias, version: 1, criterion: { atLeast: -0.5, atMost: 0.5, reason: a test } }
  - { metric: phantom-within, version: 1 }`,
    'subgroups: [{ title: Dose, column: dose }]',
  );
  const objects = `case,excluded,known,seen,scan,dose
a,,5,5.1,one,low
b,,8,8.4,one,low
c,,10,missed,one,low
d,,5,5.2,two,high
e,,8,7.9,two,high
f,,10,10.3,two,high
g,moved,5,,three,high
`;
  const scans = 'scan,extra\none,2\ntwo,1\nthree,9\n';

  test('judges what phantomAcceptance finds; a scan whose objects are excluded is counted, its marks are not', () => {
    const report = ran(protocol, { 'objects.csv': objects, 'scans.csv': scans });
    const found = phantomAcceptance(
      {
        size: Float64Array.of(5, 8, 10, 5, 8, 10),
        measured: Float64Array.of(5.1, 8.4, Number.NaN, 5.2, 7.9, 10.3),
        scans: 2,
        falseMarks: 3,
      },
      { leastFound: 0, mostBias: 1, tolerance: 0.3, leastWithin: 0, mostFalseMarks: 3 },
    );
    if (!found.ok) throw new Error('no');
    const value = (index: number) => report.endpoints[index]?.result;
    expect(value(0)).toMatchObject({ metric: 'phantom-false-marks', n: 2, estimate: 1.5 });
    expect(value(0)?.interval).toEqual(found.value.falseMarks.interval);
    expect(value(1)).toMatchObject({ n: 6, estimate: 5 / 6, interval: found.value.found.interval });
    expect(value(2)).toMatchObject({ n: 5, estimate: found.value.bias.estimate, interval: found.value.bias.interval });
    // Of errors 0.1, 0.4, 0.2, −0.1 and 0.3 four are at most 0.3.
    expect(value(3)).toMatchObject({ n: 5, estimate: 4 / 5 });
    // Garwood's upper bound of 3 is 8.77, over two scans 4.4.
    expect(report.endpoints[0]).toMatchObject({
      met: false,
      counts: [{ count: 5 }, { count: 1 }, { count: 2 }, { count: 3 }],
    });
    expect(report.endpoints[2]?.met).toBe(true);
    expect(report.flow).toMatchObject({
      excluded: [{ reason: 'moved', cases: 1 }],
      leftOut: [{ what: 'scans without an analysed object', count: 1 }],
    });
    // By dose: the marks are those of the scans that show the objects.
    expect(report.endpoints[0]?.subgroups[0]?.levels).toMatchObject([
      { level: 'high', cases: 3, result: { n: 1, estimate: 1 } },
      { level: 'low', cases: 3, result: { n: 1, estimate: 2 } },
    ]);
  });

  test('names what is wrong by its place', () => {
    expect(
      problemsOf(protocol, {
        'objects.csv': objects
          .replace('missed', 'lost')
          .replace('e,,8,7.9,two', 'e,,8,7.9,four')
          .replace('f,,10', 'f,,big'),
        'scans.csv': `${scans}one,1\n`.replace('two,1', 'two,some'),
      }),
    ).toEqual([
      'objects.csv:4 seen: "lost"',
      'objects.csv:7 known: "big"',
      'scans.csv:3 extra: "some"',
      'scans.csv:5 scan: "one" again',
      'objects.csv:6 scan: "four"',
    ]);
    expect(
      problemsOf(protocol, { 'objects.csv': objects.replace('c,,10,missed', 'c,,-1,missed'), 'scans.csv': scans }),
    ).toEqual(['size[2]: -1']);
  });
});

describe('a study of readers', () => {
  const data = `  design: readers
  cases: cases.csv
  truth: { column: truth, positive: cancer, negative: none }
  ratings: ratings.csv
  reader: reader
  modality: modality
  score: score
  modalities: [with, without]`;
  const endpoint =
    '{ metric: reader-average-auc-difference, version: 1, criterion: { atLeast: -0.5, reason: a test } }';
  const protocol = protocolWith(data, endpoint);
  const truth = Uint8Array.of(0, 0, 0, 1, 1, 1);
  const scores = [
    [Float64Array.of(1, 2, 3, 3, 4, 5), Float64Array.of(1, 3, 2, 2, 5, 4)],
    [Float64Array.of(2, 3, 3, 2, 4, 5), Float64Array.of(1, 4, 2, 3, 3, 4)],
  ];
  const cases = ['case,truth', ...Array.from(truth, (one, i) => `c${i},${one === 1 ? 'cancer' : 'none'}`)].join('\n');
  const rows = scores.flatMap((list, m) =>
    list.flatMap((one, r) => Array.from(one, (score, i) => `c${i},R${r},${m === 0 ? 'with' : 'without'},${score}`)),
  );
  const ratings = (list: readonly string[]): string => ['case,reader,modality,score', ...list].join('\n');

  test.each(['jackknife', 'delong'] as const)(
    'is that of readerStudy by %s, whatever the order of rows',
    (covariance) => {
      const by = protocolWith(`${data}\n  covariance: ${covariance}`, endpoint);
      const report = ran(by, { 'cases.csv': cases, 'ratings.csv': ratings(rows.toReversed()) });
      const found = readerStudy(scores, truth, { covariance });
      if (!found.ok) throw new Error('no');
      const [difference] = found.value.differences;
      const [endpointFound] = report.endpoints;
      expect(endpointFound?.result).toMatchObject({
        n: 6,
        estimate: difference?.estimate,
        interval: difference?.interval,
      });
      expect(endpointFound?.beside?.map(({ estimate }) => estimate)).toEqual(
        found.value.modalities.map(({ estimate }) => estimate),
      );
      expect(endpointFound?.counts.map(({ count }) => count)).toEqual([2, 3, 3]);
    },
  );

  test('a missing rating, one twice, a reader, modality or case that is not there are named', () => {
    const list = [...rows.slice(1), 'c1,R0,with,2', 'c9,R0,with,2', 'c1,R0,beside,2', 'c1,,with,2'];
    expect(problemsOf(protocol, { 'cases.csv': cases, 'ratings.csv': ratings(list) })).toEqual([
      'ratings.csv:25 case: "c1"',
      'ratings.csv:26 case: "c9"',
      'ratings.csv:27 modality: "beside"',
      'ratings.csv:28 reader: nothing',
      'cases.csv:2: the case "c0" without a rating by "R0" with "with"',
    ]);
    const wrong = rows.map((row, i) => (i === 0 ? row.replace(/1$/, 'x') : row));
    expect(
      problemsOf(protocol, { 'cases.csv': cases.replace('c5,cancer', 'c5,?'), 'ratings.csv': ratings(wrong) }),
    ).toEqual(['cases.csv:7 truth: "?"', 'ratings.csv:2 score: "x"']);
  });

  test('one reader cannot stand for others', () => {
    const list = rows.filter((row) => row.includes('R0'));
    expect(problemsOf(protocol, { 'cases.csv': cases, 'ratings.csv': ratings(list) })).toEqual(['the cases: 1 reader']);
  });
});
