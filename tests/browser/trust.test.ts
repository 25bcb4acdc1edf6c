import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromiumPath, servePage, type ServedPage } from '../support/browser.ts';
import { patience, until, violations } from '../support/page.ts';

const bin = fileURLToPath(new URL('../../apps/cli/bin/isocentre.js', import.meta.url));

let served: ServedPage;

const explained = (...args: string[]): { readonly value: number; readonly figures: readonly { id: string }[] } => {
  const { stdout } = spawnSync(process.execPath, [bin, 'explain', ...args, '--format', 'json'], { encoding: 'utf8' });
  return JSON.parse(stdout) as ReturnType<typeof explained>;
};

const two = new Intl.NumberFormat('en-GB', { minimumFractionDigits: 2, maximumFractionDigits: 2 });

describe.skipIf(chromiumPath === undefined)('the view Trust in Chromium', () => {
  beforeAll(async () => {
    served = await servePage();
  }, 120_000);
  afterAll(async () => {
    await served.close();
  });

  test('a number of a table leads to the equation, the sum and the figures that the command line gives', async () => {
    const { page, elsewhere, faults } = await served.open();
    await until(page, '.chart--large h2', 'Shortfall');
    await page.locator('.chart--large summary').click();
    await page.locator('.chart--large tbody tr', { hasText: '2033' }).locator('button').first().click();
    await until(page, 'h1', '2033');
    const { value, figures } = explained('shortfall', '--year', '2033');
    expect(await page.textContent('h1')).toContain(`Shortfall against requirement: ${two.format(value)} WTE`);
    expect(await page.textContent('.sum__total td')).toBe(`= ${two.format(value)}`);
    expect((await page.locator('[aria-labelledby=trust-number] .behind code').allTextContents()).toSorted()).toEqual(
      figures.map(({ id }) => id).toSorted(),
    );

    await page.getByLabel('Number', { exact: true }).selectOption('retired');
    await page.getByLabel('Year', { exact: true }).selectOption('2030');
    await page.getByLabel('Staff group', { exact: true }).selectOption('scientist');
    await until(page, 'h1', /^Retired.*2030.*scientist/);
    const retired = explained('retired', '--year', '2030', '--group', 'scientist').value;
    expect(await page.textContent('.sum__total td')).toBe(`= ${two.format(retired)}`);
    expect(page.url()).toContain('trust.measure=retired&trust.year=2030&trust.group=scientist');

    // The share of luck at the end is the one that the command line prints.
    await page.locator('.bars__row').first().waitFor(patience);
    const printed = spawnSync(process.execPath, [bin, 'project', 'todays-course'], { encoding: 'utf8' }).stdout;
    const [, low, high, luck] = /^2053 .* ([\d,]+) +([\d,]+) +(\d+ %)$/m.exec(printed) ?? [];
    const sure = (await page.textContent('[aria-labelledby=trust-sure]')) ?? '';
    expect(sure).toContain(`short of between ${low} and ${high} WTE`);
    expect(sure).toContain(luck === '0 %' ? 'Chance makes less than 1 %' : `Chance makes ${luck}`);
    expect(await page.textContent('[aria-labelledby=trust-matters]')).toMatch(/explain \d+ % of the spread/);
    expect(await page.locator('[aria-labelledby=trust-reasons] li').count()).toBe(12);
    expect({ elsewhere, faults }).toEqual({ elsewhere: [], faults: [] });
    await page.context().close();
  });

  test('what a survey would be worth is told when it is asked for, with its progress and a stop', async () => {
    const { page, elsewhere, faults } = await served.open('#v1?start=todays-course&view=trust');
    await page.locator('.bars__row').first().waitFor(patience);
    await page.getByRole('button', { name: 'Work it out' }).click();
    await expect.poll(() => page.locator('.running progress').getAttribute('value'), patience).toMatch(/^0\.\d*[1-9]/);
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Cancel' }).click();
    expect(await page.locator('.running').count()).toBe(0);
    // The worker is free again.
    await page.getByLabel('Year', { exact: true }).selectOption('2030');
    await until(page, 'h1', '2030');
    expect({ elsewhere, faults }).toEqual({ elsewhere: [], faults: [] });
    await page.context().close();
  });
});
