import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { failure, success, type Result } from '@isocentre/evidence';

const thisMachine = '127.0.0.1';

const tryPort = (
  server: Pick<Server, 'listen' | 'once' | 'off'>,
  port: number,
  host: string,
): Promise<string | undefined> =>
  new Promise((done) => {
    const failed = (error: NodeJS.ErrnoException): void => {
      done(error.code ?? error.message);
    };
    server.once('error', failed);
    server.listen(port, host, () => {
      server.off('error', failed);
      done(undefined);
    });
  });

/**
 * Lets a server listen and gives the port that it got.
 *
 * @param port The port; 0 takes any that is free.
 * @param otherwise Whether another free port will do where that one is taken.
 * @param host The address of the network to listen on; this machine alone by default, since what is planned is nobody
 *   else's business.
 */
export const listen = async (
  server: Pick<Server, 'listen' | 'once' | 'off' | 'address'>,
  port: number,
  otherwise: boolean,
  host = thisMachine,
): Promise<Result<number>> => {
  let failed = await tryPort(server, port, host);
  if (failed === 'EADDRINUSE' && otherwise) failed = await tryPort(server, 0, host);
  if (failed === undefined) return success((server.address() as AddressInfo).port);
  const found = failed === 'EADDRINUSE' ? 'a port that is taken' : failed === 'EACCES' ? 'no permission' : failed;
  return failure({ where: `--port ${port}`, found, expected: 'a free port; 0 takes any' });
};
