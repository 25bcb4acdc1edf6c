import { createMiddleware } from 'hono/factory';
import { securityHeaders } from '@isocentre/serving';
import type { Environment } from '../environment.ts';
import type { Services } from '../services.ts';
import { problem } from './problem.ts';

/** What a page of the registers may do: have a style, show pictures of its own, send forms here. It runs no script. */
export const pagePolicy = [
  "default-src 'none'",
  "style-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** Puts the headers of security on every answer that has none of its own. */
export const protect = createMiddleware<Environment>(async (context, next) => {
  await next();
  for (const [name, value] of Object.entries(securityHeaders)) context.res.headers.set(name, value);
  if (context.res.headers.has('content-security-policy')) return;
  context.header('content-security-policy', pagePolicy);
  // With no referrer at all a browser sends no Origin with a form either.
  context.header('referrer-policy', 'same-origin');
});

const readCost = 1;
// A decision is dearer than a read: a transaction, and a line in a history that never goes.
const writeCost = 10;

/** Limits how much one client may ask. */
export const limit = ({ limiter, metrics }: Services) =>
  createMiddleware<Environment>(async (context, next) => {
    const client = context.env?.incoming?.socket.remoteAddress ?? '';
    const isRead = context.req.method === 'GET' || context.req.method === 'HEAD';
    const wait = limiter.take(client, isRead ? readCost : writeCost);
    if (wait === 0) return next();
    metrics.count('isocentre_limited_total', 'Requests that came too fast.');
    context.header('retry-after', String(wait));
    return problem(context, 'too-many', { detail: `Ask again in ${wait} s.` });
  });
