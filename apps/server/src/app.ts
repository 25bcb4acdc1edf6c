import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { OpenAPIHono } from '@hono/zod-openapi';
import { findFile } from '@isocentre/serving';
import { outageOf } from '@isocentre/store';
import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { createMiddleware } from 'hono/factory';
import { HTTPException } from 'hono/http-exception';
import { createApi } from './api/api.ts';
import type { Environment } from './environment.ts';
import { limit, protect } from './http/guard.ts';
import { ownRequest } from './http/own-request.ts';
import { problem } from './http/problem.ts';
import { watch } from './http/watch.ts';
import { addMembers } from './members/routes.ts';
import { apiPage } from './pages/api-page.ts';
import { messagePage } from './pages/layout.ts';
import { addPages } from './pages/pages.ts';
import { pageShower } from './pages/show.ts';
import type { Services } from './services.ts';
import { addSignIn } from './sign-in/routes.ts';
import { visitorOf } from './sign-in/visitor.ts';

/** More than any decision with its reasons takes. */
const largestBody = 256 * 1024;

// A path with a star is also the one without it.
const withRegistersPaths = ['/api/v1', '/registers', '/sign-in', '/sign-out', '/members', '/me', '/invitation'];

const isApi = (path: string): boolean => path === '/api/v1' || path.startsWith('/api/v1/');

/** Answers that the registers are not there now, and why. */
const unavailable = async (context: Context<Environment>, services: Services, why: string): Promise<Response> => {
  context.header('retry-after', '5');
  if (isApi(context.req.path)) return problem(context, 'unavailable', { detail: why });
  return pageShower(services)(
    context,
    messagePage(
      'The registers are not there now',
      `${why} Whoever runs this server finds the reason where it was started. The planner works.`,
    ),
    503,
  );
};

