import { OpenAPIHono } from '@hono/zod-openapi';
import { expectedBy, show, valueAt } from '@isocentre/evidence';
import { etag } from 'hono/etag';
import type { Environment } from '../environment.ts';
import { problem } from '../http/problem.ts';
import type { Services } from '../services.ts';
import { addDeciding } from './decide.ts';
import { apiDocument, readingDocument } from './describe.ts';
import { addReading } from './read.ts';

/** The API under `/api/v1`. */
export const createApi = (services: Services): OpenAPIHono<Environment> => {
  const api = new OpenAPIHono<Environment>({
    defaultHook: (result, context) => {
      if (result.success) return;
      const problems = result.error.issues.map((issue) => ({
        where: [result.target, ...issue.path.map(String)].join(' '),
        found: 'data' in result ? show(valueAt(result.data, issue.path)) : 'a value that may not stand there',
        expected: expectedBy(issue),
      }));
      return problem(context, 'bad-request', { problems });
    },
  });
  api.get('*', etag());
  addReading(api, services);
  if (services.decides) addDeciding(api, services);
  api.get('/openapi.json', (context) => context.json(services.decides ? apiDocument() : readingDocument()));
  return api;
};
