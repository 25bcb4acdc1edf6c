import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromiumPath } from '../support/browser.ts';
import { violations } from '../support/page.ts';
import { startServer, type ServerProcess } from '../support/server-process.ts';

// Not inside another folder: what PostgreSQL runs as must be able to enter it.
const data = mkdtempSync(join(tmpdir(), 'isocentre-sign-in-'));
const files = mkdtempSync(join(tmpdir(), 'isocentre-sign-in-files-'));
const pictures = process.env['ISOCENTRE_PICTURES'];

describe.skipIf(chromiumPath === undefined)('signing in with Chromium', () => {
  let server: ServerProcess;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    const file = join(files, 'organisations.csv');
    writeFileSync(file, 'OrganisationCode,Name,OpenDate\nX1A,SALTMARSH NHS TRUST,20200401\n');
    server = await startServer(data, ['--development-sign-in', '--organisations', file]);
    await server.until('Development sign-in: invented people');
    browser = await chromium.launch({ executablePath: chromiumPath ?? '', args: ['--no-sandbox'] });
    page = await (await browser.newContext()).newPage();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await server?.end();
    for (const folder of [data, files]) rmSync(folder, { recursive: true, force: true });
  });

  const look = async (name: string): Promise<void> => {
    // A page that came by a click may not have its style yet.
    await page.waitForLoadState('load');
    if (pictures !== undefined) await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
    expect(await violations(page)).toEqual([]);
  };
  const signIn = async (name: string): Promise<void> => {
    await page.getByRole('link', { name: 'Sign in', exact: true }).click();
    await page.getByRole('link', { name: 'Development sign-in' }).click();
    await page.getByRole('button', { name }).click();
  };

  test('through to a decision and out again, and to the members; axe finds nothing on the way', async () => {
    // From the planner to the registers and back.
    await page.goto(`${server.address}/`);
    await page.getByRole('link', { name: 'Registers', exact: true }).click();
    expect(new URL(page.url()).pathname).toBe('/registers');
    await page.getByRole('link', { name: 'Planner', exact: true }).click();
    await page.getByRole('link', { name: 'Registers', exact: true }).waitFor();

    await page.goto(`${server.address}/registers/organisations/X1A`);
    expect(await page.getByRole('note').textContent()).toContain('invented');
    await page.getByRole('link', { name: 'Sign in', exact: true }).click();
    await look('sign-in');
    await page.getByRole('link', { name: 'Development sign-in' }).click();
    await look('who');
    await page.getByRole('button', { name: 'Cerys Pugh' }).click();
    // Back where it began, and known.
    expect(new URL(page.url()).pathname).toBe('/registers/organisations/X1A');
    const cookies = await page.context().cookies();
    expect(cookies.map(({ name, httpOnly, sameSite }) => [name, httpOnly, sameSite])).toContainEqual([
      'isocentre-session',
      true,
      'Lax',
    ]);
    await look('record');
    await page.getByRole('link', { name: 'Change the details' }).click();
    await page.getByLabel('Name', { exact: true }).fill('SALTMARSH AND FENS NHS TRUST');
    await look('decide');
    // What is wrong is told all at once; each leads to its field, and what was typed is kept.
    await page.getByLabel('Opened', { exact: true }).fill('');
    await page.getByLabel('Postcode (optional)').fill('much too long for a postcode');
    await page.getByRole('button', { name: 'Change the details' }).click();
    await look('problems');
    expect(await page.title()).toMatch(/^Error: Change the details/);
    expect(await page.evaluate<string>('document.activeElement.className')).toBe('problems');
    await page.getByRole('link', { name: 'Opened: enter a day' }).click();
    expect(await page.evaluate<string>('document.activeElement.id')).toBe('field-opened');
    expect(await page.getByRole('alert').getByRole('listitem').count()).toBe(2);
    expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('SALTMARSH AND FENS NHS TRUST');
    await page.getByLabel('Opened', { exact: true }).fill('2020-04-01');
    await page.getByLabel('Postcode (optional)').fill('');
    await page.getByRole('button', { name: 'Change the details' }).click();
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('SALTMARSH AND FENS NHS TRUST (X1A)');
    // What closes is looked at before it is recorded, on a phone too.
    await page.setViewportSize({ width: 390, height: 844 });
    await page.getByRole('link', { name: 'Close', exact: true }).click();
    await page.getByLabel('Holds from').fill('2099-03-31');
    await page.getByRole('button', { name: 'Go on, and check it' }).click();
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Check before you record');
    await look('check');
    await page.getByRole('button', { name: 'Change what was filled in' }).click();
    expect(await page.getByLabel('Holds from').inputValue()).toBe('2099-03-31');
    await page.getByRole('button', { name: 'Go on, and check it' }).click();
    await page.getByRole('button', { name: 'Record: Close' }).click();
    await look('announced');
    expect(await page.getByText('closes 31 March 2099').count()).toBe(1);
    await page.setViewportSize({ width: 1280, height: 720 });
    await page.getByRole('button', { name: 'Sign out' }).click();
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('You are signed out');
    await page.goto(`${server.address}/registers/organisations/X1A/decide/update`);
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('There is no such page');
    await signIn('Ada Quill');
    await look('yourself');
    await page.getByRole('link', { name: 'Members: invite' }).click();
    await look('members');
    await page.getByRole('link', { name: 'Invite somebody' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Fay Newcomer');
    await look('invite');
    await page.setViewportSize({ width: 360, height: 740 });
    await page.getByRole('button', { name: 'Make a link' }).click();
    await look('invited');
    const sideways = await page.evaluate<boolean>(
      'document.documentElement.scrollWidth > document.documentElement.clientWidth',
    );
    expect(sideways).toBe(false);
  });
});
