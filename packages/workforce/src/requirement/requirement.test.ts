import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Located } from '@isocentre/evidence';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { shippedEvidence } from '../../../../tests/support/shipped.ts';
import { readReturn } from '../return-reader.ts';
import { checkWorked, requiredStaff, sayWte, type OccupationRequirement } from './compute.ts';
import { sayList } from '../words.ts';
import {
  arithmeticTable,
  coverTable,
  reportRequirement,
  requirementData,
  requirementDocument,
  requirementJson,
  requirementTables,
  sayModels,
  sayRequirement,
} from './report.ts';
import { requirementSchema } from './schema.ts';
import { readStaffingModel, type StaffingModel } from './staffing-model.ts';

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const evidence = shippedEvidence();
const read = (name: string, text: string): Located<StaffingModel> => {
  const model = readStaffingModel({ name, text });
  if (!model.ok) throw new Error(JSON.stringify(model.problems));
  return model.value;
};
const shipped = readdirSync(`${root}staffing-models`).map((name) =>
  read(name, readFileSync(`${root}staffing-models/${name}`, 'utf8')),
);

const head = `
format: isocentre-staffing-model
version: 1
name: mine
title: mine
year: 2026
scope: a test
leavesOut: nothing
source: { title: a test, publisher: us, year: 2026, licence: ours }
`;
const scientist = 'specialism: radiotherapy_physics, group: scientist';
const worked = 'worked: { activity: { linacs: 1, plans: 1 }, required: { radiotherapy_physics.scientist: 1 } }\n';
const drivers = 'drivers: { linacs: { title: linacs, unit: in use }, plans: { title: plans, unit: a year } }\n';
const model = (body: string): Located<StaffingModel> => read('mine.yaml', head + drivers + body + worked);
const problemsOf = (body: string): readonly string[] => {
  const found = readStaffingModel({ name: 'mine.yaml', text: head + drivers + body + worked });
  return found.ok ? [] : found.problems.map((one) => `${one.where}: found ${one.found}; expected ${one.expected}`);
};
const staffOf = (located: Located<StaffingModel>, activity: Record<string, number>): OccupationRequirement => {
  const found = requiredStaff(located, activity, evidence);
  if (!found.ok) throw new Error(JSON.stringify(found.problems));
  const [first] = found.value;
  if (!first) throw new Error('no occupation');
  return first;
};

describe('the shipped models', () => {
  test.each(shipped.map((one) => [one.value.name, one] as const))('%s gives its worked department', (_name, one) => {
    expect(checkWorked(one, evidence)).toEqual([]);
  });
  test('are those of the page, with the departments that are worked there', () => {
    const page = readFileSync(`${root}docs/models/requirement.md`, 'utf8');
    const rows = [...page.matchAll(/^\| `([a-z0-9-]+)`\s*\|.*\|\s*([\d.]+)(?: to ([\d.]+))?\s*\|$/gm)];
    expect(new Set(rows.map(([, name]) => name))).toEqual(new Set(shipped.map((one) => one.value.name)));
    expect(rows).toHaveLength(shipped.length);
    for (const [, name, low = '', high = low] of rows) {
      const one = shipped.find(({ value }) => value.name === name);
      if (!one) throw new Error(name);
      const { required } = staffOf(one, one.value.worked.activity);
      expect(required.low.toFixed(1), name).toBe(low);
      expect(required.high.toFixed(1), name).toBe(high);
    }
  });
  test('from outside Europe or unconfirmed are marked', () => {
    const marks = Object.fromEntries(shipped.map(({ value }) => [value.name, value.marks]));
    expect(marks).toMatchObject({
      'acr-worksheet': ['not UK', 'to be confirmed'],
      'us-beds': ['not UK'],
      'us-devices': ['not UK'],
      'us-discharges': ['not UK'],
    });
  });
});

