import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { StudyFiles } from '@isocentre/assurance';
import { failure, success, type Result } from '@isocentre/evidence';

const pieceBytes = 2 ** 20;
const percent = 100;

/**
 * Makes study files of a folder: each is read piece by piece when it is asked for.
 *
 * @param progress Told how far the reading of a large file is.
 */
export const studyFolder = (folder: string, progress: (text: string) => void = () => undefined): Result<StudyFiles> => {
  const about = statSync(folder, { throwIfNoEntry: false });
  if (!about?.isDirectory())
    return failure({
      where: `--data ${folder}`,
      found: about ? 'something that is not a folder' : 'no such folder',
      expected: 'the folder with the files that the protocol names',
    });
  const fileAt = (name: string): ReturnType<typeof statSync> => statSync(join(folder, name), { throwIfNoEntry: false });
  return success({
    has: (name) => fileAt(name)?.isFile() ?? false,
    open: function* (name): Generator<Uint8Array> {
      const size = Number(fileAt(name)?.size ?? 0);
      const handle = openSync(join(folder, name), 'r');
      try {
        const piece = new Uint8Array(pieceBytes);
        let done = 0;
        for (let read = readSync(handle, piece); read > 0; read = readSync(handle, piece)) {
          done += read;
          if (size > pieceBytes) progress(`reading ${name}: ${Math.floor((percent * done) / size)} %`);
          yield piece.subarray(0, read);
        }
      } finally {
        closeSync(handle);
        progress('');
      }
    },
  });
};
