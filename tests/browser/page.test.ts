import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { chromiumPath, closeAll, servePage, type ServedPage, type Watched } from '../support/browser.ts';
import {
  answer,
  answered,
  commandLine,
  drag,
  linkToFewYears,
  saved as savedIn,
  settled,
  until,
  violations,
  violationsInBoth,
} from '../support/page.ts';

let served: ServedPage;
let folder = '';
const opened: Watched[] = [];

const open = async (...args: Parameters<ServedPage['open']>): Promise<Page> => {
  const watched = await served.open(...args);
  opened.push(watched);
  return watched.page;
};

const saved = (page: Page, name: string): ReturnType<typeof savedIn> => savedIn(page, name, folder);

describe.skipIf(chromiumPath === undefined)('the page in Chromium', () => {
  beforeAll(async () => {
    served = await servePage();
    folder = mkdtempSync(join(tmpdir(), 'isocentre-page-'));
  }, 120_000);
  afterAll(async () => {
    await served.close();
    rmSync(folder, { recursive: true, force: true });
  });
  // Whatever a test does: no request to another host, no breach of the policy, no message, no error.
  afterEach(() => closeAll(opened.splice(0)));

  test('opens with the answer of the command line', async () => {
    const page = await open();
    const text = await settled(page);
    const printed = commandLine('project', 'todays-course').split('\n\n')[0]?.replaceAll('\n', ' ') ?? '';
    expect(printed.startsWith(text)).toBe(true);
    expect(await page.textContent('.answer__basis')).toContain('61 of the 76 figures that drive this are assumptions.');
  });

  test('a lever that is dragged gives another answer; the link opens it again; the files are the command line’s', async () => {
    const page = await open(linkToFewYears(10));
    const before = await settled(page);
    await drag(page, 'Scientist training places', 0.7);
    await until(page, 'h1', 'few years, changed');
    const after = await settled(page);
    expect(after).not.toBe(before);
    expect(await page.textContent('.answer__difference')).toMatch(
      /^In 2033 that is [\d,]+ WTE fewer missing than in “few years”\.$/,
    );

    await page.getByRole('button', { name: 'Share', exact: true }).click();
    const link = await page.getByLabel('Link').inputValue();
    expect(link).toMatch(/#v1\?own=%7B[^&]+&set\.scientists=\d+&data=[0-9a-f]{8}-[\d.]+&said=[\d,]+$/);
    const other = await open(link.slice(link.indexOf('#')));
    expect(await settled(other)).toBe(after);

    const scenario = await saved(page, 'Scenario file');
    const csv = await saved(page, 'Download CSV');
    expect(csv.text).toBe(commandLine('project', scenario.path, '--format', 'csv'));
    expect(csv.text.split('\r\n')).toHaveLength(13);
  });

  test('what is shown of one group is the command line’s --by group', async () => {
    const page = await open(`${linkToFewYears(10)}&show=group.scientist&seed=5`);
    await settled(page);
    expect(await page.textContent('.chart--large h2')).toContain('clinical scientists');
    const scenario = await saved(page, 'Scenario file');
    const csv = await saved(page, 'Download CSV');
    expect(csv.text).toBe(commandLine('project', scenario.path, '--by', 'group', '--seed', '5', '--format', 'csv'));
  });

  test('works with the keyboard alone', async () => {
    const page = await open(linkToFewYears(10));
    await answered(page);
    const focused = (): Promise<string> =>
      page.evaluate<string>(`document.activeElement.textContent || document.activeElement.id`);
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('Skip to the answer');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(`document.activeElement.id`)).toBe('main');
    const slider = page.getByRole('slider', { name: 'Leaving before retirement', exact: true });
    let presses = 0;
    const id = await slider.getAttribute('id');
    while ((await page.evaluate<string>('document.activeElement.id')) !== id && presses < 30) {
      await page.keyboard.press('Tab');
      presses += 1;
    }
    for (let press = 0; press < 10; press += 1) await page.keyboard.press('ArrowLeft');
    expect(await slider.getAttribute('aria-valuetext')).toBe('90 % of today’s rate');
    await until(page, 'h1', 'changed');
    await page.keyboard.press('Control+z');
    expect(await slider.getAttribute('aria-valuetext')).toBe('91 % of today’s rate');
    await page.keyboard.press('Control+Shift+Z');
    expect(await slider.getAttribute('aria-valuetext')).toBe('90 % of today’s rate');
    // Back from the slider to its number box.
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Control+a');
    await page.keyboard.type('80');
    await page.keyboard.press('Enter');
    expect(await slider.getAttribute('aria-valuetext')).toBe('80 % of today’s rate');
    await page.getByRole('button', { name: 'Reset all levers' }).press('Enter');
    await until(page, 'h1', 'in "few years" the');
    expect(await slider.getAttribute('aria-valuetext')).toBe('100 % of today’s rate');
  });

  test.each([
    [390, 844],
    [320, 256],
  ])('at %d × %d, as on a phone or four times enlarged, nothing has to be scrolled sideways', async (width, height) => {
    const page = await open('#v1?start=the-briefs-asks&set.scientists=200', { viewport: { width, height } });
    await answered(page);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
  });

  test('a chart has its numbers as a table, to be taken away', async () => {
    const page = await open();
    await settled(page);
    await page.locator('.chart--large summary').click();
    const row = await page.locator('.chart--large tbody tr').last().textContent();
    expect(row).toMatch(/^20533,660\.\d+2,65\d\.\d+5,19\d\.\d+$/);
    const { text } = await saved(page, 'Download these numbers (CSV)');
    expect(text.split('\r\n')[0]).toBe('year,shortfall,low,high');
    const label = await page.locator('.chart--large figure').getAttribute('aria-label');
    expect(label).toBe(
      'Shortfall by year: 900 in 2023 and 3,660 in 2053; 80 % of futures between 2,656 and 5,193 then.',
    );
  });

  test('work is recovered, undone, and what a broken link says is plain', async () => {
    const watched = await served.open('#v1?start=todays-course&set.leaving=0.7&set.magic=1');
    opened.push(watched);
    const { page } = watched;
    await answered(page);
    expect(await page.getByRole('status').textContent()).toContain(
      'Left out of the link: the link: found the lever "magic"',
    );
    await page.goto('about:blank');
    await page.goto(served.address);
    await answered(page);
    expect(await page.getByRole('status').textContent()).toContain('worked on last');
    expect(await answer(page)).toContain('changed');
    await page.goto(`${served.address}#nonsense`);
    await until(page, '[role=status]', 'could not be opened');
    expect(await violationsInBoth(page)).toEqual([]);
    expect(await answered(page)).toContain('in "today\'s course" the');
  });

  test('a link to a scenario that cannot be run says so, and works on nothing', async () => {
    const own = { format: 'isocentre-scenario', version: 1, name: 'cut', title: 'cut' };
    const page = await open(`#v1?own=${encodeURIComponent(JSON.stringify(own))}`);
    await until(page, 'h1', 'There is no answer.');
    expect(await page.getByRole('status').first().textContent()).toBe(
      'This cannot be run:your scenario summary: found nothing; expected a string',
    );
    await page.getByRole('combobox', { name: 'Start from' }).selectOption({ label: "Today's course" });
    expect(await answered(page)).toContain('in "today\'s course" the');
  });

  test('what a lever cannot be set to is told at its field, until it is right', async () => {
    const page = await open(linkToFewYears(10));
    const before = await settled(page);
    const box = page.getByLabel('Leaving before retirement, of today’s rate, as a number');
    for (const text of ['abc', '9999']) {
      await box.fill(text);
      await box.press('Enter');
      await until(page, '.lever__wrong', `Found “${text}”; expected a number from 50 to 150.`);
      expect(await box.inputValue()).toBe(text);
      expect(await box.getAttribute('aria-invalid')).toBe('true');
      expect(await box.getAttribute('aria-describedby')).toBe(await page.locator('.lever__wrong').getAttribute('id'));
    }
    expect(await violations(page)).toEqual([]);
    expect(await settled(page)).toBe(before);
    await box.fill('90');
    expect(await page.locator('.lever__wrong').count()).toBe(0);
    await box.press('Enter');
    await until(page, 'h1', 'changed');
  });

  test('work is kept under a name, opened and forgotten', async () => {
    const page = await open(`${linkToFewYears(10)}&set.leaving=0.7`);
    const kept = await settled(page);
    await page.getByText('Kept in this browser').click();
    await page.getByLabel('Name', { exact: true }).fill('Fewer leave');
    await page.getByRole('button', { name: 'Keep what is shown' }).click();
    await page.getByRole('button', { name: 'Reset all levers' }).click();
    await until(page, 'h1', 'in "few years" the');
    await page.reload();
    await page.getByText('Kept in this browser: 1').click();
    await page.getByRole('button', { name: 'Fewer leave', exact: true }).click();
    await until(page, 'h1', 'changed');
    expect(await settled(page)).toBe(kept);
    await page.getByRole('button', { name: 'Forget Fewer leave' }).click();
    expect(await page.getByText('Nothing is kept yet').count()).toBe(1);
  });

  test('a full storage stops nothing', async () => {
    const watched = await served.open(linkToFewYears(10));
    opened.push(watched);
    const { page } = watched;
    await page.evaluate(
      `(() => { try { for (let size = 2 ** 22; size >= 1; size /= 2) for (;;) localStorage.setItem(String(Math.random()), 'x'.repeat(size)); } catch { } })()`,
    );
    await page.evaluate(
      `(() => { for (let size = 2 ** 20; size >= 1; size /= 2) try { for (let i = 0; ; i += 1) localStorage.setItem(size + '.' + i, 'x'.repeat(size)); } catch { } })()`,
    );
    await drag(page, 'Leaving before retirement', 0.2);
    await until(page, '[role=status]', 'copy the link instead');
    expect(await violationsInBoth(page)).toEqual([]);
    expect(await answered(page)).toContain('changed');
  });

  test('no script makes a worker of a text, which the policy forbids and which then never answers', () => {
    const scripts = fileURLToPath(new URL('../../apps/web/dist/assets', import.meta.url));
    const made = readdirSync(scripts).filter((name) =>
      /new Worker\([^)]*createObjectURL/.test(readFileSync(join(scripts, name), 'utf8')),
    );
    expect(made).toEqual([]);
  });

  test('works as static files under any path, held by the policy in the page itself', async () => {
    const folderOfPage = fileURLToPath(new URL('../../apps/web/dist', import.meta.url));
    const types: Readonly<Record<string, string>> = {
      '.html': 'text/html',
      '.js': 'text/javascript',
      '.css': 'text/css',
    };
    const server = createServer((request, response) => {
      const path = (request.url ?? '').replace(/^\/some\/folder\//, '') || 'index.html';
      const file = join(folderOfPage, path);
      if (!existsSync(file)) response.writeHead(404).end();
      else response.setHeader('content-type', types[extname(file)] ?? '').end(readFileSync(file));
    });
    await new Promise<void>((done) => {
      server.listen(0, '127.0.0.1', done);
    });
    try {
      const { page, faults } = await served.open();
      const seen: string[] = [];
      page.on('response', (response) => {
        if (!response.ok()) seen.push(`${response.status()} ${response.url()}`);
      });
      const { port } = server.address() as AddressInfo;
      await page.goto(`http://127.0.0.1:${port}/some/folder/`);
      expect(await answered(page)).toContain('in "today\'s course" the');
      expect(seen).toEqual([]);
      expect(faults).toEqual([]);
      await page.evaluate(`fetch('http://127.0.0.1:9/').catch(() => undefined)`);
      await expect.poll(() => faults.join(' ')).toContain('policy: connect-src http://127.0.0.1:9/');
      await page.context().close();
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });

  test('without JavaScript the shipped scenarios stand there as text and tables', async () => {
    const page = await open('', { javaScriptEnabled: false });
    expect(await page.locator('noscript h2').allTextContents()).toContain("the brief's asks");
    expect(await page.locator('noscript table').count()).toBe(6);
  });
});
