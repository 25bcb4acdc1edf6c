import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readGrids } from '@isocentre/documents';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromiumPath, servePage, type ServedPage } from '../support/browser.ts';
import {
  commandLine,
  downloadOf,
  fewYears,
  linkToFewYears,
  openDetails,
  until as untilSaid,
  violations,
} from '../support/page.ts';

// A thousand futures of every region take ten seconds here and more where the processor has other work.
const patience = { timeout: 240_000 };
const long = 600_000;

let served: ServedPage;
let folder = '';
let file = '';

const until = (page: Page, selector: string, text: string | RegExp): Promise<void> =>
  untilSaid(page, selector, text, patience);

const projected = (...args: string[]): string => commandLine('project', ...args, '--format', 'csv');

const saved = async (page: Page, button: Locator): Promise<{ readonly name: string; readonly bytes: Buffer }> => {
  const download = await downloadOf(page, button, patience);
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
};

const everyMeasure = (page: Page): Locator => page.getByRole('button', { name: /^Download every measure by/ });
const request = (page: Page): Locator => page.getByRole('button', { name: /^Tell how sure it is/ });
const cell = (csv: readonly (readonly string[])[], column: string, row: number): number =>
  Number(csv[row]?.[csv[0]?.indexOf(column) ?? -1]);
const cellsOf = (text: string): readonly (readonly string[])[] =>
  text
    .trimEnd()
    .split('\r\n')
    .map((line) => line.split(','));

