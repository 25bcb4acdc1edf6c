import { describe, expect, test } from 'vitest';
import { readDetectionStudy, type DetectionFiles } from './read-detection.ts';

const file = (name: string, ...lines: readonly string[]): DetectionFiles['scans'] => ({ name, text: lines.join('\n') });
const reference = 'seriesuid,coordX,coordY,coordZ,diameter_mm';
const marks = 'seriesuid,coordX,coordY,coordZ,probability';
const files: DetectionFiles = {
  scans: file('scans.csv', 'seriesuid', 'a', 'b', ''),
  reference: file('reference.csv', reference, 'a,1,-2.5,3e1,6'),
  excluded: file('excluded.csv', reference, 'b,1,2,3,-1'),
  marks: file('marks.csv', marks, 'a,1,2,3,0.5', 'b,4,5,6,1e-3'),
};

describe('the files of a detection study', () => {
  test('are read with their numbers', () => {
    expect(readDetectionStudy(files)).toEqual({
      study: {
        scans: ['a', 'b'],
        nodules: [{ scan: 'a', x: 1, y: -2.5, z: 30, diameter: 6 }],
        excluded: [{ scan: 'b', x: 1, y: 2, z: 3, diameter: -1 }],
        marks: [
          { scan: 'a', x: 1, y: 2, z: 3, score: 0.5 },
          { scan: 'b', x: 4, y: 5, z: 6, score: 0.001 },
        ],
      },
      problems: [],
    });
  });

  test('may have more columns, in any order, and no excluded findings', () => {
    const { study, problems } = readDetectionStudy({
      scans: file('scans.csv', '\uFEFFa'),
      reference: files.reference,
      marks: file('marks.csv', 'note;PROBABILITY;coordz;coordy;coordx;seriesuid', 'x;0.5;3;2;1;a'),
    });
    expect(problems).toEqual([]);
    expect(study.excluded).toEqual([]);
    expect(study.marks).toEqual([{ scan: 'a', x: 1, y: 2, z: 3, score: 0.5 }]);
  });

  test('each wrong cell is named by file, line and column', () => {
    const { study, problems } = readDetectionStudy({
      ...files,
      scans: file('scans.csv', 'a', 'b', 'a', 'c,d'),
      marks: file('marks.csv', marks, 'a,1,2,NaN,0.5', ',1,2,3,0.5', 'a,1,2,3', 'a,one,2,3,', 'b,1,2,3,0.25'),
    });
    expect(problems).toEqual([
      { where: 'scans.csv:3', found: 'the scan "a", as in line 1', expected: 'each scan once' },
      { where: 'scans.csv:4', found: '"c,d"', expected: 'the name of one scan' },
      { where: 'marks.csv:4', found: '4 cells', expected: '5, as the header has' },
      { where: 'marks.csv:2 coordz', found: '"NaN"', expected: 'a number' },
      { where: 'marks.csv:3 seriesuid', found: 'nothing', expected: 'the name of a scan' },
      { where: 'marks.csv:5 coordx', found: '"one"', expected: 'a number' },
      { where: 'marks.csv:5 probability', found: 'nothing', expected: 'a number' },
    ]);
    expect(study.marks).toEqual([{ scan: 'b', x: 1, y: 2, z: 3, score: 0.25 }]);
  });

  test.each([
    [{ scans: file('s.csv', 'seriesuid') }, 's.csv', 'no scan'],
    [{ reference: file('r.csv') }, 'r.csv', 'no row'],
    [{ reference: file('r.csv', reference) }, 'r.csv', 'a header alone'],
    [{ marks: file('m.csv', reference, 'a,1,2,3,4') }, 'm.csv:1', 'no such column'],
    [{ marks: file('m.csv', `${marks},probability`, 'a,1,2,3,4,5') }, 'm.csv:1', 'the column "probability" twice'],
    [{ marks: file('m.csv', marks, 'a,"1,2,3,4') }, 'm.csv:2', undefined],
  ])('a file that is no such table is a problem: %#', (changes, where, found) => {
    const [problem, ...others] = readDetectionStudy({ ...files, ...changes }).problems;
    expect(problem?.where).toContain(where);
    if (found !== undefined) expect(problem?.found).toBe(found);
    expect(others).toEqual([]);
  });

  test('past fifty problems the rest are counted', () => {
    const bad = Array.from({ length: 70 }, () => 'a,?,2,3,1');
    const { problems } = readDetectionStudy({ ...files, marks: file('m.csv', marks, ...bad) });
    expect(problems).toHaveLength(51);
    expect(problems.at(-1)).toEqual({ where: 'the files', found: '20 more problems', expected: 'none' });
  });
});
