import { OpenAPIHono, type RouteConfig } from '@hono/zod-openapi';
import { decideRoutes } from './decide-route.ts';
import { readRoutes } from './read-routes.ts';

const information = {
  openapi: '3.1.0',
  info: {
    title: 'Isocentre registers',
    version: '1',
    description:
      'Registers with authority: who decided what, when, in which capacity, and the proof of it. Reading needs no key. Problems come as application/problem+json (RFC 9457).',
    license: { name: 'MIT', url: 'https://spdx.org/licenses/MIT.html' },
  },
  servers: [{ url: '/api/v1' }],
};

const documentOf = (...routes: readonly RouteConfig[]) => {
  const described = new OpenAPIHono();
  for (const route of routes) described.openAPIRegistry.registerPath(route);
  return described.getOpenAPI31Document(information);
};

type ApiDocument = ReturnType<typeof documentOf>;

/** Made when it is first asked for: a start does not need it. */
const once = (make: () => ApiDocument): (() => ApiDocument) => {
  let made: ApiDocument | undefined;
  return () => (made ??= make());
};

/** The description of the API (OpenAPI 3.1) where people can sign in: as `docs/api/openapi.json` holds it. */
export const apiDocument = once(() => documentOf(...Object.values(readRoutes), ...Object.values(decideRoutes)));

/** The description where nobody can: it reads. */
export const readingDocument = once(() => documentOf(...Object.values(readRoutes)));
