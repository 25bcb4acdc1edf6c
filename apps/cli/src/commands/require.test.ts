import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { requirementSchema } from '@isocentre/workforce';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { callCommand } from '../../../../tests/support/command-line.ts';

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const example = `${root}docs/guides/saltmarsh-service.csv`;
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'isocentre-require-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('isocentre require', () => {
  test('answers in text that fits the terminal, as JSON in its schema, and as CSV', async () => {
    const { code, out } = await callCommand(['require', example]);
    expect(code).toBe(0);
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(out).toMatch(/1,900 ÷ 450 to 500 +3\.8 to 4\.2/);
    const json = await callCommand(['require', example, '--format', 'json', '--model', 'iaea-linacs']);
    expect(requirementSchema.parse(JSON.parse(json.out)).models).toHaveLength(1);
    expect((await callCommand(['require', example, '--format', 'csv'])).out).toContain('[Arithmetic]');
  });
  test('makes a page to print', async () => {
    const path = join(folder, 'board.html');
    expect(await callCommand(['require', example, '--out', path])).toMatchObject({ code: 0 });
    const page = readFileSync(path, 'utf8');
    expect(page).toContain('One expert is the whole cover of HDR brachytherapy.');
    expect(page).not.toMatch(/<script|https?:\/\/[^"]*"(?=[^>]*src)/);
  });
  test('takes a model of your own, and refuses one that does not give its worked department', async () => {
    const path = join(folder, 'mine.yaml');
    const text = readFileSync(`${root}staffing-models/iaea-linacs.yaml`, 'utf8').replace(/^name: .*/m, 'name: mine');
    writeFileSync(path, text);
    const own = await callCommand(['require', example, '--model', path, '--format', 'json']);
    expect(requirementSchema.parse(JSON.parse(own.out)).models[0]?.name).toBe('mine');
    expect(await callCommand(['require', 'models', path])).toMatchObject({ code: 0 });
    writeFileSync(path, text.replace('linacs: 4', 'linacs: 5'));
    const wrong = await callCommand(['require', example, '--model', path]);
    expect(wrong).toMatchObject({ code: 2, out: '' });
    expect(wrong.error).toContain('found 8.5 WTE computed for radiotherapy_physics.scientist; expected 6.8 WTE');
    expect((await callCommand(['require', 'models', path])).code).toBe(1);
  });
  test('lists the models with what they leave out', async () => {
    const { code, out } = await callCommand(['require', 'models']);
    expect(code).toBe(0);
    expect(out.match(/It gives the department that was worked by hand\./g)).toHaveLength(10);
    const json = JSON.parse((await callCommand(['require', 'models', 'eortc', '--format', 'json'])).out) as unknown[];
    expect(json).toHaveLength(1);
  });
  test('refuses an unknown model and a return with a wrong cell', async () => {
    expect((await callCommand(['require', example, '--model', 'nothing'])).error).toMatch(
      /^--model: found "nothing"; expected the path of a file, or any of acr-worksheet, /,
    );
    const path = join(folder, 'own.csv');
    writeFileSync(path, readFileSync(example, 'utf8').replace('21.5', '<5'));
    expect(await callCommand(['require', path])).toMatchObject({ code: 2, out: '' });
  });
});
