import { gunzipSync } from 'node:zlib';
import { failure, success, type Result, type TextFile } from '@isocentre/evidence';
import { readBytes } from './files.ts';

const mebibyte = 2 ** 20;
const mostBytes = 256 * mebibyte;
const gzipMark = [0x1f, 0x8b] as const;

/** Reads a table of data: CSV in UTF-8 of at most 256 MB, plain or gzipped. */
export const readTableText = async (path: string): Promise<Result<TextFile>> => {
  const bytes = await readBytes(path, mostBytes, 'a CSV file of at most 256 MB, plain or gzipped');
  if (!bytes.ok) return bytes;
  const problem = (found: string): Result<never> =>
    failure({ where: path, found, expected: 'a CSV file in UTF-8, plain or gzipped, of at most 256 MB' });
  let content = bytes.value;
  if (gzipMark.every((byte, index) => content[index] === byte)) {
    try {
      content = gunzipSync(content, { maxOutputLength: mostBytes });
    } catch (error) {
      return problem(`a gzip file that cannot be unpacked: ${error instanceof Error ? error.message : 'broken'}`);
    }
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(content);
    return text.includes('\0') ? problem('a binary file') : success({ name: path, text });
  } catch {
    return problem('a binary file');
  }
};
