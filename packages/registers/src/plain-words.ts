import { expectedBy } from '@isocentre/evidence';
import { z } from 'zod';
import type { Register } from './declaration.ts';

type Issue = z.core.$ZodIssue;

const kinds: Readonly<Record<string, string>> = {
  string: 'text',
  array: 'a list',
  object: 'fields with values',
  int: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
};

type Forms = NonNullable<z.core.JSONSchema.BaseSchema['properties']>;

// Working them out takes longer than all else that is done with a wrong row of a file.
const known = new WeakMap<Register, Forms>();

/** The form of a field of a register's content, as a schema of JSON. */
const formOf = (register: Register, field: PropertyKey | undefined): z.core.JSONSchema.BaseSchema => {
  const forms =
    known.get(register) ?? z.toJSONSchema(register.content, { io: 'input', unrepresentable: 'any' }).properties ?? {};
  known.set(register, forms);
  const schema = forms[String(field)];
  return typeof schema === 'object' ? schema : {};
};

const day = 'a day, such as 2026-11-27';
const count = (number: number | bigint, unit: string): string => `${number} ${unit}${Number(number) === 1 ? '' : 's'}`;

/**
 * Says in plain words what a field should have been, for somebody who filled it in; what the form of a register says in
 * words of its own stays.
 */
export const sayIssue = (register: Register, issue: Issue, value: unknown): string => {
  const field = issue.path[0];
  if (issue.code === 'invalid_type') {
    const { format, minItems = 0 } = formOf(register, field);
    const kind = format === 'date' ? day : (kinds[issue.expected] ?? issue.expected);
    if (issue.expected === 'array' && minItems === 0) return `${kind}, which may be empty`;
    return value === undefined || value === null ? `${kind}; it cannot be left empty` : kind;
  }
  if (issue.code === 'invalid_format' && issue.format === 'date') return day;
  if (issue.code === 'too_small' && issue.minimum === 1 && value === '') return 'text; it cannot be left empty';
  if (issue.code === 'too_small' || issue.code === 'too_big') {
    const unit = issue.origin === 'string' ? 'character' : issue.origin === 'array' ? 'line' : '';
    const limit = issue.code === 'too_small' ? issue.minimum : issue.maximum;
    if (unit !== '') return `${issue.code === 'too_small' ? 'at least' : 'at most'} ${count(limit, unit)}`;
  }
  if (issue.code === 'unrecognized_keys') return `no field ${issue.keys.map((key) => `"${key}"`).join(', ')}`;
  return expectedBy(issue);
};
