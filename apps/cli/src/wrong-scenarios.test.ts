import { writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { call, head, lever, refused, testFolder } from '../../../tests/support/quick-command.ts';

const { at, listing, without: withoutFolder } = testFolder();

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