describe('the arithmetic', () => {
  test('of WISN is that of its manual: standards over available time, then allowances of all and of some', () => {
    const wisn = model(
      `hoursAYear: 1500
lines:
  - { title: quality control, ${scientist}, driver: linacs, hoursForEach: 300 }
  - { title: plans, ${scientist}, driver: plans, hoursForEach: 1.5 }
allowances:
  - { title: meetings, ${scientist}, share: 0.15 }
  - { title: training, ${scientist}, share: 0.05 }
  - { title: protection of the site, ${scientist}, hours: 300 }
`,
    );
    // (5·300 + 2000·1.5)/1500 = 3; 3/(1 − 0.2) = 3.75; + 300/1500.
    const { required, lines } = staffOf(wisn, { linacs: 5, plans: 2000 });
    expect(required.low).toBeCloseTo(3.95, 12);
    expect(required.high).toBeCloseTo(3.95, 12);
    expect(lines.map(({ wte }) => wte.low).reduce((sum, one) => sum + one, 0)).toBeCloseTo(3.95, 12);
  });
  test('keeps the ends of intervals apart, and raises to a minimum', () => {
    const ranged = model(
      `lines:
  - { title: by plans, ${scientist}, driver: plans, unitsForOne: { low: 400, high: 500 } }
  - { title: the service, ${scientist}, wte: { low: 0, high: 0.5 } }
minima: [{ title: two at least, ${scientist}, wte: 2 }]
`,
    );
    expect(staffOf(ranged, { plans: 1000 }).required).toEqual({ low: 2, high: 3 });
    expect(staffOf(ranged, { plans: 100 }).required).toEqual({ low: 2, high: 2 });
    expect(staffOf(ranged, { plans: 2000 }).required).toEqual({ low: 4, high: 5.5 });
  });
  test('rises with every driver, and its lines add up to what is required', () => {
    fc.assert(
      fc.property(fc.constantFrom(...shipped), fc.nat(1000), fc.integer({ min: 1, max: 50 }), (one, start, more) => {
        const keys = Object.keys(one.value.drivers);
        const activity = Object.fromEntries(keys.map((key, index) => [key, start + index]));
        const before = staffOf(one, activity);
        const sum = before.lines.reduce((total, { wte }) => total + wte.low, 0);
        expect(sum).toBeCloseTo(before.required.low, 8);
        for (const key of keys) {
          const after = staffOf(one, { ...activity, [key]: (activity[key] ?? 0) + more });
          expect(after.required.low).toBeGreaterThanOrEqual(before.required.low - 1e-12);
          expect(after.required.high).toBeGreaterThanOrEqual(before.required.high - 1e-12);
        }
      }),
    );
  });
});

