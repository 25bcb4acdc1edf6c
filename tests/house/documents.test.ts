import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

const skip = '…';

/** Tells where shown lines leave the printed ones; a line "…" stands for any lines. */
const difference = (shown: readonly string[], printed: readonly string[]): string | undefined => {
  let at = 0;
  let free = false;
  for (const line of shown) {
    if (line === skip) {
      free = true;
      continue;
    }
    const found = free ? printed.indexOf(line, at) : at;
    if (found < 0 || printed[found] !== line) return `shown "${line}", printed "${printed[at] ?? 'nothing'}"`;
    at = found + 1;
    free = false;
  }
  return free || at === printed.length ? undefined : `printed also "${printed[at] ?? ''}"`;
};

const blocks = pages.flatMap((page) =>
  [...read(page).matchAll(/```console\n\$ npx isocentre ([^\n]*)\n([\s\S]*?)```/g)].map(
    ([, command = '', shown = '']) => ({ page, command, shown }),
  ),
);

describe('what the documents print', () => {
  test.each(blocks)('$page: isocentre $command', ({ command, shown }) => {
    const { status, stdout } = spawnSync(
      process.execPath,
      [join(root, 'apps/cli/bin/isocentre.js'), ...command.split(' ')],
      { cwd: root, encoding: 'utf8', env: { ...process.env, COLUMNS: '80' } },
    );
    expect(status).toBe(0);
    expect(difference(shown.trimEnd().split('\n'), stdout.trimEnd().split('\n'))).toBeUndefined();
  });

  test('there are such blocks, and a wrong one would be found', () => {
    expect(blocks.length).toBeGreaterThan(5);
    expect(difference(['a', skip, 'c'], ['a', 'b', 'c'])).toBeUndefined();
    expect(difference(['a', 'c'], ['a', 'b', 'c'])).toBe('shown "c", printed "b"');
    expect(difference(['a'], ['a', 'b'])).toBe('printed also "b"');
    expect(difference(['a', skip, 'd'], ['a', 'b'])).toBe('shown "d", printed "b"');
  });
});

describe('links', () => {
  test.each(pages)('%s leads to files that exist', (page) => {
    const broken = [...read(page).matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)]
      .map(([, target = '']) => target)
      .filter((target) => !/^[a-z]+:/.test(target) && !existsSync(join(root, dirname(page), target)));
    expect(broken).toEqual([]);
  });
});

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

const lock = JSON.parse(read('package-lock.json')) as {
  readonly packages: Readonly<
    Record<string, { readonly resolved?: string; readonly link?: boolean; readonly license?: string }>
  >;
};

describe('dependencies', () => {
  test('the lockfile names no host', () => {
    const hosts = Object.values(lock.packages).filter(({ resolved, link }) => resolved !== undefined && link !== true);
    expect(hosts).toEqual([]);
  });

  test('every version is pinned exactly', () => {
    const manifests = [
      'package.json',
      ...['packages', 'apps'].flatMap((part) =>
        readdirSync(join(root, part)).map((name) => `${part}/${name}/package.json`),
      ),
    ];
    const loose = manifests.flatMap((path) => {
      const { dependencies = {}, devDependencies = {} } = JSON.parse(read(path)) as Manifest;
      return Object.entries({ ...dependencies, ...devDependencies }).filter(
        ([, version]) => !/^\d+\.\d+\.\d+$/.test(version),
      );
    });
    expect(loose).toEqual([]);
  });

  test('every licence is permissive', () => {
    const permissive =
      /^\(?(MIT|ISC|Apache-2\.0|BSD-[23]-Clause|0BSD|BlueOak-1\.0\.0|CC0-1\.0|CC-BY-4\.0|Python-2\.0|MIT-0|Unlicense|WTFPL|MPL-2\.0)( (OR|AND) [A-Za-z0-9.-]+)*\)?$/;
    const others = Object.entries(lock.packages).filter(
      ([path, { license, link }]) =>
        path.startsWith('node_modules/') && link !== true && !permissive.test(license ?? 'none'),
    );
    expect(others.map(([path, { license }]) => `${path}: ${license ?? 'none'}`)).toEqual([]);
  });
});

describe('the examples of public comments', () => {
  test('compile', () => {
    const sources = readdirSync(join(root, 'packages'), { recursive: true, encoding: 'utf8' }).filter(
      (name) => /[/\\]src[/\\].*\.ts$/.test(name) && !name.includes('node_modules') && !name.endsWith('.test.ts'),
    );
    const examples = sources.flatMap((name) =>
      [...read(join('packages', name)).matchAll(/\* ```ts\n([\s\S]*?)\* ```/g)].map(([, body = '']) =>
        body.replaceAll(/^\s*\* ?/gm, ''),
      ),
    );
    expect(examples.length).toBeGreaterThan(4);
    const code = examples.map((body, index) => `// example ${index}\n${body}`);
    const result = spawnSync(process.execPath, [join(root, 'tests/house/compile-examples.mjs')], {
      cwd: root,
      encoding: 'utf8',
      input: JSON.stringify(code),
    });
    expect(result.stdout + result.stderr).toBe('');
    expect(result.status).toBe(0);
  });
});
