import { decodeText } from './decode-text.ts';
import { megabytes, unreadable, usualLimits, type Grid, type Limits, type Reading } from './grid.ts';
import { readCsv } from './read-csv.ts';
import { readXlsx } from './read-xlsx.ts';

const asked = 'an Excel workbook (.xlsx) or CSV';

const startsWith = (bytes: Uint8Array, start: readonly number[]): boolean =>
  start.every((byte, index) => bytes[index] === byte);

const zip = [0x50, 0x4b, 0x03, 0x04];
const compound = [0xd0, 0xcf, 0x11, 0xe0];

/** What a file of another kind is, by its first bytes. */
const otherKinds: readonly (readonly [readonly number[], string])[] = [
  [[0x25, 0x50, 0x44, 0x46], 'a PDF'],
  [[0x89, 0x50, 0x4e, 0x47], 'a picture'],
  [[0xff, 0xd8, 0xff], 'a picture'],
  [[0x47, 0x49, 0x46, 0x38], 'a picture'],
  [[0x7b, 0x5c, 0x72, 0x74, 0x66], 'a rich text document'],
  [[0x50, 0x4b, 0x05, 0x06], 'an empty archive'],
  [[0x7b, 0x22], 'JSON'],
  [[0x7b, 0x0a], 'JSON'],
  [[0x5b, 0x7b], 'JSON'],
  [[0x3c, 0x21], 'a web page'],
  [[0x3c, 0x68, 0x74, 0x6d, 0x6c], 'a web page'],
];

/** Tells whether an old compound file holds an encrypted workbook: the name of that stream stands in it in UTF-16. */
const isEncrypted = (bytes: Uint8Array): boolean => {
  const name = Array.from('EncryptedPackage', (letter) => [letter.charCodeAt(0), 0]).flat();
  const first = name[0] as number;
  for (let at = bytes.indexOf(first); at >= 0; at = bytes.indexOf(first, at + 1))
    if (name.every((byte, index) => bytes[at + index] === byte)) return true;
  return false;
};

/**
 * Reads the tables of an Excel workbook (.xlsx) or a CSV file, told apart by what they hold and not by their name.
 *
 * Every cell keeps its place, for messages. Only what a person could have typed or computed is kept: values, not
 * formulas; hidden sheets and rows are read and marked.
 *
 * @param file The name of the file, for messages.
 * @returns the tables in order; or one problem where the file is too large, of another kind, encrypted or empty.
 */
export const readGrids = (bytes: Uint8Array, file: string, limits: Limits = usualLimits): Reading<readonly Grid[]> => {
  if (bytes.length === 0) return unreadable(file, 'an empty file', asked);
  if (bytes.length > limits.bytes)
    return unreadable(file, `a file of ${megabytes(bytes.length)}`, `a file of at most ${megabytes(limits.bytes)}`);
  const other = otherKinds.find(([start]) => startsWith(bytes, start));
  if (other) return unreadable(file, other[1], asked);
  if (startsWith(bytes, compound)) {
    return isEncrypted(bytes)
      ? unreadable(file, 'a workbook that is locked with a password', 'a copy saved without the password')
      : unreadable(file, 'an old Office file such as .xls', `${asked}; save it as .xlsx`);
  }
  let grids: Reading<readonly Grid[]>;
  if (startsWith(bytes, zip)) grids = readXlsx(bytes, file, limits);
  else {
    const text = decodeText(bytes);
    grids = text === undefined ? unreadable(file, 'a binary file', asked) : readCsv(text, file, limits);
  }
  if (!grids.ok) return grids;
  if (grids.value.every((grid) => grid.rows.length === 0))
    return unreadable(file, 'no cell with a value', 'a table with a row of headings');
  return grids;
};
