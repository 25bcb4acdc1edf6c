import { toCsv, toXlsx, type Cell, type Table } from '@isocentre/documents';
import { failure, success, type Problem, type Result } from '@isocentre/evidence';
import {
  fieldAsWritten,
  firstDay,
  heldContent,
  inOrder,
  overtaken,
  publicContent,
  replacedBy,
  roleTitle,
  sayAhead,
  isDay,
  keyAsWritten,
  recordOn,
  sayDay,
  sayOvertaken,
  takeBackAction,
  toldLater,
  type Content,
  type Later,
  type Register,
  type RegisterRecord,
} from '@isocentre/registers';
import type { Entry, Json } from '@isocentre/ledger';
import type { History, Store } from '@isocentre/store';
import { formatOption, outOption, wholeNumber, type Command, type Option } from '../command.ts';
import { atStore, today } from '../open-place.ts';
import { drawTable } from '../text/table.ts';
import { oneLine, wrap } from '../text/wrap.ts';

const textOf = (value: Json | undefined): string => {
  if (value === undefined) return '';
  if (Array.isArray(value)) return value.map((one: Json) => textOf(one)).join(', ');
  return typeof value === 'string' ? value : JSON.stringify(value);
};

/** Entries of records, by key: those of which a change of fields is announced. */
type Announced = ReadonlyMap<string, readonly Entry[]>;

const isChange = (register: Register, { action }: Later): boolean =>
  register.transitions.some((one) => one.action === action && one.to === undefined);

/** Reads the entries of those of some records of which a change of fields is announced. */
const readAnnounced = async (
  store: Store,
  register: Register,
  records: readonly RegisterRecord[],
): Promise<Announced> => {
  const read = new Map<string, readonly Entry[]>();
  for (const { key, later = [] } of records) {
    if (later.some((one) => isChange(register, one))) read.set(key, (await store.history(register, key)).entries);
  }
  return read;
};

