import { expect, test } from 'vitest';
import { studyDesigns } from '@isocentre/assurance';
import { callCommand, type Outcome } from '../../../../../tests/support/command-line.ts';

const call = (...args: readonly string[]): Promise<Outcome> => callCommand(['assure', 'design', ...args]);

test('a number of cases is said with what it gives and what it rests on', async () => {
  const { code, out } = await call('proportion', '--expected', '0.4', '--margin', '0.2', '--level', '0.9');
  expect(code).toBe(0);
  expect(out).toBe(`38 cases, for a share of cases, such as sensitivity: a power of 81.4 % that the
lower bound of the 90 % interval is above 0.2.

With expected 0.4; margin 0.2; smallest 35; successes 13. Method:
clopper-pearson, exact.
`);
  expect((await call('agreement', '--deviation', '1', '--half-width', '0.3')).out).toContain('128 subjects');
});

test('a margin above what is expected is for the upper bound, and a design without one for the bound that counts', async () => {
  const aimOf = async (...args: readonly string[]): Promise<string> =>
    /that ([^.]+ interval (is (above|below) [\d.]+|clears the margin))\./.exec(
      (await call(...args)).out.replaceAll('\n', ' '),
    )?.[1] ?? '';
  expect(await aimOf('proportion', '--expected', '0.9', '--margin', '0.95')).toBe(
    'the upper bound of the 95 % interval is below 0.95',
  );
  expect(await aimOf('repeatability', '--expected', '1', '--margin', '1.5')).toBe(
    'the upper bound of the 95 % interval is below 1.5',
  );
  expect(await aimOf('paired', '--difference', '0.1', '--discordant', '0.2')).toBe(
    'the bound of the 95 % interval clears the margin',
  );
});

test('the JSON has every digit', async () => {
  const { out } = await call('auc', '--expected', '0.9', '--margin', '0.85', '--ratio', '3', '--format', 'json');
  expect(JSON.parse(out)).toMatchObject({
    format: 'isocentre-sample-size',
    version: 1,
    metric: 'sample-size',
    of: 'auc',
    n: 215,
    detail: { without: 645 },
  });
});

test('what is missing or strange is named', async () => {
  const { code, error } = await call();
  expect(code).toBe(2);
  for (const { id } of studyDesigns) expect(error).toContain(id);
  expect(await call('proportion', '--margin', '0.9')).toMatchObject({
    code: 2,
    error:
      'sample size of proportion: found nothing for expected; expected values for expected; may have half-width, margin, power, level\n',
  });
  expect((await call('proportion', '--expected', '0.9', '--margin', '0.8', '--nodules', '2')).error).toMatch(
    /found a value for nodules; expected values for expected;/,
  );
  expect((await call('proportion', '--expected', 'x')).error).toBe(
    '--expected: found "x"; expected a number with a decimal point\n',
  );
  expect((await call('proportion', '--expected', '0.9')).error).toContain('neither a half-width nor a margin');
  expect((await call('proportion', '--expected', '0.9', '--margin', '0.9')).code).toBe(2);
});
