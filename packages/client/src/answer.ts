import type { Problem } from '@isocentre/evidence';
import type { ApiProblem } from './api-types.ts';

/** A value as the server gave it. */
export interface Given<T> {
  readonly ok: true;
  readonly value: T;
  /** What names this state of it: give the answer back as `known`. Absent where the server names none. */
  readonly etag?: string;
}

/** What the server says instead (RFC 9457), or that none answered, with status 0. */
export interface Refused {
  readonly ok: false;
  /** Each thing that is wrong, as every other part of isocentre tells it. */
  readonly problems: readonly Problem[];
  /** The problem as it was sent: its `type` says which it is, its `now` how a record is where that is why. */
  readonly problem: ApiProblem;
}

/** An answer: a `Result` with the ETag of its value, or with the problem as it was sent. */
export type Answer<T> = Given<T> | Refused;

const refused = (where: string, problem: ApiProblem): Refused => {
  const found = problem.detail === undefined ? problem.title : `${problem.title}. ${problem.detail}`;
  const itself: Problem = { where, found, expected: 'an answer' };
  return { ok: false, problems: problem.problems ?? [itself], problem };
};

/** Says that no server answered. */
export const notAnswered = (where: string, error: unknown): Refused =>
  refused(where, {
    type: 'about:blank',
    title: 'No answer',
    status: 0,
    detail: error instanceof Error ? error.message : String(error),
  });

const isProblem = (value: unknown): value is ApiProblem =>
  typeof value === 'object' && value !== null && 'type' in value && 'title' in value && 'status' in value;

/** Reads a response whose body is a value where it succeeded, and a problem where it did not. */
export const readAnswer = async <T>(where: string, response: Response): Promise<Answer<T>> => {
  let body: unknown;
  try {
    body = await response.json();
  } catch (error) {
    return notAnswered(where, error);
  }
  if (!response.ok) {
    // What stands between may answer in a form of its own.
    const other = { type: 'about:blank', title: `Status ${response.status}`, status: response.status };
    return refused(where, isProblem(body) ? body : other);
  }
  const etag = response.headers.get('etag');
  return { ok: true, value: body as T, ...(etag === null ? {} : { etag }) };
};
