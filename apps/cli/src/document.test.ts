import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { callCommand, type Outcome } from '../../../tests/support/command-line.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'isocentre-document-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});
const at = (name: string): string => join(folder, name);

const call = (...args: readonly string[]): Promise<Outcome> => callCommand(args, { isTerminal: true });

const textOf = (path: string): string =>
  strFromU8(unzipSync(readFileSync(path))['word/document.xml'] ?? new Uint8Array())
    .replaceAll(/<\/w:p>/g, '\n')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'");

describe('isocentre project as a document', () => {
  const asked = ['project', 'todays-course', '--years', '10', '--runs', '12', '--workers', '1'] as const;

  test('a Word document has the answer of the JSON, the parts, the assumptions and the sources', async () => {
    expect(await call(...asked, '--out', at('a.docx'))).toMatchObject({ code: 0, error: `Wrote ${at('a.docx')}\n` });
    await call(...asked, '--out', at('a.json'));
    const { answer } = JSON.parse(readFileSync(at('a.json'), 'utf8')) as { answer: string };
    const text = textOf(at('a.docx'));
    for (const part of [
      answer,
      'How sure this is',
      'By specialism',
      'magnetic resonance physics',
      'Why it does not close',
      'Probability of leaving scientist training within a year',
      '0.005 to 0.05',
      'Where the figures come from',
      'https://www.ipem.ac.uk',
    ])
      expect(text).toContain(part);
  });

  test("gives a scenario's own figures the value that they have in the run", async () => {
    writeFileSync(
      at('own.yaml'),
      `format: isocentre-scenario
version: 1
name: own
title: our own
summary: A figure of our own.
years: 5
figures:
  supervision: { value: 0.3125, unit: people a head, reason: Counted here. }
  pay_scientist: { value: 61234, unit: GBP a year, reason: Our payroll. }
`,
    );
    const written = await call('project', at('own.yaml'), '--uncertainty', 'none', '--out', at('own.docx'));
    expect(written.code).toBe(0);
    const lines = textOf(at('own.docx')).split('\n');
    for (const [title, value] of [
      ['Trainees that one member of staff in post can supervise', '0.3125'],
      ['Pay of a clinical scientist', '61,234'],
    ] as const) {
      const row = lines.indexOf(title);
      expect(lines[row + 1]).toBe(value);
      expect(lines[row + 3]).toBe("the scenario's own");
    }
  });

  test('the same run gives the same bytes', async () => {
    await call(...asked, '--out', at('a.docx'));
    await call(...asked, '--out', at('b.docx'));
    expect(readFileSync(at('a.docx')).equals(readFileSync(at('b.docx')))).toBe(true);
  });

  test('HTML says the same', async () => {
    await call(...asked, '--out', at('a.html'));
    await call(...asked, '--out', at('a.docx'));
    const html = readFileSync(at('a.html'), 'utf8');
    const [, answer = ''] = /<p class="answer">([^<]*)</.exec(html) ?? [];
    expect(textOf(at('a.docx'))).toContain(answer.replaceAll('&quot;', '"').replaceAll('&#39;', "'"));
  });

  test('a document is not written to a terminal, and a reading is none', async () => {
    expect(await call(...asked, '--format', 'docx')).toEqual({
      code: 2,
      out: '',
      error: '--format docx: found a terminal to write to; expected --out FILE, or a pipe\n',
    });
    expect((await call('project', 'the-2023-pledge', '--reading', 'ipem', '--out', at('a.docx'))).error).toContain(
      'found "docx" with --reading',
    );
    expect(existsSync(at('a.docx'))).toBe(false);
  });
});
