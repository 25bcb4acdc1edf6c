import { createServer } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { getRequestListener } from '@hono/node-server';
import { success, type Result } from '@isocentre/evidence';
import { shownRegisters } from '@isocentre/registers';
import { listen } from '@isocentre/serving';
import { createApp } from './app.ts';
import { limiterOf } from './http/limiter.ts';
import type { Services } from './services.ts';
import type { Settings } from './settings.ts';
import { breakLines, columnsOf } from './start-words.ts';
import { relyingParty } from './sign-in/relying-party.ts';

const usualPort = 4500;
/** Milliseconds for the registers to open before the planner's answer is computed. */
const longestWait = 5000;

/** Planner and registers that are being served. */
export interface Serving {
  readonly address: string;
  /** Lets nobody new in and ends when what is being answered has been, or after some milliseconds. */
  readonly stop: (longest: number) => Promise<void>;
}

/**
 * Serves planner and registers, and prints the address and the planner's answer.
 *
 * @param root The folder with the planner's figures and scenarios.
 * @param tried Ends once the registers are open, or could not be opened.
 */
export const serve = async (
  { port, host, origin: given, aMinute, isDevelopment, providers: named }: Settings,
  {
    root,
    tried,
    ...joined
  }: Pick<Services, 'keeping' | 'page' | 'now' | 'log' | 'metrics' | 'outages'> & {
    readonly root: string;
    readonly tried: Promise<unknown>;
  },
): Promise<Result<Serving>> => {
  let origin = given ?? '';
  const development = isDevelopment
    ? (await import('./sign-in/development.ts')).developmentProvider(() => origin)
    : undefined;
  const providers = development ? [development.provider] : named;
  const app = createApp({
    ...joined,
    registers: shownRegisters,
    providers,
    relyingParty: relyingParty(),
    decides: providers.length > 0,
    origin: () => origin,
    limiter: limiterOf(aMinute, () => performance.now()),
  });
  const answerRequest = getRequestListener(app.fetch);
  const server = createServer(
    {
      // A request has to come in whole: slow ones would hold a connection for ever.
      headersTimeout: 10_000,
      requestTimeout: 30_000,
      keepAliveTimeout: 5000,
      maxHeaderSize: 16_384,
    },
    (request, response) => {
      if (development?.answer(request, response) !== true) void answerRequest(request, response);
    },
  );
  const listening = await listen(server, port ?? usualPort, port === undefined, host);
  if (!listening.ok) return listening;
  const address = `http://${host.includes(':') ? `[${host}]` : host}:${listening.value}`;
  if (origin === '') origin = address;
  process.stdout.write(`${address}/\n\n`);
  // Pages are there, and the registers too, before this process is busy for a second with the planner's answer.
  await Promise.race([tried, pause(longestWait, undefined, { ref: false })]);
  const { headline } = await import('./headline.ts');
  const answer = await headline(root);
  if (!answer.ok) return answer;
  const columns = columnsOf(process.stdout.columns);
  process.stdout.write(`${breakLines(answer.value, columns).join('\n')}\n\n`);
  const stop = async (longest: number): Promise<void> => {
    const closed = new Promise<void>((done) => {
      server.close(() => {
        done();
      });
    });
    server.closeIdleConnections();
    setTimeout(() => {
      server.closeAllConnections();
    }, longest).unref();
    await closed;
  };
  return success({ address, stop });
};