/** The last entry that whoever asks says to have: by its ETag they were told it before, perhaps by another process. */
const knownEntry = (sent = ''): number =>
  Math.max(0, ...Array.from(sent.matchAll(/"entry-(\d{1,15})/g), ([, number]) => Number(number)));

/** Puts the registers and the visitor beside a request, or answers that the registers are not there. */
const withRegisters = (services: Services) =>
  createMiddleware<Environment>(async (context, next) => {
    const state = services.keeping();
    if (state.kind === 'open') {
      context.set('kept', state.kept);
      const { store } = state.kept;
      const visitor = await visitorOf(services.origin(), context.req.header('cookie'), state.kept);
      context.set('visitor', visitor);
      context.set('reader', visitor ? store : store.forAnyone(knownEntry(context.req.header('if-none-match'))));
      await next();
      if (context.req.method === 'POST' && context.res.status < 400) services.outages.end('disk of the database');
      return undefined;
    }
    const why = state.kind === 'starting' ? 'Their database is starting.' : 'Their database cannot be used.';
    return unavailable(context, services, why);
  });

const addHealth = (app: OpenAPIHono<Environment>, { keeping, metrics }: Services): void => {
  app.get('/health', (context) => context.json({ status: 'up' }));
  app.get('/ready', async (context) => {
    const state = keeping();
    if (state.kind !== 'open') return context.json({ status: state.kind }, 503);
    try {
      await state.kept.store.size();
      return context.json({ status: 'ready' });
    } catch {
      return context.json({ status: 'no database' }, 503);
    }
  });
  app.get('/metrics', async (context) => {
    const state = keeping();
    const store = state.kind === 'open' ? state.kept.store : undefined;
    const size = await store?.size().catch(() => undefined);
    const jobs = await store
      ?.jobs()
      .count()
      .catch(() => undefined);
    const replicas = store?.replicaStates() ?? [];
    const used = replicas.map(({ name, isUsed }) => [{ replica: name }, Number(isUsed)] as const);
    const lags = replicas.flatMap(({ name, lag }) => (Number.isFinite(lag) ? [[{ replica: name }, lag] as const] : []));
    const text = metrics.write({
      isocentre_up: ['Whether the registers can be used.', size === undefined ? 0 : 1],
      ...(size === undefined ? {} : { isocentre_ledger_entries: ['Entries of the ledger.', size] as const }),
      ...(jobs
        ? {
            isocentre_jobs_waiting: [
              'Work that waits, such as what is to be sent to a receiver.',
              jobs.waiting,
            ] as const,
            isocentre_notices_untaken: ['Notices that no process with receivers took up.', jobs.untaken] as const,
            isocentre_jobs_put_aside: [
              'Work that was tried in vain and waits for somebody to look.',
              jobs.putAside,
            ] as const,
          }
        : {}),
      ...(used.length > 0 ? { isocentre_replica_used: ['Whether a replica is read from.', used] as const } : {}),
      ...(lags.length > 0
        ? { isocentre_replica_lag_seconds: ['What was written longer ago is on the replica.', lags] as const }
        : {}),
      process_resident_memory_bytes: ['Memory of the process.', process.memoryUsage.rss()],
    });
    return context.body(text, 200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' });
  });
};

/** What tells the planner's page that the registers are served beside it. */
const besideRegisters = '<meta name="isocentre-registers" content="/registers" />';

const addPlanner = (app: OpenAPIHono<Environment>, { page }: Services): void => {
  app.get('*', async (context) => {
    const file = await findFile(page, context.req.path);
    if (!file) return context.notFound();
    for (const [name, value] of Object.entries(file.headers)) context.header(name, value);
    if (file.path === join(page, 'index.html')) {
      const text = (await readFile(file.path, 'utf8')).replace('<title>', `${besideRegisters}$&`);
      context.header('content-length', String(Buffer.byteLength(text)));
      return context.req.method === 'HEAD' ? context.body(null) : context.body(text);
    }
    if (context.req.method === 'HEAD') return context.body(null);
    return context.body(Readable.toWeb(createReadStream(file.path)) as ReadableStream);
  });
};

/** Makes the server: planner, registers and API behind one address. It keeps no state but counts and limits. */
export const createApp = (services: Services): OpenAPIHono<Environment> => {
  const app = new OpenAPIHono<Environment>();
  const { log, now } = services;
  const show = pageShower(services);
  app.use(watch(services), protect);
  addHealth(app, services);
  app.use(limit(services));
  app.use(
    bodyLimit({
      maxSize: largestBody,
      onError: (context) => {
        // The rest of the body is not read, so that nothing else can come on this connection.
        context.header('connection', 'close');
        return problem(context, 'too-large', { detail: `At most ${largestBody} bytes.` });
      },
    }),
  );
  for (const path of withRegistersPaths) app.use(`${path}/*`, withRegisters(services), ownRequest(services));
  app.route('/api/v1', createApi(services));
  app.get('/api', (context) => show(context, apiPage(services.decides)));
  addSignIn(app, services);
  addMembers(app, services);
  addPages(app, services);
  addPlanner(app, services);
  app.notFound((context) => {
    const { method, path } = context.req;
    const reads = method === 'GET' || method === 'HEAD';
    if (isApi(path)) return reads ? problem(context, 'not-found') : problem(context, 'method-not-allowed');
    if (reads) return show(context, messagePage('There is no such page', 'Perhaps it was mistyped.'), 404);
    context.header('allow', 'GET, HEAD');
    return context.text('Only reading is possible here.\n', 405);
  });
  app.onError(async (error, context) => {
    const outage = outageOf(error);
    if (outage) {
      services.outages.begin(outage.who, outage.why);
      return unavailable(context, services, `The ${outage.who} does not take it now. Try again in a moment.`);
    }
    if (error instanceof HTTPException) {
      if (error.status === 415) return problem(context, 'not-json');
      if (error.status === 413) return problem(context, 'too-large');
      if (error.status < 500) return problem(context, 'bad-request', { detail: error.message });
    }
    // The kind of error and where it came from; its message could hold what somebody wrote.
    const frames = error.stack?.split('\n').filter((line) => line.trim().startsWith('at ')) ?? [];
    log({
      time: now().toISOString(),
      level: 'error',
      what: 'fault',
      request: context.var.requestId,
      error: error.name,
      code: 'code' in error ? error.code : undefined,
      at: frames.slice(0, 5).map((line) => line.trim()),
    });
    return problem(context, 'fault', {
      detail: `Whoever runs this server finds it in the log under ${context.var.requestId}.`,
    });
  });
  return app;
};
