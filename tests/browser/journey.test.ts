import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromiumPath, servePage, type ServedPage } from '../support/browser.ts';
import {
  commandLine,
  commandLineBytes,
  drag,
  patience,
  saved,
  settled,
  until,
  violationsInBoth,
} from '../support/page.ts';

const file = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const example = file('docs/guides/saltmarsh.csv');
// Where the pictures of the steps are kept, when they are wanted anew.
const pictures = process.env['ISOCENTRE_SCREENSHOTS'] === '1' ? file('docs/screenshots') : undefined;

let served: ServedPage;
let folder = '';

const picture = async (page: Page, name: string): Promise<void> => {
  if (pictures !== undefined) await page.screenshot({ path: join(pictures, `journey-${name}.png`) });
};

/** The example with five cells that no return may have. */
const withFiveBadCells = (): string =>
  [
    ['radiotherapy physics,engineering staff,6,6.4', 'radiotherapy fysics,engineering staff,6,<5'],
    [
      'magnetic resonance physics,clinical scientists,3,2.6,,2,',
      'magnetic resonance physics,clinical scientists,"3,5",2.6,2.5,2,',
    ],
    ['Scientist Training Programme,6,2.5', 'Scientist Training Programme,6,-1'],
  ].reduce(
    (text, [from = '', to = '']) => {
      expect(text).toContain(from);
      return text.replace(from, to);
    },
    readFileSync(example, 'utf8'),
  );

describe.skipIf(chromiumPath === undefined)('a journey through the page in Chromium', () => {
  beforeAll(async () => {
    served = await servePage();
    folder = mkdtempSync(join(tmpdir(), 'isocentre-journey-'));
  }, 120_000);
  afterAll(async () => {
    await served.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('open, move a lever, read, compare, share, reopen, give a return with five bad cells, take the report', async () => {
    const options = { viewport: { width: 1280, height: 900 } };
    const { page, elsewhere, faults } = await served.open('', options);
    const before = await settled(page);
    await picture(page, '1-open');

    await drag(page, 'Scientist training places', 0.7);
    await until(page, 'h1', "today's course, changed");
    const after = await settled(page);
    expect(after).not.toBe(before);
    expect(await page.textContent('.answer__difference')).toMatch(/^In 2053 that is [\d,]+ WTE fewer missing/);
    await page.mouse.wheel(0, -9999);
    await picture(page, '2-moved');

    await page.getByRole('button', { name: 'Compare', exact: true }).click();
    await until(page, 'h1', '1,000 futures');
    expect(await page.locator('.waterfall li').count()).toBeGreaterThan(1);
    await page.waitForSelector('.compare .plot');
    await picture(page, '3-compare');

    await page.getByRole('button', { name: 'Plan', exact: true }).click();
    await settled(page);
    await page.getByRole('button', { name: 'Share', exact: true }).click();
    const link = await page.getByLabel('Link').inputValue();
    await page.context().close();
    const reopened = await served.open(link.slice(link.indexOf('#')), options);
    const other = reopened.page;
    expect(await settled(other)).toBe(after);
    await picture(other, '4-reopened');

    const bad = join(folder, 'saltmarsh.csv');
    writeFileSync(bad, withFiveBadCells());
    await other.getByRole('button', { name: 'Your baseline', exact: true }).click();
    await other.locator('input[type=file]').setInputFiles(bad);
    await until(other, '.baseline', '5 places to mend');
    // Every cell with its place and what was expected, as the command line names them.
    const rows = await other.locator('.problem-table tbody tr').allTextContents();
    expect(rows).toHaveLength(5);
    expect(rows.join('\n')).toMatch(/column \d+.*<5/);
    expect(await other.textContent('.baseline')).toContain(
      'Staff: 2 rows kept, 2 left out; Ages: 3 rows; Trainees: 1 row kept, 1 left out',
    );
    expect(await violationsInBoth(other)).toEqual([]);
    await picture(other, '5-five-bad-cells');

    // Mended but for one row, the rows that are right can be run.
    writeFileSync(bad, readFileSync(example, 'utf8').replace('3,2.6,,2,', '3,2.6,2.5,2,'));
    await other.locator('input[type=file]').setInputFiles(bad);
    await until(other, '.baseline', '1 place to mend');
    await other.getByRole('button', { name: 'Run on the rows that are right' }).click();
    await until(other, 'h1', 'Saltmarsh');
    expect(await other.textContent('.baseline')).toContain('Rows that were not right are left out of it: 1.');

    // Mended, it runs at once, and the report is the command line's.
    await other.locator('input[type=file]').setInputFiles(example);
    await until(other, '.baseline', 'is right');
    await other.getByRole('button', { name: 'See the answer' }).click();
    expect(await settled(other)).toContain('Saltmarsh Medical Physics (made up) (return of 2026-03-31), 43 posts');
    await picture(other, '6-own-staff');
    const scenario = await saved(other, 'Scenario file', folder);
    const csv = await saved(other, 'Download CSV', folder);
    const asked = ['project', scenario.path, '--baseline', example];
    expect(csv.text).toBe(commandLine(...asked, '--format', 'csv'));

    await other.getByRole('button', { name: 'Report', exact: true }).click();
    await other.locator('.report').waitFor(patience);
    await picture(other, '7-report');
    const report = await saved(other, 'Download for Word (.docx)', folder);
    expect(report.bytes.equals(commandLineBytes(...asked, '--format', 'docx'))).toBe(true);
    await other.context().close();
    for (const watched of [{ elsewhere, faults }, reopened])
      expect({ elsewhere: watched.elsewhere, faults: watched.faults }).toEqual({ elsewhere: [], faults: [] });
  }, 300_000);
});
