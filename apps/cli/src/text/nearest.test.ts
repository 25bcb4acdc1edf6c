import { expect, test } from 'vitest';
import { nearest } from './nearest.ts';

const commands = ['project', 'compare', 'explain', 'evidence check', 'evidence list', 'serve'];

test.each([
  ['projct', 'project'],
  ['porject', 'project'],
  ['projectt', 'project'],
  ['Project', 'project'],
  ['proj', 'project'],
  ['expalin', 'explain'],
  ['evidence lst', 'evidence list'],
  ['servve', 'serve'],
  ['delete', undefined],
  ['x', undefined],
  ['', undefined],
])('"%s" most likely means %j', (written, meant) => {
  expect(nearest(written, commands)).toBe(meant);
});
