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
