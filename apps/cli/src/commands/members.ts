import { createHash, randomBytes } from 'node:crypto';
import type { Table } from '@isocentre/documents';
import { failure, success, type Result } from '@isocentre/evidence';
import {
  allRegisters,
  countsUntil,
  decide,
  inviteMember,
  keyAsWritten,
  membershipOf,
  memberships,
  operator,
  organisations,
  reviewMembership,
  roleTitle,
  sayDay,
  type Decided,
  type RegisterRecord,
} from '@isocentre/registers';
import type { Store } from '@isocentre/store';
import type { Command, Given, Output, Terminal } from '../command.ts';
import { atStore, beginStore, today } from '../open-place.ts';
import { drawWholeTable } from '../text/table.ts';
import { wrap } from '../text/wrap.ts';
import type { Workspace } from '../workspace.ts';

const usualOrigin = 'http://127.0.0.1:4500';

/** Writes what the operator decides, or tells what is wrong with it. */
const write = async (store: Store, decided: Decided, record?: RegisterRecord): Promise<Result<undefined>> => {
  if (decided.kind === 'wrong') {
    // Said by an option here.
    return failure(
      ...decided.problems.map((one) => (one.where.endsWith(' reasons') ? { ...one, where: '--reasons' } : one)),
    );
  }
  if (decided.kind === 'denied') {
    const found = record ? `${record.key}, which is ${record.state} since ${sayDay(record.since)}` : decided.because;
    return failure({ where: 'members', found, expected: 'a membership with which this can be done' });
  }
  const outcome = await store.append({ drafts: [decided.draft] });
  if (outcome.kind === 'written') return success(undefined);
  return failure({ where: 'members', found: 'a membership that somebody changed in between', expected: 'try again' });
};

const list: Command = {
  name: 'members list',
  summary: 'who may act in which role, and until when',
  operands: '',
  count: [0, 0],
  options: {},
  examples: ['isocentre members list'],
  run: (_given, workspace, terminal) =>
    atStore(workspace, terminal, async ({ store }) => {
      const records = [...(await store.records(memberships)).values()];
      if (records.length === 0) return success({ content: 'Nobody yet. See: isocentre help members invite\n' });
      const columns = ['key', 'name', 'state', 'counts until', 'register', 'role', 'for'];
      const table: Table = {
        name: 'Members',
        columns: columns.map((key) => ({ key, title: key, kind: 'text' })),
        rows: records.map((record) => {
          const { name, register, role, organisation, ...dates } = membershipOf(record);
          const held = allRegisters.find((one) => one.name === register);
          return [
            record.key,
            name ?? null,
            record.state,
            record.state === 'withdrawn' ? null : countsUntil(dates),
            held?.title ?? register,
            roleTitle(held, role),
            organisation ?? 'all',
          ];
        }),
      };
      return success({ content: [...drawWholeTable(table, terminal.width), ''].join('\n') });
    }),
};

