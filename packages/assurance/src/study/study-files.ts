import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { failure, success, type Result } from '@isocentre/evidence';
import { Gunzip } from 'fflate';

/** The files that stand beside a protocol, by name; read piece by piece, so that a large file is never held whole. */
export interface StudyFiles {
  readonly has: (name: string) => boolean;
  /** The bytes of a file in order, in pieces of any size. */
  readonly open: (name: string) => Iterable<Uint8Array>;
}

/** A file that a result rests on. */
export interface UsedFile {
  readonly name: string;
  readonly bytes: number;
  /** SHA-256 of its bytes as they were given, 64 hexadecimal digits. */
  readonly sha256: string;
}

/** Makes study files of bytes in memory. */
export const filesOf = (files: Readonly<Record<string, Uint8Array>>): StudyFiles => ({
  has: (name) => Object.hasOwn(files, name),
  open: (name) => {
    const bytes = Object.hasOwn(files, name) ? files[name] : undefined;
    return bytes ? [bytes] : [];
  },
});

const gzipMark = [0x1f, 0x8b];
const lengthBytes = 4;

/** Reads the files of a study: unpacks those that are gzipped, and keeps account of every file that was read. */
export class FileReading {
  readonly #files: StudyFiles;
  readonly #used = new Map<string, UsedFile>();

  constructor(files: StudyFiles) {
    this.#files = files;
  }

  /** Every file that was read to its end, by name. */
  get used(): readonly UsedFile[] {
    return [...this.#used.values()].toSorted((one, other) => (one.name < other.name ? -1 : 1));
  }

  /**
   * Hands on the bytes of a file, unpacked, piece by piece.
   *
   * @returns how many bytes were handed on; a problem where there is no such file or a gzip file is cut or broken.
   */
  read(name: string, take: (piece: Uint8Array) => void): Result<number> {
    if (!this.#files.has(name))
      return failure({ where: name, found: 'no such file', expected: 'a file that the protocol names' });
    const hash = sha256.create();
    let [bytes, unpacked] = [0, 0];
    // A gzip file ends with the length of what its last member unpacks to, by which a cut or a mix-up shows.
    let [member, tail] = [0, new Uint8Array()];
    const hand = (piece: Uint8Array): void => {
      unpacked += piece.length;
      member += piece.length;
      if (piece.length > 0) take(piece);
    };
    let gunzip: Gunzip | undefined;
    try {
      for (const piece of this.#files.open(name)) {
        if (bytes === 0 && gzipMark.every((byte, index) => piece[index] === byte)) {
          gunzip = new Gunzip(hand);
          gunzip.onmember = () => {
            member = 0;
          };
        }
        hash.update(piece);
        bytes += piece.length;
        if (!gunzip) hand(piece);
        else {
          tail = Uint8Array.of(...tail, ...piece.slice(-lengthBytes)).slice(-lengthBytes);
          gunzip.push(piece, false);
        }
      }
      gunzip?.push(new Uint8Array(0), true);
    } catch (error) {
      // Only what unpacks says so; another error is not ours to hide.
      if (!gunzip || !(error instanceof Error && 'code' in error && typeof error.code === 'number')) throw error;
      return failure({
        where: name,
        found: `a gzip file that cannot be unpacked: ${error.message}`,
        expected: 'one that is whole',
      });
    }
    if (gunzip && tail.reduceRight((sum, byte) => sum * 256 + byte, 0) !== member % 2 ** 32)
      return failure({ where: name, found: 'a gzip file that is cut off', expected: 'one that is whole' });
    this.#used.set(name, { name, bytes, sha256: bytesToHex(hash.digest()) });
    return success(unpacked);
  }

  /** Reads a file whole, for the formats that need it. */
  whole(name: string): Result<Uint8Array> {
    const pieces: Uint8Array[] = [];
    const read = this.read(name, (piece) => pieces.push(piece.slice()));
    if (!read.ok) return read;
    const bytes = new Uint8Array(read.value);
    let at = 0;
    for (const piece of pieces) {
      bytes.set(piece, at);
      at += piece.length;
    }
    return success(bytes);
  }
}
