import {
  changedSinceLock,
  findAnalysis,
  hashOf,
  namedFiles,
  protocolHash,
  readProtocol,
  readProtocolLock,
  runStudy,
  studyDocument,
  studyJson,
  type Protocol,
  type StudyFiles,
  type StudyProgress,
} from '@isocentre/assurance';
import { reportBody, toReportHtml } from '@isocentre/documents';
import { failure, success, type Problem, type Result, type TextFile } from '@isocentre/evidence';
import { fileNamed, type Given } from './given.ts';
import type { ProtocolTold, StudyMade } from './messages.ts';

/** Gives the bytes of a file from one place to another; throws where it cannot be read. In a worker, that is at once. */
export type ReadBytes = (file: Blob) => Uint8Array;

const pieceBytes = 2 ** 20;
const percent = 100;

const unreadable = (name: string): Problem => ({
  where: name,
  found: 'something that cannot be read, such as a folder or a file that was changed since',
  expected: 'a file that can be read',
});

/** A file that could not be read, as the reading of a study meets it. */
class Unreadable extends Error {
  readonly problem: Problem;

  constructor(name: string) {
    super(name);
    this.problem = unreadable(name);
  }
}

const readPiece = (read: ReadBytes, piece: Blob, name: string): Uint8Array => {
  try {
    return read(piece);
  } catch {
    throw new Unreadable(name);
  }
};

/** Makes study files of those given, each read piece by piece when it is asked for. */
const studyFiles = (given: Given, named: readonly string[], read: ReadBytes, progress: StudyProgress): StudyFiles => ({
  has: (name) => fileNamed(name, given, named) !== undefined,
  open: function* (name): Generator<Uint8Array> {
    const file = fileNamed(name, given, named)?.file;
    if (!file) return;
    for (let from = 0; from < file.size; from += pieceBytes) {
      if (file.size > pieceBytes) progress(`Reading ${name}: ${Math.floor((percent * from) / file.size)} %`, 0);
      yield readPiece(read, file.slice(from, from + pieceBytes), name);
    }
  },
});

const textOf = (file: File, read: ReadBytes): TextFile => ({
  name: file.name,
  text: new TextDecoder().decode(readPiece(read, file, file.name)),
});

/** Reads the protocol, and holds it against its lock where there is one. */
const protocolOf = ({ protocol, lock }: Given, read: ReadBytes): Result<Protocol> => {
  const located = readProtocol(textOf(protocol, read));
  if (!located.ok) return located;
  const { value } = located.value;
  if (!lock) return success(value);
  const locked = readProtocolLock(textOf(lock, read));
  if (!locked.ok) return locked;
  const changed = changedSinceLock(value, locked.value, protocol.name);
  return changed.length > 0 ? failure(...changed) : success(value);
};

const orRefused = <T>(work: () => Result<T>): Result<T> => {
  try {
    return work();
  } catch (error) {
    if (error instanceof Unreadable) return failure(error.problem);
    throw error;
  }
};

/** Reads a protocol and says what it asks for. */
export const lookAt = (given: Given, read: ReadBytes): Result<ProtocolTold> =>
  orRefused(() => {
    const protocol = protocolOf(given, read);
    if (!protocol.ok) return protocol;
    const { title, technology, primary, data } = protocol.value;
    const { atLeast, atMost, margin } = primary.criterion;
    const goals = [
      ...(atLeast === undefined ? [] : [`at least ${atLeast}`]),
      ...(atMost === undefined ? [] : [`at most ${atMost}`]),
    ].join(' and ');
    return success({
      title,
      technology: `${technology.name}, version ${technology.version}`,
      primary: `${findAnalysis(primary.metric)?.title ?? primary.metric} ${goals}${margin > 0 ? `, margin ${margin}` : ''}, judged at the bound`,
      hash: protocolHash(protocol.value),
      isLocked: given.lock !== undefined,
      named: namedFiles(protocol.value),
      namesMore:
        data.design === 'label maps' ||
        data.design === 'lesions' ||
        (data.design === 'measurements' && data.report !== undefined),
    });
  });

/** Runs a study as `isocentre assure run` does; nothing of a case is in what it gives. */
export const makeStudy = (given: Given, read: ReadBytes, progress: StudyProgress): Result<StudyMade> =>
  orRefused(() => {
    const protocol = protocolOf(given, read);
    if (!protocol.ok) return protocol;
    const files = studyFiles(given, namedFiles(protocol.value), read, progress);
    const report = runStudy(protocol.value, files, given.lock !== undefined, progress);
    if (!report.ok) return report;
    const document = studyDocument(report.value);
    return success({
      title: document.title,
      body: reportBody(document),
      page: toReportHtml(document),
      json: studyJson(report.value),
      hash: hashOf(report.value),
    });
  });
