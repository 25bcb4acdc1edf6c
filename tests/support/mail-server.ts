import { createServer, type Server, type Socket } from 'node:net';

/** A mail server of this machine that keeps what it is given. */
export interface FakeMailServer {
  readonly port: number;
  /** The mails, each with its head. */
  readonly mails: readonly string[];
  readonly close: () => Promise<void>;
}

const talk = (socket: Socket, keep: (mail: string) => void): void => {
  let [text, mail, inMail] = ['', '', false];
  socket.on('error', () => undefined);
  socket.write('220 example\r\n');
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString();
    for (let end = text.indexOf('\r\n'); end >= 0; end = text.indexOf('\r\n')) {
      const line = text.slice(0, end);
      text = text.slice(end + 2);
      if (inMail && line !== '.') {
        mail += `${line}\n`;
        continue;
      }
      if (inMail) {
        keep(mail);
        [mail, inMail] = ['', false];
      }
      if (line === 'DATA') inMail = true;
      socket.write(inMail ? '354 go on\r\n' : line === 'QUIT' ? '221 bye\r\n' : '250 ok\r\n');
      if (line === 'QUIT') socket.end();
    }
  });
};

/** Starts one, on a port that was used before where one is given. */
export const fakeMailServer = (port = 0): Promise<FakeMailServer> => {
  const mails: string[] = [];
  const server: Server = createServer((socket) => talk(socket, (mail) => mails.push(mail)));
  return new Promise((done, failed) => {
    server.once('error', failed);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      if (address === null || typeof address === 'string') throw new Error('no port');
      const close = (): Promise<void> => new Promise((closed) => server.close(() => closed()));
      done({ port: address.port, mails, close });
    });
  });
};
