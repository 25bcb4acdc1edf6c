import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { callCommand, type Outcome } from '../../../tests/support/command-line.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'isocentre-guides-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const call = (data: string, ...args: readonly string[]): Promise<Outcome> => callCommand(args, { data });

const firstExample = (guide: string): string => {
  const text = readFileSync(join(root, 'docs/guides', guide), 'utf8');
  return /```yaml\n([\s\S]*?)```/.exec(text)?.[1] ?? '';
};

describe('the examples of the guides can be pasted', () => {
  test('the figure into data/, where the check counts it', async () => {
    const data = join(folder, 'data');
    cpSync(join(root, 'data'), data, { recursive: true });
    const before = Number.parseInt((await call(data, 'evidence', 'check')).out, 10);
    writeFileSync(join(data, 'mine.yaml'), firstExample('evidence.md'));
    const { code, out, error } = await call(data, 'evidence', 'check');
    expect({ code, error }).toEqual({ code: 0, error: '' });
    expect(out).toMatch(new RegExp(`^${before + 1} figures in`));
  });
  test('the scenario into a file, where it validates', async () => {
    const file = join(folder, 'mine.yaml');
    writeFileSync(file, firstExample('scenarios.md'));
    const { code, out, error } = await call(join(root, 'data'), 'scenario', 'validate', file);
    expect({ code, error }).toEqual({ code: 0, error: '' });
    expect(out).toContain(': right. 1 lever;');
  });
});
