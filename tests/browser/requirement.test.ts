import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { chromiumPath, closeAll, servePage, type ServedPage, type Watched } from '../support/browser.ts';
import { commandLine, openDetails, patience, saved, until, violations, violationsInBoth } from '../support/page.ts';

const example = fileURLToPath(new URL('../../docs/guides/saltmarsh-service.csv', import.meta.url));
const pagesOf = async (page: Page): Promise<number> =>
  (await page.pdf({ format: 'A4', preferCSSPageSize: true })).toString('latin1').match(/\/Type\s*\/Page[^s]/g)
    ?.length ?? 0;

let served: ServedPage;
let folder = '';
const opened: Watched[] = [];

describe.skipIf(chromiumPath === undefined)('what staff a department needs, in Chromium', () => {
  beforeAll(async () => {
    served = await servePage();
    folder = mkdtempSync(join(tmpdir(), 'isocentre-staff-'));
  }, 120_000);
  afterAll(async () => {
    await served.close();
    rmSync(folder, { recursive: true, force: true });
  });
  afterEach(() => closeAll(opened.splice(0)));

  test('the example is one press away; a return gives the CSV of the command line, and prints on one page', async () => {
    const watched = await served.open('#v1?view=staff');
    opened.push(watched);
    const { page } = watched;
    await page.getByRole('button', { name: 'See a worked example' }).click();
    await until(page, 'h1', '3.8 to 8.5 WTE required by 6 models');
    expect(page.url()).toContain('staff.of=example');
    await page.waitForSelector('.staff .plot');
    await openDetails(page);
    expect(await violationsInBoth(page)).toEqual([]);

    await page.locator('input[type=file]').setInputFiles(example);
    await until(page, '.staff', 'from the file “saltmarsh-service.csv”');
    const every = await saved(page, 'Download every number (CSV)', folder);
    expect(every.text).toBe(commandLine('require', example, '--format', 'csv'));
    // The box follows the answer's question, which on a busy machine is later than an `uncheck` waits.
    const model = page.getByLabel('EORTC, least to join trials');
    await model.click();
    await until(page, 'h1', 'by 5 models');
    expect(await model.isChecked()).toBe(false);
    const some = await saved(page, 'Download every number (CSV)', folder);
    const names = 'iaea-linacs,iaea-patients,lancet-oncology,quarts-linacs,quarts-patients';
    expect(some.text).toBe(commandLine('require', example, '--model', names, '--format', 'csv'));

    // Word for word what the command line writes for a board.
    const printed = await page.context().newPage();
    await printed.setContent(commandLine('require', example, '--model', names, '--format', 'html'));
    const words = async (one: Page, selector: string): Promise<string> =>
      ((await one.textContent(selector)) ?? '').replaceAll(/\s+/g, ' ').trim();
    expect(await words(page, '.staff-board')).toBe(await words(printed, 'body'));
    expect(await pagesOf(printed)).toBe(1);
    expect(await pagesOf(page)).toBe(1);

    await page.setViewportSize({ width: 320, height: 800 });
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(320);
    // A link carries the name of the return alone, which is asked for.
    await page.reload();
    await until(page, 'h1', 'Choose the return again.');
    expect(await violations(page)).toEqual([]);
    await page.locator('input[type=file]').setInputFiles(example);
    await until(page, 'h1', 'WTE required');
    expect(await page.locator('nav [aria-current]').textContent(patience)).toBe('Staff needed');
  });
});
