import {
  isCollection,
  isMap,
  isPair,
  isScalar,
  Lexer,
  LineCounter,
  parseDocument,
  Parser,
  type Document,
  type Node,
} from 'yaml';
import type { z } from 'zod';
import { failure, show, success, type Problem, type Result } from './problem.ts';

/** A text with the name by which messages refer to it. */
export interface TextFile {
  readonly name: string;
  readonly text: string;
}

/** Where each part of a parsed YAML file stands, so that a message can name its line. */
export interface Located<T> {
  readonly value: T;
  /** Gives `file:line path` of a path into the document. */
  readonly where: (path: readonly PropertyKey[]) => string;
}

type Path = readonly PropertyKey[];

const pathText = (path: Path): string => {
  let text = '';
  for (const key of path) {
    if (typeof key === 'number') text += `[${key}]`;
    else text += text === '' ? String(key) : `.${String(key)}`;
  }
  return text;
};

const lineOf = (document: Document, lines: LineCounter, path: Path): number | undefined => {
  for (let depth = path.length; depth >= 0; depth -= 1) {
    const parent: unknown = depth === 0 ? undefined : document.getIn(path.slice(0, depth - 1), true);
    const key = path[depth - 1];
    if (isMap(parent)) {
      const pair = parent.items.find(
        (item) => isPair(item) && isScalar(item.key) && String(item.key.value) === String(key),
      );
      const range = isScalar(pair?.key) ? pair.key.range : undefined;
      if (range) return lines.linePos(range[0]).line;
    }
    const node: unknown = document.getIn(path.slice(0, depth), true);
    if ((isScalar(node) || isCollection(node)) && node.range && depth > 0) return lines.linePos(node.range[0]).line;
  }
  return undefined;
};

const deepest = 100;

// The parser of tokens keeps its own stack, with the document at its foot; composing a document recurses, and can end
// the process when too deep.
const isTooDeep = (text: string): boolean => {
  const parser = new Parser();
  for (const lexeme of new Lexer().lex(text)) {
    Array.from(parser.next(lexeme));
    if (parser.stack.length - 1 > deepest) return true;
  }
  return false;
};

const holdsItself = (value: unknown, outer: readonly unknown[] = []): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (outer.includes(value) || Object.values(value).some((part) => holdsItself(part, [...outer, value])));

// Compared as text, since that is what keys become: 2023 and "2023" are the same year.
const isSameKey = (a: Node, b: Node): boolean => isScalar(a) && isScalar(b) && String(a.value) === String(b.value);

/**
 * Parses one YAML text into plain values, keeping the place of every part.
 *
 * Refuses an empty text, a syntax error and a repeated key, each with its line. Nesting and aliases are limited, so
 * that a small file cannot exhaust the stack or expand into a large one.
 */
export const parseYaml = (file: TextFile): Result<Located<unknown>> => {
  if (file.text.trim() === '') {
    return failure({ where: file.name, found: 'an empty file', expected: 'a YAML document' });
  }
  if (isTooDeep(file.text)) {
    return failure({
      where: file.name,
      found: 'nesting without end',
      expected: `at most ${deepest} levels of nesting`,
    });
  }
  const lines = new LineCounter();
  const document = parseDocument(file.text, {
    lineCounter: lines,
    logLevel: 'error',
    prettyErrors: false,
    uniqueKeys: isSameKey,
  });
  const error = document.errors[0];
  if (error) {
    return failure({
      where: `${file.name}:${lines.linePos(error.pos[0]).line}`,
      found: show(file.text.slice(error.pos[0]).split(/\r?\n/)[0]),
      expected:
        error.code === 'MULTIPLE_DOCS' ? 'one YAML document a file' : `valid YAML (${error.message.toLowerCase()})`,
    });
  }
  let value: unknown;
  try {
    value = document.toJS();
  } catch (cause) {
    return failure({
      where: file.name,
      found: 'aliases that do not resolve',
      expected: `valid YAML (${String(cause)})`,
    });
  }
  if (holdsItself(value)) {
    return failure({
      where: file.name,
      found: 'an alias inside the part that it repeats',
      expected: 'aliases that do not go in a circle',
    });
  }
  const where = (path: Path): string => {
    const line = lineOf(document, lines, path);
    const place = line === undefined ? file.name : `${file.name}:${line}`;
    return path.length === 0 ? place : `${place} ${pathText(path)}`;
  };
  return success({ value, where });
};

const valueAt = (value: unknown, path: Path): unknown => {
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

const expectation = (issue: Issue): string => {
  switch (issue.code) {
    case 'invalid_type':
      return typeNames[issue.expected] ?? `a ${issue.expected}`;
    case 'invalid_union':
      return 'options' in issue && Array.isArray(issue.options) ? `one of ${issue.options.join(', ')}` : issue.message;
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
      return issue.message;
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
        expected: issue.issues.map((part) => part.message).join(', '),
      },
    ];
  }
  return [{ where: where(issue.path), found: show(valueAt(data, issue.path)), expected: expectation(issue) }];
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