describe.skipIf(chromiumPath === undefined)('the view Where in Chromium', () => {
  beforeAll(async () => {
    served = await servePage();
    folder = mkdtempSync(join(tmpdir(), 'isocentre-where-'));
    file = join(folder, 'few-years.yaml');
    // JSON is YAML.
    writeFileSync(file, JSON.stringify(fewYears(8)));
  });
  afterAll(async () => {
    await served.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test(
    'regions: the expected course first, futures on request, which can be cancelled; the CSV is the command line’s',
    async () => {
      // A thousand futures of every region for thirty years would be computed three times over.
      const { page, elsewhere, faults } = await served.open(`${linkToFewYears(8)}&view=where&where.by=region`);
      await until(page, 'h1', /^In “few years”, [\d,]+ of the [\d,]+ WTE missing in 2031 are in the Midlands/u);
      await page.waitForSelector('.where__charts--map .plot');
      expect(await page.textContent('.where__quiet')).toBe('The expected course.');
      await request(page).click();
      await expect.poll(() => page.locator('progress').count(), patience).toBe(1);
      await page.getByRole('button', { name: 'Cancel', exact: true }).click();
      expect(await page.locator('progress').count()).toBe(0);
      await request(page).click();
      await until(page, '.where__quiet', '1,000 futures, seed 1');
      await until(page, '.where__charts', 'The band holds 80 % of 1,000 futures');
      const { name, bytes } = await saved(page, everyMeasure(page));
      expect(name).toBe('by-region.csv');
      expect(bytes.toString('utf8')).toBe(projected(file, '--by', 'region'));
      expect({ elsewhere, faults }).toEqual({ elsewhere: [], faults: [] });
      await page.context().close();
    },
    long,
  );

  test(
    'one staff group by specialism is that of the command line, and a number leads to where it comes from',
    async () => {
      const { page } = await served.open(`${linkToFewYears(8)}&view=where&show=group.scientist&seed=5`);
      await until(page, '.where__quiet', '1,000 futures, seed 5');
      const { bytes } = await saved(page, everyMeasure(page));
      const csv = projected(file, '--by', 'specialism,group', '--seed', '5');
      expect(bytes.toString('utf8')).toBe(csv);
      await page.locator('.where__charts summary').click();
      const row = page.locator('.where__charts tbody tr').last();
      const radiotherapy = cellsOf(csv).findIndex(
        ([year, specialism, group]) =>
          year === '2031' && specialism === 'radiotherapy_physics' && group === 'scientist',
      );
      const number = row.getByRole('button').first();
      expect(Number((await number.textContent())?.replaceAll(',', ''))).toBeCloseTo(
        cell(cellsOf(csv), 'shortfall', radiotherapy),
        1,
      );
      await number.click();
      await until(page, 'h1', 'specialism radiotherapy_physics and group scientist');
      await page.context().close();
    },
    long,
  );

  test('every chart is taken away as CSV, Excel, SVG and PNG, which open right', async () => {
    const { page, elsewhere, faults } = await served.open('#v1?start=the-briefs-asks&view=where&where.by=region');
    await page.waitForSelector('.where__charts--map .plot', patience);
    for (const chart of await page.locator('.where__charts .chart').all()) {
      await chart.locator('summary').click();
      const rows = await chart.locator('tbody tr').count();
      const csv = await saved(page, chart.getByRole('button', { name: 'Download these numbers (CSV)' }));
      const lines = cellsOf(csv.bytes.toString('utf8'));
      expect(lines).toHaveLength(rows + 1);

      const { bytes } = await saved(page, chart.getByRole('button', { name: 'Excel' }));
      const book = readGrids(bytes, 'chart.xlsx');
      if (!book.ok) throw new Error(JSON.stringify(book.problems));
      expect(book.value.map(({ name }) => name)).toContain('About');
      const [sheet] = book.value;
      expect(sheet?.rows).toHaveLength(rows + 1);
      const column = (lines[0]?.length ?? 0) - 1;
      expect(sheet?.rows[1]?.cells.get(column)).toEqual({ kind: 'number', value: Number(lines[1]?.[column]) });

      const svg = (await saved(page, chart.getByRole('button', { name: 'Picture (SVG)' }))).bytes.toString('utf8');
      const title = (await chart.locator('h2').textContent()) ?? '';
      expect(svg).toContain(`<title>${title}</title>`);
      expect(svg).toContain('Source: Isocentre, evidence and model');
      expect(svg).not.toMatch(/var\(|class=|href|system-ui|style/);
      expect(
        await page.evaluate(
          `new DOMParser().parseFromString(${JSON.stringify(svg)}, 'image/svg+xml').querySelector('parsererror')`,
        ),
      ).toBeNull();

      const png = (await saved(page, chart.getByRole('button', { name: 'Picture (PNG)' }))).bytes;
      // Width stands at byte 16 of a PNG; a picture is 960 pixels wide, painted twice as large.
      expect([png.toString('latin1', 1, 4), png.readUInt32BE(16)]).toEqual(['PNG', 1920]);
    }
    expect({ elsewhere, faults }).toEqual({ elsewhere: [], faults: [] });
    await page.context().close();
  });

  test('people and financial years are in the link, and made of the command line’s numbers', async () => {
    const { page } = await served.open(linkToFewYears(8));
    await until(page, 'h1', '1,000 futures');
    await page.getByRole('combobox', { name: /^Count in/ }).selectOption('people');
    await page.getByRole('combobox', { name: /^Years/ }).selectOption('financial');
    expect(page.url()).toContain('&units=people&years=financial');
    await until(
      page,
      '.answer__told',
      /people are in post at the start of 2023\/24 and [\d,]+ at the start of 2030\/31/u,
    );
    await until(page, 'h1', '1,000 futures');
    const csv = cellsOf(projected(file, '--by', 'none'));
    const chart = page.getByRole('region', { name: 'In post (people)', exact: true });
    await chart.locator('summary').click();
    const said = await chart.locator('tbody tr').first().locator('th, td').allTextContents();
    const people = (row: number): number => cell(csv, 'headcount', row) + cell(csv, 'returnedHeads', row);
    expect(said[0]).toBe('2023/24');
    expect(Number(said[1]?.replaceAll(',', ''))).toBeCloseTo(people(1) * 0.75 + people(2) * 0.25, 1);
    expect(await chart.locator('tbody tr').count()).toBe(8);
    await page.context().close();
  });

  test('works with the keyboard alone', async () => {
    const { page } = await served.open('#v1?view=compare');
    const press = async (name: string | RegExp, role: 'button' | 'combobox'): Promise<void> => {
      const wanted = page.getByRole(role, { name }).first();
      await wanted.waitFor(patience);
      for (let presses = 0; presses < 60; presses += 1) {
        await page.keyboard.press('Tab');
        if ((await wanted.and(page.locator(':focus')).count()) === 1) return;
      }
      throw new Error(`${String(name)} is not reached by Tab`);
    };
    await press('Where', 'button');
    await page.keyboard.press('Enter');
    await until(page, 'h1', 'more than in any other specialism');
    await press('By', 'combobox');
    await page.keyboard.press('End');
    await until(page, 'h1', 'more than in any other region');
    await press(/^Tell how sure it is/, 'button');
    await page.keyboard.press('Enter');
    await press('Cancel', 'button');
    await page.keyboard.press('Enter');
    await expect.poll(() => request(page).count(), patience).toBe(1);
    await page.context().close();
  });

  test.each([
    ['in forced colours', { forcedColors: 'active' as const }],
    ['four times enlarged', { viewport: { width: 320, height: 256 } }],
  ])('axe finds nothing, and nothing is scrolled sideways, %s', async (_, options) => {
    const { page } = await served.open('#v1?view=where&where.by=region&units=people&years=financial', options);
    await page.waitForSelector('.where__charts--map .plot', patience);
    await openDetails(page);
    expect(await violations(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(
      page.viewportSize()?.width ?? 0,
    );
    await page.context().close();
  });
});
