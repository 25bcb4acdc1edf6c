import { basename } from 'node:path';
import { failure, success, type Problem, type Result } from '@isocentre/evidence';
import {
  importOds,
  leftOut,
  organisations,
  takeBackAction,
  type Content,
  type Draft,
  type OdsImport,
  type RegisterRecord,
} from '@isocentre/registers';
import type { History } from '@isocentre/store';
import { formatOption, outOption, type Command } from '../command.ts';
import { readBytes } from '../files.ts';
import { beginStore, today } from '../open-place.ts';
import { wrap } from '../text/wrap.ts';

const mostBytes = 200_000_000;

interface Import {
  readonly drafts: readonly Draft[];
  readonly unchanged: number;
  /** Codes on the register that no file names. */
  readonly missing: readonly string[];
  /** Successors that neither the register nor any of the files has. */
  readonly doubts: readonly Problem[];
  /** What changes beside a change that is announced. */
  readonly beside: readonly Problem[];
  /** What a file announces and no column says: it is not taken in. */
  readonly left: readonly Problem[];
}

/** Works out what files change together; one that is wrong refuses them all. */
const importAll = async (
  paths: readonly string[],
  records: ReadonlyMap<string, RegisterRecord>,
  histories: ReadonlyMap<string, History>,
  day: string,
): Promise<Result<Import>> => {
  // A list for each file: a call takes fewer arguments than a file may have rows.
  const problems: (readonly Problem[])[] = [];
  const imports: OdsImport[] = [];
  const left: (readonly Problem[])[] = [];
  const places = new Map<string, string>();
  const codes = new Set<string>();
  let unchanged = 0;
  let missing = new Set(records.keys());
  for (const path of paths) {
    const bytes = await readBytes(path, mostBytes, 'a file of organisations of at most 200 MB');
    const read = bytes.ok ? importOds(bytes.value, basename(path), records, day, histories) : bytes;
    if (bytes.ok && read.ok) left.push(leftOut(bytes.value, basename(path), records));
    if (!read.ok) {
      problems.push(read.problems);
      continue;
    }
    const keys = new Set(read.value.drafts.map(({ key }) => key));
    const twice = [...keys].flatMap((key): readonly Problem[] => {
      const other = places.get(key);
      return other === undefined
        ? []
        : [{ where: path, found: `${key}, which ${other} changes too`, expected: 'each code in one file' }];
    });
    problems.push(twice);
    for (const key of keys) places.set(key, path);
    imports.push(read.value);
    for (const code of read.value.codes) codes.add(code);
    unchanged += read.value.unchanged;
    const gone = new Set(read.value.missing);
    missing = new Set([...missing].filter((code) => gone.has(code)));
  }
  const wrong = problems.flat();
  if (wrong.length > 0) return { ok: false, problems: wrong };
  return success({
    drafts: imports.flatMap(({ drafts }) => drafts),
    unchanged,
    missing: [...missing],
    beside: imports.flatMap(({ beside }) => beside),
    left: left.flat(),
    // Another of the files may have it.
    doubts: imports.flatMap(({ doubts }) =>
      doubts.flatMap(({ successor, problem }) => (codes.has(successor) ? [] : [problem])),
    ),
  });
};

const inWords: Readonly<Record<string, string>> = {
  announce: 'announced',
  list: 'listed as open',
  'list-closed': 'listed as closed',
  open: 'opened',
  update: 'changed',
  close: 'closed',
  reopen: 'opened again',
};

/** How many of the organisations that change have a day of closing to come that they did not have. */
const closingsAhead = (drafts: readonly Draft[], day: string): number =>
  drafts.filter(({ what: { set } }) => {
    const { closed } = (set ?? {}) as Content;
    return typeof closed === 'string' && closed > day;
  }).length;

