import { mapValue, partOf, placesOf, type Value } from './value.ts';

/** A parsed formula: numbers, references to figures (dotted places allowed), the four operations and the sum of a table. */
export type Formula =
  | { readonly kind: 'number'; readonly number: number }
  | { readonly kind: 'reference'; readonly id: string; readonly path: readonly string[] }
  | { readonly kind: 'negate'; readonly of: Formula }
  | { readonly kind: 'sum'; readonly of: Formula }
  | { readonly kind: 'operation'; readonly operator: Operator; readonly left: Formula; readonly right: Formula };

type Operator = '+' | '-' | '*' | '/';

/** A formula that could not be parsed or evaluated, with the reason in words. */
export interface FormulaFailure {
  readonly reason: string;
}

/** Tells whether parsing or evaluating a formula failed. */
export const isFormulaFailure = (outcome: Formula | Value | FormulaFailure): outcome is FormulaFailure =>
  'reason' in outcome;

const token = /\s*(?:(\d+(?:\.\d+)?(?:e[+-]?\d+)?)|([a-z][a-z0-9_]*(?:\.[a-z0-9_]+)*)|([-+*/()]))/y;

const tokensOf = (text: string): readonly string[] | FormulaFailure => {
  const tokens: string[] = [];
  token.lastIndex = 0;
  const end = text.trimEnd().length;
  while (token.lastIndex < end) {
    const at = token.lastIndex;
    const match = token.exec(text);
    if (!match) return { reason: `cannot read "${text.slice(at).trim().slice(0, 20)}"` };
    tokens.push(match[0].trim());
  }
  return tokens;
};

// Far more than a formula needs, and few enough that parsing and evaluating it never run out of stack.
const mostTokens = 500;

/**
 * Parses a formula over figures: `+ - * /`, parentheses, numbers, ids, and dotted places into tables, intervals and
 * series (`afc_2025_26.band_6.entry`, `range.low`, `intake.2023`), and `sum(…)` over every number of one.
 *
 * @returns the formula, or the reason why it cannot be read.
 */
export const parseFormula = (text: string): Formula | FormulaFailure => {
  const found = tokensOf(text);
  if ('reason' in found) return found;
  const tokens = found;
  if (tokens.length > mostTokens) return { reason: `more than ${mostTokens} numbers, names and signs` };
  let at = 0;

  const chain = (operators: readonly string[], next: () => Formula | FormulaFailure): Formula | FormulaFailure => {
    let left = next();
    while (!isFormulaFailure(left)) {
      const operator = tokens[at];
      if (operator === undefined || !operators.includes(operator)) return left;
      at += 1;
      const right = next();
      if (isFormulaFailure(right)) return right;
      left = { kind: 'operation', operator: operator as Operator, left, right };
    }
    return left;
  };

  const atom = (): Formula | FormulaFailure => {
    const current = tokens[at];
    at += 1;
    if (current === undefined) return { reason: 'the formula ends too early' };
    if (current === '-') {
      const of = atom();
      return isFormulaFailure(of) ? of : { kind: 'negate', of };
    }
    if (current === '(') {
      const inner = sum();
      if (isFormulaFailure(inner)) return inner;
      if (tokens[at] !== ')') return { reason: 'a parenthesis is not closed' };
      at += 1;
      return inner;
    }
    if (/^\d/.test(current)) return { kind: 'number', number: Number(current) };
    if (current === 'sum' && tokens[at] === '(') {
      const of = atom();
      return isFormulaFailure(of) ? of : { kind: 'sum', of };
    }
    if (/^[a-z]/.test(current)) {
      const [id = '', ...path] = current.split('.');
      return { kind: 'reference', id, path };
    }
    return { reason: `did not expect "${current}"` };
  };
  const product = (): Formula | FormulaFailure => chain(['*', '/'], atom);
  const sum = (): Formula | FormulaFailure => chain(['+', '-'], product);

  const formula = sum();
  if (isFormulaFailure(formula) || at === tokens.length) return formula;
  return { reason: `did not expect "${tokens[at] ?? ''}"` };
};

/** Lists the ids of the figures that a formula reads, each once, in order of appearance. */
export const referencesOf = (formula: Formula): readonly string[] => {
  switch (formula.kind) {
    case 'number':
      return [];
    case 'reference':
      return [formula.id];
    case 'negate':
    case 'sum':
      return referencesOf(formula.of);
    case 'operation':
      return [...new Set([...referencesOf(formula.left), ...referencesOf(formula.right)])];
  }
};

const apply = (operator: Operator, left: number, right: number): number => {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return left / right;
  }
};

const combine = (operator: Operator, left: Value, right: Value): Value | FormulaFailure => {
  if (operator === '/' && [...placesOf(right).values()].includes(0)) return { reason: 'a division by zero' };
  if (right.kind === 'number') return mapValue(left, (number) => apply(operator, number, right.number));
  if (left.kind === 'number') return mapValue(right, (number) => apply(operator, left.number, number));
  const others = placesOf(right);
  const places = placesOf(left);
  if (
    left.kind !== right.kind ||
    places.size !== others.size ||
    [...places.keys()].some((place) => !others.has(place))
  ) {
    return { reason: `the two sides of "${operator}" have different rows` };
  }
  return mapValue(left, (number, place) => apply(operator, number, others.get(place) ?? Number.NaN));
};

/**
 * Evaluates a formula. A plain number combines with every number of a table, interval or series; two of the same
 * rows combine number by number.
 *
 * @param lookUp Gives the value of a figure, or the reason why it has none.
 */
export const evaluate = (formula: Formula, lookUp: (id: string) => Value | FormulaFailure): Value | FormulaFailure => {
  switch (formula.kind) {
    case 'number':
      return { kind: 'number', number: formula.number };
    case 'reference': {
      const value = lookUp(formula.id);
      if (isFormulaFailure(value)) return value;
      return partOf(value, formula.path) ?? { reason: `"${formula.id}" has no "${formula.path.join('.')}"` };
    }
    case 'negate': {
      const value = evaluate(formula.of, lookUp);
      return isFormulaFailure(value) ? value : mapValue(value, (number) => -number);
    }
    case 'sum': {
      const value = evaluate(formula.of, lookUp);
      if (isFormulaFailure(value)) return value;
      return { kind: 'number', number: [...placesOf(value).values()].reduce((total, number) => total + number, 0) };
    }
    case 'operation': {
      const left = evaluate(formula.left, lookUp);
      if (isFormulaFailure(left)) return left;
      const right = evaluate(formula.right, lookUp);
      return isFormulaFailure(right) ? right : combine(formula.operator, left, right);
    }
  }
};
