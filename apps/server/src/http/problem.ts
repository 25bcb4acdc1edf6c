import { z } from '@hono/zod-openapi';
import type { Context, TypedResponse } from 'hono';

/** What can go wrong that a client can do something about; each is explained on the page of the API. */
export const problemKinds = {
  'bad-request': [400, 'The request is not what this address takes'],
  'not-signed-in': [401, 'This needs somebody who is signed in'],
  foreign: [403, 'The request does not come from a page of this server'],
  'declared-interest': [403, 'Somebody with a declared interest may not decide this'],
  'not-found': [404, 'There is nothing here that you may see'],
  'method-not-allowed': [405, 'This address does not take this method'],
  conflict: [409, 'The record is in a state in which this cannot be done'],
  changed: [412, 'Somebody decided in between'],
  'too-large': [413, 'The request is too large'],
  'not-json': [415, 'The request must be JSON'],
  wrong: [422, 'What is asked for cannot be decided as it is'],
  'no-condition': [428, 'The request must say which state of the record it knows'],
  'too-many': [429, 'Too many requests'],
  fault: [500, 'Something broke here'],
  unavailable: [503, 'The registers are not there now'],
} as const satisfies Readonly<Record<string, readonly [number, string]>>;

/** A kind of problem. */
export type ProblemKind = keyof typeof problemKinds;

/** The form of a problem (RFC 9457). */
export const problemSchema = z
  .strictObject({
    type: z.string().describe('the address of an explanation'),
    title: z.string(),
    status: z.int(),
    detail: z.string().optional(),
    problems: z
      .array(z.strictObject({ where: z.string(), found: z.string(), expected: z.string() }))
      .optional()
      .describe('each thing that is wrong: where, what was found, what was expected'),
    now: z
      .strictObject({ state: z.string(), lastEntry: z.int() })
      .optional()
      .describe('the record as it is now, where that is why'),
  })
  .openapi('Problem');

/** A problem as it is sent. */
export type Problem = z.infer<typeof problemSchema>;

/** The media type of a problem. */
export const problemType = 'application/problem+json';

/** Answers with a problem. Two answers of one kind and detail have identical bytes: who asked and where is not in it. */
export const problem = <Kind extends ProblemKind>(
  context: Context,
  kind: Kind,
  more: Pick<Problem, 'detail' | 'problems' | 'now'> = {},
): Response & TypedResponse<Problem, (typeof problemKinds)[Kind][0], 'json'> => {
  const [status, title] = problemKinds[kind];
  return context.json({ type: `/api#${kind}`, title, status, ...more }, status, { 'content-type': problemType });
};

/** Describes the problems that a route can answer with, for its OpenAPI responses. */
export const problemResponses = <Kinds extends readonly ProblemKind[]>(
  ...kinds: Kinds
): { [Kind in Kinds[number] as (typeof problemKinds)[Kind][0]]: ReturnType<typeof described> } =>
  Object.fromEntries(
    kinds.map((kind) => {
      const [status] = problemKinds[kind];
      return [status, described(kinds.filter((other) => problemKinds[other][0] === status))];
    }),
  ) as never;

const described = (kinds: readonly ProblemKind[]) => ({
  description: kinds.map((kind) => problemKinds[kind][1]).join('; or: '),
  content: { [problemType]: { schema: problemSchema } } as Record<typeof problemType, { schema: typeof problemSchema }>,
});
