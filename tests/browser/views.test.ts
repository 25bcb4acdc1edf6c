import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { views } from '../../apps/web/src/views/views.ts';
import { chromiumPath, servePage, type ServedPage } from '../support/browser.ts';
import { linkToFewYears, openDetails, patience, until, violations } from '../support/page.ts';

const example = fileURLToPath(new URL('../../docs/guides/saltmarsh.csv', import.meta.url));
const edits = 'set.scientists=200&set.leaving=0.8';
const start = linkToFewYears(10);
/** What is shown beside few years has to be of as many, which no shipped scenario is: itself, before the edits. */
const besides = `compare.from=${encodeURIComponent(`work:${start}`)}`;
const linkTo = (id: string): string =>
  `${start}&${edits}${id === 'plan' ? '' : `&view=${id}`}${id === 'compare' ? `&${besides}` : ''}`;

let served: ServedPage;

/** Marks what can be reached by Tab, so that what was reached can be told; gives how many. */
const markStops = `(() => {
  window.stops = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')].filter(
    (element) => !element.disabled && element.tabIndex >= 0 && element.checkVisibility({ visibilityProperty: true }),
  );
  return window.stops.length;
})()`;

/** Waits until a view says what it says, works no more and draws nothing new: parts of it are drawn after its heading. */
const ready = async (page: Page): Promise<void> => {
  await page.locator('main h1:not(.answer--waiting)').first().waitFor(patience);
  let before = -1;
  await expect
    .poll(
      async () => {
        const busy = await page.locator('[aria-busy=true]').count();
        const stops = await page.evaluate<number>(markStops);
        const isSame = stops === before;
        before = stops;
        return busy === 0 && isSame;
      },
      { ...patience, interval: 500 },
    )
    .toBe(true);
};

/** Goes back to the beginning, and gives how many stops there are to be reached. */
const begin = `(() => {
  window.reached = new Set();
  document.activeElement.blur();
  window.getSelection().removeAllRanges();
  return window.stops.length;
})()`;

interface Stop {
  /** What has the focus where one does not see that it has. */
  readonly unseen?: string;
  readonly isLast: boolean;
}

/** Notes what has the focus, whether one sees that it has, and whether all were reached now. */
const noteStop = `(() => {
  const element = document.activeElement;
  if (!element || element === document.body) return { isLast: false };
  window.reached.add(element);
  const { outlineStyle, outlineWidth } = getComputedStyle(element);
  const isSeen = outlineStyle !== 'none' && parseFloat(outlineWidth) > 0;
  return {
    ...(isSeen ? {} : { unseen: element.outerHTML.slice(0, 120) }),
    isLast: window.stops.every((stop) => window.reached.has(stop)),
  };
})()`;

const missed = `window.stops.filter((element) => !window.reached.has(element)).map((element) => element.outerHTML.slice(0, 120))`;

describe.skipIf(chromiumPath === undefined)('every view in Chromium', () => {
  beforeAll(async () => {
    served = await servePage();
  }, 120_000);
  afterAll(async () => {
    await served.close();
  });

  test.each(views)(
    '$id: axe finds nothing in light, in forced colours and on a phone; Tab reaches everything',
    async ({ id }) => {
      const { page, elsewhere, faults } = await served.open(linkTo(id));
      await ready(page);
      const stops = await page.evaluate<number>(begin);
      const unseen: string[] = [];
      for (let press = 0; press < 2 * stops; press += 1) {
        await page.keyboard.press('Tab');
        const stop = await page.evaluate<Stop>(noteStop);
        if (stop.unseen !== undefined) unseen.push(stop.unseen);
        if (stop.isLast) break;
      }
      expect(unseen).toEqual([]);
      expect(await page.evaluate<readonly string[]>(missed)).toEqual([]);

      await openDetails(page);
      expect(await violations(page)).toEqual([]);
      await page.emulateMedia({ forcedColors: 'active' });
      expect(await violations(page)).toEqual([]);
      await page.emulateMedia({ forcedColors: 'none' });

      await page.setViewportSize({ width: 320, height: 800 });
      expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(320);
      expect(await violations(page)).toEqual([]);
      expect({ elsewhere, faults }).toEqual({ elsewhere: [], faults: [] });
      await page.context().close();
    },
    300_000,
  );

  test('a report tells how far it is, can be stopped and written after all, and is not printed before', async () => {
    const { page } = await served.open('#v1?view=report');
    await page.locator('.report-view progress').waitFor(patience);
    expect(await violations(page)).toEqual([]);
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('body').innerText()).toBe('The report was not ready when this was printed.');
    await page.emulateMedia({ media: null });
    await page.getByRole('button', { name: 'Cancel' }).click();
    await until(page, 'h1', 'The report is not written.');
    await page.keyboard.press('Enter');
    await page.locator('.report').waitFor(patience);
    expect(await page.locator('.report-view progress').count()).toBe(0);
    await page.context().close();
  });

  test('one path by the keyboard alone: to each view, a return, a scenario and its report', async () => {
    const { page } = await served.open(`${linkTo('plan')}&${besides}`, { acceptDownloads: true });
    await until(page, 'h1', 'shortfall');
    /** Goes on by Tab until something is reached. */
    const tabTo = async (selector: string, most = 120): Promise<void> => {
      for (let press = 0; press < most; press += 1) {
        await page.keyboard.press('Tab');
        if (await page.evaluate<boolean>(`document.activeElement?.matches(${JSON.stringify(selector)}) ?? false`))
          return;
      }
      throw new Error(`Tab does not reach ${selector}`);
    };
    const backToTop = (): Promise<void> => page.evaluate(`document.querySelector('.nhsuk-skip-link').focus()`);
    for (const [index, { id }] of views.entries()) {
      await backToTop();
      await tabTo(`.views li:nth-child(${index + 1}) button`);
      await page.keyboard.press('Enter');
      await expect.poll(() => page.locator('nav [aria-current]').textContent(), patience).toBe(views[index]?.title);
      await ready(page);
      if (id === 'baseline') {
        // Asked for well before the key: the browser has to be told first that nobody will see its dialogue.
        const chooser = page.waitForEvent('filechooser', patience);
        await tabTo('input[type=file]');
        await page.keyboard.press('Enter');
        await (await chooser).setFiles(example);
        await until(page, 'h1', 'The page runs on Saltmarsh');
      }
      if (id === 'scenario') {
        await tabTo('textarea');
        await page.keyboard.press('Control+Home');
        await page.keyboard.type('# mine\n');
        await tabTo('button[type=submit]');
        // What was a lever's beside the scenario is a line of the scenario then.
        expect(page.url()).toContain('&set.scientists=200');
        await page.keyboard.press('Enter');
        await expect.poll(() => page.url(), patience).not.toContain('&set.scientists');
        expect(page.url()).toContain('own=');
        await ready(page);
      }
      if (id === 'report') {
        await backToTop();
        await tabTo('.report-view__actions button:nth-child(2)');
        const [download] = await Promise.all([page.waitForEvent('download', patience), page.keyboard.press('Enter')]);
        expect(download.suggestedFilename()).toBe('report.docx');
      }
    }
    await page.context().close();
  }, 300_000);
});
