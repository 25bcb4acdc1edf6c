// Writes the types of the API's schemas from its OpenAPI description, for the client. It knows the forms that the
// description uses and stops at any other, so that a type is never looser than what is described.
const known = new Set(
  'type properties required additionalProperties items anyOf enum const $ref description example format pattern default minimum maximum minLength maxLength minItems maxItems propertyNames'.split(
    ' ',
  ),
);
const scalars = { string: 'string', integer: 'number', number: 'number', boolean: 'boolean', null: 'null' };
// With a prefix, since TypeScript has a `Record` of its own.
const nameOf = (name) => `Api${name}`;
const indented = (text) => text.replaceAll('\n', '\n  ');
const commented = ({ description }) => (description === undefined ? '' : `/** ${description} */\n`);

const objectType = ({ properties = {}, required = [], additionalProperties }, where) => {
  const fields = Object.entries(properties).map(([name, schema]) => {
    const optional = required.includes(name) ? '' : '?';
    const key = /^\w+$/.test(name) ? name : `'${name}'`;
    return `${commented(schema)}readonly ${key}${optional}: ${typeOf(schema, `${where}.${name}`)};`;
  });
  if (fields.length > 0) return `{\n  ${indented(fields.join('\n'))}\n}`;
  return `{ readonly [name: string]: ${typeof additionalProperties === 'object' ? typeOf(additionalProperties, where) : 'unknown'} }`;
};

const typeOf = (schema, where) => {
  const unknown = Object.keys(schema).find((name) => !known.has(name));
  if (unknown !== undefined) throw new Error(`${where}: found "${unknown}"; expected any of ${[...known].join(', ')}`);
  if (schema.$ref !== undefined) return nameOf(schema.$ref.split('/').at(-1));
  if (schema.anyOf) return [...new Set(schema.anyOf.map((one) => typeOf(one, where)))].join(' | ');
  const values = schema.enum ?? (schema.const === undefined ? undefined : [schema.const]);
  if (values) return values.map((value) => (typeof value === 'string' ? `'${value}'` : String(value))).join(' | ');
  if (schema.type === 'array') {
    const items = typeOf(schema.items, where);
    return items.includes(' | ') && !items.startsWith('{') ? `readonly (${items})[]` : `readonly ${items}[]`;
  }
  if (schema.type === 'object') return objectType(schema, where);
  if (schema.type === undefined) return 'unknown';
  const scalar = scalars[schema.type];
  if (scalar === undefined) throw new Error(`${where}: found the type ${JSON.stringify(schema.type)}`);
  return scalar;
};

/** Gives the text of a module with a type for each schema of an OpenAPI description. */
export const apiTypes = ({ components }) =>
  [
    '// Written by "npm run api" from docs/api/openapi.json.\n',
    ...Object.entries(components.schemas).map(
      ([name, schema]) => `${commented(schema)}export type ${nameOf(name)} = ${typeOf(schema, name)};\n`,
    ),
  ].join('\n');
