import {
  existsSync,
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { describe as problemText } from '@isocentre/evidence';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkPlace, readLines, readText, removeUnfinished, writeWhole } from './files.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'isocentre-files-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const at = (name: string): string => join(folder, name);

const refusal = async (outcome: ReturnType<typeof readText> | ReturnType<typeof writeWhole>): Promise<string> => {
  const result = await outcome;
  return result.ok ? 'no problem' : result.problems.map(problemText).join('\n').replaceAll(`${folder}/`, '');
};

describe('readLines', () => {
  const lines = Array.from({ length: 300 }, (_, line) => `line ${line}`);
  const read = async (name: string, after: number): Promise<readonly string[]> => {
    const opened = await readLines(at(name));
    if (!opened.ok) throw new Error(JSON.stringify(opened.problems));
    await pause(after);
    const found: string[] = [];
    for await (const line of opened.value) found.push(line);
    return found;
  };
  test('gives the lines of a file, packed or not', async () => {
    writeFileSync(at('a.jsonl'), lines.join('\n'));
    writeFileSync(at('a.jsonl.gz'), gzipSync(lines.join('\n')));
    expect(await read('a.jsonl', 0)).toEqual(lines);
    expect(await read('a.jsonl.gz', 0)).toEqual(lines);
  });
  test('a packed file that is cut is thrown to whoever reads, however late, and to nobody else', async () => {
    const whole = gzipSync(lines.join('\n'));
    for (let cut = 1; cut <= 40; cut += 1) {
      writeFileSync(at('cut.gz'), whole.subarray(0, whole.length - cut));
      await expect(read('cut.gz', cut % 4)).rejects.toThrow('unexpected end of file');
    }
  });
});

describe('readText', () => {
  test('gives the text of a file under the name asked for', async () => {
    writeFileSync(at('a.yaml'), 'posts: 1 £\n');
    expect(await readText(at('a.yaml'), 'data/a.yaml')).toEqual({
      ok: true,
      value: { name: 'data/a.yaml', text: 'posts: 1 £\n' },
    });
  });
  test('a file of exactly 1 MiB is read and one byte more is not', async () => {
    writeFileSync(at('most.yaml'), ' '.repeat(2 ** 20));
    expect((await readText(at('most.yaml'))).ok).toBe(true);
    writeFileSync(at('more.yaml'), ' '.repeat(2 ** 20 + 1));
    expect(await refusal(readText(at('more.yaml')))).toBe(
      'more.yaml: found a file of 2 MB; expected a YAML file of at most 1 MB',
    );
  });
  test('a huge file is refused by its size', async () => {
    writeFileSync(at('huge.yaml'), '');
    truncateSync(at('huge.yaml'), 100 * 2 ** 20);
    expect(await refusal(readText(at('huge.yaml')))).toBe(
      'huge.yaml: found a file of 100 MB; expected a YAML file of at most 1 MB',
    );
  });
  test.each<[string, () => void, string]>([
    ['a missing file', () => undefined, 'found no such file; expected a file that can be read'],
    ['a folder', () => mkdirSync(at('x')), 'found a folder; expected a file'],
    [
      'bytes that are not UTF-8',
      () => writeFileSync(at('x'), Uint8Array.of(0xff, 0xfe, 1)),
      'found a binary file; expected a text file in UTF-8',
    ],
    ['a zero byte', () => writeFileSync(at('x'), 'a\0b'), 'found a binary file; expected a text file in UTF-8'],
    [
      'a link to itself',
      () => symlinkSync(at('x'), at('x')),
      'found links that go in a circle; expected a file that can be read',
    ],
  ])('%s is refused', async (_what, make, message) => {
    make();
    expect(await refusal(readText(at('x')))).toBe(`x: ${message}`);
  });
  test('a path through a file is refused', async () => {
    writeFileSync(at('x'), '');
    expect(await refusal(readText(at('x/y')))).toBe('x/y: found no such file; expected a file that can be read');
  });
  test('a name that is too long is refused', async () => {
    expect(await refusal(readText(at('n'.repeat(300))))).toContain(': found a name that is too long; expected');
  });
});

