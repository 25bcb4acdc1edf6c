import { createRoute } from '@hono/zod-openapi';
import { problemResponses } from '../http/problem.ts';
import { conditionHeaders, decidedSchema, decisionSchema, recordParams } from './schemas.ts';

const decided = (description: string) => ({ description, content: { 'application/json': { schema: decidedSchema } } });

/** The address that decides. */
const decideRoute = createRoute({
  method: 'post',
  path: '/registers/{register}/records/{key}/decisions',
  summary: 'Decide about a record',
  description:
    'Name the state that you know by `If-Match` with the ETag of the record, or `If-None-Match: *` for one that is not there yet: when somebody decided in between, nothing is written and you are told.',
  request: {
    params: recordParams,
    headers: conditionHeaders,
    body: { required: true, content: { 'application/json': { schema: decisionSchema } } },
  },
  responses: {
    200: decided('It was written when you sent this request before'),
    201: decided('It is written, for good'),
    ...problemResponses(
      'bad-request',
      'not-signed-in',
      'foreign',
      'declared-interest',
      'not-found',
      'conflict',
      'changed',
      'too-large',
      'not-json',
      'wrong',
      'no-condition',
      'too-many',
      'unavailable',
    ),
  },
});

/** The addresses that write. */
export const decideRoutes = { decide: decideRoute };
