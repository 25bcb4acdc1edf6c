import type { OpenAPIHono } from '@hono/zod-openapi';
import { canonicalJson } from '@isocentre/ledger';
import { decide, type Decision, type Person, type Register } from '@isocentre/registers';
import type { Store } from '@isocentre/store';
import { dayOf } from '../day.ts';
import type { Environment } from '../environment.ts';
import { problem } from '../http/problem.ts';
import type { Services } from '../services.ts';
import { decideRoutes } from './decide-route.ts';
import { readPlainEntry } from './read-entry.ts';
import { isPlainText, type AskedDecision } from './schemas.ts';
import { shownRecord } from './shown.ts';

/** Tells whether everything in a value is text that can be kept. */
const isPlain = (value: unknown): boolean => {
  if (typeof value === 'string') return isPlainText(value);
  if (Array.isArray(value)) return value.every(isPlain);
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([name, inner]) => isPlainText(name) && isPlain(inner));
};

const same = (one: unknown, other: unknown): boolean => {
  const [a, b] = [canonicalJson(one), canonicalJson(other)];
  return a.ok && b.ok && a.value === b.value;
};

/** What an earlier request under the same name came to: nothing, the entry that it wrote, or something else. */
const writtenBefore = async (
  database: Store['database'],
  requestId: string,
  register: Register,
  person: Person,
  asked: Decision,
): Promise<number | 'other' | undefined> => {
  const row = await database.selectFrom('request').select('first').where('id', '=', requestId).executeTakeFirst();
  const entry = row && (await readPlainEntry(database, row.first));
  if (!entry) return undefined;
  const { action, set } = entry.what;
  const written = typeof set === 'object' && set !== null && !Array.isArray(set) ? Object.entries(set) : [];
  const isSame =
    entry.register === register.name &&
    entry.key === asked.key &&
    entry.by.who === person.id &&
    action === asked.action &&
    entry.validFrom === asked.validFrom &&
    same(entry.evidence, asked.evidence) &&
    written.every(([field, value]) => register.personalFields.includes(field) || same(asked.change[field], value));
  return isSame ? entry.number : 'other';
};

/** The number of the last entry that the sender knows; undefined where they do not say. */
const knownEntry = (ifMatch: string | undefined, ifNoneMatch: string | undefined): number | undefined => {
  if (ifNoneMatch === '*') return 0;
  const number = /^"entry-(\d{1,15})(?:-all)?"$/.exec(ifMatch ?? '')?.[1];
  return number === undefined ? undefined : Number(number);
};

/** The part of the API that decides. */
export const addDeciding = (api: OpenAPIHono<Environment>, services: Services): void => {
  const { registers, now, log, metrics } = services;

  api.openapi(decideRoutes.decide, async (context) => {
    const { visitor, kept } = context.var;
    if (!visitor) return problem(context, 'not-signed-in');
    const { register: name, key } = context.req.valid('param');
    const register = registers.find((one) => one.name === name);
    if (!register) return problem(context, 'not-found');
    const body: AskedDecision = context.req.valid('json');
    if (!isPlain(body.change)) {
      const expected = 'text without the character of number 0 and without half characters';
      return problem(context, 'bad-request', {
        problems: [{ where: 'json change', found: 'something else', expected }],
      });
    }
    const person = visitor.personIn(register);
    const today = dayOf(now());
    const asked: Decision = {
      action: body.action,
      key,
      change: body.change as Decision['change'],
      ...(body.reasons === undefined ? {} : { reasons: body.reasons }),
      evidence: body.evidence,
      validFrom: body.validFrom ?? today,
    };
    const { store } = kept;
    const record = await store.record(register, key);
    const decided = decide(register, record, person, asked, today);
    const headers = context.req.valid('header');
    const requestName = headers['idempotency-key'];
    const requestId = requestName === undefined ? undefined : `${person.id} ${requestName}`;
    const denied = decided.kind === 'denied' ? decided.because : undefined;
    if (denied === 'no authority' || denied === 'unknown action') {
      // Every refusal is recorded: who and what, by numbers and names of the register alone.
      metrics.count('isocentre_refusals_total', 'Decisions refused by the table of authority.', { register: name });
      log({
        time: now().toISOString(),
        level: 'warn',
        what: 'refused',
        who: person.id,
        register: name,
        action: body.action,
        because: denied,
      });
      return problem(context, 'not-found');
    }
    if (requestId !== undefined) {
      const before = await writtenBefore(store.database, requestId, register, person, asked);
      if (before === 'other') {
        return problem(context, 'wrong', {
          problems: [
            { where: 'idempotency-key', found: 'the name of another request of yours', expected: 'a new one' },
          ],
        });
      }
      if (before !== undefined && record) {
        return context.json({ entry: before, record: shownRecord(register, record, true) }, 200);
      }
    }
    const state = { state: record?.state ?? 'none', lastEntry: record?.lastEntry ?? 0 };
    if (denied === 'declared interest') return problem(context, 'declared-interest');
    if (denied === 'wrong state') return problem(context, 'conflict', { now: state });
    const known = knownEntry(headers['if-match'], headers['if-none-match']);
    if (known === undefined) return problem(context, 'no-condition');
    if (known !== state.lastEntry) return problem(context, 'changed', { now: state });
    if (decided.kind !== 'draft') {
      return problem(context, 'wrong', { problems: decided.kind === 'wrong' ? [...decided.problems] : [] });
    }
    const outcome = await store.append({
      drafts: [decided.draft],
      ...(requestId === undefined ? {} : { requestId }),
    });
    const after = await store.record(register, key);
    if (outcome.kind === 'written' || outcome.kind === 'written before') {
      const [entry] = outcome.numbers;
      if (entry === undefined || !after) throw new Error('an entry that was written is not there');
      context.header('etag', `"entry-${after.lastEntry}-all"`);
      const answer = { entry, record: shownRecord(register, after, true) };
      return outcome.kind === 'written' ? context.json(answer, 201) : context.json(answer, 200);
    }
    return problem(context, 'changed', { now: { state: after?.state ?? 'none', lastEntry: after?.lastEntry ?? 0 } });
  });
};
