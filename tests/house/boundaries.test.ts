import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
let house = '';

const plant = (path: string, text: string): void => {
  const file = join(house, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
};

const call = (file: string, ...args: string[]): { status: number | null; output: string } => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, file), ...args], {
    cwd: house,
    encoding: 'utf8',
  });
  return { status, output: stdout + stderr };
};

beforeEach(() => {
  house = mkdtempSync(join(tmpdir(), 'isocentre-house-'));
  symlinkSync(join(root, 'node_modules'), join(house, 'node_modules'), 'junction');
});
afterEach(() => {
  rmSync(house, { recursive: true, force: true });
});

describe('the compiler keeps the machine out of pure packages', () => {
  const compile = (text: string): { status: number | null; output: string } => {
    cpSync(join(root, 'tsconfig.base.json'), join(house, 'tsconfig.base.json'));
    cpSync(join(root, 'packages/statistics/tsconfig.json'), join(house, 'packages/statistics/tsconfig.json'));
    plant('packages/statistics/package.json', '{ "type": "module" }');
    plant('packages/statistics/src/index.ts', text);
    return call('node_modules/typescript/bin/tsc', '-p', 'packages/statistics');
  };

  test.each([
    ['process', 'export const cores = process.argv;'],
    ['document', 'export const page = document.title;'],
    ['fetch', "export const answer = fetch('/');"],
    ['Buffer', "export const bytes = Buffer.from('');"],
    ['setTimeout', 'export const later = setTimeout(() => undefined, 1);'],
  ])('%s has no type', (name, text) => {
    const { status, output } = compile(text);
    expect(output).toContain(`Cannot find name '${name}'`);
    expect(status).not.toBe(0);
  });

  test('plain arithmetic compiles', () => {
    expect(compile('export const two: number = 1 + 1;')).toEqual({ status: 0, output: '' });
  });
});

describe('the lint rules keep the machine and the world out', () => {
  const lint = (path: string, text: string): { status: number | null; output: string } => {
    cpSync(join(root, '.oxlintrc.json'), join(house, '.oxlintrc.json'));
    plant(path, text);
    return call('node_modules/oxlint/bin/oxlint', '--deny-warnings', 'packages');
  };

  test.each([
    ['no-restricted-properties', 'export const luck = (): number => Math.random();\n'],
    ['no-restricted-properties', 'export const now = (): number => Date.now();\n'],
    ['no-restricted-globals', 'export const cores = (): unknown => process;\n'],
    ['no-restricted-globals', "export const answer = (): unknown => fetch('/');\n"],
    ['no-restricted-imports', "import { readFileSync } from 'node:fs';\n\nexport const read = readFileSync;\n"],
  ])('%s: %s', (rule, text) => {
    const { status, output } = lint('packages/statistics/src/planted.ts', text);
    expect(output).toContain(rule);
    expect(status).not.toBe(0);
  });

  test('a number that describes the world stands in data/, not in workforce', () => {
    const text = 'export const posts = (rate: number): number => rate * 4500;\n';
    const { status, output } = lint('packages/workforce/src/planted.ts', text);
    expect(output).toContain('No magic number: 4500');
    expect(status).not.toBe(0);
  });

  test('0, 1, 2 and −1 may stand in workforce', () => {
    const text = 'export const list = (x: number): readonly number[] => [0, x + 1, x / 2, -1];\n';
    expect(lint('packages/workforce/src/planted.ts', text).status).toBe(0);
  });
});

describe('the import graph keeps the floors', () => {
  const cruise = (files: Readonly<Record<string, string>>): { status: number | null; output: string } => {
    for (const [path, text] of Object.entries(files)) plant(path, text);
    return call('scripts/boundaries.mjs', house);
  };

  test.each([
    [
      'tools-stand-alone',
      {
        'packages/statistics/src/index.ts': "export { answer } from '../../evidence/src/index.ts';\n",
        'packages/evidence/src/index.ts': 'export const answer = 1;\n',
      },
    ],
    [
      'parts-use-tools-only',
      {
        'packages/workforce/src/index.ts': "export { open } from '../../store/src/index.ts';\n",
        'packages/store/src/index.ts': 'export const open = 1;\n',
      },
    ],
    [
      'only-services-use-workforce',
      {
        'packages/registers/src/index.ts': "export { run } from '../../workforce/src/index.ts';\n",
        'packages/workforce/src/index.ts': 'export const run = 1;\n',
      },
    ],
    [
      'tools-stand-alone',
      {
        'packages/evidence/src/index.ts': "export { main } from '../../../apps/cli/src/main.ts';\n",
        'apps/cli/src/main.ts': 'export const main = 1;\n',
      },
    ],
    [
      'entry-points-only',
      {
        'packages/workforce/src/index.ts': "export { inside } from '../../statistics/src/inside.ts';\n",
        'packages/statistics/src/inside.ts': 'export const inside = 1;\n',
      },
    ],
    [
      'apps-stand-alone',
      {
        'apps/cli/src/main.ts': "export { page } from '../../web/src/page.ts';\n",
        'apps/web/src/page.ts': 'export const page = 1;\n',
      },
    ],
    [
      'pure-floors-know-no-machine',
      {
        'packages/documents/src/index.ts':
          "import { readFileSync } from 'node:fs';\n\nexport const read = readFileSync;\n",
      },
    ],
    [
      'no-circle',
      {
        'packages/statistics/src/index.ts': "export { other } from './other.ts';\nexport const one = 1;\n",
        'packages/statistics/src/other.ts': "import { one } from './index.ts';\n\nexport const other = one;\n",
      },
    ],
  ])('%s', (rule, files) => {
    const { status, output } = cruise(files);
    expect(output).toContain(`${rule}:`);
    expect(status).toBe(1);
  });

  test('a type-only import crosses a boundary too', () => {
    const { output } = cruise({
      'packages/statistics/src/index.ts':
        "import type { Answer } from '../../evidence/src/index.ts';\n\nexport type Mine = Answer;\n",
      'packages/evidence/src/index.ts': 'export type Answer = 1;\n',
    });
    expect(output).toContain('tools-stand-alone:');
  });

  test('services may use workforce', () => {
    const { status, output } = cruise({
      'packages/services/src/index.ts': "export { run } from '../../workforce/src/index.ts';\n",
      'packages/workforce/src/index.ts': 'export const run = 1;\n',
    });
    expect(output).toContain('2 source files, 1 imports, no boundary crossed');
    expect(status).toBe(0);
  });

  test('a checker that reads nothing fails', () => {
    const { status, output } = cruise({});
    expect(output).toContain('found no source file');
    expect(status).toBe(1);
  });
});
