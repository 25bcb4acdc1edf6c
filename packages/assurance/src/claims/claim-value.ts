import { failure, show, success, type Problem, type Result } from '@isocentre/evidence';
import { readPrinted, type PrintedNumber } from './printed.ts';

/** The figure of a result: its estimate, and its interval or deviation where it has one. */
export interface ClaimValue {
  readonly estimate: PrintedNumber;
  readonly lower?: PrintedNumber;
  readonly upper?: PrintedNumber;
  readonly deviation?: PrintedNumber;
  readonly level?: number;
  readonly unit?: string;
}

type Field = 'estimate' | 'lower' | 'upper' | 'deviation';

/** The numbers that each kind of value has: the name in the card and ours. */
const numbersOf: Readonly<Record<string, readonly (readonly [string, Field])[]>> = {
  estimate_ci: [
    ['estimate', 'estimate'],
    ['lower', 'lower'],
    ['upper', 'upper'],
  ],
  single: [['value', 'estimate']],
  mean_sd: [
    ['mean', 'estimate'],
    ['sd', 'deviation'],
  ],
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A number of JSON, or a string that is passed over whole so that digits in it are left alone. */
const token = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** Parses JSON twice: as it is, and with every number as its digits, since 84.0 and 84 were not rounded alike. */
const parseWithDigits = (text: string): readonly [plain: unknown, withDigits: unknown] => [
  JSON.parse(text),
  JSON.parse(text.replaceAll(token, (one) => (one.startsWith('"') ? one : `"${one}"`))),
];

const isLevel = (level: number): boolean => level > 0 && level < 100;

/**
 * Reads the JSON value of a result in a CHAI Applied Model Card: kind `single`, `estimate_ci` or `mean_sd`.
 *
 * @param where File, line and element, for messages.
 */
export const readClaimValue = (text: string, where: string): Result<ClaimValue> => {
  let parsed: ReturnType<typeof parseWithDigits>;
  try {
    parsed = parseWithDigits(text.trim());
  } catch {
    return failure({
      where,
      found: show(text.trim()),
      expected: 'JSON such as {"kind":"single","value":97.6,"unit":"%"}',
    });
  }
  const [given, digits] = parsed;
  if (!isRecord(given) || !isRecord(digits)) return failure({ where, found: show(given), expected: 'a JSON object' });
  const kind = given['kind'];
  const numbers = typeof kind === 'string' && Object.hasOwn(numbersOf, kind) ? numbersOf[kind] : undefined;
  if (!numbers) {
    return failure({ where, found: `the kind ${show(kind)}`, expected: Object.keys(numbersOf).join(', ') });
  }
  const problems: Problem[] = [];
  const known = new Set(['kind', 'level', 'unit', ...numbers.map(([name]) => name)]);
  for (const name of Object.keys(given)) {
    if (!known.has(name)) problems.push({ where, found: `a field "${name}"`, expected: [...known].join(', ') });
  }
  const values: Partial<Record<Field, PrintedNumber>> = {};
  const readNumber = (name: string): PrintedNumber | undefined => {
    const printed = digits[name];
    const read = typeof printed === 'string' ? readPrinted(printed, `${where}.${name}`) : undefined;
    if (read?.ok) return read.value;
    problems.push(
      ...(read?.problems ?? [
        { where: `${where}.${name}`, found: show(given[name]), expected: 'a number such as 97.6' },
      ]),
    );
    return undefined;
  };
  for (const [name, field] of numbers) {
    const read = readNumber(name);
    if (read) values[field] = read;
  }
  const level = given['level'] === undefined ? undefined : readNumber('level');
  if (level && !isLevel(level.value)) {
    problems.push({ where: `${where}.level`, found: level.text, expected: 'a level in per cent between 0 and 100' });
  }
  const unit = given['unit'];
  if (unit !== undefined && typeof unit !== 'string') {
    problems.push({ where: `${where}.unit`, found: show(unit), expected: 'a text such as "%"' });
  }
  const { estimate } = values;
  if (problems.length > 0 || !estimate) return failure(...problems);
  return success({
    ...values,
    estimate,
    ...(level ? { level: level.value } : {}),
    ...(typeof unit === 'string' && unit.trim() !== '' ? { unit: unit.trim() } : {}),
  });
};
