import { writeFileSync } from 'node:fs';
import { hashInput, modelInputSchema } from '@isocentre/workforce';
import { describe, expect, test } from 'vitest';
import { call, head, parsed, scenarioNames, testFolder, widest } from '../../../../tests/support/quick-command.ts';

const { at, path: folder } = testFolder();

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
    expect(out).toContain(`scenario show '${folder()}/my '\\''x'\\''.yaml' --resolved --years 1\n`);
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
    expect(error.replaceAll(`${folder()}/`, '')).toMatch(
      /^none\.yaml: found no such file; .*\nx\.yaml:6 basline: found the unknown key "basline"; .*\n$/,
    );
  });
  test('the help of validate and check says what their exit codes are', async () => {
    expect((await call(['help', 'scenario', 'validate'])).out).toMatch(/\nExit codes: 0 every scenario is right; 2 /);
    expect((await call(['help', 'evidence', 'check'])).out).toMatch(/\nExit codes: 0 every figure is right; 1 /);
  });
});
