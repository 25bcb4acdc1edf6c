import { randomBytes } from 'node:crypto';
import { open, readFile, realpath, rename, rm, stat, writeFile, type FileHandle } from 'node:fs/promises';
import { createReadStream, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pipeline, Readable } from 'node:stream';
import { createGunzip, createGzip } from 'node:zlib';
import { failure, success, type Problem, type Result, type TextFile } from '@isocentre/evidence';

const mebibyte = 2 ** 20;

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '');

const readProblem = (name: string, error: unknown): Problem => {
  const expected = 'a file that can be read';
  switch (codeOf(error)) {
    case 'ENOENT':
    case 'ENOTDIR':
      return { where: name, found: 'no such file', expected };
    case 'ENAMETOOLONG':
      return { where: name, found: 'a name that is too long', expected };
    case 'ELOOP':
      return { where: name, found: 'links that go in a circle', expected };
    case 'EACCES':
      return { where: name, found: 'a file without permission to read', expected };
    default:
      return { where: name, found: String(error instanceof Error ? error.message : error), expected };
  }
};

/**
 * Reads the bytes of a file.
 *
 * Looks at the size before it reads, so that a huge file costs nothing.
 */
export const readBytes = async (
  path: string,
  most: number,
  expected: string,
  name = path,
): Promise<Result<Uint8Array>> => {
  try {
    const about = await stat(path);
    if (about.isDirectory()) return failure({ where: name, found: 'a folder', expected: 'a file' });
    if (!about.isFile()) return failure({ where: name, found: 'something that is not a file', expected: 'a file' });
    if (about.size > most)
      return failure({ where: name, found: `a file of ${Math.ceil(about.size / mebibyte)} MB`, expected });
    return success(await readFile(path));
  } catch (error) {
    return failure(readProblem(name, error));
  }
};

/** Gives the lines of a file of any length, unpacked where its name ends in `.gz`. What fails while it is read is thrown. */
export const readLines = async (path: string): Promise<Result<AsyncIterable<string>>> => {
  try {
    const about = await stat(path);
    if (!about.isFile()) {
      return failure({ where: path, found: about.isDirectory() ? 'a folder' : 'no file', expected: 'a file' });
    }
    await (await open(path)).close();
  } catch (error) {
    return failure(readProblem(path, error));
  }
  const file = createReadStream(path);
  if (!path.endsWith('.gz')) return success(linesOf(file));
  const unpacked = pipeline(file, createGunzip(), () => undefined);
  // Whoever reads the lines is thrown it; a file that is cut can fail before anybody does, and that would end the program.
  unpacked.on('error', () => undefined);
  return success(linesOf(unpacked));
};

async function* linesOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const part of bytes) {
    const lines = (rest + decoder.decode(part, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}

/** Packs a text that is being made. */
export const gzipped = (text: AsyncIterable<string>): AsyncIterable<Uint8Array> =>
  // What fails in the text ends the packing with the same error.
  pipeline(Readable.from(text), createGzip(), () => undefined) as AsyncIterable<Uint8Array>;

/** Reads a text file that a person wrote: at most 1 MiB of UTF-8. */
export const readText = async (path: string, name = path): Promise<Result<TextFile>> => {
  const bytes = await readBytes(path, mebibyte, 'a YAML file of at most 1 MB', name);
  if (!bytes.ok) return bytes;
  const binary = { where: name, found: 'a binary file', expected: 'a text file in UTF-8' };
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes.value);
    return text.includes('\0') ? failure(binary) : success({ name, text });
  } catch {
    return failure(binary);
  }
};

const unfinished = new Set<string>();

/** Removes every file that is being written; for the moment when the program is told to stop. */
export const removeUnfinished = (): void => {
  for (const path of unfinished) rmSync(path, { force: true });
};

const noPlace = (path: string, found: string): Result<never> =>
  failure({ where: path, found, expected: 'a place where the file can be written' });

const checkKind = async (path: string): Promise<Result<true>> => {
  const about = await stat(path).catch(() => undefined);
  if (about?.isDirectory()) return noPlace(path, 'a folder');
  // A device or a pipe has no place to be replaced in: moving a file there would destroy it.
  if (about && !about.isFile()) return noPlace(path, 'something that is not a file');
  const folder = await stat(dirname(path)).catch(() => undefined);
  return folder?.isDirectory() ? success(true) : noPlace(path, 'no such folder');
};

const whyNot = (error: unknown, isMade: boolean): string => {
  const code = codeOf(error);
  // The folder was there a moment ago: some, such as /proc, take no file and say that they do not exist.
  if (code === 'ENOENT' && !isMade) return 'a folder in which no file can be made';
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'no such folder';
  if (code === 'ENAMETOOLONG') return 'a name that is too long';
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return 'no permission to write';
  if (code === 'ENOSPC') return 'a full disk';
  return String(error instanceof Error ? error.message : error);
};

/** What a link points to is written, and the link stays. */
const placeOf = async (path: string): Promise<{ readonly target: string; readonly beside: string }> => {
  const target = await realpath(path).catch(() => path);
  return { target, beside: join(dirname(target), `.isocentre-${randomBytes(6).toString('hex')}`) };
};

/** Tells whether a file can have this place, before long work for it: makes an empty one beside it, and takes it away. */
export const checkPlace = async (path: string): Promise<Result<true>> => {
  const kind = await checkKind(path);
  if (!kind.ok) return kind;
  const { beside } = await placeOf(path);
  try {
    unfinished.add(beside);
    await (await open(beside, 'wx')).close();
    await rm(beside);
    return success(true);
  } catch (error) {
    return noPlace(path, whyNot(error, false));
  } finally {
    unfinished.delete(beside);
  }
};

/**
 * Writes a file whole or not at all: beside it under another name first, then moved into place.
 *
 * @param mode The permissions of a file that is new.
 */
export const writeWhole = async (
  path: string,
  content: string | Uint8Array | AsyncIterable<string | Uint8Array>,
  mode = 0o666,
): Promise<Result<true>> => {
  const kind = await checkKind(path);
  if (!kind.ok) return kind;
  const about = await stat(path).catch(() => undefined);
  const { target, beside } = await placeOf(path);
  let handle: FileHandle | undefined;
  let isMade = false;
  try {
    unfinished.add(beside);
    handle = await open(beside, 'wx', about?.mode ?? mode);
    isMade = true;
    await writeFile(handle, content);
    await handle.sync();
    await handle.close();
    handle = undefined;
    await rename(beside, target);
    return success(true);
  } catch (error) {
    await handle?.close().catch(() => undefined);
    await rm(beside, { force: true }).catch(() => undefined);
    return noPlace(path, whyNot(error, isMade));
  } finally {
    unfinished.delete(beside);
  }
};