describe('a model that is entered', () => {
  test.each(['rp-174', 'ipem', 'iaea-human-health'])(
    'from the template %s is right once its numbers are in',
    (name) => {
      const text = readFileSync(`${root}docs/guides/staffing-models/${name}.yaml`, 'utf8');
      const empty = readStaffingModel({ name, text });
      expect(empty.ok).toBe(false);
      if (!empty.ok) for (const one of empty.problems) expect(one.found).toBe('null');
      const filled = text
        .replaceAll('year: ~', 'year: 2020')
        .replaceAll('share: ~', 'share: 0.1')
        .replaceAll(/(?<=: )~/g, '1');
      // Made-up numbers do not agree with themselves, and every one of them is told.
      const problems = checkWorked(read(name, filled), evidence);
      expect(problems.every(({ expected }) => expected.endsWith('as worked by hand'))).toBe(true);
    },
  );
  test('and does not give its worked department says so', () => {
    const wrong = model(`lines: [{ title: a, ${scientist}, driver: linacs, wteForEach: 2 }]\n`);
    expect(checkWorked(wrong, evidence)).toMatchObject([
      { found: '2 WTE computed for radiotherapy_physics.scientist', expected: '1 WTE, as worked by hand' },
    ]);
    const unworked = read(
      'mine.yaml',
      `${head}${drivers}lines: [{ title: a, ${scientist}, driver: plans, wteForEach: 1 }]\n${worked.replace(', plans: 1', '')}`,
    );
    expect(checkWorked(unworked, evidence)).toEqual([
      {
        where: expect.stringMatching(/^mine\.yaml:\d+ worked\.activity$/),
        found: 'no plans',
        expected: 'an amount of every driver of the lines',
      },
    ]);
  });
  test.each([
    [`lines: [{ title: a, ${scientist}, driver: linacs }]\n`, 'found no coefficient; expected one of wteForEach'],
    [`lines: [{ title: a, ${scientist}, wteForEach: 1 }]\n`, 'found wteForEach; expected one of wte, since no driver'],
    [`lines: [{ title: a, ${scientist}, driver: beds, wteForEach: 1 }]\n`, 'expected one of the drivers linacs, plans'],
    [`lines: [{ title: a, ${scientist}, driver: linacs, hoursForEach: 1 }]\n`, 'found no "hoursAYear"'],
    [`lines: [{ title: a, ${scientist}, driver: linacs, unitsForOne: 0 }]\n`, 'lines[0].unitsForOne'],
    [
      `lines: [{ title: a, ${scientist}, wte: 1 }]\nallowances: [{ title: b, ${scientist} }]\n`,
      'one of share and hours',
    ],
    [`lines: [{ title: a, ${scientist}, wte: 1, more: 2 }]\n`, 'more'],
  ])('wrongly is refused: %s', (body, message) => {
    expect(problemsOf(body).join('\n')).toContain(message);
  });
  test('with a figure that does not exist, or shares that leave no time, is refused', () => {
    const unknown = model(`lines: [{ title: a, ${scientist}, driver: linacs, wteForEach: { figure: nothing } }]\n`);
    expect(requiredStaff(unknown, { linacs: 1 }, evidence)).toMatchObject({
      problems: [
        {
          where: 'mine.yaml figure nothing',
          found: 'there is no figure "nothing"',
          expected: expect.stringMatching(/for the staffing model at mine\.yaml:\d+ lines\[0\]\.wteForEach$/),
        },
      ],
    });
    const table = `{ figure: retirement_by_age, row: none }`;
    const rowless = model(`lines: [{ title: a, ${scientist}, driver: linacs, wteForEach: ${table} }]\n`);
    expect(requiredStaff(rowless, { linacs: 1 }, evidence)).toMatchObject({
      problems: [
        {
          where: expect.stringMatching(/^mine\.yaml:\d+ lines\[0\]\.wteForEach$/),
          found: 'no such number in the figure',
          expected: 'a number or an interval of the figure',
        },
      ],
    });
    const crossed = `{ low: 3, high: 2 }`;
    const backwards = model(`lines: [{ title: a, ${scientist}, driver: linacs, wteForEach: ${crossed} }]\n`);
    expect(requiredStaff(backwards, { linacs: 1 }, evidence)).toMatchObject({
      problems: [{ found: '3 to 2', expected: 'an interval whose low end comes first' }],
    });
    const busy = model(
      `lines: [{ title: a, ${scientist}, wte: 1 }]\nallowances: [{ title: b, ${scientist}, share: 0.6 }, { title: c, ${scientist}, share: 0.4 }]\n`,
    );
    const told = (index: number) => ({
      where: expect.stringMatching(`^mine\\.yaml:\\d+ allowances\\[${index}\\]$`),
      found: 'shares that add to 1',
      expected: 'shares that leave time for the work, below 1',
    });
    expect(requiredStaff(busy, {}, evidence)).toEqual({ ok: false, problems: [told(0), told(1)] });
    const full = { linacs: 1 };
    expect(() =>
      requiredStaff(model(`lines: [{ title: a, ${scientist}, driver: linacs, wteForEach: 1 }]\n`), {}, evidence),
    ).toThrow('requiredStaff: no amount of linacs');
    expect(
      staffOf(model(`lines: [{ title: a, ${scientist}, driver: linacs, unitsForOne: { low: 2, high: 4 } }]\n`), full),
    ).toMatchObject({
      lines: [{ title: 'a', arithmetic: '1 ÷ 2 to 4', wte: { low: 0.25, high: 0.5 } }],
      required: { low: 0.25, high: 0.5 },
    });
    expect(
      staffOf(
        model(
          `hoursAYear: { low: 1500, high: 1600 }\nlines: [{ title: a, ${scientist}, driver: linacs, hoursForEach: { low: 750, high: 800 } }]\n`,
        ),
        full,
      ),
    ).toMatchObject({
      lines: [{ arithmetic: '1 × 750 to 800 h ÷ 1,500 to 1,600 h', wte: { low: 750 / 1600, high: 800 / 1500 } }],
    });
  });
});

