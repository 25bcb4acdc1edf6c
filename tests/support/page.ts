import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Download, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

const bin = fileURLToPath(new URL('../../apps/cli/bin/isocentre.js', import.meta.url));
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** A scenario of few years: what is looked at does not depend on them, and a page has its futures so much sooner. */
export const fewYears = (years: number) =>
  ({
    format: 'isocentre-scenario',
    version: 1,
    name: 'few-years',
    title: 'few years',
    summary: 'Few years.',
    years,
  }) as const;

/** The link to a scenario of few years. */
export const linkToFewYears = (years: number): string =>
  `#v1?own=${encodeURIComponent(JSON.stringify(fewYears(years)))}`;

/** How long a page may take here, where others work on the same machine. */
export const patience = { timeout: 60_000 };

/** The heading; its spaces that do not break are those of the command line's sentence. */
export const answer = async (page: Page): Promise<string> =>
  ((await page.textContent('h1')) ?? '').replaceAll('\u00A0', ' ');

/** Waits until an element says something; polled from here, since the page may not evaluate a text. */
export const until = (page: Page, selector: string, text: string | RegExp, within = patience): Promise<void> =>
  expect.poll(() => page.textContent(selector), within).toMatch(text);

/** Waits until the answer stands, with as many futures as have run by then: enough where no number is compared. */
export const answered = async (page: Page): Promise<string> => {
  await until(page, 'h1', 'futures');
  return answer(page);
};

/** Waits until all futures have run. */
export const settled = async (page: Page): Promise<string> => {
  await until(page, 'h1', '1,000 futures');
  await until(page, '.answer__phase', /^$/);
  return answer(page);
};

/** Opens all that can be unfolded at once, and waits until it is drawn: a mouse waits so after each. */
export const openDetails = (page: Page): Promise<void> =>
  page.evaluate(`(async () => {
    for (const summary of document.querySelectorAll('summary')) summary.click();
    for (let frame = 0; frame < 2; frame += 1) await new Promise((done) => requestAnimationFrame(done));
  })()`);

/** Presses a button and waits for the file that it gives. */
export const downloadOf = async (page: Page, button: Locator, within = patience): Promise<Download> => {
  const [download] = await Promise.all([page.waitForEvent('download', within), button.click()]);
  return download;
};

/** Presses a button and keeps the file that it gives. */
export const saved = async (
  page: Page,
  name: string,
  folder: string,
): Promise<{ readonly path: string; readonly bytes: Buffer; readonly text: string }> => {
  const download = await downloadOf(page, page.getByRole('button', { name, exact: true }));
  const path = join(folder, download.suggestedFilename());
  await download.saveAs(path);
  const bytes = readFileSync(path);
  return { path, bytes, text: bytes.toString('utf8') };
};

/** The bytes that a call of the built command line writes. */
export const commandLineBytes = (...args: string[]): Buffer => {
  const { stdout, status, stderr } = spawnSync(process.execPath, [bin, ...args], { maxBuffer: 2 ** 26 });
  expect({ status, stderr: stderr.toString() }).toEqual({ status: 0, stderr: '' });
  return stdout;
};

/** What a call of the built command line prints. */
export const commandLine = (...args: string[]): string => commandLineBytes(...args).toString('utf8');

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary?: string }[];
}

/** What axe finds against WCAG 2.2 AA. */
export const violations = async (page: Page): Promise<readonly string[]> => {
  // A security policy holds for scripts of the page, not for those that a debugger evaluates.
  await page.evaluate(axe);
  const found = await page.evaluate<readonly Violation[]>(
    `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }).then((result) => result.violations)`,
  );
  return found.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.target.join(' ')} ${node.failureSummary ?? ''}`),
  );
};

/** What axe finds in the page's own colours and in forced ones. */
export const violationsInBoth = async (page: Page): Promise<readonly string[]> => {
  const inLight = await violations(page);
  await page.emulateMedia({ forcedColors: 'active' });
  const inForced = await violations(page);
  await page.emulateMedia({ forcedColors: 'none' });
  return [...inLight, ...inForced];
};

/** Moves a lever with the mouse from where it stands to a part of its range. */
export const drag = async (page: Page, label: string, to: number): Promise<void> => {
  const slider = page.getByRole('slider', { name: label, exact: true });
  await slider.scrollIntoViewIfNeeded();
  const box = await slider.boundingBox();
  if (!box) throw new Error(`no slider ${label}`);
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width / 2, y);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * to, y, { steps: 12 });
  await page.mouse.up();
};
