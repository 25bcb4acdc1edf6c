// Writes docs/screenshots: the page as a reader sees it, of the build that is there.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { prepare, root } from './prepare.mjs';

const folder = `${root}docs/screenshots`;
const moved = '#v1?start=todays-course&set.scientists=230&set.leaving=0.8&set.funding=0.6';

prepare();
mkdirSync(folder, { recursive: true });
const server = spawn(process.execPath, [`${root}apps/cli/bin/isocentre.js`, 'serve', '--port', '0'], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
const address = await new Promise((found) => {
  server.stdout.on('data', (chunk) => {
    const line = /^http:\S+/.exec(String(chunk))?.[0];
    if (line) found(line);
  });
});
const browser = await chromium.launch({
  executablePath: ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync),
  args: ['--no-sandbox'],
});

const settledPlan = async (page) => {
  await page.locator('h1').filter({ hasText: '1,000 futures' }).waitFor({ timeout: 120_000 });
  await page.waitForSelector('.chart--small:last-child .plot');
};

const shoot = async (
  name,
  options,
  { fragment = moved, media = 'screen', fullPage = false, ready = settledPlan, before = async () => {} } = {},
) => {
  const page = await (await browser.newContext(options)).newPage();
  await page.emulateMedia({ media });
  await page.goto(`${address}${fragment}`);
  await ready(page);
  await before(page);
  await page.screenshot({ path: `${folder}/${name}.png`, fullPage });
  await page.context().close();
};

try {
  await shoot('desktop', { viewport: { width: 1440, height: 960 } });
  await shoot('desktop-whole', { viewport: { width: 1440, height: 960 } }, { fullPage: true });
  await shoot('phone', { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2 });
  await shoot(
    'phone-levers',
    { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2 },
    { before: (page) => page.locator('.lever__slider').nth(2).scrollIntoViewIfNeeded() },
  );
  await shoot('print', { viewport: { width: 794, height: 1123 } }, { media: 'print', fullPage: true });
  await shoot('forced-colours', { viewport: { width: 1440, height: 960 }, forcedColors: 'active' });
  await shoot(
    'trust',
    { viewport: { width: 1440, height: 960 } },
    {
      fragment: '#v1?start=todays-course&view=trust&trust.year=2033',
      fullPage: true,
      ready: async (page) => {
        await page.locator('.bars__row').first().waitFor({ timeout: 120_000 });
        await page.waitForSelector('.trust .plot');
      },
    },
  );
  await shoot(
    'compare',
    { viewport: { width: 1440, height: 960 } },
    {
      fragment: '#v1?view=compare',
      fullPage: true,
      ready: async (page) => {
        await page.locator('h1').filter({ hasText: '1,000 futures' }).waitFor({ timeout: 120_000 });
        await page.waitForSelector('.compare .plot');
      },
    },
  );
  await shoot(
    'staff',
    { viewport: { width: 1280, height: 900 } },
    {
      fragment: '#v1?view=staff&staff.of=example',
      ready: (page) => page.waitForSelector('.staff .plot', { timeout: 120_000 }),
    },
  );
  const readyWhere = async (page) => {
    await page.waitForSelector('.where__charts--map .plot', { timeout: 120_000 });
    await page.locator('.where .plot').nth(1).waitFor();
  };
  const where = '#v1?start=the-briefs-asks&view=where&where.by=region';
  await shoot(
    'where',
    { viewport: { width: 1440, height: 960 } },
    { fragment: where, fullPage: true, ready: readyWhere },
  );
  await shoot(
    'where-specialisms',
    { viewport: { width: 1440, height: 960 } },
    {
      fragment: '#v1?start=the-briefs-asks&view=where',
      fullPage: true,
      ready: async (page) => {
        await page.locator('.where__quiet').filter({ hasText: '1,000 futures' }).waitFor({ timeout: 240_000 });
        await page.waitForSelector('.where .plot');
      },
    },
  );
  await shoot(
    'where-phone',
    { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2 },
    { fragment: where, fullPage: true, ready: readyWhere },
  );
  await shoot(
    'where-forced-colours',
    { viewport: { width: 1440, height: 960 }, forcedColors: 'active' },
    { fragment: where, fullPage: true, ready: readyWhere },
  );
  const readyTakes = async (page) => {
    await page.getByRole('button', { name: /^Find the plan/u }).click({ timeout: 120_000 });
    await page.locator('.takes__facts').waitFor({ timeout: 300_000 });
    await page.locator('.takes .plot').nth(1).waitFor();
  };
  for (const [name, options] of [
    ['takes', { viewport: { width: 1440, height: 960 } }],
    ['takes-phone', { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2 }],
  ]) {
    const fragment = '#v1?start=todays-course-without-growth&view=takes&takes.by=2045&takes.in=50';
    await shoot(name, options, { fragment, fullPage: true, ready: readyTakes });
  }
  const readyAssure = async (page) => {
    await page.getByRole('button', { name: /^Worked example/u }).click({ timeout: 120_000 });
    await page.locator('.report').waitFor({ timeout: 120_000 });
  };
  for (const [name, options] of [
    ['assure', { viewport: { width: 1440, height: 960 } }],
    ['assure-phone', { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2 }],
  ])
    await shoot(name, options, { fragment: '#v1?view=assure', fullPage: true, ready: readyAssure });
} finally {
  await browser.close();
  server.kill('SIGINT');
}
