import { stat } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { policyOf } from './security.ts';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
};

// Names that the build gives by content never change what they hold.
const hashedName = /-[\w-]{8}\.\w+$/;
const aYear = 'public, max-age=31536000, immutable';

/** Finds the file that an address means; undefined where it means none inside the folder. */
export const fileOf = (folder: string, url: string): string | undefined => {
  let path;
  try {
    path = decodeURIComponent(url.split(/[?#]/)[0] ?? '/');
  } catch {
    return undefined;
  }
  // A name of the disk that an address has no business with: hidden files, other folders, other drives, streams.
  if (!path.startsWith('/') || /[\\:\0]/.test(path) || path.split('/').some((part) => part.startsWith('.')))
    return undefined;
  const file = join(folder, path.endsWith('/') ? `${path}index.html` : path);
  return file.startsWith(`${folder}${sep}`) ? file : undefined;
};

/** A file that is there, and the headers that go with it. */
export interface StaticFile {
  readonly path: string;
  readonly headers: Readonly<
    Record<'content-type' | 'content-length' | 'cache-control' | 'content-security-policy', string>
  >;
}

/** Finds a file of a folder by its address; undefined where there is none. */
export const findFile = async (folder: string, url: string): Promise<StaticFile | undefined> => {
  const path = fileOf(folder, url);
  const about = path === undefined ? undefined : await stat(path).catch(() => undefined);
  if (path === undefined || !about?.isFile()) return undefined;
  return {
    path,
    headers: {
      'content-type': types[extname(path)] ?? 'application/octet-stream',
      'content-length': String(about.size),
      'cache-control': hashedName.test(path) ? aYear : 'no-cache',
      'content-security-policy': policyOf(path),
    },
  };
};
