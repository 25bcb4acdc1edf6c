import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { CommandList } from './command-list.ts';

const commands = new CommandList(() => Promise.resolve({ status: 0, out: '', error: '' }));

test('a first word loads each command that begins with it, and no other', async () => {
  const all = await commands.all();
  const firsts = [...new Set(all.map(({ name }) => name.split(' ')[0] ?? ''))];
  expect(firsts.length).toBeGreaterThan(15);
  for (const first of firsts) {
    const names = (await commands.startingWith(first)).map(({ name }) => name);
    expect(names).toEqual(all.map(({ name }) => name).filter((name) => name.split(' ')[0] === first));
  }
});

test('a word with which none begins gives all', async () => {
  const all = await commands.all();
  for (const word of ['plot', '', 'constructor', undefined])
    expect((await commands.startingWith(word)).map(({ name }) => name)).toEqual(all.map(({ name }) => name));
});

test('the words that npm start looks for before it builds are those with which commands begin', async () => {
  const words = readFileSync(new URL('../words.txt', import.meta.url), 'utf8')
    .trimEnd()
    .split('\n');
  const firsts = (await commands.all()).map(({ name }) => name.split(' ')[0] ?? '');
  expect(words).toEqual([...new Set(['help', ...firsts])].toSorted());
});