test.each([
  [-0.04, '0.0'],
  [0, '0.0'],
  [-0.06, '-0.1'],
  [-10.04, '-10.0'],
  [1234.56, '1,234.6'],
])('%j WTE is written %s: what rounds to nothing has no sign', (value, text) => {
  expect(sayWte(value)).toBe(text);
});

describe('a department', () => {
  const bytes = readFileSync(`${root}docs/guides/saltmarsh-service.csv`);
  const department = (text = bytes.toString('utf8')) => readReturn(new TextEncoder().encode(text), 'own.csv', evidence);
  const report = (asked?: readonly string[], text?: string) =>
    reportRequirement(department(text), shipped, asked, evidence);

  test('a return is checked for drivers that no model counts by; one may be written by its key or its title', () => {
    const text = bytes.toString('utf8').replace('patients,', ' Patients treated with radiotherapy,');
    const check = (own: string, models?: typeof shipped) =>
      readReturn(new TextEncoder().encode(own), 'own.csv', evidence, models);
    expect(check(text, shipped).problems).toEqual([]);
    const unknown = text.replace('linacs,', 'unicorns,');
    const { problems, tables, service } = check(unknown, shipped);
    expect(problems).toEqual([
      {
        where: 'own.csv:26 column 1',
        found: 'the driver "unicorns"',
        expected: expect.stringMatching(/^one of .*linacs, /) as string,
      },
    ]);
    expect(tables.find(({ title }) => title === 'Activity')).toEqual({ title: 'Activity', kept: 1, left: 1 });
    expect(service.activity).toHaveLength(1);
    expect(reportRequirement(check(unknown), shipped, undefined, evidence)).toEqual({ ok: false, problems });
  });

  test('has the models without a mark side by side, with the gaps to posts and to staff in post', () => {
    const found = report();
    if (!found.ok) throw new Error(JSON.stringify(found.problems));
    expect(found.value.models.map(({ model: one }) => one.name)).toEqual([
      'eortc',
      'iaea-linacs',
      'iaea-patients',
      'lancet-oncology',
      'quarts-linacs',
      'quarts-patients',
    ]);
    const [, iaea] = found.value.models;
    expect(iaea?.occupations[0]).toMatchObject({
      required: { low: 8.5, high: 8.5 },
      posts: 21.5,
      inPost: 18.2,
      gapToPosts: { low: -13, high: -13 },
    });
    expect(() => requirementSchema.parse(JSON.parse(JSON.stringify(requirementJson(found.value))))).not.toThrow();
  });
  test('is told where a single person is the whole cover, or nobody', () => {
    const found = report();
    if (!found.ok) throw new Error('no report');
    expect(found.value.cover).toContainEqual({
      modality: 'HDR brachytherapy',
      experts: 1,
      names: 'A. Example',
      warning: 'a single person',
    });
    expect(sayRequirement(found.value)).toContain('No Medical Physics Expert covers molecular radiotherapy.');
  });
  test('without a table of cover has that of its specialisms, and one person who is all the staff is told', () => {
    const text = bytes
      .toString('utf8')
      .replace(/\[Expert cover\][\s\S]*/, '')
      .replace('clinical scientists,3,2.6,,2,', 'clinical scientists,1,1,1,1,');
    const found = report(undefined, text);
    if (!found.ok) throw new Error(JSON.stringify(found.problems));
    expect(found.value.cover).toEqual([
      { modality: 'radiotherapy physics', experts: 9, names: '', warning: '' },
      { modality: 'magnetic resonance physics', experts: 1, names: '', warning: 'a single person' },
    ]);
    expect(found.value.single).toEqual(['clinical scientists in magnetic resonance physics']);
  });
  test('is put as tables: for a reader, for programs, and the arithmetic line by line', () => {
    const found = report();
    if (!found.ok) throw new Error('no report');
    const [first] = requirementTables(found.value);
    expect(first?.name).toBe('Clinical scientists in radiotherapy physics');
    expect(first?.columns.map(({ key, title, kind }) => [key, title, kind])).toEqual([
      ['model', 'Model', 'text'],
      ['required', 'Required', 'number'],
      ['posts', 'Posts', 'number'],
      ['gap_to_posts', 'Beyond posts', 'number'],
      ['in_post', 'In post', 'number'],
      ['gap_to_in_post', 'Beyond in post', 'number'],
    ]);
    expect(first?.rows.find(([name]) => name === 'iaea-linacs')).toEqual([
      'iaea-linacs',
      '8.5',
      '21.5',
      '-13.0',
      '18.2',
      '-9.7',
    ]);

    const [required, arithmetic, cover] = requirementData(found.value);
    const all = found.value.models.flatMap(({ model: one, occupations }) =>
      occupations.map((staff) => ({ one, staff })),
    );
    expect(required?.columns.map(({ key }) => key)).toEqual(
      'model specialism group required_low required_high posts in_post'.split(' '),
    );
    expect(required?.rows).toEqual(
      all.map(({ one, staff }) => [
        one.name,
        staff.specialism,
        staff.group,
        staff.required.low,
        staff.required.high,
        staff.posts,
        staff.inPost,
      ]),
    );
    expect(arithmetic?.columns.map(({ title }) => title)).toEqual([
      'Model',
      'Specialism',
      'Staff group',
      'Line',
      'Arithmetic',
      'WTE, low',
      'WTE, high',
    ]);
    expect(arithmetic?.rows).toEqual(
      all.flatMap(({ one, staff }) =>
        staff.lines.map((line) => [
          one.name,
          staff.specialism,
          staff.group,
          line.title,
          line.arithmetic,
          line.wte.low,
          line.wte.high,
        ]),
      ),
    );
    expect(cover).toEqual(coverTable(found.value));
    expect(cover?.columns.map(({ title }) => title)).toEqual(['Modality', 'Experts', 'Names', 'Cover is']);
    expect(cover?.rows).toContainEqual(['HDR brachytherapy', 1, 'A. Example', 'a single person']);

    const lines = arithmeticTable(found.value);
    expect(lines.columns.map(({ title }) => title)).toEqual(['Model', 'Line', 'Arithmetic', 'WTE']);
    const shown = all.flatMap(({ staff }) => staff.lines).filter(({ wte }) => wte.high > 0);
    expect(lines.rows.map(([, title, how]) => [title, how])).toEqual(
      shown.map((line) => [line.title, line.arithmetic]),
    );
  });
  test('is said in sentences: what is required, where cover hangs on one person, what models leave out', () => {
    const found = report();
    if (!found.ok) throw new Error('no report');
    const said = sayRequirement(found.value);
    expect(said).toMatch(/^Saltmarsh[^,]*, 20\d\d-\d\d-\d\d\. Clinical scientists in radiotherapy physics: /);
    expect(said).toMatch(/ WTE required by \d models, 21\.5 in the establishment, 18\.2 in post\./);
    expect(said).toContain('One expert is the whole cover of ');
    const models = sayModels(found.value);
    expect(models).toHaveLength(found.value.models.length + found.value.leftOut.length);
    const [model_] = found.value.models;
    expect(models[0]).toBe(
      `${model_?.model.name}: ${model_?.model.scope} Leaves out: ${model_?.model.leavesOut} ${model_?.model.source.publisher} ${model_?.model.source.year}, ${model_?.model.source.title}.`,
    );
    for (const { model: one, missing } of found.value.leftOut)
      expect(models).toContain(`${one.name} is left out: the return gives no ${sayList(missing)}.`);
    const alone = { ...found.value, models: found.value.models.slice(1, 2), cover: [], single: ['engineers in X'] };
    expect(sayRequirement(alone)).toContain('WTE required by one model, ');
    expect(sayRequirement(alone)).toMatch(/in post\. One person is all the staff of engineers in X\.$/);
  });
  test('is put as a report: the answer first, each model with its arithmetic, and what it leaves out', () => {
    const found = report();
    if (!found.ok) throw new Error('no report');
    const document = requirementDocument(found.value);
    expect(document.title).toBe(`Required staff: ${found.value.organisation}, ${found.value.date}`);
    expect(document.footer).toBe(`Isocentre, return of ${found.value.date}`);
    expect(document.blocks[0]).toMatchObject({ kind: 'answer' });
    expect(document.blocks[1]).toMatchObject({
      kind: 'paragraph',
      text: expect.stringContaining('No Medical Physics Expert covers') as string,
    });
    const tables = document.blocks.flatMap((block) => (block.kind === 'table' ? [block] : []));
    expect(tables.map(({ caption }) => caption)).toEqual([
      expect.stringMatching(
        /^Clinical scientists in radiotherapy physics: 21\.5 WTE in the establishment, 18\.2 in post$/,
      ),
      'Medical Physics Experts by modality',
      'The models are alternatives and are never added',
    ]);
    expect(tables[0]?.table.columns.map(({ title }) => title)).toEqual([
      'Model',
      'Arithmetic',
      'Required',
      'Beyond posts',
      'Beyond in post',
    ]);
    const [, iaea] = found.value.models;
    const staff = iaea?.occupations[0];
    expect(tables[0]?.table.rows.find(([title]) => title === iaea?.model.title)?.slice(1)).toEqual([
      staff?.lines.length === 1 ? staff.lines[0]?.arithmetic : 'below',
      '8.5',
      '-13.0',
      '-9.7',
    ]);
    const twice = found.value.models.map((one) => ({
      ...one,
      occupations: one.occupations.map((each) => ({ ...each, lines: [...each.lines, ...each.lines] })),
    }));
    const several = requirementDocument({ ...found.value, models: twice, cover: [], single: [] });
    const captions = several.blocks.flatMap((block) => (block.kind === 'table' ? [block.caption] : []));
    expect(captions[1]).toBe('The arithmetic, line by line');
    expect(several.blocks.filter(({ kind }) => kind === 'paragraph')).toEqual([]);
    expect(several.blocks[1]).toMatchObject({
      table: { rows: twice.map(({ model: { title } }) => expect.arrayContaining([title, 'below'])) },
    });
    const left = tables.at(-1)?.table;
    expect(left?.columns.map(({ title }) => title)).toEqual(['Model', 'Leaves out']);
    const titles = left?.rows.flatMap(([names]) => String(names).split('; '));
    expect(titles?.toSorted()).toEqual(found.value.models.map(({ model: one }) => one.title).toSorted());
    for (const [, text] of left?.rows ?? []) expect(text).toMatch(/ Source: .+ \d{4}\.$/);
  });
  test('names of experts are no part of what a scenario carries', () => {
    expect(JSON.stringify(department().own)).not.toContain('Example');
    expect(department().service.cover[1]?.names).toBe('A. Example');
  });
  test.each([
    [['us-devices'], undefined, 'no devices', 'an amount of each driver of the staffing model us-devices'],
    [
      undefined,
      'drop',
      'nothing that a staffing model counts by',
      'the table "Activity" with linacs or patients, or --model',
    ],
    [undefined, 'linaks', 'the driver "linaks"', 'linacs'],
  ] as const)('that gives too little is refused: %s %s', (asked, change, found, expected) => {
    const text = bytes.toString('utf8');
    const changed =
      change === 'drop'
        ? text.replace(/\[Activity\][\s\S]*(?=\[Expert)/, '')
        : change === undefined
          ? text
          : text.replace('\nlinacs,', `\n${change},`);
    const outcome = report(asked, changed);
    expect(outcome.ok).toBe(false);
    if (!outcome.ok) {
      expect(outcome.problems).toHaveLength(1);
      expect(outcome.problems[0]?.found).toBe(found);
      expect(outcome.problems[0]?.expected).toContain(expected);
    }
  });
  test('with a driver twice has a problem in that cell', () => {
    const text = bytes.toString('utf8').replace('linacs,5', 'linacs,5\nLinacs,6');
    expect(department(text).problems).toMatchObject([{ found: 'the driver of row 26 again' }]);
  });
});
