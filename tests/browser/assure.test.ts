import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { chromiumPath, closeAll, servePage, type ServedPage, type Watched } from '../support/browser.ts';
import { binaryCases, binaryProtocol } from '../support/example-study.ts';
import { commandLine, saved, until, violations } from '../support/page.ts';

const example = fileURLToPath(new URL('../../docs/guides/example-screening/', import.meta.url));

const results = fileURLToPath(new URL('../../docs/guides/example-surveillance/results.csv', import.meta.url));

let served: ServedPage;
let folder = '';
const opened: Watched[] = [];

const open = async (...args: Parameters<ServedPage['open']>): Promise<Page> => {
  const watched = await served.open(...args);
  opened.push(watched);
  return watched.page;
};

const write = (name: string, content: string): string => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};

const run = (protocol: string, ...more: readonly string[]): string =>
  commandLine('assure', 'run', protocol, '--data', folder, '--format', 'json', ...more);

describe.skipIf(chromiumPath === undefined)('a study in Chromium', () => {
  beforeAll(async () => {
    served = await servePage();
  }, 120_000);
  afterAll(async () => {
    await served.close();
  });
  // Whatever a test does: no request to another host, no breach of the policy, no message, no error.
  afterEach(async () => {
    rmSync(folder, { recursive: true, force: true });
    await closeAll(opened.splice(0));
  });

  test('the worked example is one press away, can be stopped, and gives the bytes of the command line', async () => {
    folder = mkdtempSync(join(tmpdir(), 'isocentre-assure-'));
    const page = await open('#v1?view=assure');
    const press = page.getByRole('button', { name: /^Worked example: nodule detection/ });
    // A protocol that draws a hundred times as often runs long enough to be stopped.
    const slow = write('protocol.yaml', `${readFileSync(`${example}protocol.yaml`, 'utf8')}bootstraps: 100000\n`);
    await press.click();
    await until(page, '.report', 'Criterion met: Competition metric (CPM) 0.887');
    const names = ['cases', 'reference', 'excluded', 'marks', 'marks-before'].map((name) => `${name}.csv`);
    for (const name of names) cpSync(`${example}${name}`, join(folder, name));
    const aggregate = await saved(page, 'Save the aggregate (JSON)', folder);
    expect(aggregate.text).toBe(run(`${example}protocol.yaml`));
    // No scan is named in what can be saved.
    expect(aggregate.text).not.toMatch(/scan-?\d/);
    const report = await saved(page, 'Save the report (HTML)', folder);
    expect(report.text).toBe(
      commandLine('assure', 'run', `${example}protocol.yaml`, '--data', example, '--format', 'html'),
    );
    expect(await violations(page)).toEqual([]);
    await until(
      page,
      '.assure__inputs',
      'Example Nodule Finder, version 2.0.1. Competition metric (CPM) at least 0.88',
    );

    await page.locator('input[type=file]').first().setInputFiles(slow);
    await until(page, '.assure', 'Without its lock this is a draft');
    await page.getByRole('button', { name: 'Run the study' }).click();
    await until(page, '.assure__running', 'Competition metric');
    await page.getByRole('button', { name: 'Stop' }).click();
    await until(page, '.assure', 'Stopped. Nothing of it is kept.');
    expect(await page.locator('.report').count()).toBe(0);
  });

  test('the pages that the command line writes, of a study and of what is watched: axe in light and dark; on A4', async () => {
    folder = mkdtempSync(join(tmpdir(), 'isocentre-assure-'));
    const pages = [
      commandLine(
        ...'assure watch'.split(' '),
        results,
        ...'--acceptable 0.05 --unacceptable 0.15 --format html'.split(' '),
      ),
      commandLine('assure', 'run', `${example}protocol.yaml`, '--data', example, '--format', 'html'),
    ];
    for (const content of pages) {
      const page = await (await open()).context().newPage();
      await page.setContent(content);
      expect(await violations(page)).toEqual([]);
      await page.emulateMedia({ colorScheme: 'dark' });
      expect(await violations(page)).toEqual([]);
      await page.emulateMedia({ media: 'print', colorScheme: 'light' });
      // On A4 nothing is wider than the sheet.
      await page.setViewportSize({ width: 794, height: 1123 });
      expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(794);
      const sheets =
        (await page.pdf({ preferCSSPageSize: true })).toString('latin1').match(/\/Type\s*\/Page[^s]/g) ?? [];
      expect(sheets.length).toBeGreaterThanOrEqual(1);
      expect(sheets.length).toBeLessThanOrEqual(4);
    }
  });

  test('results and a protocol of one’s own: what is missing, wrong or changed is told, and prints alone', async () => {
    folder = mkdtempSync(join(tmpdir(), 'isocentre-assure-'));
    const page = await open('#v1?view=assure', { viewport: { width: 320, height: 800 } });
    const input = page.locator('input[type=file]').first();
    const protocol = write('protocol.yaml', binaryProtocol);
    await input.setInputFiles(protocol);
    await until(page, '.assure__files', 'cases.csv is missing');
    await page.getByRole('button', { name: 'Run the study' }).click();
    await until(page, '.assure', 'cases.csvno such file');
    // The only file given is the only one named.
    const wrong = write('ours.csv', binaryCases.replace('0.49', 'nan'));
    await input.setInputFiles(wrong);
    await until(page, '.assure__files', 'cases.csv is here, as ours.csv');
    await page.getByRole('button', { name: 'Run the study' }).click();
    await until(page, '.problem-table', 'cases.csv:7 score');
    expect(await violations(page)).toEqual([]);
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(320);

    // Dropped anywhere, files belong to the study and the view stays.
    await page.evaluate(`(() => {
      const files = new DataTransfer();
      files.items.add(new File([${JSON.stringify(binaryCases)}], 'ours.csv'));
      document.querySelector('.masthead').dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: files }));
    })()`);
    await page.getByRole('button', { name: 'Run the study' }).click();
    await until(page, '.report', 'Draft, its protocol not locked. Criterion not met: Sensitivity 0.750');
    write('cases.csv', binaryCases);
    const aggregate = await saved(page, 'Save the aggregate (JSON)', folder);
    expect(aggregate.text).toBe(run(protocol, '--draft'));
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(320);

    // Still there after another view was looked at.
    await page.getByRole('button', { name: 'Plan', exact: true }).click();
    await page.getByRole('button', { name: 'Assure', exact: true }).click();
    await until(page, '.report', 'Sensitivity 0.750');
    await page.emulateMedia({ media: 'print' });
    const seen = `[...document.querySelectorAll('.masthead, .toolbar, .assure__inputs, .assure button, .report h1')].filter((one) => one.checkVisibility()).map((one) => one.tagName)`;
    expect(await page.evaluate<readonly string[]>(seen)).toEqual(['H1']);
    await page.emulateMedia({ media: 'screen' });

    // A protocol that is not as it was locked is refused, and nothing is shown of it.
    await input.setInputFiles([write('p.yaml', binaryProtocol.replace('0.3', '0.1')), `${example}protocol.lock.json`]);
    await until(page, '.problem-table', 'p.yaml primary.criterion.atLeast');
    expect(await page.getByRole('button', { name: 'Run the study' }).count()).toBe(0);
  });
});
