import { createServer } from 'node:http';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { getRequestListener } from '@hono/node-server';
import { describe, type Problem } from '@isocentre/evidence';
import { shownRegisters } from '@isocentre/registers';
import { listen } from '@isocentre/serving';
import { createApp } from './app.ts';
import { headline } from './headline.ts';
import { limiterOf } from './http/limiter.ts';
import { Metrics } from './http/metrics.ts';
import { startKeeping } from './keep.ts';
import { readSettings } from './settings.ts';
import { relyingParty } from './sign-in/relying-party.ts';

const usualPort = 4500;
const developmentNotice = 'Development sign-in: invented people sign in. Nothing that they decide is real.\n';
const root = fileURLToPath(new URL('../../..', import.meta.url)).replace(/[/\\]$/, '');
const page = `${root}/apps/web/dist`;

const refuse = (problems: readonly Problem[]): never => {
  process.stderr.write(`${problems.map(describe).join('\n')}\n`);
  process.exit(2);
};

const settings = readSettings(process.argv.slice(2), process.env);
if (!settings.ok) refuse(settings.problems);
else {
  if (!existsSync(`${page}/index.html`)) {
    refuse([{ where: page, found: 'no built page', expected: 'one made by "npm run build"' }]);
  }
  const { port, host, aMinute, organisations, isDevelopment } = settings.value;
  if (organisations !== undefined && !existsSync(organisations)) {
    refuse([{ where: organisations, found: 'no such file', expected: 'a file of organisations that can be read' }]);
  }
  const now = (): Date => new Date();
  const keeping = startKeeping(settings.value, process.env, now);
  const answer = await headline(root);
  if (!answer.ok) refuse(answer.problems);

  let origin = settings.value.origin ?? '';
  const development = isDevelopment
    ? (await import('./sign-in/development.ts')).developmentProvider(() => origin)
    : undefined;
  const providers = development ? [development.provider] : settings.value.providers;
  const app = createApp({
    keeping: keeping.state,
    registers: shownRegisters,
    providers,
    relyingParty: relyingParty(),
    decides: providers.length > 0,
    page,
    origin: () => origin,
    now,
    // For programs: beside what a person reads, and only where it is asked for or something is wrong.
    log: (line) => {
      if (process.env['ISOCENTRE_LOG'] === 'all' || line['level'] === 'error')
        process.stderr.write(`${JSON.stringify(line)}\n`);
    },
    metrics: new Metrics(),
    limiter: limiterOf(aMinute, () => performance.now()),
  });
  const server = createServer(
    {
      // A request has to come in whole: slow ones would hold a connection for ever.
      headersTimeout: 10_000,
      requestTimeout: 30_000,
      keepAliveTimeout: 5000,
      maxHeaderSize: 16_384,
    },
    (request, response) => {
      if (development?.answer(request, response) !== true) void getRequestListener(app.fetch)(request, response);
    },
  );
  const listening = await listen(server, port ?? usualPort, port === undefined, host);
  if (!listening.ok) {
    await keeping.close();
    refuse(listening.problems);
  } else {
    const here = `http://${host.includes(':') ? `[${host}]` : host}:${listening.value}`;
    if (origin === '') origin = here;
    process.stdout.write(`${here}/\n\n${answer.ok ? answer.value : ''}\n\nCtrl-C ends it.\n`);
    void keeping.told.then((line) => {
      process.stdout.write(`\n${here}/registers\n${line}\n${development ? developmentNotice : ''}`);
    });
  }

  let ending = false;
  const end = async (): Promise<void> => {
    if (ending) return;
    ending = true;
    // Answers that are being given are finished; nobody new is let in.
    const closed = new Promise<void>((done) => {
      server.close(() => {
        done();
      });
    });
    server.closeIdleConnections();
    setTimeout(() => {
      server.closeAllConnections();
    }, 5000).unref();
    await closed;
    await keeping.close();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => void end());
}
