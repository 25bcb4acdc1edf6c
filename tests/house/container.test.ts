import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const lines = readFileSync('Containerfile', 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => {
    const [instruction = '', ...rest] = line.split(' ');
    return { instruction, rest: rest.join(' ') };
  });
const all = (name: string): readonly string[] =>
  lines.flatMap(({ instruction, rest }) => (instruction === name ? [rest] : []));
const one = (name: string): string => {
  const found = all(name);
  expect(found, name).toHaveLength(1);
  return found[0] ?? '';
};

test('the container file runs a program that is there, as nobody of note, on the port that it names', () => {
  const known = 'FROM WORKDIR COPY RUN ENV VOLUME USER EXPOSE STOPSIGNAL HEALTHCHECK CMD'.split(' ');
  expect(lines.filter(({ instruction }) => !known.includes(instruction))).toEqual([]);
  const [program, file = '', ...args] = JSON.parse(one('CMD')) as readonly string[];
  expect([program, existsSync(file), args]).toEqual(['node', true, ['--port', one('EXPOSE')]]);
  const health = /CMD (\[.*\])$/.exec(one('HEALTHCHECK'))?.[1] ?? '';
  const [command, flag, script = ''] = JSON.parse(health) as readonly string[];
  expect([command, flag, script.includes(`:${one('EXPOSE')}/health`)]).toEqual(['node', '-e', true]);
  // What comes after belongs to root and runs as another.
  const order = lines.map(({ instruction }) => instruction);
  expect([one('USER'), order.indexOf('USER') > order.lastIndexOf('COPY')]).toEqual(['node', true]);
  expect(order.lastIndexOf('RUN')).toBeLessThan(order.indexOf('USER'));
  expect(one('VOLUME')).toBe('/var/lib/isocentre');
});

test('its settings are those that the guide lists, and hold no secret', () => {
  const guide = readFileSync('docs/guides/server.md', 'utf8');
  const names = all('ENV').map((setting) => setting.split('=')[0] ?? '');
  expect(names.filter((name) => name !== 'NODE_ENV' && !guide.includes(`| \`${name}\``))).toEqual([]);
  expect(names.filter((name) => /KEY|SECRET|PASSWORD|URL/.test(name))).toEqual([]);
});

test('its Node is one that the package takes, and both stages have the same', () => {
  const versions = all('FROM').map((image) => /^node:(\d+)-\w+-slim( AS build)?$/.exec(image)?.[1]);
  const { engines } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    readonly engines: { readonly node: string };
  };
  const oldest = Number(/(\d+)/.exec(engines.node)?.[1]);
  expect(new Set(versions).size).toBe(1);
  expect(Number(versions[0])).toBeGreaterThanOrEqual(oldest);
});

test('what is left out of it is built anew, or is not read by the build or the server', () => {
  const ignored = readFileSync('.dockerignore', 'utf8').split('\n').filter(Boolean);
  const isLeftOut = (name: string): boolean =>
    ignored.some((pattern) =>
      pattern.startsWith('**/')
        ? new RegExp(`(^|/)${pattern.slice(3).replaceAll('.', '\\.').replaceAll('*', '[^/]*')}(/|$)`).test(name)
        : name === pattern || name.startsWith(`${pattern}/`),
    );
  const needed = [
    'package.json',
    'package-lock.json',
    '.npmrc',
    'tsconfig.json',
    'tsconfig.base.json',
    'scripts/build.mjs',
    'apps/server/src/main.ts',
    'apps/server/bin/isocentre-server.js',
    'apps/web/index.html',
    'packages/store/src/index.ts',
    'data',
    'scenarios',
    'staffing-models',
    'docs/guides/example-screening',
    'docs/guides/luna16.yaml',
  ];
  expect(needed.filter((name) => !existsSync(name) || isLeftOut(name))).toEqual([]);
  const mustNot = [
    'node_modules/hono',
    'packages/store/node_modules/x',
    'apps/web/dist/a.js',
    '.git/config',
    '.env',
    'x/ledger-key',
  ];
  expect(mustNot.filter((name) => !isLeftOut(name))).toEqual([]);
});
