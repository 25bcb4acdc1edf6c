import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { callCommand, type Outcome } from '../../../../../tests/support/command-line.ts';
import { exampleCard, intervalJson, singleJson } from '../../../../../tests/support/example-card.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'isocentre-claims-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const call = async (...args: readonly string[]): Promise<Outcome> => {
  const { code, out, error } = await callCommand(['assure', 'claims', ...args]);
  return { code, out: out.replaceAll(folder, ''), error: error.replaceAll(folder, '') };
};

const write = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

const right = exampleCard([
  {
    goal: 'Detection of lung nodules in 487 cases.',
    results: [
      ['Sensitivity', intervalJson('92.1', '87.5', '95.4')],
      ['Specificity', intervalJson('92.6', '89.0', '95.4')],
    ],
  },
]);
const wrong = exampleCard(
  [
    {
      goal: 'Detection of coronary calcification in 499 cases.',
      results: [
        ['Sensitivity', intervalJson('94.39', '90.41', '97.07')],
        ['Specificity', intervalJson('94.39', '91.04', '96.67')],
        ['AUC', intervalJson('0.97', '0.95', '0.99', '')],
        ['Accuracy', singleJson('94.4')],
      ],
    },
    { name: 'FairnessEquity', results: [['Significance vs Age', singleJson('0', '')]] },
  ],
  { product: 'Example Nodule Finder 2' },
);

test('what is found in a card is said in words', async () => {
  const { code, out, error } = await call(write('wrong.xml', wrong));
  expect({ code, error }).toEqual({ code: 0, error: '' });
  expect(out).toBe(`4 figures of 1 product: 2 reproduced, 0 but for rounding, 1 contradicted, 1 not
recomputable. 1 more contradiction between figures or with the product. 1 card
carries another product's results. 1 section is empty.

Example Nodule Finder 2 – another product's results
/wrong.xml
Claim        As printed             Found
Sensitivity  94.39 (90.41–97.07) %  reproduced, 202 of 214
Specificity  94.39 (91.04–96.67) %  contradicted
AUC          0.97 (0.95–0.99)       not recomputable
Accuracy     94.4 %                 reproduced, 471 of 499
- Contradiction (line 7): the goal of UsefulnessUsabilityEfficacy names
  "calcification", the product's purpose "nodule": the results are another
  product's
- Specificity (line 11), contradicted: no counts give these three figures by any
  usual method (285 cases: 499 stated less 214 positives); the nearest, 269 of
  285, give 94.39 (91.04–96.76) by Clopper–Pearson
- Reproduced with intervals by Clopper–Pearson: Sensitivity
- Not recomputable, since an area under a curve is no share of counted cases,
  and needs the score of every case: AUC
- Empty (line 17): FairnessEquity has only zeros without a unit: Significance vs
  Age

"Reproduced": the counts give every printed number. "Rounding": they do if each
number may be one unit in its last place off. "Contradicted": no counts do, by
any of six usual interval methods, or the figures exclude each other; whoever
printed them must say how they were made. "Not recomputable": nothing to test it
with is printed. "+N": so many more counts fit.
`);
});

describe('exit codes', () => {
  test('0 whatever is found, 1 with --strict where something is contradicted', async () => {
    const [good, bad] = [write('right.xml', right), write('wrong.xml', wrong)];
    expect((await call(good, '--strict')).code).toBe(0);
    expect((await call(bad)).code).toBe(0);
    const strict = await call(good, bad, '--strict', '--format', 'json');
    expect(strict.code).toBe(1);
    expect(strict.error).toContain('1 contradicted');
    expect(JSON.parse(strict.out)).toMatchObject({ summary: { cards: 2, claims: 6, swappedCards: 1 } });
  });
  test('2 for a file that cannot be read whole, with what could be', async () => {
    const half = write('half.csv', 'product,measure,estimate,unit,trials\nA,Accuracy,87.1,%,433\nA,Recall,"9,1",%,\n');
    const { code, out, error } = await call(half, join(folder, 'none.xml'));
    expect(code).toBe(2);
    expect(out).toContain('reproduced, 377 of 433');
    expect(error).toBe(
      '/half.csv:3 estimate: found "9,1"; expected a number with a decimal point, such as 97.6\n/none.xml: found no such file; expected a file that can be read\n',
    );
  });
  test('2 and nothing else where nothing could be read', async () => {
    expect(await call(write('no.xml', '<a>'))).toEqual({
      code: 2,
      out: '',
      error: expect.stringMatching(/^\/no\.xml:1: found XML that is not well formed/),
    });
    expect(await call()).toEqual({
      code: 2,
      out: '',
      error: 'isocentre assure claims: found no FILE; expected FILE…, as in: isocentre assure claims card.xml\n',
    });
    expect(await call('--template', 'x.csv')).toEqual({
      code: 2,
      out: '',
      error: 'isocentre assure claims --template: found "x.csv"; expected no FILE beside it\n',
    });
  });
});

test('the template is printed, can be filled in and read again', async () => {
  const { code, out } = await call('--template');
  expect(code).toBe(0);
  const read = await call(write('claims.csv', out));
  expect(read.out).toMatch(/^3 figures of 1 product: 3 reproduced, 0 but for rounding, 0 contradicted/);
  expect(await call('--template', '--out', join(folder, 'mine.csv'))).toMatchObject({ code: 0, out: '' });
  expect(readFileSync(join(folder, 'mine.csv'), 'utf8')).toBe(out);
});

test('the template is CSV and nothing else', async () => {
  const error = 'isocentre assure claims --template: found the format json; expected csv\n';
  expect(await call('--template', '--format', 'json')).toEqual({ code: 2, out: '', error });
  expect(await call('--template', '--out', join(folder, 'mine.json'))).toEqual({ code: 2, out: '', error });
  expect(readdirSync(folder)).toEqual([]);
});

test('CSV has a row for each figure and each finding', async () => {
  const { out } = await call(write('wrong.xml', wrong), '--format', 'csv');
  const rows = out.trimEnd().split('\r\n');
  expect(rows[0]).toBe('where,product,section,kind,claim,printed,found,successes,trials,recomputed,methods,reason');
  expect(rows).toHaveLength(1 + 4 + 2);
  expect(rows[2]).toBe(
    '/wrong.xml:11,Example Nodule Finder 2,UsefulnessUsabilityEfficacy,claim,Specificity,94.39 (91.04–96.67) %,contradicted,269,285,94.39 (91.04–96.76),Clopper–Pearson,"no counts give these three figures by any usual method (285 cases: 499 stated less 214 positives); the nearest, 269 of 285, give 94.39 (91.04–96.76) by Clopper–Pearson"',
  );
  expect(rows[6]).toContain(',empty,,,empty,');
  expect(readdirSync(folder)).toEqual(['wrong.xml']);
});

test('no text of a file steers the terminal or a spreadsheet', async () => {
  const card = write('evil.xml', right.replace('Sensitivity', '=cmd()\u0085'));
  expect((await call(card)).out).not.toMatch(/\p{Cc}(?<!\n)/u);
  expect((await call(card, '--format', 'csv')).out).toContain(",'=cmd()");
});
