import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromiumPath, servePage, type ServedPage } from '../support/browser.ts';
import { answer, openDetails, patience, saved, until, violations, violationsInBoth } from '../support/page.ts';

const bin = fileURLToPath(new URL('../../apps/cli/bin/isocentre.js', import.meta.url));
// Few years, so that a plan is found in seconds.
const asked = 'takes.by=2030&takes.in=30&takes.overseas=20&takes.years=10&takes.runs=200';
const command =
  'plan todays-course-without-growth --close-by 2030 --confidence 0.3 --years 10 --runs 200 --limit overseas=0.2 --format json'.split(
    ' ',
  );

let served: ServedPage;
let folder = '';

describe.skipIf(chromiumPath === undefined)('the view What it takes in Chromium', () => {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'isocentre-takes-'));
    served = await servePage();
  }, 120_000);
  afterAll(async () => {
    await served.close();
    rmSync(folder, { recursive: true });
  });

  test('a plan is stopped, sought again, is the one of the command line to the byte, and becomes a scenario', async () => {
    const { page, elsewhere, faults } = await served.open(`#v1?start=todays-course-without-growth&view=takes&${asked}`);
    const find = page.getByRole('button', { name: 'Find the plan of least cost' });
    const year = page.getByLabel('Closed by the start of');
    await until(page, '.takes__hint', '2028 to 2031');

    // What is wrong is told at its field, by the page and by the model, and nothing runs.
    await year.fill('soon');
    await find.click();
    await until(page, '.takes__error', 'Found “soon”; expected a calendar year');
    await expect.poll(() => page.evaluate<string>('document.activeElement?.value'), patience).toBe('soon');
    const budget = page.getByLabel('Most that it may cost in any one year');
    await year.fill('2032');
    await budget.fill('lots');
    await find.click();
    await until(page, '.takes__error', 'Found “2032”; expected a year from 2028');
    expect(await page.locator('.takes__error').allInnerTexts()).toHaveLength(2);
    await budget.fill('');
    expect(await violations(page)).toEqual([]);

    await year.fill('2030');
    await find.click();
    await page.getByText(/^Drawing futures/).waitFor(patience);
    await page.getByRole('button', { name: 'Stop' }).click();
    await until(page, '.takes__status', 'Stopped.');
    expect(await page.locator('.takes__running').count()).toBe(0);

    await find.click();
    await until(page, 'h1', 'a plan that closes the shortfall');
    const { text } = await saved(page, 'JSON', folder);
    const asCommand = spawnSync(process.execPath, [bin, ...command], { encoding: 'utf8', maxBuffer: 2 ** 26 });
    expect(text).toBe(asCommand.stdout);
    const plan = JSON.parse(text) as { answer: string; plan: { title: string } };
    expect(await answer(page)).toBe(plan.answer);
    await page.locator('.takes .plot').nth(1).waitFor(patience);
    await openDetails(page);
    expect(await violationsInBoth(page)).toEqual([]);
    await page.setViewportSize({ width: 320, height: 800 });
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(320);

    await page.getByRole('button', { name: 'Work on with this plan' }).click();
    await until(page, 'h1', plan.plan.title);
    expect({ elsewhere, faults }).toEqual({ elsewhere: [], faults: [] });
    await page.context().close();
  });
});
