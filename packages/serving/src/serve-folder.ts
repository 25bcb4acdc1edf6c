import { createReadStream } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { success, type Result } from '@isocentre/evidence';
import { listen } from './listen.ts';
import { contentSecurityPolicy, securityHeaders } from './security.ts';
import { findFile } from './static-file.ts';

const headers = { 'content-security-policy': contentSecurityPolicy, ...securityHeaders };

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
  const file = await findFile(folder, url);
  if (!file) {
    refuse(response, 404, 'There is no such page.');
    return;
  }
  response.writeHead(200, { ...headers, ...file.headers });
  if (method === 'HEAD') response.end();
  else
    createReadStream(file.path)
      .on('error', () => response.destroy())
      .pipe(response);
};

/** A server that runs. */
export interface Serving {
  readonly address: string;
  readonly close: () => Promise<void>;
}

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
  const listening = await listen(server, port, otherwise);
  if (!listening.ok) return listening;
  return success({
    address: `http://127.0.0.1:${listening.value}/`,
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => {
          done();
        });
      }),
  });
};
