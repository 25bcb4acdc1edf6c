import { strFromU8 } from 'fflate';

/** What Windows-1252 has where Latin-1 has control characters, from 0x80; its five unused places stay unreadable. */
const windows =
  '\u20AC\uFFFD\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\uFFFD\u017D\uFFFD\uFFFD\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\uFFFD\u017E\u0178';

const utf16 = (bytes: Uint8Array, low: 0 | 1): string => {
  const parts: string[] = [];
  for (let at = 2; at + 1 < bytes.length; at += 2)
    parts.push(String.fromCharCode((bytes[at + low] as number) | ((bytes[at + 1 - low] as number) << 8)));
  return parts.join('');
};

/**
 * Decodes a text file as spreadsheets save them: UTF-8 with or without a byte order mark, UTF-16 with one, else
 * Windows-1252. A binary file gives `undefined`.
 */
export const decodeText = (bytes: Uint8Array): string | undefined => {
  let text: string;
  if (bytes[0] === 0xff && bytes[1] === 0xfe) text = utf16(bytes, 0);
  else if (bytes[0] === 0xfe && bytes[1] === 0xff) text = utf16(bytes, 1);
  else {
    text = strFromU8(bytes);
    if (text.includes('\uFFFD'))
      text = strFromU8(bytes, true).replaceAll(/[\u0080-\u009F]/g, (one) => windows.charAt(one.charCodeAt(0) - 0x80));
  }
  // No text holds such characters, and a file of another kind soon does.
  if (/(?![\t\n\v\f\r])\p{Cc}|\uFFFD/u.test(text.replaceAll(/[\u0080-\u009F]/g, ''))) return undefined;
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
};