/** The address that a link begins with; asked for before anybody is invited, since the link is shown once. */
const originOf = (given: Given, environment: Workspace['environment']): Result<string> => {
  const asked = given.text('origin');
  const named = environment['ISOCENTRE_ORIGIN'] ?? '';
  const origin = (asked ?? (named === '' ? usualOrigin : named)).replace(/\/+$/, '');
  if (/^https?:\/\/[^/?#\s]+$/.test(origin)) return success(origin);
  return failure({
    where: asked === undefined ? 'ISOCENTRE_ORIGIN' : '--origin',
    found: `"${origin}"`,
    expected: 'an address without a path, such as https://isocentre.example',
  });
};

const invite: Command = {
  name: 'members invite',
  summary:
    'makes a link with which somebody who signs in to the server gets a role; so the first administrator is made',
  operands: 'NAME',
  count: [1, 1],
  options: {
    role: { type: 'string', placeholder: 'ROLE', summary: 'the role; default: administrator' },
    register: { type: 'string', placeholder: 'NAME', summary: 'the register in which; default: memberships' },
    organisation: {
      type: 'string',
      placeholder: 'CODE',
      summary: 'for this organisation alone; default: for all of the register',
    },
    until: { type: 'string', placeholder: 'DAY', summary: 'the last day; default: in a year' },
    origin: {
      type: 'string',
      placeholder: 'ADDRESS',
      summary: `the address of the server; default: ISOCENTRE_ORIGIN, else ${usualOrigin}`,
    },
  },
  examples: [
    'isocentre members invite "Ada Quill" --origin https://isocentre.example',
    'isocentre members invite "Ben Okoro" --register organisations --role registrar',
  ],
  run: async (given, workspace, terminal) => {
    const [name = ''] = given.words;
    const origin = originOf(given, workspace.environment);
    if (!origin.ok) return origin;
    if (name.trim() === '')
      return failure({ where: 'NAME', found: 'nothing', expected: 'the name of whoever is invited' });
    return beginStore(workspace, terminal, async ({ store }) => {
      const until = given.text('until');
      const code = given.text('organisation');
      const organisation = code === undefined ? undefined : keyAsWritten(organisations, code);
      if (organisation !== undefined && !(await store.record(organisations, organisation))) {
        return failure({
          where: '--organisation',
          found: `"${organisation}"`,
          expected: 'a code of the register of organisations',
        });
      }
      // 256 bits by lot; kept is their hash.
      const secret = randomBytes(32).toString('base64url');
      const decided = inviteMember(
        allRegisters,
        operator,
        {
          register: given.text('register') ?? memberships.name,
          role: given.text('role') ?? 'administrator',
          name,
          ...(organisation === undefined ? {} : { organisation }),
          ...(until === undefined ? {} : { until }),
        },
        {
          key: `M${randomBytes(8).toString('hex').toUpperCase()}`,
          link: createHash('sha256').update(secret).digest('hex'),
          on: today(),
        },
      );
      const written = await write(store, decided);
      if (!written.ok) return written;
      const { answer = '' } = decided.kind === 'draft' ? membershipOf(decided.draft) : {};
      const said = `Give this link to ${name} and to nobody else. Whoever opens it first, signs in and accepts has the role. It is good once, until ${sayDay(answer)}, and is not shown again.`;
      return success({
        content: [...wrap(said, terminal.width), '', `${origin.value}/invitation/${secret}`, ''].join('\n'),
      });
    });
  },
};

const change = (
  workspace: Workspace,
  terminal: Terminal,
  key: string,
  said: string,
  decided: (record: RegisterRecord) => Decided,
): Promise<Result<Output>> =>
  atStore(workspace, terminal, async ({ store }) => {
    const record = await store.record(memberships, key);
    if (!record)
      return failure({ where: 'members', found: `"${key}"`, expected: 'a key, as "isocentre members list" shows it' });
    const written = await write(store, decided(record), record);
    return written.ok ? success({ content: `${said}\n` }) : written;
  });

const review: Command = {
  name: 'members review',
  summary: 'lets a membership count for another year',
  operands: 'KEY',
  count: [1, 1],
  options: { until: { type: 'string', placeholder: 'DAY', summary: 'another last day' } },
  examples: ['isocentre members review M0123456789ABCDEF --until 2028-03-31'],
  run: (given, workspace, terminal) =>
    change(workspace, terminal, given.words[0] ?? '', 'Reviewed.', (record) =>
      reviewMembership(record, operator, given.text('until'), today()),
    ),
};

const withdraw: Command = {
  name: 'members withdraw',
  summary: 'takes a membership or an invitation back',
  operands: 'KEY',
  count: [1, 1],
  options: { reasons: { type: 'string', placeholder: 'TEXT', summary: 'why; needed' } },
  examples: ['isocentre members withdraw M0123456789ABCDEF --reasons "left the trust"'],
  run: (given, workspace, terminal) =>
    change(workspace, terminal, given.words[0] ?? '', 'Withdrawn.', (record) => {
      const [reasons, on] = [given.text('reasons') ?? '', today()];
      const decision = { action: 'withdraw', key: record.key, change: {}, reasons, evidence: [], validFrom: on };
      return decide(memberships, record, operator, decision, on);
    }),
};

/** `isocentre members …`: what whoever runs the server does about who may act in which role. */
export const memberCommands: readonly Command[] = [list, invite, review, withdraw];
