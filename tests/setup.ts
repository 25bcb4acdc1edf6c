import fc from 'fast-check';
import { afterEach, beforeEach, expect, vi } from 'vitest';

// One seed for every random check that names none, so that a run says the same of the same commit. ISOCENTRE_SEED
// gives another, to search on.
fc.configureGlobal({ seed: Number(process.env['ISOCENTRE_SEED'] ?? 20_261_124) });

const channels = ['log', 'info', 'warn', 'error', 'debug'] as const;
let spies: ReturnType<typeof vi.spyOn>[] = [];

beforeEach(() => {
  spies = channels.map((channel) => vi.spyOn(console, channel));
});

// Stray console output is a defect: a pure package must not write, an app must write through its own streams.
afterEach(() => {
  const stray = spies.flatMap((spy) => spy.mock.calls);
  for (const spy of spies) spy.mockRestore();
  expect(stray, 'stray console output').toEqual([]);
});
