import type { OpenAPIHono } from '@hono/zod-openapi';
import { publicDay, type Correction, type Decision, type Register } from '@isocentre/registers';
import type { Context } from 'hono';
import type { Environment } from '../environment.ts';
import { problem } from '../http/problem.ts';
import type { Services } from '../services.ts';
import { decideRoutes } from './decide-route.ts';
import { isPlainText } from './schemas.ts';
import { recordTag, shownRecord } from './shown.ts';
import {
  takeCorrection,
  takeDecision,
  takeErasure,
  takeWithdrawal,
  type Asker,
  type Refused,
  type Stale,
  type Written,
} from './take.ts';

/** Tells whether everything in a value is text that can be kept. */
const isPlain = (value: unknown): boolean => {
  if (typeof value === 'string') return isPlainText(value);
  if (Array.isArray(value)) return value.every(isPlain);
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([name, inner]) => isPlainText(name) && isPlain(inner));
};

const notPlain = {
  problems: [
    {
      where: 'json change',
      found: 'something else',
      expected: 'text without the character of number 0 and without half characters',
    },
  ],
};

/** The number of the last entry that the sender knows; undefined where they do not say. */
const knownEntry = (headers: {
  readonly 'if-match'?: string | undefined;
  readonly 'if-none-match'?: string | undefined;
}): number | undefined => {
  if (headers['if-none-match'] === '*') return 0;
  const number = /^"entry-(\d{1,15})(?:-until-[\d-]{10})?(?:-all)?"$/.exec(headers['if-match'] ?? '')?.[1];
  return number === undefined ? undefined : Number(number);
};

const refused = (context: Context<Environment>, taken: Refused) => {
  switch (taken.kind) {
    case 'denied':
      return problem(context, 'not-found');
    case 'interest':
      return problem(context, 'declared-interest');
    case 'wrong state':
      return problem(context, 'conflict', { now: { ...taken.now } });
    case 'wrong':
      return problem(context, 'wrong', { problems: [...taken.problems] });
  }
};

const stale = (context: Context<Environment>, taken: Stale) =>
  taken.kind === 'changed' ? problem(context, 'changed', { now: { ...taken.now } }) : problem(context, 'no-condition');

const isStale = (taken: Refused | Stale): taken is Stale => taken.kind === 'changed' || taken.kind === 'no condition';

const said = (register: Register, { entry, record }: Written) => ({
  entry,
  record: shownRecord(register, record, true),
});

const written = (context: Context<Environment>, register: Register, taken: Written) => {
  context.header('etag', recordTag(taken.record, true));
  return context.json(said(register, taken), 201);
};

/** The part of the API that decides, corrects and erases. */
export const addDeciding = (api: OpenAPIHono<Environment>, services: Services): void => {
  const { registers, now } = services;
  /** Who asks for what; undefined where the register is none that is shown. */
  const askerOf = (context: Context<Environment>, name: string, key: string): Asker | undefined => {
    const register = registers.find((one) => one.name === name);
    const { visitor, kept } = context.var;
    return register && visitor
      ? { services, store: kept.store, register, key, person: visitor.personIn(register) }
      : undefined;
  };

  api.openapi(decideRoutes.decide, async (context) => {
    if (!context.var.visitor) return problem(context, 'not-signed-in');
    const { register, key } = context.req.valid('param');
    const asker = askerOf(context, register, key);
    if (!asker) return problem(context, 'not-found');
    const { action, change, reasons, evidence, validFrom } = context.req.valid('json');
    if (!isPlain(change)) return problem(context, 'bad-request', notPlain);
    const headers = context.req.valid('header');
    const asked: Decision = {
      action,
      key,
      change: change as Decision['change'],
      ...(reasons === undefined ? {} : { reasons }),
      evidence,
      validFrom: validFrom ?? publicDay(now()),
    };
    const taken = await takeDecision(asker, asked, knownEntry(headers), headers['idempotency-key']);
    if (taken.kind !== 'written') return isStale(taken) ? stale(context, taken) : refused(context, taken);
    return taken.isNew ? written(context, asker.register, taken) : context.json(said(asker.register, taken), 200);
  });
  api.openapi(decideRoutes.correct, async (context) => {
    if (!context.var.visitor) return problem(context, 'not-signed-in');
    const { register, key } = context.req.valid('param');
    const asker = askerOf(context, register, key);
    if (!asker) return problem(context, 'not-found');
    const { concerns, change, reasons, evidence, validFrom } = context.req.valid('json');
    if (!isPlain(change)) return problem(context, 'bad-request', notPlain);
    const asked: Correction = {
      concerns,
      change: change as Correction['change'],
      reasons,
      evidence,
      ...(validFrom === undefined ? {} : { validFrom }),
    };
    const taken = await takeCorrection(asker, asked, knownEntry(context.req.valid('header')));
    if (taken.kind === 'written') return written(context, asker.register, taken);
    return isStale(taken) ? stale(context, taken) : refused(context, taken);
  });
  api.openapi(decideRoutes.takeBack, async (context) => {
    if (!context.var.visitor) return problem(context, 'not-signed-in');
    const { register, key } = context.req.valid('param');
    const asker = askerOf(context, register, key);
    if (!asker) return problem(context, 'not-found');
    const asked = context.req.valid('json');
    const taken = await takeWithdrawal(asker, asked, knownEntry(context.req.valid('header')));
    if (taken.kind === 'written') return written(context, asker.register, taken);
    return isStale(taken) ? stale(context, taken) : refused(context, taken);
  });
  api.openapi(decideRoutes.erase, async (context) => {
    if (!context.var.visitor) return problem(context, 'not-signed-in');
    const { register, key } = context.req.valid('param');
    const asker = askerOf(context, register, key);
    if (!asker) return problem(context, 'not-found');
    const taken = await takeErasure(asker, context.req.valid('json'));
    return taken.kind === 'written' ? written(context, asker.register, taken) : refused(context, taken);
  });
};
