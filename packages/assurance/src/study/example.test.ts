import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { screeningExample } from '../../../../tests/support/screening-example.ts';
import { namedFiles, readProtocol } from './protocol.ts';
import { studyDocument } from './report-document.ts';
import { runStudy } from './run-study.ts';
import { filesOf } from './study-files.ts';

const folder = fileURLToPath(new URL('../../../../docs/guides/example-screening/', import.meta.url));

test('the files of the example are those that its seed gives', async () => {
  for (const [name, text] of Object.entries(screeningExample({ scans: 600, seed: 1 })))
    await expect(text).toMatchFileSnapshot(`${folder}${name}`);
});

test('the example meets its criterion, and gives the bytes of its seed however its files are cut', () => {
  const text = readFileSync(`${folder}protocol.yaml`, 'utf8');
  const protocol = readProtocol({ name: 'protocol.yaml', text });
  if (!protocol.ok) throw new Error(JSON.stringify(protocol.problems));
  const names = namedFiles(protocol.value.value);
  expect(names).toEqual(['cases.csv', 'reference.csv', 'excluded.csv', 'marks.csv', 'marks-before.csv']);
  const bytes = Object.fromEntries(names.map((name) => [name, new Uint8Array(readFileSync(`${folder}${name}`))]));
  const quick = { ...protocol.value.value, bootstraps: 100 };
  const told: (readonly [doing: string, done: number])[] = [];
  const report = runStudy(quick, filesOf(bytes), true, (...one) => told.push(one));
  const cut = runStudy(
    quick,
    {
      has: (name) => name in bytes,
      open: (name) => {
        const all = bytes[name] ?? new Uint8Array();
        return [all.subarray(0, 1000), all.subarray(1000)];
      },
    },
    true,
  );
  expect(report).toMatchObject({ ok: true, value: { flow: { read: 600, analysed: 583 } } });
  expect(JSON.stringify(cut)).toBe(JSON.stringify(report));
  if (report.ok) expect(studyDocument(report.value)).toMatchSnapshot();
  // What it is at is told in order, and how much is done never falls.
  expect([...new Set(told.map(([doing]) => doing))]).toEqual(
    ['', ' by Vendor', ' by Slice thickness', ' by Age', ' by Site'].map((by) => `Competition metric (CPM)${by}`),
  );
  const done = told.map(([, share]) => share);
  expect(done).toEqual(done.toSorted((one, other) => one - other));
  expect(done[0]).toBe(0);
  // The site that is too few is not estimated, and neither is what it would differ from.
  expect(done.at(-1)).toBeGreaterThan(0.9);
  expect(done.at(-1)).toBeLessThanOrEqual(1);
});
