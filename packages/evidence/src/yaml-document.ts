import {
  Composer,
  isCollection,
  isMap,
  isPair,
  isScalar,
  Lexer,
  LineCounter,
  Parser,
  type CST,
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

/**
 * Parses a text into tokens, nothing if they are nested too deeply: composing a document of them recurses, and could
 * end the process.
 */
const tokensOf = (text: string, lines: LineCounter): readonly CST.Token[] | undefined => {
  const parser = new Parser(lines.addNewLine);
  const tokens: CST.Token[] = [];
  lines.addNewLine(0);
  for (const lexeme of new Lexer().lex(text)) {
    tokens.push(...parser.next(lexeme));
    // The parser keeps its own stack, with the document at its foot.
    if (parser.stack.length - 1 > deepest) return undefined;
  }
  return [...tokens, ...parser.end()];
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
  const lines = new LineCounter();
  const tokens = tokensOf(file.text, lines);
  if (!tokens) {
    return failure({
      where: file.name,
      found: 'nesting without end',
      expected: `at most ${deepest} levels of nesting`,
    });
  }
  const composer = new Composer({ logLevel: 'error', prettyErrors: false, uniqueKeys: isSameKey });
  // A document is composed even of nothing, so that the first is always there.
  const [document, another] = [...composer.compose(tokens, true, file.text.length)] as [
    Document.Parsed,
    ...Document.Parsed[],
  ];
  const refused = (position: number, expected: string): Result<never> =>
    failure({
      where: `${file.name}:${lines.linePos(position).line}`,
      found: show(file.text.slice(position).split(/\r?\n/)[0]),
      expected,
    });
  const error = document.errors[0];
  if (error) return refused(error.pos[0], `valid YAML (${error.message.toLowerCase()})`);
  if (another) return refused(another.range[0], 'one YAML document a file');
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
