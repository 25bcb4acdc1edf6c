// How quick the page is in Chromium, and how much a browser has to load for it.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { chromium } from 'playwright-core';
import { root } from '../prepare.mjs';

const moves = 100;
const loads = 5;

const serve = () =>
  new Promise((found, failed) => {
    const server = spawn(process.execPath, [`${root}apps/cli/bin/isocentre.js`, 'serve', '--port', '0'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    server.once('exit', () => failed(new Error('the page was not served')));
    server.stdout.on('data', (chunk) => {
      const address = /^http:\S+/.exec(String(chunk))?.[0];
      if (address) found({ server, address });
    });
  });

const quantile = (values, level) => values.toSorted((a, b) => a - b)[Math.ceil(level * values.length) - 1];
const round = (value) => Math.round(value * 10) / 10;

/** Notes every task of the page that is long enough for the browser to tell, and when levers can be moved. */
const watch = () => {
  globalThis.longTasks = [];
  new PerformanceObserver((list) => {
    for (const { duration, startTime } of list.getEntries()) globalThis.longTasks.push({ duration, startTime });
  }).observe({ type: 'longtask', buffered: true });
};

/** Moves a slider as a hand does, and tells when what it changed was painted. */
const move = (value) =>
  new Promise((done) => {
    const slider = document.querySelector('.lever__slider');
    const drawing = document.querySelector('.chart--large .chart__drawing');
    const start = performance.now();
    const observer = new MutationObserver(() => {
      observer.disconnect();
      // The frame after the next begins once this one is painted.
      requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - start)));
    });
    observer.observe(drawing, { childList: true });
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(slider, value);
    slider.dispatchEvent(new Event('input', { bubbles: true }));
  });

/** Lets go, and tells after how long the page shows what few futures and all of them say. */
const letGo = () =>
  new Promise((done) => {
    const start = performance.now();
    const times = {};
    const observer = new MutationObserver(() => {
      const heading = document.querySelector('h1').textContent;
      if (heading.includes('200 futures')) times.provisional ??= performance.now() - start;
      if (times.provisional === undefined || !heading.includes('1,000 futures')) return;
      observer.disconnect();
      done({ ...times, settled: performance.now() - start });
    });
    observer.observe(document.querySelector('main'), { childList: true, characterData: true, subtree: true });
    document.querySelector('.lever__slider').dispatchEvent(new Event('change', { bubbles: true }));
  });

const measureIn = async (browser, address) => {
  const sizes = new Map();
  const ready = [];
  let page;
  for (let load = 0; load < loads; load += 1) {
    await page?.context().close();
    page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
    await page.addInitScript(watch);
    page.on('response', async (response) => {
      const name = response.url().slice(address.length) || 'index.html';
      if (response.ok() && !name.startsWith('data:'))
        sizes.set(name, gzipSync(await response.body(), { level: 9 }).length);
    });
    await page.goto(address);
    await page.waitForSelector('.lever__slider');
    ready.push(await page.evaluate(() => performance.now()));
    await page.locator('.answer__phase').filter({ hasText: /^$/ }).waitFor({ state: 'attached' });
    await page.waitForSelector('.chart--large .plot');
  }
  const loadTasks = await page.evaluate(() => globalThis.longTasks.splice(0));

  const painted = [];
  for (let index = 0; index < moves; index += 1) painted.push(await page.evaluate(move, 60 + (index % 80)));
  const afterRelease = await page.evaluate(letGo);
  const moveTasks = await page.evaluate(() => globalThis.longTasks.splice(0));

  const charts = [...sizes.keys()].filter((name) => name.includes('draw-'));
  const all = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  const ofCharts = charts.reduce((sum, name) => sum + sizes.get(name), 0);
  const longest = (tasks) => Math.max(0, ...tasks.map(({ duration }) => duration));
  return {
    movePaintedMs: {
      p50: round(quantile(painted, 0.5)),
      p95: round(quantile(painted, 0.95)),
      most: round(Math.max(...painted)),
    },
    provisionalAfterReleaseMs: Math.round(afterRelease.provisional),
    settledAfterReleaseMs: Math.round(afterRelease.settled),
    // 0: none was as long as the 50 ms from which a browser tells.
    longestTaskMs: { loading: round(longest(loadTasks)), moving: round(longest(moveTasks)) },
    gzipKB: { beforeCharts: round((all - ofCharts) / 1000), withCharts: round(all / 1000) },
    interactiveMs: { p50: Math.round(quantile(ready, 0.5)), most: Math.round(Math.max(...ready)) },
  };
};

export const measure = async () => {
  const bar =
    'slider move to painted expected value under 100 ms (p95 of 100 moves); 200 futures within 1 s of release; no task over 50 ms; first load under 250 kB gzip before charts and 450 kB with them; interactive in under 2 s';
  const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
  if (!executablePath) return { bar, passed: false, figures: { chromium: 'not found' } };
  const { server, address } = await serve();
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  try {
    const figures = await measureIn(browser, address);
    const passed =
      figures.movePaintedMs.p95 < 100 &&
      figures.provisionalAfterReleaseMs < 1000 &&
      figures.longestTaskMs.loading <= 50 &&
      figures.longestTaskMs.moving <= 50 &&
      figures.gzipKB.beforeCharts < 250 &&
      figures.gzipKB.withCharts < 450 &&
      figures.interactiveMs.p50 < 2000;
    return { bar, passed, figures };
  } finally {
    await browser.close();
    server.removeAllListeners('exit');
    server.kill('SIGINT');
  }
};
