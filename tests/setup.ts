import { afterEach, beforeEach, expect, vi } from 'vitest';

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
