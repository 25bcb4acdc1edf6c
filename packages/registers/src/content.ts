import { failure, show, success, valueAt, type Result } from '@isocentre/evidence';
import { canonicalJson, type Json } from '@isocentre/ledger';
import type { Content, Register } from './declaration.ts';
import { sayIssue } from './plain-words.ts';

/** Tells whether two values are the same, in whatever order their fields stand. */
export const same = (one: Json | undefined, other: Json): boolean => {
  if (one === undefined) return false;
  const [a, b] = [canonicalJson(one), canonicalJson(other)];
  return a.ok && b.ok && a.value === b.value;
};

/** The fields as they will be; one with null is taken away. */
export const applyChange = (content: Content, change: Content): Content =>
  Object.fromEntries(Object.entries({ ...content, ...change }).filter(([, value]) => value !== null));

/** A change with what is said with a date that it takes away: that goes with it, unless the change says it anew. */
export const withSaid = (register: Register, change: Content): Content => {
  const gone = register.timed.filter(({ field }) => change[field] === null).flatMap((one) => one.with ?? []);
  return { ...Object.fromEntries(gone.map((field) => [field, null] as const)), ...change };
};

/** Checks fields against the form of the register. */
export const checkContent = (register: Register, key: string, content: Content): Result<Content> => {
  const own = (register.others ?? []).filter((field) => [content[field] ?? []].flat().includes(key));
  const problems = own.map((field) => ({
    where: `${register.name} ${key} ${field}`,
    found: `"${key}", which is the record itself`,
    expected: 'others alone',
  }));
  const parsed = register.content.safeParse(content);
  if (parsed.success) return problems.length === 0 ? success(parsed.data) : failure(...problems);
  return failure(
    ...problems,
    ...parsed.error.issues.map((issue) => ({
      where: `${register.name} ${key} ${issue.path.join('.')}`.trimEnd(),
      found: register.personalFields.includes(String(issue.path[0]))
        ? 'a value that may not stand there'
        : show(valueAt(content, issue.path)),
      expected: sayIssue(register, issue, valueAt(content, issue.path)),
    })),
  );
};