describe('writeWhole', () => {
  test('writes a new file and leaves nothing beside it', async () => {
    expect(await writeWhole(at('a.csv'), 'year\r\n')).toEqual({ ok: true, value: true });
    expect(readdirSync(folder)).toEqual(['a.csv']);
    expect(readFileSync(at('a.csv'), 'utf8')).toBe('year\r\n');
  });
  test('replaces a file and keeps its permissions', async () => {
    writeFileSync(at('a.csv'), 'old and longer');
    chmodSync(at('a.csv'), 0o600);
    await writeWhole(at('a.csv'), Uint8Array.of(1, 2));
    expect([...readFileSync(at('a.csv'))]).toEqual([1, 2]);
    expect(statSync(at('a.csv')).mode & 0o777).toBe(0o600);
  });
  test('a link stays a link and its target is written', async () => {
    writeFileSync(at('target'), 'old');
    symlinkSync(at('target'), at('link'));
    await writeWhole(at('link'), 'new');
    expect(lstatSync(at('link')).isSymbolicLink()).toBe(true);
    expect(readFileSync(at('target'), 'utf8')).toBe('new');
  });
  test('the longest name that a file may have can be written', async () => {
    const name = 'n'.repeat(255);
    expect((await writeWhole(at(name), 'x')).ok).toBe(true);
    expect(readdirSync(folder)).toEqual([name]);
  });
  test.each<[string, string, () => void, string]>([
    ['a folder', 'x', () => mkdirSync(at('x')), 'found a folder'],
    ['a missing folder', 'none/x', () => undefined, 'found no such folder'],
    ['a missing folder with a slash', 'none/', () => undefined, 'found no such folder'],
    ['a path through a file', 'x/y', () => writeFileSync(at('x'), ''), 'found no such folder'],
    ['a name that is too long', 'n'.repeat(256), () => undefined, 'found a name that is too long'],
  ])('%s is refused and nothing is left behind', async (_what, name, make, found) => {
    make();
    const before = readdirSync(folder, { recursive: true });
    expect(await refusal(writeWhole(at(name), 'text'))).toBe(
      `${name}: ${found}; expected a place where the file can be written`,
    );
    expect(readdirSync(folder, { recursive: true })).toEqual(before);
  });
  test.runIf(existsSync('/proc/self'))('a folder that takes no file is not said to be missing', async () => {
    for (const outcome of [checkPlace('/proc/x.csv'), writeWhole('/proc/x.csv', 'text')]) {
      // Whether permissions or the folder itself refuse it depends on who runs this.
      expect(await refusal(outcome)).toMatch(
        /^\/proc\/x\.csv: found (a folder in which no file can be made|no permission to write); expected a place/,
      );
    }
  });
  test('to see whether a file can be made leaves none behind', async () => {
    expect(await checkPlace(at('x.csv'))).toEqual({ ok: true, value: true });
    expect(readdirSync(folder)).toEqual([]);
  });
  test('something that is not a file is refused and stays', async () => {
    const server = createServer();
    await new Promise<void>((done) => {
      server.listen(at('socket'), done);
    });
    expect(await refusal(writeWhole(at('socket'), 'text'))).toBe(
      'socket: found something that is not a file; expected a place where the file can be written',
    );
    expect(lstatSync(at('socket')).isSocket()).toBe(true);
    await new Promise((done) => {
      server.close(done);
    });
  });
  test('what is being written can be taken away', async () => {
    const writing = writeWhole(at('a.csv'), 'x'.repeat(2 ** 24));
    while (readdirSync(folder).length === 0) await new Promise((done) => setImmediate(done));
    removeUnfinished();
    expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([]);
    await writing;
    expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([]);
  });
});
