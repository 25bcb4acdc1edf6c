import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectionSchema } from '@isocentre/workforce';
import { afterAll, describe, expect, test } from 'vitest';
import { callCommand } from '../../../../tests/support/command-line.ts';

const folder = await mkdtemp(join(tmpdir(), 'isocentre-plan-'));
afterAll(async () => rm(folder, { recursive: true }));

const baseline = ['--baseline', 'docs/guides/saltmarsh.csv', '--years', '12'];
const asked = ['--close-by', '2034', '--confidence', '0.5', '--limit', 'overseas=0.5', '--runs', '200'];

describe('isocentre plan', () => {
  test('finds a plan for one department and saves it as a scenario, which project reads back', async () => {
    const file = join(folder, 'plan.yaml');
    const { code, error } = await callCommand([
      'plan',
      'todays-course-without-growth',
      ...baseline,
      ...asked,
      '--out',
      file,
    ]);
    expect(code).toBe(0);
    expect(error.replaceAll(/\s+/g, ' ')).toMatch(
      /a plan that closes the shortfall .* by 2034 in at least 50 % of futures/,
    );
    const share = Number(/closes in (\d+) % of 200/.exec(error.replaceAll(/\s+/g, ' '))?.[1]) / 100;
    expect(share).toBeGreaterThanOrEqual(0.5);
    expect(await readFile(file, 'utf8')).toContain('"amounts":"return"');
    const again = await callCommand(['project', file, '--runs', '200', '--seed', '2', '--format', 'json']);
    expect(again.code).toBe(0);
    const projection = projectionSchema.parse(JSON.parse(again.out));
    const closure = 'ensemble' in projection ? projection.ensemble?.closure : undefined;
    // The same futures: those that close by the horizon are those that close by the year asked for, or more.
    expect(closure?.shareClosed).toBeGreaterThanOrEqual(share - 0.005);
  });
  test('of scored levers asks nothing that a plan is asked for', async () => {
    const { code, error } = await callCommand(
      'plan the-briefs-asks --score --close-by 2040 --budget 4m --limit growth=1 --trade-off'.split(' '),
    );
    expect({ code, error }).toEqual({
      code: 2,
      error:
        '--score: found --budget, --limit, --trade-off; expected none of it: the levers are scored as the scenario has them\n',
    });
  });
  test.each(['--score', '--trade-off'])('has no scenario to save with %s', async (flag) => {
    const { code, error } = await callCommand(['plan', '--close-by', '2040', flag, '--format', 'yaml']);
    expect({ code, error }).toEqual({
      code: 2,
      error: 'a scenario as YAML: found no plan to save; expected text, json, csv or xlsx\n',
    });
  });
});