const summaryOf = (
  { drafts, unchanged, missing, doubts, beside, left }: Import,
  isTry: boolean,
  width: number,
): string => {
  const counts = new Map<string, number>();
  const closedBefore = new Set(
    drafts.flatMap(({ key, what, follows }) => (follows === true && what['action'] === 'close' ? [key] : [])),
  );
  for (const { key, what, follows } of drafts) {
    const said = typeof what['action'] === 'string' ? what['action'] : '';
    // Several entries, and one thing to tell.
    if (said === takeBackAction || (closedBefore.has(key) && follows !== true)) continue;
    const action = closedBefore.has(key) ? 'list-closed' : said;
    counts.set(action, (counts.get(action) ?? 0) + 1);
  }
  const parts = [...counts].map(([action, count]) => `${count} ${inWords[action] ?? action}`);
  const done = parts.length === 0 ? 'Nothing changes' : parts.join(', ');
  const gone =
    missing.length === 0
      ? ''
      : ` ${missing.length} on the register stand in no file and stay as they are: ${missing.slice(0, 10).join(', ')}${missing.length > 10 ? ' …' : ''}.`;
  const written = isTry && drafts.length > 0 ? ' Nothing was written (--dry-run).' : '';
  const doubted = doubts.map(
    ({ where, found }) => `${where}: the successor ${found} is neither on the register nor in a file.`,
  );
  const takenBack = new Set(drafts.filter(({ what }) => what['action'] === takeBackAction).map((one) => one.concerns));
  const announced = beside.map(({ where, found }) => {
    const isTaken = takenBack.has(Number(/ by entry (\d+)$/.exec(found)?.[1]));
    const rest = isTaken ? 'That entry is taken back.' : 'In a field that both change, the file counts.';
    return `${where}: the file changes ${found}. ${rest}`;
  });
  const lost = left.map(({ where, found }) => `${where}: ${found}: no column says it, and it is not imported.`);
  const closing = closingsAhead(drafts, today());
  const ahead = closing === 0 ? '' : `; of these ${closing} ${closing === 1 ? 'closes' : 'close'} on a day to come`;
  const kept = unchanged === 0 ? '' : `; ${unchanged} as they were`;
  return [`${done}${ahead}${kept}.${gone}${written}`, ...doubted, ...announced, ...lost]
    .flatMap((paragraph) => wrap(paragraph, width))
    .map((line) => `${line}\n`)
    .join('');
};

/** `isocentre organisations import`: what files of the Organisation Data Service change, as its decisions. */
export const importOrganisationsCommand: Command = {
  name: 'organisations import',
  summary: 'files of the Organisation Data Service: records only what changed, all of it or nothing',
  operands: 'FILE…',
  count: [1, Infinity],
  options: {
    'dry-run': { type: 'boolean', summary: 'say what would change, and write nothing' },
    format: formatOption(['text', 'json']),
    out: outOption,
  },
  examples: ['isocentre organisations import etr.csv', 'isocentre organisations import etr.csv --dry-run'],
  run: (given, workspace, terminal) =>
    beginStore(workspace, terminal, async ({ store }) => {
      terminal.progress?.('Reading …');
      const records = await store.records(organisations);
      const histories = new Map<string, History>();
      for (const [key, { later = [] }] of records) {
        if (later.some(({ entry }) => entry !== undefined)) histories.set(key, await store.history(organisations, key));
      }
      const work = await importAll(given.words, records, histories, today());
      if (!work.ok) return work;
      const { drafts, unchanged, missing, doubts, beside, left } = work.value;
      const isTry = given.flag('dry-run');
      if (drafts.length > 0 && !isTry) {
        terminal.progress?.(`Writing ${drafts.length} decisions …`);
        const outcome = await store.append({ drafts });
        if (outcome.kind !== 'written') {
          const key = outcome.kind === 'conflict' ? outcome.key : '';
          return failure({
            where: `organisations ${key}`.trimEnd(),
            found: 'a decision that somebody made meanwhile',
            expected: 'the register as it was read; nothing was written, so import again',
          });
        }
        terminal.progress?.('Preparing the search …');
        await store.seal();
      }
      if (given.text('format') !== 'json') return success({ content: summaryOf(work.value, isTry, terminal.width) });
      const changes = drafts.map(({ key, what, validFrom }) => ({ key, ...what, validFrom }));
      const written = !isTry;
      return success({
        content: `${JSON.stringify({ format: 'isocentre-import', version: 1, written, changes, unchanged, missing, doubts, beside, left }, null, 2)}\n`,
      });
    }),
};
