import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromiumPath, servePage, type ServedPage } from '../support/browser.ts';
import { until } from '../support/page.ts';

const bin = fileURLToPath(new URL('../../apps/cli/bin/isocentre.js', import.meta.url));

let served: ServedPage;

const compared = (...args: string[]): string =>
  spawnSync(process.execPath, [bin, 'compare', ...args], { encoding: 'utf8', maxBuffer: 2 ** 24 }).stdout;

describe.skipIf(chromiumPath === undefined)('the view Compare in Chromium', () => {
  beforeAll(async () => {
    served = await servePage();
  }, 120_000);
  afterAll(async () => {
    await served.close();
  });

  test("says what the command line says, and its CSV is the command line's byte for byte", async () => {
    const { page, elsewhere, faults } = await served.open('#v1?view=compare');
    await until(page, 'h1', '1,000 futures');
    const { answer, attribution } = JSON.parse(compared('todays-course', 'the-briefs-asks', '--format', 'json')) as {
      answer: string;
      attribution: readonly unknown[];
    };
    expect((await page.textContent('h1'))?.replaceAll('\u00A0', ' ')).toBe(answer);
    expect(await page.locator('.waterfall li').count()).toBe(attribution.length + 1);

    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download every difference (CSV)' }).click(),
    ]);
    expect(readFileSync(await download.path(), 'utf8')).toBe(
      compared('todays-course', 'the-briefs-asks', '--format', 'csv'),
    );

    await page.getByLabel('With this', { exact: true }).selectOption('shipped:the-2023-pledge');
    await until(page, 'h1', /2023 pledge.*1,000 futures/u);
    expect(page.url()).toContain('compare.to=shipped');
    expect({ elsewhere, faults }).toEqual({ elsewhere: [], faults: [] });
    await page.context().close();
  });
});
