import { randomUUID } from 'node:crypto';
import { createMiddleware } from 'hono/factory';
import { routePath } from 'hono/route';
import type { Environment } from '../environment.ts';
import type { Services } from '../services.ts';

/**
 * Gives each request a number, and each answer a line in the log and its place in the metrics. A line has the route, not
 * the address: what was looked for, and by whom, is nobody's business.
 */
export const watch = ({ log, metrics, now }: Services) =>
  createMiddleware<Environment>(async (context, next) => {
    const given = context.req.header('x-request-id');
    const requestId = given !== undefined && /^[\w-]{8,64}$/.test(given) ? given : randomUUID();
    context.set('requestId', requestId);
    const start = performance.now();
    await next();
    context.header('x-request-id', requestId);
    const milliseconds = performance.now() - start;
    const route = routePath(context);
    const { status } = context.res;
    const method = context.req.method;
    metrics.count('isocentre_http_requests_total', 'Answers by route and status.', { method, route, status });
    metrics.time(route, milliseconds / 1000);
    log({
      time: now().toISOString(),
      level: status === 500 ? 'error' : 'info',
      what: 'request',
      request: requestId,
      method,
      route,
      status,
      milliseconds: Math.round(milliseconds * 10) / 10,
    });
  });
