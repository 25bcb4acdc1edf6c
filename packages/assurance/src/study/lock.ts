import { failure, show, success, valueAt, type Problem, type Result, type TextFile } from '@isocentre/evidence';
import { z } from 'zod';
import { hashOf } from './canonical.ts';
import { protocolSchema, type Protocol } from './protocol-schema.ts';

const longestHash = 64;

/** The schema of a lock: a protocol as it was when it was locked, with its hash. */
export const protocolLockSchema = z
  .strictObject({
    format: z.literal('isocentre-protocol-lock'),
    version: z.literal(1),
    hash: z.string().length(longestHash).describe('SHA-256 of the canonical JSON (RFC 8785) of "protocol".'),
    protocol: protocolSchema,
  })
  .meta({ title: 'Lock of a protocol' });

/** A protocol as it was when it was locked, with its hash. */
export type ProtocolLock = z.infer<typeof protocolLockSchema>;

/** Hashes a protocol: SHA-256 of its canonical JSON. Comments and the order of keys do not count. */
export const protocolHash = (protocol: Protocol): string => hashOf(protocol);

/** Locks a protocol. The hash says what was fixed; when, says whoever keeps it: a register, a letter, a trial registry. */
export const lockProtocol = (protocol: Protocol): ProtocolLock => ({
  format: 'isocentre-protocol-lock',
  version: 1,
  hash: protocolHash(protocol),
  protocol,
});

/** Reads a lock, and checks that its hash is that of the protocol in it. */
export const readProtocolLock = (file: TextFile): Result<ProtocolLock> => {
  const broken = (found: string): Result<never> =>
    failure({ where: file.name, found, expected: 'a lock as "isocentre assure protocol lock" writes it' });
  let value: unknown;
  try {
    value = JSON.parse(file.text);
  } catch {
    return broken('no JSON');
  }
  const parsed = protocolLockSchema.safeParse(value);
  if (!parsed.success) {
    const { path = [] } = parsed.error.issues[0] ?? {};
    return broken(`${path.join('.')}: ${show(valueAt(value, path))}`);
  }
  if (parsed.data.hash !== protocolHash(parsed.data.protocol))
    return broken('a hash that is not that of the protocol in it');
  return success(parsed.data);
};

type Leaves = ReadonlyMap<string, unknown>;

const leavesOf = (value: unknown, path = '', into = new Map<string, unknown>()): Leaves => {
  if (typeof value === 'object' && value !== null)
    for (const [key, part] of Object.entries(value))
      leavesOf(part, Array.isArray(value) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`, into);
  else into.set(path, value);
  return into;
};

/** One place where two documents differ. */
export interface Difference {
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** Lists every place where two documents differ, by dotted path; `undefined` where one has nothing there. */
export const differencesOf = (before: unknown, after: unknown): readonly Difference[] => {
  const [was, is] = [leavesOf(before), leavesOf(after)];
  return [...new Set([...was.keys(), ...is.keys()])]
    .filter((path) => was.get(path) !== is.get(path))
    .map((path) => ({ path, before: was.get(path), after: is.get(path) }));
};

/** Compares a protocol with its lock: a problem for each place that was changed after it was locked. */
export const changedSinceLock = (protocol: Protocol, lock: ProtocolLock, name: string): readonly Problem[] =>
  differencesOf(lock.protocol, protocol).map(({ path, before, after }) => ({
    where: `${name} ${path}`,
    found: show(after),
    expected: `${show(before)}, as it was locked`,
  }));
