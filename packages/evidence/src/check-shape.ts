import type { z } from 'zod';
import { failure, show, success, type Problem, type Result } from './problem.ts';

/** A document with where each part of it stands, so that a message can name its line. */
export interface Located<T> {
  readonly value: T;
  /** Gives `file:line path` of a path into the document. */
  readonly where: (path: readonly PropertyKey[]) => string;
}

type Path = readonly PropertyKey[];

/** Gives what stands at a path into a value; undefined where nothing does. */
export const valueAt = (value: unknown, path: Path): unknown => {
  let at = value;
  for (const key of path) {
    if (typeof at !== 'object' || at === null) return undefined;
    at = (at as Record<PropertyKey, unknown>)[key];
  }
  return at;
};

type Issue = z.core.$ZodIssue;

const typeNames: Readonly<Record<string, string>> = {
  int: 'a whole number',
  record: 'a mapping',
  object: 'a mapping',
  array: 'a list',
};

const formatNames: Readonly<Record<string, string>> = {
  email: 'an address of mail, such as heads@trust.example',
  url: 'an address that begins with https:// or http://',
  date: 'a day, such as 2026-11-27',
  datetime: 'a time, such as 2026-11-27T09:00:00.000Z',
};

/** What an issue says in words of the schema's own; where it has none, in ours and not in those of the library. */
const ownWords = (issue: Issue): string => {
  if (!issue.message.startsWith('Invalid ')) return issue.message;
  if (issue.code === 'not_multiple_of') return `a multiple of ${issue.divisor}`;
  if (issue.code !== 'invalid_format') return 'a value of another form';
  return (
    formatNames[issue.format] ??
    `text${issue.pattern === undefined ? ' of another form' : ` that fits ${issue.pattern}`}`
  );
};

/** Says in words what a part of a document should have been, by the issue that a schema found. */
export const expectedBy = (issue: Issue): string => {
  switch (issue.code) {
    case 'invalid_type':
      return typeNames[issue.expected] ?? `a ${issue.expected}`;
    case 'invalid_union':
      return 'options' in issue && Array.isArray(issue.options)
        ? `one of ${issue.options.join(', ')}`
        : ownWords(issue);
    case 'invalid_value':
      return issue.values.length === 1
        ? show(issue.values[0])
        : `one of ${issue.values.map((value) => String(value)).join(', ')}`;
    case 'too_small':
      return issue.origin === 'number' || issue.origin === 'int'
        ? `a number ${issue.inclusive === true ? 'of at least' : 'above'} ${issue.minimum}`
        : issue.minimum === 1
          ? 'something, not nothing'
          : `at least ${issue.minimum} of it`;
    case 'too_big':
      return issue.origin === 'number' || issue.origin === 'int'
        ? `a number ${issue.inclusive === true ? 'of at most' : 'below'} ${issue.maximum}`
        : `at most ${issue.maximum} of it`;
    default:
      return ownWords(issue);
  }
};

const problemsOf = (
  issue: Issue,
  data: unknown,
  where: Located<unknown>['where'],
  keysOf: (path: Path) => string,
): Problem[] => {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      where: where([...issue.path, key]),
      found: `the unknown key "${key}"`,
      expected: `one of the keys ${keysOf(issue.path)}`,
    }));
  }
  if (issue.code === 'invalid_key') {
    return [
      {
        where: where(issue.path),
        found: `the key "${String(issue.path.at(-1))}"`,
        expected: issue.issues.map(ownWords).join(', '),
      },
    ];
  }
  return [{ where: where(issue.path), found: show(valueAt(data, issue.path)), expected: expectedBy(issue) }];
};

/**
 * Checks a parsed document against a schema and names every part that does not fit.
 *
 * @param keysOf Names the keys that are allowed at a path, for the message about an unknown key; without it the
 *   message says that the guide lists them.
 */
export const checkShape = <T>(
  document: Located<unknown>,
  schema: z.ZodType<T>,
  keysOf: (path: Path) => string = () => 'that the schema lists',
): Result<Located<T>> => {
  const parsed = schema.safeParse(document.value);
  if (parsed.success) return success({ value: parsed.data, where: document.where });
  return failure(...parsed.error.issues.flatMap((issue) => problemsOf(issue, document.value, document.where, keysOf)));
};
