import { createRoute, z } from '@hono/zod-openapi';
import { problemResponses } from '../http/problem.ts';
import {
  entryParams,
  head,
  historySchema,
  momentQuery,
  pageSchema,
  proof,
  proofQuery,
  recordParams,
  recordSchema,
  registerParams,
  registerSchema,
  searchQuery,
  sessionSchema,
  sizeParams,
} from './schemas.ts';

const json = <Schema extends z.ZodType>(schema: Schema, description: string) => ({
  200: { description, content: { 'application/json': { schema } } },
  304: { description: 'You have it already' },
});
const always = ['too-many', 'unavailable'] as const;
const refusals = ['bad-request', 'not-found', ...always] as const;
const get = { method: 'get' } as const;

/** The addresses that read. */
export const readRoutes = {
  registers: createRoute({
    ...get,
    path: '/registers',
    summary: 'The registers, and who may decide what in them',
    responses: { ...json(z.array(registerSchema), 'the registers'), ...problemResponses(...always) },
  }),
  register: createRoute({
    ...get,
    path: '/registers/{register}',
    summary: 'One register',
    request: { params: registerParams },
    responses: { ...json(registerSchema, 'the register'), ...problemResponses(...refusals) },
  }),
  records: createRoute({
    ...get,
    path: '/registers/{register}/records',
    summary: 'Search a register',
    description:
      'Facets of the register are parameters by their name. Records come in the order in which they came onto the register.',
    request: { params: registerParams, query: searchQuery },
    responses: { ...json(pageSchema, 'a page of records'), ...problemResponses(...refusals) },
  }),
  record: createRoute({
    ...get,
    path: '/registers/{register}/records/{key}',
    summary: 'One record, now or as it was known',
    request: { params: recordParams, query: momentQuery },
    responses: { ...json(recordSchema, 'the record'), ...problemResponses(...refusals) },
  }),
  history: createRoute({
    ...get,
    path: '/registers/{register}/records/{key}/entries',
    summary: 'All entries about a record, oldest first',
    request: { params: recordParams },
    responses: { ...json(historySchema, 'the entries'), ...problemResponses(...refusals) },
  }),
  proof: createRoute({
    ...get,
    path: '/entries/{number}/proof',
    summary: 'The proof that an entry stands in the ledger',
    description: 'Save it and check it with `isocentre verify-proof FILE`: no network, no database.',
    request: { params: entryParams, query: proofQuery },
    responses: { ...json(proof, 'a proof file'), ...problemResponses(...refusals) },
  }),
  latestHead: createRoute({
    ...get,
    path: '/heads/latest',
    summary: 'What the ledger holds now, signed',
    description: 'Keep it: against it you can later see that nothing was cut or rewritten.',
    responses: { ...json(head, 'a signed head'), ...problemResponses(...always) },
  }),
  head: createRoute({
    ...get,
    path: '/heads/{size}',
    summary: 'The head that was signed at a size',
    request: { params: sizeParams },
    responses: { ...json(head, 'a signed head'), ...problemResponses(...refusals) },
  }),
  session: createRoute({
    ...get,
    path: '/session',
    summary: 'Who you are here, and in which capacities',
    responses: { ...json(sessionSchema, 'you'), ...problemResponses('not-signed-in', ...always) },
  }),
};
