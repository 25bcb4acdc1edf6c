import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { oneLine, wrap, wrapValues } from './wrap.ts';

describe('wrap', () => {
  test('breaks at spaces and fills each line', () => {
    expect(wrap('one two three four', 9)).toEqual(['one two', 'three', 'four']);
  });
  test('a line may be as long as the width', () => {
    expect(wrap('one two', 7)).toEqual(['one two']);
  });
  test('lines after the first are indented, and the indent counts', () => {
    expect(wrap('aa bb cc dd', 5, '  ')).toEqual(['aa bb', '  cc', '  dd']);
  });
  test('a word longer than the width stands alone', () => {
    expect(wrap('a https://example.org b', 10)).toEqual(['a', 'https://example.org', 'b']);
  });
  test('an empty text has no lines', () => {
    expect(wrap(' \n ', 10)).toEqual([]);
  });
  test('keeps every word in order and no line is too long unless it is one word', () => {
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { maxLength: 30 }),
        fc.integer({ min: 1, max: 40 }),
        fc.constantFrom('', '  '),
        (words, width, indent) => {
          const lines = wrap(words.join(' '), width, indent);
          expect(
            lines.flatMap((line) =>
              line
                .trim()
                .split(' ')
                .filter((word) => word !== ''),
            ),
          ).toEqual(words);
          for (const line of lines) if (line.trim().includes(' ')) expect(line.length).toBeLessThanOrEqual(width);
        },
      ),
    );
  });
  test('control characters of a file do not reach the terminal', () => {
    expect(wrap('red \u001b[31malert', 40)).toEqual(['red [31malert']);
  });
});

test('values stay with their titles, or with the end of a title too long for a line', () => {
  const values = [
    { title: 'Left', value: '3 %' },
    { title: 'In post', value: '1,204' },
    { title: 'Leaving before retirement', value: '12' },
    { title: 'All', value: '7' },
  ];
  expect(wrapValues(values, 20)).toEqual([
    'Left: 3 %;',
    'In post: 1,204;',
    'Leaving before',
    'retirement: 12;',
    'All: 7',
  ]);
  expect(wrapValues(values.slice(0, 2), 30)).toEqual(['Left: 3 %; In post: 1,204']);
});

describe('oneLine', () => {
  test('line breaks and control characters become one space', () => {
    expect(oneLine('a\r\n\u0007b')).toBe('a b');
  });
});
