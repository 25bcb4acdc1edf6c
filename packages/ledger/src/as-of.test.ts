import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { entryOf } from '../../../tests/support/example-log.ts';
import { asOf, effectiveEntries } from './as-of.ts';
import type { Entry } from './entry.ts';

const recorded = (day: number): string => `2026-03-${String(day).padStart(2, '0')}T12:00:00.000Z`;
const name = (state: string | undefined, entry: Entry): string => {
  const said = entry.what['name'];
  return typeof said === 'string' ? said : (state ?? '');
};
const late = { validTime: '2030-01-01', recordedTime: '2030-01-01' };

const entries = [
  entryOf({ number: 1, what: { name: 'Old' }, validFrom: '2020-01-01', recorded: recorded(1) }),
  entryOf({ number: 2, what: { name: 'New' }, validFrom: '2024-01-01', recorded: recorded(2) }),
  entryOf({ number: 3, kind: 'annotate', concerns: 2, what: { name: 'no' }, recorded: recorded(3) }),
  entryOf({
    number: 4,
    kind: 'correct',
    concerns: 1,
    what: { name: 'Older' },
    validFrom: '2019-01-01',
    recorded: recorded(4),
  }),
  entryOf({ number: 5, kind: 'redact', concerns: 2, what: { erased: [] }, recorded: recorded(5) }),
  entryOf({
    number: 6,
    kind: 'correct',
    concerns: 4,
    what: { name: 'Oldest' },
    validFrom: '2018-01-01',
    recorded: recorded(6),
  }),
];

describe('what held, as far as was known', () => {
  test.each([
    ['now', '2026-06-01', recorded(9), 'New'],
    ['before the second decision held', '2023-06-01', recorded(9), 'Oldest'],
    ['the same, before the last correction was known', '2023-06-01', recorded(5), 'Older'],
    ['the same, before any correction was known', '2023-06-01', recorded(3), 'Old'],
    ['in 2018, known only since the last correction', '2018-06-01', recorded(6), 'Oldest'],
    ['in 2018, before', '2018-06-01', recorded(5), undefined],
    ['before anything was recorded', '2026-06-01', '2026-01-01', undefined],
    ['from the very day on', '2024-01-01', recorded(2), 'New'],
    ['to the millisecond before', '2023-12-31T23:59:59.999Z', recorded(2), 'Old'],
  ])('%s', (_, validTime, recordedTime, expected) => {
    expect(asOf(entries, { validTime, recordedTime }, name)).toBe(expected);
  });
});

test('order is the number, not the time', () => {
  const later = entryOf({ number: 7, what: { name: 'Last said' }, validFrom: '2021-01-01', recorded: recorded(7) });
  expect(asOf([later, ...entries], late, name)).toBe('Last said');
});

test('mending an old entry undoes nothing that came after it', () => {
  expect(effectiveEntries(entries, late).map(({ number }) => number)).toEqual([6, 2]);
});

test('what was known at a time never changes by what is recorded later, in whatever order it is read', () => {
  const kinds = fc.constantFrom('decide', 'correct', 'annotate', 'redact' as const);
  const step = fc.record({ kind: kinds, concerns: fc.nat(), day: fc.integer({ min: 1, max: 28 }) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 20 }), fc.nat(), fc.nat(), (steps, cut, turn) => {
      const made = steps.map(({ kind, concerns, day }, index) =>
        entryOf({
          number: index + 1,
          ...(kind === 'decide' || index === 0 ? {} : { kind, concerns: 1 + (concerns % index) }),
          validFrom: `2026-01-${String(day).padStart(2, '0')}`,
        }),
      );
      const at = made.length === 0 ? 0 : cut % made.length;
      const known = { validTime: '2026-01-15', recordedTime: made[at]?.recorded ?? '2026-01-01' };
      const shuffled = made.toSorted((one, other) => ((one.number * turn) % 97) - ((other.number * turn) % 97));
      expect(effectiveEntries(shuffled, known)).toEqual(effectiveEntries(made.slice(0, at + 1), known));
    }),
  );
});
