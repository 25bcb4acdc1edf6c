import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { chromiumPath, closeAll, servePage, type ServedPage, type Watched } from '../support/browser.ts';
import { linksOfVersion1 } from '../support/links-v1.ts';
import {
  answered,
  commandLine,
  linkToFewYears,
  patience,
  saved,
  settled,
  until,
  violations,
  violationsInBoth,
} from '../support/page.ts';

const example = fileURLToPath(new URL('../../docs/guides/saltmarsh.csv', import.meta.url));

let served: ServedPage;
let folder = '';
const opened: Watched[] = [];

const open = async (...args: Parameters<ServedPage['open']>): Promise<Page> => {
  const watched = await served.open(...args);
  opened.push(watched);
  return watched.page;
};

const choose = (page: Page, path: string): Promise<void> => page.locator('input[type=file]').setInputFiles(path);

const fillStorage = `(() => { for (let size = 2 ** 20; size >= 1; size /= 2) try { for (let i = 0; ; i += 1) localStorage.setItem(size + '.' + i, 'x'.repeat(size)); } catch { } })()`;

describe.skipIf(chromiumPath === undefined)('a return of one’s own in Chromium', () => {
  beforeAll(async () => {
    served = await servePage();
    folder = mkdtempSync(join(tmpdir(), 'isocentre-baseline-'));
  }, 120_000);
  afterAll(async () => {
    await served.close();
    rmSync(folder, { recursive: true, force: true });
  });
  // Whatever a test does: no request to another host, no breach of the policy, no message, no error.
  afterEach(() => closeAll(opened.splice(0)));

  test('gives the CSV of the command line, is named by its link, asked for, kept and forgotten', async () => {
    const page = await open(`${linkToFewYears(10)}&set.scientists=200&view=baseline`);
    await choose(page, example);
    await until(page, 'h1', 'Saltmarsh');
    await page.getByRole('button', { name: 'Download this summary (CSV)' }).waitFor(patience);
    expect(await violations(page)).toEqual([]);
    const summary = await saved(page, 'Download this summary (CSV)', folder);
    expect(summary.text).toBe(commandLine('return', 'show', example, '--suppress', '--format', 'csv'));
    await page.getByLabel('Keep it in this browser').check();
    await page.getByRole('button', { name: 'See the answer' }).click();
    const answer = await settled(page);
    const scenario = await saved(page, 'Scenario file', folder);
    expect(scenario.text).not.toContain('Saltmarsh');
    const csv = await saved(page, 'Download CSV', folder);
    expect(csv.text).toBe(commandLine('project', scenario.path, '--baseline', example, '--format', 'csv'));

    await page.getByRole('button', { name: 'Share', exact: true }).click();
    const link = new URL(await page.getByLabel('Link').inputValue()).hash;
    expect(link).toMatch(
      /^#v1\?own=%7B[^&]+&set\.scientists=200&return=saltmarsh\.csv@[0-9a-f]{64}&data=[0-9a-f]{8}-[\d.]+$/,
    );

    // Kept, it is there after the page was loaded again; forgotten, it is not.
    await page.reload();
    expect(await settled(page)).toBe(answer);
    await page.getByRole('button', { name: 'Your baseline', exact: true }).click();
    await page.getByLabel('Keep it in this browser').uncheck();
    expect(await page.evaluate<string>('JSON.stringify(localStorage)')).not.toContain('Saltmarsh');
    await page.reload();
    await until(page, 'h1', 'Choose the return “saltmarsh.csv”');

    // Whoever gets the link is asked for the file; another one is refused, the right one opens it.
    const other = await open(link);
    await until(other, 'h1', 'The answer needs the return “saltmarsh.csv”');
    expect(await other.getByRole('status').first().textContent()).toContain('a link carries the name of a return');
    expect(await violations(other)).toEqual([]);
    await other.getByRole('button', { name: 'Choose the file' }).click();
    const changed = join(folder, 'saltmarsh.csv');
    writeFileSync(changed, readFileSync(example, 'utf8').replace('21.5', '22.5'));
    await choose(other, changed);
    await until(other, '.baseline', 'This is another file than the one that is asked for');
    expect(await violations(other)).toEqual([]);
    await choose(other, example);
    await until(other, 'h1', 'The page runs on Saltmarsh');
    await other.getByRole('button', { name: 'Plan', exact: true }).click();
    expect(await settled(other)).toBe(answer);
    await other.getByRole('button', { name: 'Your baseline', exact: true }).click();
    await other.getByRole('button', { name: 'Back to the national baseline' }).click();
    await until(other, 'h1', 'national baseline');
  }, 300_000);

  test('is refused in a sentence where it is none, and what was there stays', async () => {
    const page = await open(`${linkToFewYears(10)}&set.leaving=0.8`);
    const before = await settled(page);
    await page.getByRole('button', { name: 'Your baseline', exact: true }).click();
    const fileOf = (name: string, content: string | Uint8Array): string => {
      writeFileSync(join(folder, name), content);
      return join(folder, name);
    };
    const large = fileOf('large.xlsx', '');
    truncateSync(large, 50_000_000);
    const wrong: readonly (readonly [string, string])[] = [
      [large, '“large.xlsx” cannot be read as a return: found a file of 50 MB; expected a file of at most 10 MB.'],
      [fileOf('empty.csv', ''), '“empty.csv” cannot be read as a return: found an empty file'],
      [fileOf('report.pdf', '%PDF-1.7\n'), '“report.pdf” cannot be read as a return: found a PDF'],
      [fileOf('photo.csv', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 1)), 'found a picture'],
      [fileOf('other.xlsx', Uint8Array.of(0x50, 0x4b, 3, 4, 0, 1)), '“other.xlsx” cannot be read as a return'],
    ];
    for (const [path, sentence] of wrong) {
      await choose(page, path);
      await until(page, '.baseline', sentence);
      expect(await page.textContent('.baseline')).toContain('What the page shows is as it was.');
    }
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Plan', exact: true }).click();
    expect(await settled(page)).toBe(before);

    // Dropped anywhere, a file is read as one that was chosen.
    await page.evaluate(`(() => {
      const files = new DataTransfer();
      files.items.add(new File([${JSON.stringify(readFileSync(example, 'utf8'))}], 'dropped.csv'));
      document.querySelector('h1').dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: files }));
    })()`);
    await until(page, 'h1', 'The page runs on Saltmarsh');

    // No room for it: a sentence, and the page goes on.
    await page.evaluate(fillStorage);
    await page.getByLabel('Keep it in this browser').click();
    await until(page, '[role=status]', 'no room, or no permission to keep anything');
    expect(await page.getByLabel('Keep it in this browser').isChecked()).toBe(false);
    await page.getByRole('button', { name: 'Plan', exact: true }).click();
    expect(await answered(page)).toContain('Saltmarsh');
  }, 300_000);

  test('a scenario is changed as a text beside the levers: errors by line, taken over, undone', async () => {
    const page = await open('#v1?start=todays-course&set.leaving=0.8&view=scenario');
    const area = page.getByLabel('Scenario (YAML)');
    await expect.poll(() => area.inputValue(), patience).toContain('multiply: 0.8');
    // A lever that moves is followed by the text.
    const slider = page.getByRole('slider', { name: 'Leaving before retirement', exact: true });
    await slider.press('ArrowLeft');
    await expect.poll(() => area.inputValue(), patience).toContain('multiply: 0.79');
    const text = await area.inputValue();
    const line = text.split('\n').findIndex((one) => one.includes('multiply: 0.79')) + 1;

    await area.fill(text.replace('multiply: 0.79', 'multiply: few'));
    await page.getByRole('button', { name: 'Take this text over' }).click();
    await until(page, '.editor', 'The text was not taken');
    await page.getByRole('button', { name: `Line ${line}` }).click();
    expect(await page.evaluate<string>('document.getSelection().toString()')).toContain('multiply: few');
    expect(await page.locator('.editor__bad').allTextContents()).toEqual([`${line}\n`]);
    expect(await violationsInBoth(page)).toEqual([]);

    await area.fill(text.replace('multiply: 0.79', 'multiply: 0.6').replace(/^title: .*$/m, 'title: mine'));
    await page.getByRole('button', { name: 'Take this text over' }).click();
    await until(page, '.scenario__answer', 'in "mine" the');
    await expect.poll(() => slider.getAttribute('aria-valuetext'), patience).toBe('60 % of today’s rate');
    expect(page.url()).toContain('own=');
    await page.getByRole('button', { name: 'Undo' }).click();
    await until(page, '.scenario__answer', "today's course, changed");
    // The answer and the text are asked for apart, and come in either order.
    await expect.poll(() => area.inputValue(), patience).toBe(text);
    expect(await slider.getAttribute('aria-valuetext')).toBe('79 % of today’s rate');
    // Ctrl-Z within the text is the text's own.
    await area.press('End');
    await page.keyboard.type('# mine');
    await page.keyboard.press('Control+z');
    expect(await slider.getAttribute('aria-valuetext')).toBe('79 % of today’s rate');
    await page.getByRole('button', { name: 'Redo' }).click();
    await until(page, '.scenario__answer', 'in "mine" the');
  });

  test('a report prints on two to six pages', async () => {
    const page = await open('#v1?start=the-briefs-asks&view=report');
    await page.locator('.report').waitFor(patience);
    // Word for word what the command line writes.
    const printed = await page.context().newPage();
    await printed.setContent(commandLine('project', 'the-briefs-asks', '--format', 'html'));
    const wordsOf = async (one: Page, selector: string): Promise<string> =>
      ((await one.textContent(selector)) ?? '').replaceAll(/\s+/g, ' ').trim();
    expect(await wordsOf(page, '.report')).toBe(await wordsOf(printed, 'body'));
    await printed.close();
    expect(await page.locator('.report figure').count()).toBe(2);
    expect(await page.locator('.report table').allTextContents()).toHaveLength(6);
    const pdf = await page.pdf({ preferCSSPageSize: true });
    const pages = pdf.toString('latin1').match(/\/Type\s*\/Page[^s]/g) ?? [];
    expect(pages.length).toBeGreaterThanOrEqual(2);
    expect(pages.length).toBeLessThanOrEqual(6);
  });

  test('links of version 1 open', async () => {
    for (const { link, opens } of linksOfVersion1) {
      const page = await open(link);
      await page
        .locator('main h1:not(.answer--waiting), main h1:has-text("needs the return")')
        .first()
        .waitFor(patience);
      expect(await page.getByRole('status').first().textContent()).not.toContain('Left out of the link');
      expect(await page.locator('nav [aria-current]').textContent()).toMatch(new RegExp(opens.view ?? 'plan', 'i'));
      await page.context().close();
    }
  });
});
