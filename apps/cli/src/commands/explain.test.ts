import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { explain, explanationSchema, flowMeasures, stateMeasures } from '@isocentre/workforce';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { callCommand, shippedWorkspace, type Outcome } from '../../../../tests/support/command-line.ts';
import { explanationHtml } from '../page/explanation.ts';
import { escapeHtml } from '../page/html.ts';
import { amountText, signedAmount } from '@isocentre/workforce';

const call = (args: readonly string[], width = 80): Promise<Outcome> => callCommand(args, { width });

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'isocentre-explain-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Names the elements that are not closed, or closed out of order. */
const unbalanced = (html: string): readonly string[] => {
  const open: string[] = [];
  const empty = new Set(['meta', 'br', 'wbr', '!doctype']);
  for (const [, slash, name = ''] of html.matchAll(/<(\/?)([!a-zA-Z][a-zA-Z0-9]*)[^>]*>/g)) {
    const tag = name.toLowerCase();
    if (empty.has(tag) || name.startsWith('!')) continue;
    if (slash === '') open.push(tag);
    else if (open.pop() !== tag) return [...open, tag];
  }
  return open;
};

describe('isocentre explain', () => {
  test('writes the equation, the lines of the sum, the parts and the figures', async () => {
    const { code, out } = await call(['explain', 'shortfall', '--year', '2023']);
    expect(code).toBe(0);
    expect(out).toContain('Shortfall against requirement: 900.00 WTE at the start of 2023');
    expect(out).toContain('  4,950.00  required\n− 4,050.00  in post\n');
    expect(out).toContain('=   900.00  WTE');
    expect(out).toContain('Σ max(0, R − W)');
    expect(out).toMatch(/^\* participation$/m);
    expect(out).toMatch(/^ {2}mpce_vacant_posts_2023$/m);
    expect(out).not.toContain('quitting_by_age');
  });

  test.each([...stateMeasures, ...flowMeasures])('answers for %s within 80 and 40 columns', async (measure) => {
    for (const width of [80, 40]) {
      const { code, out } = await call(['explain', measure], width);
      expect(code).toBe(0);
      const long = out.split('\n').filter((line) => line.length > width && /\S\s+\S.*\s/.test(line.trim()));
      expect(long).toEqual([]);
    }
  });

  test('gives JSON whose amounts add up to the value', async () => {
    const { out } = await call(['explain', 'inPost', 'the-briefs-asks', '--group', 'scientist', '--format', 'json']);
    const answer = explanationSchema.parse(JSON.parse(out));
    expect(answer.year).toBe(2053);
    expect(answer.terms.reduce((sum, { amount }) => sum + amount, 0)).toBeCloseTo(answer.value, 8);
    expect(answer.figures.find(({ id }) => id === 'participation')?.basis).toBe('assumption');
  });

  test('writes a page by the ending of the file', async () => {
    const path = join(folder, 'page.html');
    expect(await call(['explain', 'requirement', '--region', 'london', '--out', path])).toMatchObject({
      code: 0,
      out: '',
    });
    const page = readFileSync(path, 'utf8');
    expect(page.startsWith('<!DOCTYPE html>\n<html lang="en-GB">')).toBe(true);
    expect(unbalanced(page)).toEqual([]);
    expect(page).not.toMatch(/<(script|link|img|iframe)|src=|url\(|@import/);
    expect(page).toContain('prefers-color-scheme: dark');
    expect(page).toContain('@media print');
  });

  test.each([
    [['explain', 'shortfall', '--year', 'soon'], '--year: found "soon"; expected a calendar year, such as 2033\n'],
    [['explain', 'retired', '--year', '2053'], '--year: found 2053; expected a year from 2023 to 2052'],
    [['explain', 'happiness'], 'isocentre explain: found "happiness"; expected headcount, inPost'],
    [['explain', 'inPost', '--region', 'mars'], '--region: found "mars"; expected one of east_of_england'],
    [['explain'], 'isocentre explain: found no MEASURE'],
  ])('refuses %j', async (args, text) => {
    const { code, out, error } = await call(args);
    expect([code, out]).toEqual([2, '']);
    expect(error).toContain(text);
  });
});

describe('what is printed', () => {
  test('text from files cannot break out of the page', async () => {
    const scenario = await shippedWorkspace.scenario('todays-course');
    const evidence = await shippedWorkspace.evidence();
    if (!scenario.ok || !evidence.ok) throw new Error('unread');
    const title = '<script>alert("&\'")</script>';
    const answer = explain({ ...scenario.value, value: { ...scenario.value.value, title } }, evidence.value, {
      measure: 'posts',
      year: 2023,
    });
    if (!answer.ok) throw new Error('unexplained');
    const page = explanationHtml(answer.value);
    expect(page).not.toContain('<script>');
    expect(page).toContain(escapeHtml(title));
    expect(unbalanced(page)).toEqual([]);
  });

  test('amounts: people to a hundredth, money whole, nothing below zero as "-0"', () => {
    expect(amountText(1234.567, 'WTE')).toBe('1,234.57');
    expect(amountText(-1e-12, 'heads')).toBe('0.00');
    expect(amountText(-0.2, 'GBP a year')).toBe('0');
    expect(amountText(0.123456, 'share')).toBe('0.1235');
    expect(signedAmount({ sign: 1, value: -3, unit: 'WTE', title: '' })).toEqual({ sign: '−', amount: '3.00' });
    expect(signedAmount({ sign: -1, value: -3, unit: 'WTE', title: '' })).toEqual({ sign: '+', amount: '3.00' });
  });
});
