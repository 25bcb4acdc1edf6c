/** A file that a reader gave, with its path in the folder that was chosen, or its name alone. */
export interface GivenFile {
  readonly path: string;
  readonly file: File;
}

/** What a reader gave so far. */
export interface GivenSoFar {
  readonly protocol: File | undefined;
  /** The protocol as it was locked; without it the study is a draft. */
  readonly lock: File | undefined;
  readonly files: readonly GivenFile[];
}

/** What a study on the page is made from. */
export interface Given extends GivenSoFar {
  readonly protocol: File;
}

const isProtocol = (path: string): boolean => /\.ya?ml$/i.test(path);
const isLock = (path: string): boolean => /\.json$/i.test(path);

/** Gives the path of a chosen file within its folder. */
export const givenFile = (file: File): GivenFile => ({
  path: file.webkitRelativePath === '' ? file.name : file.webkitRelativePath.split('/').slice(1).join('/'),
  file,
});

/** Sorts what a reader gave into the protocol (YAML), its lock (JSON) and data; a newer file takes the place of an older. */
export const sortGiven = (before: GivenSoFar, added: readonly GivenFile[]): GivenSoFar => {
  const protocol = added.findLast(({ path }) => isProtocol(path))?.file;
  const lock = added.findLast(({ path }) => isLock(path))?.file;
  const data = added.filter(({ path }) => !isProtocol(path) && !isLock(path));
  const names = new Set(data.map(({ path }) => path));
  return {
    protocol: protocol ?? before.protocol,
    // The lock of another protocol says nothing of this one.
    lock: lock ?? (protocol ? undefined : before.lock),
    files: [...before.files.filter(({ path }) => !names.has(path)), ...data],
  };
};

/**
 * Finds the file that a protocol means by a name: the one of that path; else the only one of that name in any folder; else,
 * where the protocol names one file and one was given, that one.
 */
export const fileNamed = (
  name: string,
  { files }: Pick<GivenSoFar, 'files'>,
  named: readonly string[],
): GivenFile | undefined => {
  const exact = files.find(({ path }) => path === name);
  if (exact) return exact;
  const last = (path: string): string => path.split('/').at(-1) ?? '';
  const alike = files.filter(({ path }) => last(path) === last(name));
  if (alike.length === 1) return alike[0];
  return named.length === 1 && named[0] === name && files.length === 1 ? files[0] : undefined;
};
