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
import type { Located } from './check-shape.ts';
import { failure, show, success, type Result } from './problem.ts';

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

/** A text with the name by which messages refer to it. */
export interface TextFile {
  readonly name: string;
  readonly text: string;
}

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