/** What an announced change of fields says, of what anyone may see: ` (name: FENS) (postcode taken away)`. */
const sayChange = (register: Register, { what: { set, unset } }: Entry): string => {
  const isObject = typeof set === 'object' && set !== null && !Array.isArray(set);
  const said = isObject ? inOrder(register, publicContent(register, set as Content)) : [];
  const gone = Array.isArray(unset) ? unset.map(String).filter((one) => register.publicFields.includes(one)) : [];
  // An import reads days and successors between commas and in brackets: no text may look like them.
  const plain = (text: string): string => text.replaceAll(/, (?=[a-z ]+ \d{4}-\d{2}-\d{2})|\((?=successors )/g, ' ');
  return [
    ...said.map(([field, value]) => ` (${field}: ${plain(textOf(value))})`),
    ...gone.map((field) => ` (${field} taken away)`),
  ].join('');
};

/** What is announced for later: `closes 2027-03-31 (successors RX2 RX3)`. */
const sayLater = (register: Register, record: RegisterRecord, announced: Announced): string =>
  toldLater(register, record)
    .map((one) => {
      const more = Object.entries(one.content ?? {}).map(
        ([field, value]) => ` (${field} ${textOf(value).replaceAll(',', '')})`,
      );
      const entry = announced.get(record.key)?.find(({ number }) => isChange(register, one) && number === one.entry);
      const changed = entry ? sayChange(register, entry) : '';
      return `${sayAhead(register, one)} ${one.on}${more.join('')}${changed}`;
    })
    .join(', ');

const laterColumn = 3;

/** The records as a table: of an export, from which an import reads them again. */
export const tableOf = (
  register: Register,
  records: readonly RegisterRecord[],
  announced: Announced,
  fields = register.publicFields,
): Table => ({
  name: register.title,
  columns: ['key', 'state', 'since', 'later', ...fields].map((key) => ({ key, title: key, kind: 'text' as const })),
  rows: records.map((record): readonly Cell[] => [
    record.key,
    record.state,
    record.since,
    sayLater(register, record, announced) || null,
    ...fields.map((field) => {
      const value = heldContent(register, record)[field];
      // A line each, so that an import finds what was one even where it has a comma.
      const text = Array.isArray(value) ? value.map((one: Json) => textOf(one)).join('\n') : textOf(value);
      return text === '' ? null : text;
    }),
  ]),
});

const openForm = (register: Register, record: RegisterRecord): unknown => ({
  key: record.key,
  state: record.state,
  since: record.since,
  lastEntry: record.lastEntry,
  ...(record.later ? { later: toldLater(register, record) } : {}),
  content: publicContent(register, heldContent(register, record)),
});

const json = (register: Register, value: object): string =>
  `${JSON.stringify({ format: `isocentre-${register.name}`, version: 1, ...value }, null, 2)}\n`;

const written = async (
  register: Register,
  records: readonly RegisterRecord[],
  announced: Announced,
  format: string | undefined,
): Promise<string | Uint8Array | undefined> => {
  if (format === 'csv') return toCsv(tableOf(register, records, announced));
  if (format === 'xlsx') return toXlsx([tableOf(register, records, announced)]);
  return undefined;
};

const usualLimit = 20;

/** Tells each choice that no record has, with those that there are. */
const unknownChoices = async (
  store: Store,
  register: Register,
  asked: Readonly<Record<string, string>>,
): Promise<readonly Problem[]> => {
  const { readChoices } = await import('@isocentre/store');
  const problems: Problem[] = [];
  for (const facet of register.search.facets) {
    const value = asked[facet];
    const choices = value === undefined ? [] : await readChoices(store, register, facet);
    if (value === undefined || choices.some((one) => one.value === value)) continue;
    const known = choices.map((one) => (one.name === one.value ? one.value : `${one.value} (${one.name})`)).join(', ');
    const expected = known === '' ? `none: no record has a ${facet}` : known;
    problems.push({ where: `--${facet}`, found: `"${value}"`, expected });
  }
  return problems;
};

const searchCommand = (register: Register): Command => {
  const facets: Readonly<Record<string, Option>> = Object.fromEntries([
    [
      'state',
      {
        type: 'string',
        values: Object.keys(register.states),
        summary: `only those in this state: ${Object.entries(register.states)
          .map(([state, about]) => `${state} (${about})`)
          .join(', ')}`,
      },
    ],
    ...register.search.facets.map((field): [string, Option] => [
      field,
      { type: 'string', placeholder: 'CODE', summary: `only those with this ${field}` },
    ]),
  ]);
  return {
    name: `${register.name} search`,
    summary: `${register.title.toLowerCase()} by words or keys, by an identifier, by choices`,
    operands: 'WORD…',
    count: [0, Infinity],
    options: {
      ...facets,
      identifier: {
        type: 'string',
        placeholder: 'TEXT',
        summary: `a key${register.search.identifiers.map((field) => ` or ${field}`).join('')}, with or without spaces`,
      },
      limit: { type: 'string', placeholder: 'N', summary: `how many at most; default: ${usualLimit}` },
      after: { type: 'string', placeholder: 'KEY', summary: 'go on after this key, with which a page ended' },
      format: formatOption(['text', 'json', 'csv', 'xlsx']),
      out: outOption,
    },
    examples: [`isocentre ${register.name} search nottingham --state open`],
    run: async (given, workspace, terminal) => {
      const { countedTo } = await import('@isocentre/store');
      const limit = wholeNumber(given, 'limit', usualLimit, countedTo);
      if (!limit.ok) return limit;
      const asked = Object.keys(facets).flatMap((name) => {
        const value = given.text(name);
        return value === undefined ? [] : [[name, fieldAsWritten(register, name, value)] as const];
      });
      const identifier = given.text('identifier');
      const typed = given.text('after');
      const after = typed === undefined ? undefined : keyAsWritten(register, typed);
      return atStore(workspace, terminal, async ({ store }) => {
        const page = await store.search(register, {
          limit: limit.value,
          ...(given.words.length > 0 ? { text: given.words.join(' ') } : {}),
          ...(asked.length > 0 ? { facets: Object.fromEntries(asked) } : {}),
          ...(identifier === undefined ? {} : { identifier }),
          ...(after === undefined ? {} : { after }),
        });
        const { records, count, next } = page;
        if (after !== undefined && records.length === 0 && !(await store.record(register, after)))
          return failure({ where: '--after', found: `"${after}"`, expected: 'the key with which a page ended' });
        const format = given.text('format');
        const unknown = count > 0 ? [] : await unknownChoices(store, register, Object.fromEntries(asked));
        if (unknown.length > 0) return failure(...unknown);
        const announced = await readAnnounced(store, register, records);
        const file = await written(register, records, announced, format);
        if (file !== undefined) return success({ content: file });
        if (format === 'json') {
          const found = {
            count,
            countIsExact: count <= countedTo,
            next,
            records: records.map((one) => openForm(register, one)),
          };
          return success({ content: json(register, found) });
        }
        if (count === 0) return success({ content: 'None fits. Try fewer words or choices.\n' });
        const many = count > countedTo ? `more than ${countedTo}` : String(count);
        const more = next === undefined ? '' : ` Go on: --after ${next}.`;
        const [name = ''] = register.publicFields;
        return success({
          content: [
            ...listed(register, records, announced, [name, ...register.search.facets], terminal.width),
            '',
            ...wrap(
              `${records.length} of ${many}.${more} One in full: isocentre ${register.name} show KEY.`,
              terminal.width,
            ),
            '',
          ].join('\n'),
        });
      });
    },
  };
};

const nameWidth = 12;

const lines = (title: string, text: string, width: number, least = nameWidth): readonly string[] => {
  const indent = Math.max(least, title.length + 2);
  return wrap(text, width - indent).map((line, index) => `${(index === 0 ? title : '').padEnd(indent)}${line}`);
};

/** The columns of a table of records with the name behind the key. */
const nameFirst = <T>(cells: readonly T[]): readonly T[] => [
  ...cells.slice(0, 1),
  ...cells.slice(laterColumn + 1, laterColumn + 2),
  ...cells.slice(1, laterColumn + 1),
  ...cells.slice(laterColumn + 2),
];

/**
 * Lists records as a table where every row of it fits the width, else a few lines each, so that no name is left out; in a
 * terminal as in a pipe, which has 80 columns.
 */
const listed = (
  register: Register,
  records: readonly RegisterRecord[],
  announced: Announced,
  fields: readonly string[],
  width: number,
): readonly string[] => {
  const table = tableOf(register, records, announced, fields);
  // Where nothing is announced, a column would say so in every line.
  const hasLater = records.some(({ later }) => later !== undefined);
  const arranged = <T>(cells: readonly T[]): readonly T[] =>
    nameFirst(cells).filter((_cell, at) => hasLater || at !== laterColumn + 1);
  const drawn = drawTable({ ...table, columns: arranged(table.columns), rows: table.rows.map(arranged) }, Infinity);
  if (drawn.every((line) => line.length <= width)) return drawn;
  const indent = Math.max(...records.map(({ key }) => key.length)) + 2;
  return table.rows.flatMap(([key, state, since, ahead, name, ...facets]) => {
    const about = facets.flatMap((value, index) =>
      value === null ? [] : [`, ${String(fields[index + 1])} ${String(value)}`],
    );
    const text = `${String(name)}; ${String(state)} since ${String(since)}${ahead === null ? '' : `, ${String(ahead)}`}${about.join('')}`;
    return lines(String(key), text, width, indent);
  });
};

/** What an entry says of fields, each with what stood there before; of one that not everyone may see, its name. */
const changesText = (register: Register, { number, what, validFrom }: Entry, { entries, items }: History): string => {
  const { set, unset, erased } = what;
  if (Array.isArray(erased)) return `${textOf(erased)} erased for ever`;
  const before = entries.filter((one) => one.number < number);
  const content = recordOn(register, before, validFrom.slice(0, 10), items)?.content ?? {};
  const said = typeof set === 'object' && set !== null && !Array.isArray(set) ? inOrder(register, set as Content) : [];
  const gone = Array.isArray(unset) ? unset.map((field): readonly [string, Json] => [String(field), null]) : [];
  return [...said, ...gone]
    .map(([field, value]) => {
      if (!register.publicFields.includes(field)) return field;
      const [old = '', now = ''] = [content[field], value ?? undefined].map(textOf);
      if (old === now) return '';
      return `${field} ${old === '' ? '' : `${old} → `}${now === '' ? '–' : now}`;
    })
    .filter((text) => text !== '')
    .join('; ');
};

const decisionText = (register: Register, entry: Entry, history: History): string => {
  const { entries } = history;
  const { number, kind, what, validFrom, recorded, by, concerns } = entry;
  const { action } = what;
  const about = concerns === undefined ? '' : ` of entry ${concerns}`;
  const title = kind === 'decide' || action === takeBackAction ? textOf(action) : kind;
  const other = replacedBy(entries, number);
  const done = other?.what['action'] === takeBackAction ? 'taken back' : 'corrected';
  const nothing = overtaken(register, entries, entry);
  const replaced =
    other === undefined ? (nothing ? ` (${sayOvertaken(nothing)})` : '') : ` (${done} by entry ${other.number})`;
  const changed = changesText(register, entry, history);
  return oneLine(
    `${number} ${title}${about}${replaced} from ${validFrom}, recorded ${recorded.slice(0, 10)} by ${by.who} as ${roleTitle(register, by.capacity)}${changed === '' ? '' : `: ${changed}`}`,
  );
};

const dayOption = (given: string | undefined, name: string): Result<string | undefined> =>
  given === undefined || isDay(given)
    ? success(given)
    : failure({ where: `--${name}`, found: `"${given}"`, expected: 'a day, such as 2026-04-01' });

const latest = '9999-12-31';

const showCommand = (register: Register): Command => ({
  name: `${register.name} show`,
  summary: 'one record with all its decisions; as it was on a day, as was known on another',
  operands: 'KEY',
  count: [1, 1],
  options: {
    on: { type: 'string', placeholder: 'DAY', summary: 'what held on this day' },
    known: { type: 'string', placeholder: 'DAY', summary: 'as far as was known at the beginning of this day, in UTC' },
    format: formatOption(['text', 'json']),
    out: outOption,
  },
  examples: [`isocentre ${register.name} show RX1`, `isocentre ${register.name} show RX1 --on 2025-04-01`],
  run: async (given, workspace, terminal) => {
    const [typed = ''] = given.words;
    const key = keyAsWritten(register, typed);
    const on = dayOption(given.text('on'), 'on');
    if (!on.ok) return on;
    const known = dayOption(given.text('known'), 'known');
    if (!known.ok) return known;
    const utcDay = new Date().toISOString().slice(0, 10);
    if ((known.value ?? '') > utcDay) {
      const expected = `a day up to ${utcDay}: nobody knows yet what will be known`;
      return failure({ where: '--known', found: `"${known.value ?? ''}"`, expected });
    }
    const asked = on.value !== undefined || known.value !== undefined;
    const knownThen = known.value === undefined ? '' : `, as was known when ${sayDay(known.value)} began`;
    const stoodAt = `on ${sayDay(on.value ?? today())}${knownThen}`;
    const isAhead = (on.value ?? '') > today();
    const knownNow = isAhead && knownThen === '' ? ', as far as is known' : '';
    const stood = `As it ${isAhead ? 'will stand' : 'stood'} ${stoodAt}${knownNow}`;
    const moment = { validTime: `${on.value ?? today()}T23:59:59.999Z`, recordedTime: known.value ?? latest };
    return atStore(workspace, terminal, async ({ store }) => {
      const record = await store.record(register, key, asked ? moment : undefined);
      if (!record) {
        const isForm = register.key.pattern.test(key);
        const { entries } = await store.history(register, key);
        const first = asked ? firstDay(entries) : undefined;
        const recorded = entries[0]?.recorded;
        if (known.value !== undefined && recorded !== undefined && recorded > known.value) {
          return failure({
            where: '--known',
            found: `"${known.value}", when nothing of ${key} was known yet`,
            expected: `a day after ${recorded.slice(0, 10)}, on which its first entry was written`,
          });
        }
        if (first !== undefined) {
          return failure({
            where: `${register.name} show`,
            found: `"${key}", which was not on the register ${stoodAt}`,
            expected: `a day from ${sayDay(first)}, from which its first entry holds`,
          });
        }
        const unknown = ', which is not on the register';
        return failure({
          where: `${register.name} show`,
          found: `"${key}"${isForm ? unknown : ''}`,
          expected: isForm
            ? `a key that "isocentre ${register.name} search" finds`
            : `${register.key.about}, as "isocentre ${register.name} search" finds it`,
        });
      }
      const history = await store.history(register, key);
      const { entries } = history;
      if (given.text('format') === 'json') {
        return success({
          content: json(register, {
            ...(asked ? { on: on.value ?? today(), ...(known.value === undefined ? {} : { known: known.value }) } : {}),
            record: openForm(register, record),
            entries: entries.map(openEntry(register)),
          }),
        });
      }
      const content = inOrder(register, publicContent(register, heldContent(register, record)));
      const [name] = register.publicFields;
      const [named, others] = [true, false].map((isName) => content.filter(([field]) => (field === name) === isName));
      return success({
        content: [
          ...(asked ? [...wrap(stood, terminal.width), ''] : []),
          ...(named ?? []).flatMap(([field, value]) => lines(field, textOf(value), terminal.width)),
          ...lines('key', record.key, terminal.width),
          ...lines(
            'state',
            `${record.state} since ${record.since}: ${register.states[record.state] ?? ''}`,
            terminal.width,
          ),
          ...(record.later
            ? lines('later', sayLater(register, record, new Map([[key, entries]])), terminal.width)
            : []),
          ...(others ?? []).flatMap(([field, value]) => lines(field, textOf(value), terminal.width)),
          '',
          'Decisions',
          ...entries.flatMap((entry) => wrap(decisionText(register, entry, history), terminal.width - 4, '    ')),
          '',
        ].join('\n'),
      });
    });
  },
});

/** Leaves of an entry what anyone may see; what is not shown is told by its hash alone. */
const openEntry =
  (register: Register) =>
  ({ number, kind, what, validFrom, recorded, by, concerns }: Entry): unknown => {
    const { set, ...rest } = what;
    const isObject = typeof set === 'object' && set !== null && !Array.isArray(set);
    const open = isObject ? publicContent(register, set as Readonly<Record<string, Json>>) : undefined;
    return {
      number,
      kind,
      what: open === undefined ? rest : { ...rest, set: open },
      validFrom,
      recorded,
      by,
      concerns,
    };
  };

const exportCommand = (register: Register): Command => ({
  name: `${register.name} export`,
  summary: `all ${register.title.toLowerCase()} with what anyone may see of them`,
  operands: '',
  count: [0, 0],
  options: {
    format: {
      type: 'string',
      values: ['csv', 'json', 'xlsx'],
      summary: 'how to write it; default: by the ending of --out, else csv',
    },
    out: outOption,
  },
  examples: [`isocentre ${register.name} export --out ${register.name}.csv`],
  run: (given, workspace, terminal) =>
    atStore(workspace, terminal, async ({ store }) => {
      const records = [...(await store.records(register)).values()];
      const announced = await readAnnounced(store, register, records);
      const content = await written(register, records, announced, given.text('format') ?? 'csv');
      return success({
        content: content ?? json(register, { records: records.map((one) => openForm(register, one)) }),
      });
    }),
});

/** `isocentre REGISTER search|show|export`: the same for every register, made from its declaration. */
export const registerCommands = (register: Register): readonly Command[] => [
  searchCommand(register),
  showCommand(register),
  exportCommand(register),
];
