import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { expect, test } from 'vitest';
import { chromiumPath } from '../support/browser.ts';
import { callCommand } from '../support/command-line.ts';

const example = fileURLToPath(new URL('../../docs/guides/saltmarsh-service.csv', import.meta.url));

test.runIf(chromiumPath !== undefined)('what a department needs prints on one page of A4', async () => {
  const { out } = await callCommand(['require', example, '--format', 'html']);
  const browser = await chromium.launch({ executablePath: chromiumPath ?? '', args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage();
    await page.setContent(out);
    const pdf = await page.pdf({ format: 'A4', preferCSSPageSize: true });
    expect(pdf.toString('latin1').match(/\/Type\s*\/Page[^s]/g)).toHaveLength(1);
  } finally {
    await browser.close();
  }
});
