import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const houses: string[] = [];

/** Makes a house of a few files; each tool goes through one once, since starting it is what takes time. */
const houseOf = (files: Readonly<Record<string, string>>): string => {
  const house = mkdtempSync(join(tmpdir(), 'isocentre-house-'));
  houses.push(house);
  symlinkSync(join(root, 'node_modules'), join(house, 'node_modules'), 'junction');
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(house, path)), { recursive: true });
    writeFileSync(join(house, path), text);
  }
  return house;
};

const call = (house: string, file: string, ...args: string[]): { status: number | null; output: string } => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, file), ...args], {
    cwd: house,
    encoding: 'utf8',
  });
  return { status, output: stdout + stderr };
};

afterAll(() => {
  for (const house of houses) rmSync(house, { recursive: true, force: true });
});

describe('the compiler keeps the machine out of pure packages', () => {
  const compile = (files: Readonly<Record<string, string>>): { status: number | null; output: string } => {
    const house = houseOf({ 'packages/statistics/package.json': '{ "type": "module" }', ...files });
    for (const path of ['tsconfig.base.json', 'packages/statistics/tsconfig.json'])
      cpSync(join(root, path), join(house, path));
    return call(house, 'node_modules/typescript/bin/tsc', '-p', 'packages/statistics');
  };
  const planted = {
    process: 'export const cores = process.argv;',
    document: 'export const page = document.title;',
    fetch: "export const answer = fetch('/');",
    Buffer: "export const bytes = Buffer.from('');",
    setTimeout: 'export const later = setTimeout(() => undefined, 1);',
  };
  let compiled: ReturnType<typeof call>;
  beforeAll(() => {
    const files = Object.entries(planted).map(([name, text]) => [`packages/statistics/src/${name}.ts`, text]);
    compiled = compile(Object.fromEntries(files) as Record<string, string>);
  });

  test.each(Object.keys(planted))('%s has no type', (name) => {
    expect(compiled.output).toMatch(new RegExp(`src/${name}\\.ts\\(.*Cannot find name '${name}'`));
    expect(compiled.status).not.toBe(0);
  });

  test('plain arithmetic compiles', () => {
    const text = 'export const two: number = 1 + 1;';
    expect(compile({ 'packages/statistics/src/index.ts': text })).toEqual({ status: 0, output: '' });
  });
});

describe('the lint rules keep the machine and the world out', () => {
  const lint = (files: Readonly<Record<string, string>>): { status: number | null; output: string } => {
    const house = houseOf(files);
    cpSync(join(root, '.oxlintrc.json'), join(house, '.oxlintrc.json'));
    return call(house, 'node_modules/oxlint/bin/oxlint', '--deny-warnings', '--format=unix', 'packages');
  };
  const planted: readonly (readonly [rule: string, path: string, text: string])[] = [
    ['no-restricted-properties', 'statistics/src/random.ts', 'export const luck = (): number => Math.random();\n'],
    ['no-restricted-properties', 'statistics/src/clock.ts', 'export const now = (): number => Date.now();\n'],
    ['no-restricted-globals', 'statistics/src/machine.ts', 'export const cores = (): unknown => process;\n'],
    ['no-restricted-globals', 'statistics/src/network.ts', "export const answer = (): unknown => fetch('/');\n"],
    [
      'no-restricted-imports',
      'statistics/src/files.ts',
      "import { readFileSync } from 'node:fs';\n\nexport const read = readFileSync;\n",
    ],
    [
      'No magic number: 4500',
      'workforce/src/world.ts',
      'export const posts = (rate: number): number => rate * 4500;\n',
    ],
  ];
  let linted: ReturnType<typeof call>;
  beforeAll(() => {
    linted = lint(Object.fromEntries(planted.map(([, path, text]) => [`packages/${path}`, text])));
  });

  test.each(planted)('%s: %s', (rule, path) => {
    const about = linted.output.split('\n').filter((line) => line.includes(path));
    expect(about.join('\n')).toContain(rule);
    expect(linted.status).not.toBe(0);
  });

  test('0, 1, 2 and −1 may stand in workforce', () => {
    const text = 'export const list = (x: number): readonly number[] => [0, x + 1, x / 2, -1];\n';
    expect(lint({ 'packages/workforce/src/planted.ts': text }).status).toBe(0);
  });
});

describe('the import graph keeps the floors', () => {
  const cruise = (files: Readonly<Record<string, string>>): { status: number | null; output: string } => {
    const house = houseOf(files);
    return call(house, 'scripts/boundaries.mjs', house);
  };
  const into = (path: string): string => `export * from '../../../${path}';\n`;
  // The first file of each crosses a boundary.
  const crossings: readonly (readonly [rule: string, path: string, text: string])[] = [
    ['tools-stand-alone', 'packages/statistics/src/tool.ts', into('packages/evidence/src/index.ts')],
    [
      'tools-stand-alone',
      'packages/statistics/src/type-only.ts',
      "import type { Answer } from '../../evidence/src/index.ts';\n\nexport type Mine = Answer;\n",
    ],
    ['tools-stand-alone', 'packages/evidence/src/to-app.ts', into('apps/cli/src/main.ts')],
    ['parts-use-tools-only', 'packages/workforce/src/to-store.ts', into('packages/store/src/index.ts')],
    ['only-services-use-workforce', 'packages/registers/src/to-part.ts', into('packages/workforce/src/index.ts')],
    ['entry-points-only', 'packages/workforce/src/to-inside.ts', into('packages/statistics/src/inside.ts')],
    ['apps-stand-alone', 'apps/cli/src/to-page.ts', into('apps/web/src/page.ts')],
    [
      'pure-floors-know-no-machine',
      'packages/documents/src/files.ts',
      "import { readFileSync } from 'node:fs';\n\nexport const read = readFileSync;\n",
    ],
    ['no-circle', 'packages/statistics/src/circle.ts', "export { other } from './other.ts';\nexport const one = 1;\n"],
  ];
  const allowed = {
    'packages/evidence/src/index.ts': 'export type Answer = 1;\n',
    'packages/statistics/src/inside.ts': 'export const inside = 1;\n',
    'packages/statistics/src/other.ts': "import { one } from './circle.ts';\n\nexport const other = one;\n",
    'packages/store/src/index.ts': 'export const open = 1;\n',
    'packages/workforce/src/index.ts': 'export const run = 1;\n',
    'packages/services/src/index.ts': into('packages/workforce/src/index.ts'),
    'apps/cli/src/main.ts': 'export const main = 1;\n',
    'apps/web/src/page.ts': 'export const page = 1;\n',
  };
  let crossed: ReturnType<typeof call>;
  beforeAll(() => {
    crossed = cruise({ ...allowed, ...Object.fromEntries(crossings.map(([, path, text]) => [path, text])) });
  });

  test.each(crossings)('%s: %s', (rule, path) => {
    expect(crossed.output).toContain(`${rule}: ${path} → `);
    expect(crossed.status).toBe(1);
  });

  test('nothing else is said to cross a boundary: services may use workforce', () => {
    const said = crossed.output.trim().split('\n');
    // A circle is told from each of its files.
    expect(said.filter((line) => !crossings.some(([, path]) => line.includes(path)))).toEqual([]);
    expect(said.join('\n')).not.toContain('packages/services');
  });

  test('a house without crossings passes', () => {
    const { output, status } = cruise({
      'packages/services/src/index.ts': allowed['packages/services/src/index.ts'],
      'packages/workforce/src/index.ts': allowed['packages/workforce/src/index.ts'],
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
