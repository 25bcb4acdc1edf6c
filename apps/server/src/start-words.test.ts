import { expect, test } from 'vitest';
import { columnsOf, startBlock } from './start-words.ts';

const rows = [
  { name: 'Planner', says: ['http://127.0.0.1:4500/'] },
  {
    name: 'Registers',
    says: ['http://127.0.0.1:4500/registers', 'in PostgreSQL 18.1 in the folder /var/lib/isocentre', 'None imported.'],
  },
  { name: 'Stop', says: ['Ctrl-C'] },
];

test('a block has names on the left, and fits the columns that there are', () => {
  expect(startBlock(rows, 80)).toBe(
    [
      'Planner    http://127.0.0.1:4500/',
      'Registers  http://127.0.0.1:4500/registers',
      '           in PostgreSQL 18.1 in the folder /var/lib/isocentre',
      '           None imported.',
      'Stop       Ctrl-C',
      '',
    ].join('\n'),
  );
  expect(startBlock(rows, 50)).toContain(
    '\n           in PostgreSQL 18.1 in the folder\n           /var/lib/isocentre\n',
  );
  for (const width of [50, 80, 100])
    for (const line of startBlock(rows, width).split('\n')) expect(line.length).toBeLessThanOrEqual(width);
});

test('columns are those of the terminal within what reads well, and 80 in a pipe', () => {
  expect([columnsOf(undefined), columnsOf(10), columnsOf(50), columnsOf(300)]).toEqual([80, 40, 50, 100]);
});
