import { expect, test } from 'vitest';
import { readSettings } from './settings.ts';

test('without any, it listens to this machine', () => {
  expect(readSettings([], {})).toEqual({
    ok: true,
    value: { port: undefined, host: '127.0.0.1', origin: undefined, organisations: undefined, aMinute: 600 },
  });
});

test.each([
  [['--port', 'x'], {}, '--port'],
  [['--port', '65536'], {}, '--port'],
  [['--colour'], {}, 'npm start'],
  [['file'], {}, 'npm start'],
  [[], { ISOCENTRE_ORIGIN: 'https://a/b' }, 'ISOCENTRE_ORIGIN'],
  [[], { ISOCENTRE_RATE: '0' }, 'ISOCENTRE_RATE'],
])('%j %j is refused, and named', (args, environment, where) => {
  expect(readSettings(args, environment)).toMatchObject({ ok: false, problems: [{ where }] });
});
