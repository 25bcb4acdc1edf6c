import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, sep } from 'node:path';
import { failure, success, type Result } from '@isocentre/evidence';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
};

/** What a page may do: run and load its own files, and nothing of any other host. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "worker-src 'self'",
  "connect-src 'self'",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const headers = {
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
} as const;

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

const refuse = (response: ServerResponse, status: number, text: string): void => {
  response.writeHead(status, { ...headers, 'content-type': 'text/plain; charset=utf-8' }).end(`${text}\n`);
};

const answer = async (folder: string, request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const { method, url = '/' } = request;
  if (method !== 'GET' && method !== 'HEAD') {
    response.setHeader('allow', 'GET, HEAD');
    refuse(response, 405, 'Only reading is possible here.');
    return;
  }
  const file = fileOf(folder, url);
  const about = file === undefined ? undefined : await stat(file).catch(() => undefined);
  if (file === undefined || !about?.isFile()) {
    refuse(response, 404, 'There is no such page.');
    return;
  }
  response.writeHead(200, {
    ...headers,
    'content-type': types[extname(file)] ?? 'application/octet-stream',
    'content-length': about.size,
    'cache-control': hashedName.test(file) ? aYear : 'no-cache',
  });
  if (method === 'HEAD') response.end();
  else
    createReadStream(file)
      .on('error', () => response.destroy())
      .pipe(response);
};

/** A server that runs. */
export interface Serving {
  readonly address: string;
  readonly close: () => Promise<void>;
}

const listen = (server: Server, port: number): Promise<string | undefined> =>
  new Promise((done) => {
    const failed = (error: NodeJS.ErrnoException): void => {
      done(error.code ?? error.message);
    };
    server.once('error', failed);
    // This machine alone: what is planned is nobody else's business.
    server.listen(port, '127.0.0.1', () => {
      server.off('error', failed);
      done(undefined);
    });
  });

/**
 * Serves the files of a folder to this machine.
 *
 * @param port The port; 0 takes any that is free.
 * @param otherwise Whether another free port will do where that one is taken.
 */
export const serveFolder = async (folder: string, port: number, otherwise: boolean): Promise<Result<Serving>> => {
  const server = createServer((request, response) => {
    answer(folder, request, response).catch(() => {
      response.destroy();
    });
  });
  let failed = await listen(server, port);
  if (failed === 'EADDRINUSE' && otherwise) failed = await listen(server, 0);
  if (failed !== undefined) {
    const found = failed === 'EADDRINUSE' ? 'a port that is taken' : failed === 'EACCES' ? 'no permission' : failed;
    return failure({ where: `--port ${port}`, found, expected: 'a free port; 0 takes any' });
  }
  const { port: taken } = server.address() as AddressInfo;
  return success({
    address: `http://127.0.0.1:${taken}/`,
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => {
          done();
        });
      }),
  });
};
