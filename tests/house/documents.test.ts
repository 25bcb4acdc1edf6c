import { execFile, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { readPages } from '../../apps/cli/src/commands/replicate.ts';
import { blocksOf, compute, disagreement, marksOf, replicate, type RunCommand } from '../../apps/cli/src/replicate.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

const pages = await readPages(root);
const names = pages.map(({ name }) => name);
const blocks = blocksOf(pages);
const marks = marksOf(pages);

const runProcess: RunCommand = (words) =>
  new Promise((resolve) => {
    execFile(
      process.execPath,
      [join(root, 'apps/cli/bin/isocentre.js'), ...words],
      { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 28, env: { ...process.env, COLUMNS: '80' } },
      (failed, out, error) => {
        resolve({ status: failed ? Number(failed.code ?? 1) : 0, out, error });
      },
    );
  });
const printed = new Map<string, ReturnType<RunCommand>>();
const once: RunCommand = (words) => {
  const key = words.join(' ');
  const found = printed.get(key) ?? runProcess(words);
  printed.set(key, found);
  return found;
};

describe('what the documents print', () => {
  test.each([...new Set([...blocks, ...marks].map(({ page }) => page))])('%s is what is computed', async (page) => {
    const { differences } = await replicate(
      pages.filter(({ name }) => name === page),
      once,
    );
    expect(differences).toEqual([]);
  });

  test('there are such blocks and marks', () => {
    expect(blocks.length).toBeGreaterThan(5);
    expect(marks.length).toBeGreaterThan(11);
  });
});

test('numbers that pages quote from a record of what was measured are those of the record', () => {
  const quoted = pages.flatMap(({ name, text }) =>
    [...text.matchAll(/([-−]?\d[\d,.]*(?: %)?)[^0-9<]{0,40}<!-- measured ([\w-]+): ([^>]*?) -->/g)].map(
      ([, number = '', record = '', path = '']) => {
        const found = compute(JSON.parse(read(`docs/measured/${record}.json`)), path);
        const wrong = 'reason' in found ? found.reason : disagreement(number, found.value);
        return { page: name, number, path, wrong };
      },
    ),
  );
  const written = pages.flatMap(({ text }) => [...text.matchAll(/<!-- measured /g)]);
  expect(written.length).toBeGreaterThan(9);
  expect(quoted).toHaveLength(written.length);
  expect(quoted.filter(({ wrong }) => wrong !== undefined)).toEqual([]);
});

describe('links', () => {
  test.each(names)('%s leads to files that exist', (page) => {
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
        ([, version]) => !/^\d+\.\d+\.\d+(?:-[a-z]+\.\d+)?$/.test(version),
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
