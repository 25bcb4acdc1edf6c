import { createRoute } from '@hono/zod-openapi';
import { problemResponses } from '../http/problem.ts';
import {
  conditionHeaders,
  correctionSchema,
  decidedSchema,
  decisionSchema,
  erasureSchema,
  recordParams,
  withdrawalSchema,
} from './schemas.ts';

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

const knownHeaders = conditionHeaders.omit({ 'idempotency-key': true });

const refusals = problemResponses(
  'bad-request',
  'not-signed-in',
  'foreign',
  'declared-interest',
  'not-found',
  'conflict',
  'too-large',
  'not-json',
  'wrong',
  'too-many',
  'unavailable',
);

const correctRoute = createRoute({
  method: 'post',
  path: '/registers/{register}/records/{key}/corrections',
  summary: 'Correct an entry of a record',
  description:
    'The correction takes the place of the entry and does the same with the right fields; what you do not name stays as the last correction of it says, and what came after stays. Name the state that you know by `If-Match`.',
  request: {
    params: recordParams,
    headers: knownHeaders,
    body: { required: true, content: { 'application/json': { schema: correctionSchema } } },
  },
  responses: {
    201: decided('It is written, for good'),
    ...refusals,
    ...problemResponses('changed', 'no-condition'),
  },
});

const eraseRoute = createRoute({
  method: 'post',
  path: '/registers/{register}/records/{key}/erasures',
  summary: 'Erase content of an entry',
  description:
    'Destroys content that stands apart from an entry and from corrections of it, and records that it was erased. Every proof still holds. There is no way back.',
  request: {
    params: recordParams,
    body: { required: true, content: { 'application/json': { schema: erasureSchema } } },
  },
  responses: {
    201: decided('It is erased, and an entry says so'),
    ...refusals,
  },
});

const takeBackRoute = createRoute({
  method: 'post',
  path: '/registers/{register}/records/{key}/withdrawals',
  summary: 'Take back what was decided for a later day',
  description:
    'Before its day, in the role in which it was decided. An entry takes its place that does nothing; both stay to be read. Name the state that you know by `If-Match`.',
  request: {
    params: recordParams,
    headers: knownHeaders,
    body: { required: true, content: { 'application/json': { schema: withdrawalSchema } } },
  },
  responses: {
    201: decided('It is taken back, and an entry says so'),
    ...refusals,
    ...problemResponses('changed', 'no-condition'),
  },
});

/** The addresses that write. */
export const decideRoutes = {
  decide: decideRoute,
  correct: correctRoute,
  erase: eraseRoute,
  takeBack: takeBackRoute,
};
