import { mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { call, head, refused, testFolder } from '../../../tests/support/quick-command.ts';

const { at, listing, without: withoutFolder } = testFolder();

const names =
  'double-the-programme, no-new-training, the-2023-pledge, the-briefs-asks, todays-course-without-growth, todays-course';
const anotherCommand = 'command that "isocentre help" lists';

describe('wrong words on the command line', () => {
  const reading = ['project', 'the-2023-pledge', '--reading', 'ipem'];
  test.each<[string[], string]>([
    [['proj'], `isocentre: found "proj"; expected project, or another ${anotherCommand}`],
    [['porject', 'x'], `isocentre: found "porject x"; expected project, or another ${anotherCommand}`],
    [['plna', '--close-by', '2040'], `isocentre: found "plna"; expected plan, or another ${anotherCommand}`],
    [['--verbose'], `isocentre: found "--verbose"; expected a ${anotherCommand}`],
    [['help', 'proj'], `isocentre: found "proj"; expected project, or another ${anotherCommand}`],
    [['expain', '--help'], `isocentre: found "expain"; expected explain, or another ${anotherCommand}`],
    [['scenario'], 'isocentre: found "scenario"; expected scenario list, scenario show or scenario validate'],
    [
      ['scenario', 'lst'],
      'isocentre: found "scenario lst"; expected scenario list, scenario show or scenario validate',
    ],
    [['evidence', 'sow'], 'isocentre: found "evidence sow"; expected evidence check, evidence list or evidence show'],
    [['project'], 'isocentre project: found no SCENARIO; expected SCENARIO, as in: isocentre project todays-course'],
    [
      ['project', 'a', 'b', 'c'],
      'isocentre project: found "b c" left over; expected SCENARIO, as in: isocentre project todays-course',
    ],
    [
      ['scenario', 'validate'],
      'isocentre scenario validate: found no SCENARIO; expected SCENARIO…, as in: isocentre scenario validate my-scenario.yaml',
    ],
    [
      ['evidence', 'show'],
      'isocentre evidence show: found no ID; expected ID, as in: isocentre evidence show mpce_vacant_posts_2023',
    ],
    [['evidence', 'check', 'x'], 'isocentre evidence check: found "x" left over; expected no word after the command'],
    [
      ['evidence', 'check', '--out', 'x'],
      'isocentre evidence check: found the unknown option "--out"; expected no option',
    ],
    [
      ['completion'],
      'isocentre completion: found no SHELL; expected SHELL, as in: source <(isocentre completion bash)',
    ],
    [['completion', 'tcsh'], 'isocentre completion: found "tcsh"; expected bash, zsh or fish'],
    [
      ['project', 'todays-course', '--year', '3'],
      'isocentre project: found the unknown option "--year"; expected --reading, --years, --by, --scope, --baseline, --format, --runs, --seed, --uncertainty, --workers, --ages or --out',
    ],
    [
      ['project', 'todays-course', '-y'],
      'isocentre project: found the unknown option "-y"; expected --reading, --years, --by, --scope, --baseline, --format, --runs, --seed, --uncertainty, --workers, --ages or --out',
    ],
    [
      ['plan'],
      '--close-by: found no year; expected the calendar year by which the shortfall is to be closed, such as 2045',
    ],
    [
      ['plan', '--close-by', '2052'],
      '--close-by: found "2052"; expected a year from 2028, the first that a decision can reach, to 2051, so that it is seen to stay closed',
    ],
    [
      ['plan', '--close-by', '2040', '--confidence', '1.5'],
      '--confidence: found "1.5"; expected a share above 0 and below 1, such as 0.8',
    ],
    [
      ['plan', '--close-by', '2040', '--limit', 'overseas=2'],
      '--limit: found "overseas=2"; expected NAME=NUMBER with a name of growth, ceiling, overseas, retention, supervision and a number from 0, as in overseas=0.03,supervision=1.25',
    ],
    [['plan', '--close-by', '2040', '--runs', '50'], '--runs: found "50"; expected a whole number from 200 to 100000'],
    [
      ['plan', '--close-by', '2040', '--budget', '40 m'],
      '--budget: found "40 m"; expected pounds a year above 0, such as 40m',
    ],
    [['project', 'todays-course', '--years'], 'isocentre project --years: found no value; expected --years N'],
    [
      ['project', 'todays-course', '--years', '-3'],
      'isocentre project --years: found "-3"; expected --years N, or --years=-3 where it is meant',
    ],
    [['plan', '--close-by'], 'isocentre plan --close-by: found no value; expected --close-by YEAR'],
    [
      ['project', 'todays-course', '--out', '--format', 'csv'],
      'isocentre project --out: found no value; expected --out FILE',
    ],
    [
      ['project', 'todays-course', '--format'],
      'isocentre project --format: found no value; expected --format text, json, csv, xlsx, docx or html',
    ],
    [['project', 'todays-course', '--ages=1'], 'isocentre project --ages: found a value; expected --ages alone'],
    [['project', 'todays-course', '--years', '0'], '--years: found "0"; expected a whole number of years, such as 30'],
    [
      ['project', 'todays-course', '--years', '1.5'],
      '--years: found "1.5"; expected a whole number of years, such as 30',
    ],
    [
      ['project', 'todays-course', '--years', 'ten'],
      '--years: found "ten"; expected a whole number of years, such as 30',
    ],
    [['project', 'todays-course', '--years', '101'], '--years: found 101 years asked for; expected at most 100 years'],
    [
      ['project', 'todays-course', '--by', 'grade'],
      '--by: found "grade"; expected any of specialism,group,region joined by commas, or none',
    ],
    [
      ['project', 'todays-course', '--by', 'group,none'],
      '--by: found "group,none"; expected any of specialism,group,region joined by commas, or none',
    ],
    [
      ['project', 'todays-course', '--by', 'group,'],
      '--by: found "group,"; expected any of specialism,group,region joined by commas, or none',
    ],
    [['project', 'todays-course', '--by', ''], '--by: found an empty value; expected --by PARTS'],
    [['project', 'todays-course', '--scope', 'uk'], '--scope: found "uk"; expected surveyed or whole-mpce'],
    [
      ['project', 'todays-course', '--format', 'pdf'],
      '--format: found "pdf"; expected text, json, csv, xlsx, docx or html',
    ],
    [['project', 'todays-course', '--out', ''], '--out: found an empty value; expected --out FILE'],
    [
      ['project', 'todays-course', '--ages'],
      '--ages: found the option with --format text; expected --format json with it',
    ],
    [['project', 'todays-course', '--reading', 'bma'], '--reading: found "bma"; expected ipem'],
    [
      ['project', 'todays-course', '--reading', 'ipem'],
      '--reading: found "ipem" for the scenario "todays-course"; expected a scenario with the line "reading: ipem", such as the-2023-pledge',
    ],
    [
      [...reading, '--years', '3'],
      '--years: found the option together with --reading; expected the reading alone: it is arithmetic on published figures',
    ],
    [
      [...reading, '--ages'],
      '--ages: found the option together with --reading; expected the reading alone: it is arithmetic on published figures',
    ],
    [['project', 'todays-corse'], `scenario: found "todays-corse"; expected the path of a file, or one of ${names}`],
    [['scenario', 'show', 'a\nb'], `scenario: found "a b"; expected the path of a file, or one of ${names}`],
    [
      ['scenario', 'show', 'todays-course', '--resolved', '--format', 'text'],
      '--format: found "text" with --resolved; expected "json": a resolved scenario is some ten thousand numbers',
    ],
    [['scenario', 'list', '--format', 'csv'], '--format: found "csv"; expected text or json'],
    [['evidence', 'list', '--basis', 'guess'], '--basis: found "guess"; expected published, derived or assumption'],
    [
      ['evidence', 'show', 'nothing_like_it'],
      'evidence show: found "nothing_like_it"; expected the id of a figure; "isocentre evidence list --search TEXT" finds one',
    ],
    [
      ['evidence', 'show', 'vacant_posts'],
      'evidence show: found "vacant_posts"; expected the id of a figure, such as mpce_vacant_posts_2023',
    ],
  ])('%j is refused in one line', async (args, line) => {
    expect(await call(args)).toEqual(refused(line));
  });
  test('two wrong options are two lines', async () => {
    expect(await call(['project', 'todays-course', '--by', 'x', '--years', 'y'])).toEqual(
      refused(
        '--by: found "x"; expected any of specialism,group,region joined by commas, or none',
        '--years: found "y"; expected a whole number of years, such as 30',
      ),
    );
  });
  test('a workbook for a terminal is refused', async () => {
    expect(await call(['project', 'todays-course', '--format', 'xlsx'], { isTerminal: true })).toEqual(
      refused('--format xlsx: found a terminal to write to; expected --out FILE, or a pipe'),
    );
  });
});

describe('wrong files', () => {
  test.each<[string, (path: string) => void, string]>([
    ['a missing file', () => undefined, 'x.yaml: found no such file; expected a file that can be read'],
    ['a folder', (path) => mkdirSync(path), 'x.yaml: found a folder; expected a file'],
    ['an empty file', (path) => writeFileSync(path, ''), 'x.yaml: found an empty file; expected a YAML document'],
    [
      'a comment alone',
      (path) => writeFileSync(path, '# nothing\n'),
      'x.yaml: found an empty document; expected a scenario: a mapping with format, version, name, title and summary',
    ],
    [
      '100 MB',
      (path) => (writeFileSync(path, ''), truncateSync(path, 100 * 2 ** 20)),
      'x.yaml: found a file of 100 MB; expected a YAML file of at most 1 MB',
    ],
    [
      'a binary file',
      (path) =>
        writeFileSync(
          path,
          Uint8Array.from({ length: 512 }, (_, index) => (index * 197) % 256),
        ),
      'x.yaml: found a binary file; expected a text file in UTF-8',
    ],
    [
      'a list',
      (path) => writeFileSync(path, '- a\n'),
      'x.yaml: found ["a"]; expected a scenario: a mapping with format, version, name, title and summary',
    ],
    [
      'a repeated key',
      (path) => writeFileSync(path, `${head}title: again\n`),
      'x.yaml:6: found "title: again"; expected valid YAML (map keys must be unique)',
    ],
  ])('%s is refused in one line', async (_what, make, line) => {
    make(at('x.yaml'));
    const before = listing();
    for (const args of [
      ['project', at('x.yaml'), '--out', at('out.json')],
      ['scenario', 'show', at('x.yaml')],
      ['scenario', 'validate', at('x.yaml')],
    ])
      expect(withoutFolder(await call(args))).toEqual(refused(line));
    expect(listing()).toEqual(before);
  });
});

describe('wrong places to write', () => {
  test.each<[string, string, string]>([
    [
      'a missing folder',
      'none/a.txt',
      'none/a.txt: found no such folder; expected a place where the file can be written',
    ],
    ['a folder', 'sub', 'sub: found a folder; expected a place where the file can be written'],
    [
      'a path through a file',
      'file/a.txt',
      'file/a.txt: found no such folder; expected a place where the file can be written',
    ],
  ])('%s is refused', async (_what, name, line) => {
    mkdirSync(at('sub'));
    writeFileSync(at('file'), 'kept');
    expect(withoutFolder(await call(['scenario', 'list', '--out', at(name)]))).toEqual(refused(line));
    expect(listing()).toEqual(['file', 'sub']);
    expect(readFileSync(at('file'), 'utf8')).toBe('kept');
  });
  test('what is refused leaves an earlier result as it is', async () => {
    writeFileSync(at('a.json'), 'earlier');
    await call(['project', 'nothing', '--out', at('a.json')]);
    expect(readFileSync(at('a.json'), 'utf8')).toBe('earlier');
  });
});
