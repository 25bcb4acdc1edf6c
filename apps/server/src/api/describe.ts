import { OpenAPIHono } from '@hono/zod-openapi';
import { readRoutes } from './read-routes.ts';

const described = new OpenAPIHono();
for (const route of Object.values(readRoutes)) described.openAPIRegistry.registerPath(route);

/** The description of the API (OpenAPI 3.1), as it is served and as `docs/api/openapi.json` holds it. */
export const apiDocument = described.getOpenAPI31Document({
  openapi: '3.1.0',
  info: {
    title: 'Isocentre registers',
    version: '1',
    description:
      'Registers with authority: who decided what, when, in which capacity, and the proof of it. Reading needs no key. Problems come as application/problem+json (RFC 9457).',
    license: { name: 'MIT', url: 'https://spdx.org/licenses/MIT.html' },
  },
  servers: [{ url: '/api/v1' }],
});
