import { parse } from 'csv-parse/browser/esm/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countOf } from '../../../../tests/support/counts.ts';
import { CsvRecords } from './csv-records.ts';

interface Taken {
  readonly rows: (readonly string[])[];
  readonly lines: number[];
  readonly problems: string[];
}

const read = (bytes: Uint8Array, cuts: readonly number[] = []): Taken => {
  const taken: Taken = { rows: [], lines: [], problems: [] };
  const records = new CsvRecords({
    row: (cells, line) => {
      taken.rows.push(cells);
      taken.lines.push(line);
    },
    problem: (line, found) => {
      taken.problems.push(`${line}: ${found}`);
    },
  });
  let from = 0;
  for (const cut of [...cuts, bytes.length].toSorted((a, b) => a - b)) {
    records.push(bytes.subarray(from, cut));
    from = Math.max(from, cut);
  }
  records.end();
  return taken;
};

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('records of CSV', () => {
  test.each([
    [
      'a,b\n1,2\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'a;b\r\n1;2',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      '\uFEFFa\tb\n\n 1 \t2\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'a,b\n"x, y","say ""no"""\n',
      [
        ['a', 'b'],
        ['x, y', 'say "no"'],
      ],
    ],
    [
      'a,b\n"two\nlines",ü\n',
      [
        ['a', 'b'],
        ['two\nlines', 'ü'],
      ],
    ],
    [
      'a,b\n,\n',
      [
        ['a', 'b'],
        ['', ''],
      ],
    ],
    [
      'a,b\n"",1',
      [
        ['a', 'b'],
        ['', '1'],
      ],
    ],
  ])('%j', (text, rows) => {
    expect(read(bytesOf(text))).toMatchObject({ rows, problems: [] });
  });

  test('a delimiter at the end of a row ends a cell more, quoted or not', () => {
    expect(read(bytesOf('a,b,\n"a",b,\n"a","b",""\n')).rows).toEqual([
      ['a', 'b', ''],
      ['a', 'b', ''],
      ['a', 'b', ''],
    ]);
  });

  test('a row keeps the line on which it starts', () => {
    expect(read(bytesOf('a\n\n"x\ny"\nz\n')).lines).toEqual([1, 3, 5]);
  });

  test.each([
    [bytesOf('a,b\n"x,2\n3,4\n'), ['2: a quotation mark that is never closed']],
    [bytesOf('a,b\n"x"y,2\n3,4\n'), ['2: text beside a quoted cell']],
    [bytesOf('a,b\nx"y"z,2\n'), ['2: text beside a quoted cell']],
    [Uint8Array.from([97, 10, 0xe4, 10, 98, 10]), ['2: bytes that are no UTF-8']],
    [Uint8Array.from([97, 10, 0, 10]), ['2: a zero byte']],
  ])('what is broken is named by its line: %#', (bytes, problems) => {
    expect(read(bytes).problems).toEqual(problems);
  });

  test('a quotation mark that is never closed does not gather a large file', () => {
    const { problems } = read(bytesOf(`a\n"x\n${'1234567890\n'.repeat(200_000)}`));
    expect(problems).toEqual(['2: a quotation mark that is never closed']);
  });

  test('any table, cut anywhere, reads as the reader of whole texts reads it', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', 'é', '\u{1F600}', '"', ',', '\n', ';', ' '), maxLength: 5 });
    const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 3 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(table, fc.array(fc.nat(200), { maxLength: 5 }), (rows, cuts) => {
        const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`;
        const text = rows.map((row) => row.map(quote).join(',')).join('\n');
        const bytes = bytesOf(text);
        const whole = parse(text, { relax_column_count: true, delimiter: ',' });
        const { rows: found, problems } = read(
          bytes,
          cuts.filter((cut) => cut < bytes.length),
        );
        expect(problems).toEqual([]);
        expect(found).toEqual(whole.map((row) => row.map((one: string) => one.trim())));
      }),
      { seed: 5, numRuns: countOf({ test: 300, full: 20_000, mutation: 60 }) },
    );
  });
});
