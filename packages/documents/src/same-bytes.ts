import { strFromU8, strToU8, unzipSync, zipSync, type Zippable } from 'fflate';

/** The date that stands in place of the day of writing: the first that an archive can hold. */
const fixedDate = '1980-01-01T00:00:00Z';

/** Gives ids that were made at random the numbers in whose order they first stand. */
const numbered = (text: string, pattern: RegExp, name: string, known: Map<string, string>): string =>
  text.replaceAll(pattern, (_, before: string, id: string, after: string) => {
    const found = known.get(id) ?? `${name}${known.size + 1}`;
    known.set(id, found);
    return `${before}${found}${after}`;
  });

const isText = (path: string): boolean => /\.(xml|rels)$/.test(path);

const isArchive = (path: string): boolean => path.endsWith('.xlsx');

/**
 * Brings an Office file into the same bytes whenever it is written: fixed dates in its properties and in the archive,
 * and numbers in place of ids that were made at random or go on from one file to the next.
 */
export const sameBytes = (bytes: Uint8Array): Uint8Array => {
  const drawings = new Map<string, string>();
  const relations = new Map<string, string>();
  const files: Zippable = {};
  for (const [path, content] of Object.entries(unzipSync(bytes))) {
    let part: Uint8Array = content;
    if (isArchive(path)) part = sameBytes(content);
    else if (isText(path)) {
      let text = strFromU8(content);
      text = text.replaceAll(/(<dcterms:(?:created|modified)[^>]*>)[^<]*/g, `$1${fixedDate}`);
      text = numbered(text, /(<wp:docPr [^>]*?\bid=")([^"]*)(")/g, '', drawings);
      text = numbered(text, /(")(rId[\w-]{12,})(")/g, 'rIdMade', relations);
      part = strToU8(text);
    }
    files[path] = [part, { mtime: new Date(1980, 0, 1) }];
  }
  return zipSync(files);
};
