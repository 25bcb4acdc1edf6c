import type { Json } from '@isocentre/ledger';
import { fieldAsWritten, toldLater, type Content, type Register, type RegisterRecord } from '@isocentre/registers';
import { html } from 'hono/html';
import { z } from 'zod';
import { errorAttributes, fieldErrors, type ShownProblem } from './form.ts';
import type { Markup } from './layout.ts';
import { fieldName } from './words.ts';

type Kind = 'text' | 'date' | 'list' | 'other';

interface Field {
  readonly name: string;
  readonly kind: Kind;
  readonly isRequired: boolean;
  /** Whether it may be left empty. */
  readonly isOptional: boolean;
  /** What stands between the values of a list: codes are divided by spaces, commas and semicolons too. */
  readonly divider: RegExp;
}

/** The fields of a register and how each is filled in, from the form of its content. */
const fieldsOf = (register: Register): readonly Field[] => {
  const { properties = {}, required = [] } = z.toJSONSchema(register.content, { io: 'input', unrepresentable: 'any' });
  const kindOf = (schema: (typeof properties)[string]): Kind => {
    if (typeof schema !== 'object') return 'other';
    if (schema.type === 'string') return schema.format === 'date' ? 'date' : 'text';
    const items = schema.type === 'array' ? schema.items : undefined;
    return typeof items === 'object' && 'type' in items && items.type === 'string' ? 'list' : 'other';
  };
  const dividerOf = (schema: (typeof properties)[string]): RegExp => {
    const items = typeof schema === 'object' ? schema.items : undefined;
    return typeof items === 'object' && 'pattern' in items ? /[\s,;]+/ : /\n/;
  };
  const mayBeEmpty = (schema: (typeof properties)[string]): boolean =>
    typeof schema === 'object' && schema.type === 'array' && (schema.minItems ?? 0) === 0;
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    kind: kindOf(schema),
    isRequired: required.includes(name),
    isOptional: !required.includes(name) || mayBeEmpty(schema),
    divider: dividerOf(schema),
  }));
};

/** The identifier and name of the input of a field. */
export const inputName = (field: string): string => `field-${field}`;

const textOf = (kind: Kind, value: Json | undefined): string => {
  if (value === undefined || value === null) return '';
  if (kind === 'list' && Array.isArray(value)) return value.map(String).join('\n');
  return typeof value === 'string' ? value : JSON.stringify(value);
};

/** The fields with which a form is filled in: those of the record, and what is announced with the same for a later day. */
export const filledWith = (register: Register, record: RegisterRecord, action: string): Content => ({
  ...record.content,
  ...toldLater(register, record).find((one) => one.action === action)?.content,
});

/** The names of the fields of a register. */
export const fieldNames = (register: Register): readonly string[] => fieldsOf(register).map(({ name }) => name);

/**
 * Inputs for the fields: as they are, or as they were filled in.
 *
 * @param isPart Whether the content is what one entry says, and not a whole record: then it may say nothing of a field.
 */
export const fieldInputs = (
  register: Register,
  content: Content,
  filled: Readonly<Record<string, string>> | undefined,
  problems: readonly ShownProblem[],
  isPart: boolean,
): readonly Markup[] =>
  fieldsOf(register).map(({ name: field, kind, isOptional }) => {
    const name = inputName(field);
    const text = filled?.[name] ?? textOf(kind, content[field]);
    const mayBeEmpty = isOptional || (isPart && content[field] === undefined);
    const about = kind === 'list' ? ', one a line' : kind === 'other' ? ', as JSON' : '';
    const wrong = errorAttributes(problems, field, name);
    const input =
      kind === 'list' || kind === 'other'
        ? html`<textarea id="${name}" name="${name}" rows="3" ${wrong}>${`\n${text}`}</textarea>`
        : html`<input id="${name}" name="${name}" type="${kind}" value="${text}" ${wrong} />`;
    return html`<div class="field">
      <label for="${name}">${fieldName(field)}${about}${mayBeEmpty ? ' (optional)' : ''}</label>
      ${fieldErrors(problems, field, name)} ${input}
    </div>`;
  });

/**
 * Reads what was filled in as a change: the fields that differ from the content as it was when the form was read; null for
 * one that was emptied. JSON that is none stays text, which the register refuses.
 *
 * @param isNew Whether a record is made of it, which has every list that it must have.
 */
export const readFields = (
  register: Register,
  content: Content,
  filled: Readonly<Record<string, string>>,
  isNew: boolean,
): Content => {
  const parsed = ({ kind, isRequired, divider }: Field, text: string): Json => {
    if (text === '') return kind === 'list' && isRequired ? [] : null;
    if (kind === 'list') return text.split(divider).map((line) => line.trim());
    if (kind !== 'other') return text;
    try {
      return JSON.parse(text) as Json;
    } catch {
      return text;
    }
  };
  return Object.fromEntries(
    fieldsOf(register).flatMap((field): readonly (readonly [string, Json])[] => {
      const { name, kind, isRequired } = field;
      const text = filled[inputName(name)]?.replaceAll('\r\n', '\n').trim();
      const isSame = text === textOf(kind, content[name]).trim();
      const mustBe = isNew && kind === 'list' && isRequired;
      return text === undefined || (isSame && !mustBe)
        ? []
        : [[name, fieldAsWritten(register, name, parsed(field, text))]];
    }),
  );
};

/** What was filled in, without the fields that were left as they were. */
export const filledAnew = (
  filled: Readonly<Record<string, string>>,
  change: Content,
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(filled).filter(([name]) => !name.startsWith('field-') || name.slice('field-'.length) in change),
  );
