import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hashInput, modelInputSchema, projectionSchema } from '@isocentre/workforce';
import { strFromU8, unzipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { callCommand, type Outcome, type Setting } from '../../../tests/support/command-line.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const shipped = { data: join(root, 'data'), scenarios: join(root, 'scenarios') };
const scenarioNames = readdirSync(shipped.scenarios).map((name) => name.replace('.yaml', ''));
const commands = [
  'project',
  'scenario list',
  'scenario show',
  'scenario validate',
  'return template',
  'return check',
  'return show',
  'evidence check',
  'evidence list',
  'evidence show',
  'verify-proof',
  'serve',
  'completion',
];

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'isocentre-run-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Adds a small ensemble where a projection does not say otherwise, so that the tests of its form are quick. */
const quickly = (args: readonly string[]): readonly string[] =>
  args[0] === 'project' && !args.some((word) => /^--(runs|uncertainty|reading|help)/.test(word))
    ? [...args, '--runs', '12', '--workers', '1']
    : args;

const call = (given: readonly string[], setting: Setting = {}): Promise<Outcome> =>
  callCommand(quickly(given), setting);

const at = (name: string): string => join(folder, name);
const listing = (): string[] => readdirSync(folder, { recursive: true }).map(String).toSorted();
const refused = (...lines: readonly string[]): Outcome => ({ code: 2, out: '', error: `${lines.join('\n')}\n` });
const withoutFolder = ({ error, ...rest }: Outcome): Outcome => ({
  ...rest,
  error: error.replaceAll(`${folder}/`, ''),
});

const head = 'format: isocentre-scenario\nversion: 1\nname: mine\ntitle: mine\nsummary: a test\n';
const widest = (text: string): number => Math.max(...text.split('\n').map((line) => line.length));

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

const lever = (rest: string): string => `levers:\n  - ${rest.split('\n').join('\n    ')}\n`;
const places = 'lever: training-places\nname: x\nroute: all\n';
const kinds =
  'training-places, recruitment, retention, retire-and-return, funded-posts, funding-share, supervision, certification, equipment-programme, technology, growth';

describe('wrong scenarios', () => {
  test.each<[string, string, string]>([
    [
      'an unknown key',
      `${head}basline: {}\n`,
      'x.yaml:6 basline: found the unknown key "basline"; expected one of the keys format, version, name, title, summary, baseline, firstDecisionYear, years, closureTolerance, reading, figures, levers',
    ],
    [
      'an unknown key of the baseline',
      `${head}baseline: { scop: surveyed }\n`,
      'x.yaml:6 baseline.scop: found the unknown key "scop"; expected one of the keys scope, requirement, growth, retirement, geography, return, amounts',
    ],
    [
      'an unknown key of a figure',
      `${head}figures:\n  supervision: { value: 1, unit: people a head, source: me }\n`,
      'x.yaml:7 figures.supervision.source: found the unknown key "source"; expected one of the keys value, unit, reason',
    ],
    [
      'an unknown key of a lever',
      head + lever(`${places}colour: red\nset: 1`),
      'x.yaml:10 levers[0].colour: found the unknown key "colour"; expected one of the keys lever, name, reason, from, until, amounts, route, where, set, add, multiply',
    ],
    [
      'an unknown key of "where"',
      head + lever(`${places}where: { grp: scientist }\nset: 1`),
      'x.yaml:10 levers[0].where.grp: found the unknown key "grp"; expected one of the keys specialism, group, region',
    ],
    [
      'a region where a lever has none',
      head + lever('lever: retention\nname: x\nwhere: { region: london }\nmultiply: 1'),
      'x.yaml:9 levers[0].where.region: found the unknown key "region"; expected one of the keys specialism, group',
    ],
    [
      'an unknown kind of lever',
      head + lever('lever: training\nname: x'),
      `x.yaml:7 levers[0].lever: found "training"; expected one of ${kinds}`,
    ],
    [
      'a lever without its kind',
      head + lever('name: x'),
      `x.yaml:7 levers[0].lever: found nothing; expected one of ${kinds}`,
    ],
    [
      'an unknown group',
      head + lever(`${places}where: { group: doctor }\nset: 1`),
      'x.yaml:10 levers[0].where.group: found "doctor"; expected one or a list of scientist, technologist, engineering, support',
    ],
    ['no format', 'version: 1\n', 'x.yaml: found no format; expected the line "format: isocentre-scenario"'],
    [
      'another format',
      'format: other\n',
      'x.yaml:1 format: found "other"; expected the line "format: isocentre-scenario"',
    ],
    ['no version', head.replace('version: 1\n', ''), 'x.yaml version: found nothing; expected the line "version: 1"'],
    [
      'a version in words',
      head.replace('version: 1', 'version: one'),
      'x.yaml:2 version: found "one"; expected the line "version: 1"',
    ],
    [
      'a newer version',
      head.replace('version: 1', 'version: 2'),
      'x.yaml:2 version: found version 2, written by a newer Isocentre; expected version 1 or earlier; update Isocentre to open this scenario',
    ],
    [
      'a value out of range',
      `${head}closureTolerance: 2\n`,
      'x.yaml:6 closureTolerance: found 2; expected a number of at most 1',
    ],
    ['no years at all', `${head}years: 0\n`, 'x.yaml:6 years: found 0; expected a number of at least 1'],
    [
      'more years than the longest horizon',
      `${head}years: 101\n`,
      'x.yaml:6 years: found 101 years asked for; expected at most 100 years',
    ],
    [
      'a first decision before the baseline',
      `${head}firstDecisionYear: 2000\n`,
      'x.yaml:6 firstDecisionYear: found 2000; expected a year from 2023, the baseline',
    ],
    [
      'an unknown figure',
      `${head}figures:\n  no_figure: { value: 1, unit: people }\n`,
      'x.yaml:7 figures.no_figure: found the figure "no_figure"; expected a figure that "isocentre evidence list" names',
    ],
    [
      'a wrong unit',
      `${head}figures:\n  supervision: { value: 1, unit: WTE }\n`,
      'x.yaml:7 figures.supervision.unit: found the unit "WTE"; expected the unit "people a head" of this figure',
    ],
    [
      'a wrong kind of value',
      `${head}figures:\n  supervision: { value: { low: 1, high: 2 }, unit: people a head }\n`,
      'x.yaml:7 figures.supervision.value: found a value of the kind "interval"; expected a value of the kind "number", as this figure has',
    ],
    [
      'a lever before the first decision year',
      head + lever(`${places}from: 2020\nset: 1`),
      'x.yaml:10 levers[0].from: found 2020; expected a year from 2027, the first decision year of the scenario, since earlier years are history',
    ],
    [
      'a lever after the last year',
      head + lever(`${places}from: 2090\nset: 1`),
      'x.yaml:10 levers[0].from: found 2090; expected a year up to 2052, the last in which this lever can act',
    ],
    [
      'until before from',
      head + lever(`${places}from: 2030\nuntil: 2029\nset: 1`),
      'x.yaml:11 levers[0].until: found 2029; expected a year from 2030, when the lever starts',
    ],
    [
      'both set and add',
      head + lever(`${places}set: 1\nadd: 2`),
      'x.yaml:7 levers[0]: found set and add; expected exactly one of set, add and multiply',
    ],
    [
      'none of set, add and multiply',
      head + lever(places.trim()),
      'x.yaml:7 levers[0]: found none of set, add and multiply; expected exactly one of set, add and multiply',
    ],
    [
      'a share over 1',
      head + lever('lever: retire-and-return\nname: x\nset: 1.5'),
      'x.yaml:9 levers[0].set: found 1.5, which makes the share who return 1.5; expected an amount that keeps the share who return from 0 to 1',
    ],
    [
      'a share pushed over 1',
      head + lever('lever: retire-and-return\nname: x\nadd: 0.9'),
      'x.yaml:9 levers[0].add: found 0.9, which makes the share who return 1.1; expected an amount that keeps the share who return from 0 to 1',
    ],
    [
      'a region on a national scenario',
      head + lever(`${places}where: { region: london }\nset: 1`),
      'x.yaml:10 levers[0].where.region: found "london"; expected a region of this scenario ("geography: regions" divides the nation)',
    ],
    [
      'a group without experts',
      head + lever('lever: certification\nname: x\nwhere: { group: support }\nset: 0.1'),
      'x.yaml:9 levers[0].where: found {"group":"support"}; expected a specialism and group that this scope has together',
    ],
    [
      'a formula over an unknown figure',
      head + lever(`${places}add: { formula: nope + 1 }`),
      'x.yaml:10 levers[0].add: found the formula "nope + 1"; expected a formula that can be read (there is no figure "nope")',
    ],
    [
      'a formula that ends too early',
      head + lever(`${places}add: { formula: 1 + }`),
      'x.yaml:10 levers[0].add: found the formula "1 +"; expected a formula that can be read (the formula ends too early)',
    ],
    [
      'a formula of a table',
      head + lever(`${places}add: { formula: call_by_specialism }`),
      'x.yaml:10 levers[0].add: found a value of the kind "table"; expected a number or a dated series',
    ],
    [
      'an amount in words',
      head + lever(`${places}add: ten`),
      'x.yaml:10 levers[0].add: found "ten"; expected a number, {formula: …} over figures, or {series: {YEAR: …}}',
    ],
  ])('%s is refused in one line', async (_what, text, line) => {
    writeFileSync(at('x.yaml'), text);
    expect(withoutFolder(await call(['project', at('x.yaml'), '--out', at('out.json')]))).toEqual(refused(line));
    expect(listing()).toEqual(['x.yaml']);
  });
  test('an amount that overflows is refused', async () => {
    writeFileSync(at('x.yaml'), head + lever('lever: funded-posts\nname: x\nadd: { formula: 1e308 * 10 }'));
    const { code, out, error } = await call(['project', at('x.yaml')]);
    expect({ code, out, lines: error.trimEnd().split('\n').length }).toEqual({ code: 2, out: '', lines: 1 });
    expect(error).toContain('levers[0].add: found');
  });
  test('every problem is named in one pass, and no more than twenty', async () => {
    writeFileSync(at('x.yaml'), `${head}${Array.from({ length: 25 }, (_, index) => `key${index}: 1\n`).join('')}`);
    const lines = (await call(['project', at('x.yaml')])).error.trimEnd().split('\n');
    expect(lines).toHaveLength(21);
    expect(lines[20]).toBe('and 5 more');
  });
  test('a file cannot steer the terminal through a message', async () => {
    writeFileSync(at('x.yaml'), `${head}baseline: { "a\\e[31mb": 1 }\n`);
    expect((await call(['project', at('x.yaml')])).error).not.toContain('\u001b');
  });
  test('a file cannot steer the terminal through its words', async () => {
    writeFileSync(
      at('x.yaml'),
      head.replace('title: mine', 'title: "red \\e[31m"').replace('summary: a test', 'summary: "red \\e[31m"'),
    );
    for (const command of [['project'], ['scenario', 'show']])
      expect((await call([...command, at('x.yaml')])).out).not.toContain('\u001b');
  });
  test('a reading of a scenario with figures of its own is refused', async () => {
    writeFileSync(at('x.yaml'), `${head}reading: ipem\nfigures:\n  supervision: { value: 1, unit: people a head }\n`);
    expect(await call(['project', at('x.yaml'), '--reading', 'ipem'])).toEqual(
      refused(
        '--reading: found "ipem" for the scenario "mine", which has figures of its own; expected a scenario without "figures": the reading is arithmetic on published figures',
      ),
    );
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

describe('evidence check', () => {
  const copy = (): void => cpSync(shipped.data, at('data'), { recursive: true });
  const edit = (file: string, from: string | RegExp, to: string): void => {
    const path = at(`data/${file}`);
    const before = readFileSync(path, 'utf8');
    const after = before.replace(from, to);
    expect(after, `${file} changed`).not.toBe(before);
    writeFileSync(path, after);
  };
  const lineOf = (file: string, text: string): number =>
    readFileSync(at(`data/${file}`), 'utf8')
      .split('\n')
      .findIndex((line) => line.includes(text)) + 1;
  const sizes = 'workforce/size-and-vacancies.yaml';
  const requirement = 'uk-2023/requirement.yaml';
  const formula = 'formula: mpce_additional_needed_2023 - mpce_vacant_posts_2023';

  test('the shipped evidence is right', async () => {
    const { code, out, error } = await call(['evidence', 'check']);
    expect({ code, error }).toEqual({ code: 0, error: '' });
    expect(out).toMatch(/^\d+ figures in \d+ files, every one cited:/);
  });
  test.each<[string, string, string | RegExp, string, string, string]>([
    [
      'no source',
      sizes,
      /(id: mpce_additional_needed_2023\n[\s\S]*?) {4}source: .*\n/,
      '$1',
      '- id: mpce_additional_needed_2023',
      'figures[4].source: found nothing; expected a string',
    ],
    [
      'an unknown source',
      sizes,
      /(id: mpce_additional_needed_2023\n[\s\S]*?) {4}source: .*\n/,
      '$1    source: nobody\n',
      '- id: mpce_additional_needed_2023',
      'figure mpce_additional_needed_2023: found the source "nobody"; expected a key of "sources" in the same file',
    ],
    [
      'a wrong unit',
      sizes,
      /(id: mpce_additional_needed_2023\n[\s\S]*?unit: )people/,
      '$1heads',
      '- id: mpce_additional_needed_2023',
      'figure mpce_additional_needed_2023: found the unit "heads"; expected the unit "people" for the requirement at the baseline',
    ],
    [
      'a formula that cannot be read',
      requirement,
      formula,
      'formula: mpce_additional_needed_2023 -',
      'id: unfunded_posts',
      'figure unfunded_posts: found the formula "mpce_additional_needed_2023 -"; expected a formula that can be read (the formula ends too early)',
    ],
    [
      'a formula over an unknown figure',
      requirement,
      formula,
      'formula: nothing - mpce_vacant_posts_2023',
      'id: unfunded_posts',
      'figure unfunded_posts: found there is no figure "nothing"; expected a figure that can be computed, for the check of its formula',
    ],
    [
      'a formula that does not agree',
      requirement,
      formula,
      'formula: mpce_additional_needed_2023 + mpce_vacant_posts_2023',
      'id: unfunded_posts',
      'figure unfunded_posts: found 450 stated; expected 1350, which the formula "mpce_additional_needed_2023 + mpce_vacant_posts_2023" gives',
    ],
    [
      'an id that is used twice',
      requirement,
      'id: call_by_specialism',
      'id: unfunded_posts ',
      'id: unfunded_posts ',
      'figure unfunded_posts: found the id "unfunded_posts" again, first at data/uk-2023/requirement.yaml:3; expected an id that is used once',
    ],
  ])('%s fails with file and line, once', async (_what, file, from, to, mark, message) => {
    copy();
    edit(file, from, to);
    expect(await call(['evidence', 'check'], { data: at('data') })).toEqual({
      code: 1,
      out: '',
      error: `data/${file}:${lineOf(file, mark)} ${message}\n\n1 problem in ${readdirSync(at('data'), { recursive: true }).filter((name) => String(name).endsWith('.yaml')).length} files.\n`,
    });
  });
  test('a folder without figures fails', async () => {
    mkdirSync(at('data'));
    const { code, out, error } = await call(['evidence', 'check'], { data: at('data') });
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(error).toContain('data: found no figures; expected a folder of YAML files with figures\n');
  });
  test('a projection on broken evidence is refused', async () => {
    copy();
    edit(requirement, formula, 'formula: mpce_additional_needed_2023 -');
    const { code, out, error } = await call(['project', 'todays-course', '--out', at('a.json')], { data: at('data') });
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(error).toMatch(/^data\/uk-2023\/requirement\.yaml:\d+ figure unfunded_posts: found the formula .*\n$/);
    expect(existsSync(at('a.json'))).toBe(false);
  });

  test.each([
    [900, 2025, 15, 2028, 33],
    [901, 2025, 15, 2028, 33],
    [1200, 2025, 15, 2028, 33],
    [45, 2025, 15, 2028, 33],
    [46, 2025, 15, 2028, 33],
    [900, 2025, 20, 2028, 40],
    [900, 2027, 15, 2030, 33],
    [900, 2026, 15, 2027, 7.5],
    [0, 2025, 15, 2028, 33],
  ])('the reading follows its figures: %d staff, %d: %d, %d: %d', async (needed, from, few, then, many) => {
    copy();
    edit(sizes, /(id: mpce_additional_needed_2023\n[\s\S]*?value: )900/, `$1${needed} `);
    edit(
      'training/national-plan-2023.yaml',
      'series: { 2025: 15, 2028: 33 }',
      `series: { ${from}: ${few}, ${then}: ${many} } `,
    );
    let year = from;
    for (let staff = 0; staff < needed; year += 1) staff += year < then ? few : many;
    const { code, out } = await call(['project', 'the-2023-pledge', '--reading', 'ipem', '--format', 'json'], {
      data: at('data'),
    });
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      needed,
      closure: { year, yearsFrom2025: year - 2025, yearsFromBaseline: year - 2023 },
    });
  });
});

describe('help', () => {
  const overviewOf = async (...args: string[]): Promise<string> => (await call(args)).out;

  test.each([...commands, 'scenario', 'evidence', ''])(
    'the page of "%s" has an example and fits 80 and 40 columns',
    async (command) => {
      const args = ['help', ...command.split(' ').filter((word) => word !== '')];
      const page = await call(args);
      expect(page).toMatchObject({ code: 0, error: '' });
      expect(page.out).toMatch(/\nExamples\n {2}\S/);
      expect(page.out.slice(page.out.indexOf('\nExamples\n'))).toContain(`isocentre ${command}`.trim());
      expect(widest(page.out)).toBeLessThanOrEqual(80);
      const narrow = (await call(args, { width: 40 })).out;
      // The one word that is longer is the path in an example, which cannot be broken.
      expect(widest(narrow.replace('    ~/.config/fish/completions/isocentre.fish', ''))).toBeLessThanOrEqual(40);
    },
  );
  test('an example that goes on over two lines is still one command for a shell', async () => {
    const page = (await call(['help', 'project'], { width: 40 })).out;
    const examples = page.slice(page.indexOf('Examples\n') + 9).replaceAll(/ \\\n\s+/g, ' ');
    expect(examples).toContain(
      '  isocentre project my-scenario.yaml --years 15 --by region --format csv > regions.csv\n',
    );
  });
  test('is the same however it is asked for', async () => {
    const page = await overviewOf('help', 'project');
    expect(await overviewOf('project', '--help')).toBe(page);
    expect(await overviewOf('--help', 'project')).toBe(page);
    expect(await overviewOf('project', 'todays-course', '-h')).toBe(page);
    const overview = await overviewOf();
    for (const args of [['help'], ['--help'], ['-h'], ['help', 'help']])
      expect(await overviewOf(...args)).toBe(overview);
    for (const command of commands) expect(overview).toContain(`  ${command} `);
  });
  test('names every option of a command', async () => {
    const page = await overviewOf('help', 'project');
    for (const option of [
      'reading ipem',
      'years N',
      'by PARTS',
      'scope surveyed|whole-mpce',
      'format text|json|csv|xlsx',
      'ages',
      'out FILE',
    ])
      expect(page).toContain(`  --${option}`);
  });
  test('says the version', async () => {
    expect(await call(['--version'])).toEqual({ code: 0, out: 'isocentre 1.2.3\n', error: '' });
  });
});

const parsed = async (args: readonly string[], setting?: Setting) => {
  const { code, out, error } = await call(args, setting);
  expect({ code, error }).toEqual({ code: 0, error: '' });
  const projection = projectionSchema.parse(JSON.parse(out));
  if (projection.reading !== 'model') throw new Error('not a projection by the model');
  return projection;
};

describe('project', () => {
  test.each(scenarioNames)('the text of %s fits the terminal and says which columns it leaves out', async (name) => {
    for (const width of [80, 60, 40]) {
      const { code, out, error } = await call(['project', name], { width });
      expect({ code, error }).toEqual({ code: 0, error: '' });
      expect(widest(out)).toBeLessThanOrEqual(width);
      expect(out).not.toContain('\u001b');
      expect(out).not.toMatch(/NaN|undefined|Infinity|-0\b/);
      const text = out.replaceAll(/\s+/g, ' ');
      for (const title of ['Posts', 'Vacant', 'Trainees', 'Experts'])
        expect(text).toMatch(
          new RegExp(`Year Required.*${title}.*Whole-time equivalents|not shown in this width: [^)]*${title}`),
        );
    }
  });
  test.each(scenarioNames)('the JSON of %s fits its schema', async (name) => {
    const projection = await parsed(['project', name, '--format', 'json']);
    expect(projection.scenario.name).toBe(name);
    expect(projection.years).toHaveLength(31);
    expect(projection.by).toEqual(['specialism']);
  });
  test.each([
    ['none', 3, 1],
    ['specialism', 2, 6],
    ['specialism,group', 1, undefined],
    ['group', 5, undefined],
    ['region', 2, 10],
  ])('the CSV by %s over %d years has a header and a row for each group and year', async (by, years, groups) => {
    const args = ['project', 'todays-course', '--by', by, '--years', String(years)];
    const { code, out } = await call([...args, '--format', 'csv']);
    const lines = out.split('\r\n');
    const { groups: parts } = await parsed([...args, '--format', 'json']);
    if (groups !== undefined) expect(parts).toHaveLength(groups);
    expect(code).toBe(0);
    expect(lines.pop()).toBe('');
    expect(lines).toHaveLength(1 + (years + 1) * parts.length);
    expect(lines[0]).toMatch(new RegExp(`^year,${by === 'none' ? '' : `${by},`}headcount,`));
    expect(new Set(lines.map((line) => line.split(',').length)).size).toBe(1);
  });
  test('people by single age are in the JSON where they are asked for', async () => {
    const { total } = await parsed([
      'project',
      'todays-course',
      '--years',
      '1',
      '--by',
      'none',
      '--format',
      'json',
      '--ages',
    ]);
    expect(total.ages).toHaveLength(2);
  });
  test.each<[string[], string]>([
    [
      ['project', 'todays-course', '--out', 'a.odt'],
      'the ending ".odt"; expected .txt, .json, .csv, .xlsx, .docx, .html or no ending',
    ],
    [
      ['project', 'todays-course', '--out', 'a.pdf', '--format', 'csv'],
      'the ending ".pdf"; expected .txt, .json, .csv, .xlsx, .docx, .html or no ending',
    ],
    [
      ['project', 'todays-course', '--out', 'p.csv', '--format', 'xlsx'],
      'the ending ".csv" with --format xlsx; expected the ending .xlsx or none',
    ],
    [
      ['project', 'todays-course', '--out', 'p.json', '--format', 'text'],
      'the ending ".json" with --format text; expected the ending .txt or none',
    ],
    [['evidence', 'list', '--out', 'a.xlsx'], 'the ending ".xlsx"; expected .txt, .json, .csv or no ending'],
    [['scenario', 'list', '--out', 'a.csv'], 'the ending ".csv"; expected .txt, .json or no ending'],
  ])('%j is refused: the file would not be what its name says', async (args, words) => {
    const placed = args.map((word, index) => (args[index - 1] === '--out' ? at(word) : word));
    expect(await call(placed)).toEqual(refused(`--out: found ${words}`));
    expect(listing()).toEqual([]);
  });
  test.each<[string[], string, RegExp]>([
    [['evidence', 'list'], 'a.csv', /^id,title,value,/],
    [['evidence', 'list'], 'a.JSON', /^\[/],
    [['evidence', 'show', 'mpce_vacant_posts_2023'], 'a.json', /^\{/],
    [['scenario', 'list'], 'a.json', /^\[/],
    [['scenario', 'show', 'todays-course'], 'a.json', /^\{/],
    [['scenario', 'show', 'todays-course', '--resolved'], 'plain', /^\{/],
    [['scenario', 'show', 'todays-course'], 'a.txt', /^todays-course: /],
    [['project', 'todays-course'], 'plain', /^Surveyed MPCE/],
  ])('%j into %s takes the format from the ending', async (args, name, start) => {
    expect((await call([...args, '--out', at(name)])).code).toBe(0);
    expect(readFileSync(at(name), 'utf8')).toMatch(start);
  });
  test('the format follows the ending of the file', async () => {
    const args = ['project', 'todays-course', '--years', '1', '--by', 'none', '--out'];
    expect(await call([...args, at('a.csv')])).toEqual({ code: 0, out: '', error: `Wrote ${at('a.csv')}\n` });
    await call([...args, at('a.json')]);
    await call([...args, at('a.xlsx')]);
    await call([...args, at('b'), '--format', 'json']);
    expect(readFileSync(at('a.csv'), 'utf8')).toMatch(/^year,/);
    expect(JSON.parse(readFileSync(at('a.json'), 'utf8'))).toEqual(JSON.parse(readFileSync(at('b'), 'utf8')));
    const workbook = strFromU8(unzipSync(readFileSync(at('a.xlsx')))['xl/workbook.xml'] ?? new Uint8Array());
    expect([...workbook.matchAll(/<sheet\b[^>]*\bname="([^"]*)"/g)].map(([, name]) => name)).toEqual([
      'Answer',
      'Course',
      'Spread',
      'Figures and sources',
    ]);
    expect(listing()).toEqual(['a.csv', 'a.json', 'a.xlsx', 'b']);
  });
  test('a scope on the command line comes before that of the scenario', async () => {
    const { scope } = await parsed([
      'project',
      'todays-course',
      '--years',
      '1',
      '--scope',
      'whole-mpce',
      '--format',
      'json',
    ]);
    expect(scope).toBe('whole-mpce');
  });
  test.each(['surveyed', 'whole-mpce'])(
    'the parts of %s have one line each, and a spreadsheet is suggested',
    async (scope) => {
      const args = ['project', 'todays-course', '--years', '1', '--scope', scope, '--by', 'specialism,group,region'];
      const { groups: parts } = await parsed([...args, '--format', 'json']);
      const { out } = await call(args);
      const shown = out
        .slice(out.indexOf('By specialism, group and region\n'), out.indexOf('So many parts'))
        .split('\n');
      // The heading and two lines of titles before the rows, the end of the last line after them.
      expect(shown).toHaveLength(parts.length + 4);
      expect(out).toContain('So many parts are easier to read in a spreadsheet: --out FILE.csv or FILE.xlsx.\n');
      expect((await call(['project', 'todays-course', '--years', '1'])).out).not.toContain('So many parts');
    },
  );
  test('occupations that close stand in a line of their own, not among those that do not', async () => {
    const args = ['project', 'todays-course-without-growth', '--by', 'none'];
    const { limits } = await parsed([...args, '--format', 'json']);
    const closing = limits.filter((one) => one.closingYear !== null);
    expect(closing.length).toBeGreaterThan(0);
    const { out } = await call(args, { width: 300 });
    const why = out.slice(out.indexOf('\nWhy it does not close\n'));
    expect(why).toContain(
      `These close: ${closing.map(({ title, closingYear }) => `${title} in ${closingYear}`).join('; ')}.\n`,
    );
    for (const { title, closingYear } of limits)
      expect(why.split('\n').some((line) => line.startsWith(`${title}  `))).toBe(closingYear === null);
  });
  test('where every occupation closes there is no table of limits', async () => {
    writeFileSync(at('x.yaml'), head + lever('lever: technology\nname: a tenth\nmultiply: 0.1'));
    const { out } = await call(['project', at('x.yaml'), '--by', 'none'], { width: 2000 });
    expect(out).toMatch(/\nWhen each closes\nThese close: [^\n]*\n\nEvery figure/);
  });
  test('colour marks the answer and nothing else in the text', async () => {
    const args = ['project', 'the-2023-pledge', '--reading', 'ipem'];
    const plain = (await call(args)).out;
    const coloured = (await call(args, { colour: true })).out;
    expect(coloured).toContain('\u001b[1m');
    // oxlint-disable-next-line no-control-regex -- the escape codes are what is looked for
    expect(coloured.replaceAll(/\u001b\[\d+m/g, '')).toBe(plain);
  });
  test('the reading of the pledge closes in 2054, 29 years from 2025', async () => {
    const { code, out } = await call(['project', 'the-2023-pledge', '--reading', 'ipem', '--format', 'json']);
    expect(code).toBe(0);
    expect(projectionSchema.parse(JSON.parse(out))).toMatchObject({
      closure: { year: 2054, yearsFrom2025: 29 },
      needed: 900,
    });
  });
  test('the reading as text fits the terminal and as CSV has a row for each year', async () => {
    const args = ['project', 'the-2023-pledge', '--reading', 'ipem'];
    for (const width of [80, 60, 40]) expect(widest((await call(args, { width })).out)).toBeLessThanOrEqual(width);
    const lines = (await call([...args, '--format', 'csv'])).out.trimEnd().split('\r\n');
    expect(lines[0]).toBe('year,added,needed');
    expect(lines).toHaveLength(1 + 2054 - 2025 + 1);
  });
});

describe('scenario', () => {
  test.each(scenarioNames)('%s resolved fits the schema of the model', async (name) => {
    const { code, out, error } = await call(['scenario', 'show', name, '--resolved', '--format', 'json']);
    expect({ code, error }).toEqual({ code: 0, error: '' });
    expect(modelInputSchema.parse(JSON.parse(out)).scenario.name).toBe(name);
  });
  test.each<[string[], string]>([
    [[], ''],
    [['--by', 'region'], ' --geography regions'],
    [
      ['--by', 'group,region', '--scope', 'whole-mpce', '--years', '5'],
      ' --years 5 --scope whole-mpce --geography regions',
    ],
  ])('the command that a projection with %j prints gives the numbers of that run', async (options, more) => {
    const args = ['project', 'todays-course', ...options];
    const command = `scenario show todays-course --resolved${more}`;
    expect((await call(args, { width: 200 })).out).toContain(`\n  isocentre ${command}\n`);
    const { inputHash } = await parsed([...args, '--format', 'json']);
    expect(hashInput(modelInputSchema.parse(JSON.parse((await call(command.split(' '))).out)))).toBe(inputHash);
  });
  test('the command that a projection prints names the file that was given, for a shell', async () => {
    writeFileSync(at("my 'x'.yaml"), head);
    const { out } = await call(['project', at("my 'x'.yaml"), '--years', '1'], { width: 300 });
    expect(out).toContain(`scenario show '${folder}/my '\\''x'\\''.yaml' --resolved --years 1\n`);
  });
  test('what is asked stands in the words as well', async () => {
    const { out } = await call([
      'scenario',
      'show',
      'todays-course',
      '--scope',
      'whole-mpce',
      '--geography',
      'regions',
    ]);
    expect(out).toContain('Scope: The whole of MPCE.');
    expect(out).toContain('Geography: regions.');
  });
  test('under a table by region stands what divides the nation', async () => {
    const note = 'No public figure divides this workforce by region; regions share the nation by population.';
    expect((await call(['project', 'todays-course', '--by', 'region'], { width: 100 })).out).toContain(note);
    expect((await call(['project', 'todays-course'], { width: 100 })).out).not.toContain(note);
  });
  test.each(scenarioNames)('%s in words fits the terminal', async (name) => {
    for (const width of [80, 40])
      expect(widest((await call(['scenario', 'show', name], { width })).out)).toBeLessThanOrEqual(width);
  });
  test('in words has every amount, place, date and reason', async () => {
    const levers = [
      'lever: training-places\nname: places\nreason: what we can supervise\nroute: scientist_training\nwhere: { specialism: radiopharmacy, region: [london, wales] }\nfrom: 2028\nuntil: 2030\nadd: { formula: stp_take_up * 10 }',
      'lever: retention\nname: fewer leave\nmultiply: 0.8',
      'lever: equipment-programme\nname: machines\nmachines: 3\nwtePerMachine: 4',
    ].map((text) => `  - ${text.replaceAll('\n', '\n    ')}\n`);
    writeFileSync(
      at('x.yaml'),
      `${head}years: 12\nfirstDecisionYear: 2028\nclosureTolerance: 0.02\nfigures:\n  stp_take_up: { value: 0.95, unit: share, reason: our own survey }\nlevers:\n${levers.join('')}`,
    );
    const { out } = await call(['scenario', 'show', at('x.yaml')], { width: 300 });
    expect(out).toContain('Geography: nation. Years: 12. First decision year: 2028. Closure tolerance: 0.02.\n');
    expect(out).toContain(`Levers
- training-places: places
    add stp_take_up * 10; route Scientist Training Programme; specialism radiopharmacy; region London or Wales; from 2028; until 2030
    what we can supervise
- retention: fewer leave
    multiply by 0.8
- equipment-programme: machines
    machines 3; WTE a machine 4
`);
    expect(out).toContain('- stp_take_up: 0.95 (share): our own survey\n');
  });
  test('figures of its own are shown within the width', async () => {
    const table = Array.from({ length: 20 }, (_, index) => `row_${index}: ${index}`).join(', ');
    writeFileSync(
      at('x.yaml'),
      `${head}figures:\n  call_by_specialism: { value: { table: { ${table} } }, unit: share }\n`,
    );
    const { out } = await call(['scenario', 'show', at('x.yaml')], { width: 60 });
    expect(out).toContain('- call_by_specialism: row_0: 0; row_1: 1;');
    expect(widest(out)).toBeLessThanOrEqual(60);
  });
  test('list names every shipped scenario', async () => {
    const { out } = await call(['scenario', 'list'], { width: 40 });
    for (const name of scenarioNames) expect(out).toContain(`${name}\n`);
    expect(widest(out)).toBeLessThanOrEqual(40);
    const all = JSON.parse((await call(['scenario', 'list', '--format', 'json'])).out) as { readonly name: string }[];
    expect(all.map(({ name }) => name).toSorted()).toEqual(scenarioNames.toSorted());
  });
  test('validate says what is right, counted', async () => {
    const { code, out } = await call(['scenario', 'validate', 'todays-course', 'double-the-programme'], { width: 200 });
    expect(code).toBe(0);
    expect(out).toMatch(
      /^todays-course: right\. 0 levers; \d+ figures drive it, \d+ of them assumptions\.\ndouble-the-programme: right\. 1 lever; /,
    );
  });
  test('validate says for each file what is right or wrong', async () => {
    writeFileSync(at('x.yaml'), `${head}basline: {}\n`);
    const { code, out, error } = await call(
      ['scenario', 'validate', 'todays-course', at('none.yaml'), at('x.yaml'), 'no-new-training'],
      { width: 200 },
    );
    expect(code).toBe(2);
    expect(out).toMatch(/^todays-course: right\. .*\nno-new-training: right\. .*\n$/);
    expect(error.replaceAll(`${folder}/`, '')).toMatch(
      /^none\.yaml: found no such file; .*\nx\.yaml:6 basline: found the unknown key "basline"; .*\n$/,
    );
  });
  test('the help of validate and check says what their exit codes are', async () => {
    expect((await call(['help', 'scenario', 'validate'])).out).toMatch(/\nExit codes: 0 every scenario is right; 2 /);
    expect((await call(['help', 'evidence', 'check'])).out).toMatch(/\nExit codes: 0 every figure is right; 1 /);
  });
});

describe('evidence', () => {
  test('list in a terminal fits its width', async () => {
    const { out } = await call(['evidence', 'list'], { width: 60, isTerminal: true });
    expect(widest(out)).toBeLessThanOrEqual(60);
  });
  test.each([60, 40])('list at %d columns has the value of a figure under its id', async (width) => {
    const { out } = await call(['evidence', 'list', '--search', 'mpce_vacant_posts_2023'], { width, isTerminal: true });
    expect(out).toContain('mpce_vacant_posts_2023\n    450, WTE posts (published)\n');
    const all = (await call(['evidence', 'list'], { width, isTerminal: true })).out;
    expect(all).not.toContain('…');
  });
  test('list says when nothing fits', async () => {
    expect(await call(['evidence', 'list', '--search', 'no such words'])).toEqual({
      code: 0,
      out: 'No figure fits. Try fewer filters, or --search with a shorter word.\n',
      error: '',
    });
  });
  test('list as JSON and CSV has the same figures', async () => {
    const figures = JSON.parse((await call(['evidence', 'list', '--use', 'model', '--format', 'json'])).out) as {
      readonly use: string;
    }[];
    expect(figures.every(({ use }) => use === 'model')).toBe(true);
    const csv = (await call(['evidence', 'list', '--use', 'model', '--format', 'csv'])).out;
    expect(csv.match(/\r\n/g)).toHaveLength(figures.length + 1);
  });
  test('show says where a figure is used', async () => {
    const { out } = await call(['evidence', 'show', 'mpce_additional_needed_2023']);
    expect(out).toContain('value       900\n');
    expect(out).toContain("IPEM's reading of the pledge");
    expect(out).toContain('- in the formula of unfunded_posts');
  });
});

describe('completion', () => {
  const complete = async (...words: string[]): Promise<string[]> => {
    const { out: script } = await call(['completion', 'bash']);
    const { stdout, stderr, status } = spawnSync(
      'bash',
      [
        '-c',
        'source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _isocentre; printf "%s\\n" "${COMPREPLY[@]}"',
        'bash',
        at('script.bash'),
        'isocentre',
        ...words,
      ],
      {
        cwd: at('here'),
        encoding: 'utf8',
        input: (mkdirSync(at('here'), { recursive: true }), writeFileSync(at('script.bash'), script), ''),
      },
    );
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    return stdout.split('\n').filter((line) => line !== '');
  };

  test('of the first word offers the commands', async () => {
    expect(await complete('')).toEqual([
      'project',
      'compare',
      'explain',
      'sensitivity',
      'plan',
      'check',
      'scenario',
      'return',
      'require',
      'evidence',
      'assure',
      'replicate',
      'organisations',
      'members',
      'ledger',
      'jobs',
      'verify-proof',
      'serve',
      'completion',
      'help',
    ]);
    expect(await complete('sc')).toEqual(['scenario']);
  });
  test('of the second word offers what belongs to the first', async () => {
    expect(await complete('scenario', '')).toEqual(['list', 'show', 'validate']);
    expect(await complete('evidence', 's')).toEqual(['show']);
    expect(await complete('completion', '')).toEqual(['bash', 'zsh', 'fish']);
  });
  test('of an option offers the options of the command', async () => {
    expect(await complete('project', '--')).toEqual([
      '--reading',
      '--years',
      '--by',
      '--scope',
      '--baseline',
      '--format',
      '--runs',
      '--seed',
      '--uncertainty',
      '--workers',
      '--ages',
      '--out',
    ]);
    expect(await complete('scenario', 'show', '--r')).toEqual(['--resolved']);
  });
  test('of the value of an option offers its values', async () => {
    expect(await complete('project', 'todays-course', '--format', '')).toEqual([
      'text',
      'json',
      'csv',
      'xlsx',
      'docx',
      'html',
    ]);
    expect(await complete('evidence', 'list', '--basis', 'p')).toEqual(['published']);
    expect(await complete('project', 'todays-course', '--years', '')).toEqual([]);
  });
  test('of an option that takes any text offers what is usual', async () => {
    expect(await complete('project', 'todays-course', '--by', 'group')).toEqual(['group', 'group,region']);
    expect(await complete('evidence', 'list', '--group', 's')).toEqual(['scientist', 'support']);
    expect(await complete('evidence', 'list', '--specialism', 'radiop')).toEqual(['radiopharmacy']);
  });
  test('of a figure offers the ids', async () => {
    expect(await complete('evidence', 'show', 'mpce_vacant_')).toContain('mpce_vacant_posts_2023');
  });
  test('of a scenario offers the shipped names and the files here', async () => {
    mkdirSync(at('here/plans'), { recursive: true });
    writeFileSync(at('here/my plan.yaml'), '');
    writeFileSync(at('here/notes.txt'), '');
    expect(await complete('project', 'the-')).toEqual(['the-2023-pledge', 'the-briefs-asks']);
    expect(await complete('scenario', 'validate', 'm')).toEqual(['my plan.yaml']);
    expect(await complete('project', 'p')).toEqual(['plans']);
    expect(await complete('')).not.toContain('my plan.yaml');
  });
  test('of --out offers any file', async () => {
    mkdirSync(at('here'));
    writeFileSync(at('here/notes.txt'), '');
    expect(await complete('project', 'todays-course', '--out', 'n')).toEqual(['notes.txt']);
  });
  test('for zsh is the script for bash after its bridge', async () => {
    const bash = (await call(['completion', 'bash'])).out;
    expect((await call(['completion', 'zsh'])).out).toBe(`autoload -U +X bashcompinit && bashcompinit\n${bash}`);
  });
  test('for fish names every command, option and scenario in whole quotes', async () => {
    const lines = (await call(['completion', 'fish'])).out.trimEnd().split('\n');
    for (const line of lines) {
      expect(line).toMatch(/^complete -c isocentre /);
      expect(line.split("'").length % 2, line).toBe(1);
    }
    const text = lines.join('\n');
    for (const word of ['project', 'scenario', 'evidence', 'completion', 'help'])
      expect(text).toContain(`-n __fish_use_subcommand -a ${word}`);
    expect(text).toContain("-l format -xa 'text json csv xlsx'");
    for (const name of scenarioNames) expect(text).toContain(name);
  });
  const has = (shell: string): boolean => spawnSync(shell, ['--version']).error === undefined;
  test.skipIf(!has('zsh'))('for zsh can be read by zsh', async () => {
    const { out } = await call(['completion', 'zsh']);
    expect(spawnSync('zsh', ['-n'], { input: out, encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
  });
  test.skipIf(!has('fish'))('for fish completes scenarios in fish', async () => {
    const { out } = await call(['completion', 'fish']);
    writeFileSync(join(folder, 'isocentre.fish'), out);
    const script = 'source isocentre.fish; complete -C "isocentre scenario show the-"';
    const { stdout, stderr, status } = spawnSync('fish', ['--no-config', '-c', script], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout.trim().split('\n')).toEqual(['the-2023-pledge', 'the-briefs-asks']);
  });
});
