import { toCsv, type Table } from '@isocentre/documents';
import { failure, success } from '@isocentre/evidence';
import type { Json } from '@isocentre/ledger';
import type { Job, JobQueue } from '@isocentre/store';
import { formatOption, outOption, type Command } from '../command.ts';
import { atStore } from '../open-place.ts';
import { drawTable } from '../text/table.ts';
import { wrap } from '../text/wrap.ts';

/** What a job is about, in few words: the entries that it tells of. */
const aboutOf = (content: Json): string => {
  const notices =
    typeof content === 'object' && content !== null && 'notices' in content && Array.isArray(content['notices'])
      ? content['notices']
      : [];
  const numbers = notices.flatMap((notice: Json) =>
    typeof notice === 'object' && notice !== null && 'entry' in notice ? [Number(notice['entry'])] : [],
  );
  const [first] = numbers;
  if (first === undefined) return '–';
  return numbers.length === 1 ? `entry ${first}` : `${numbers.length} entries from ${first}`;
};

/** Says of notices that no server has taken up that nothing is sent of them without receivers. */
const nobody = (count: number): string =>
  `${count === 1 ? '1 notice of a decision stands ready. It is' : `${count} notices of decisions stand ready. They are`} sent where a server names receivers (ISOCENTRE_RECEIVERS); where none does, nothing is sent, and notices are removed after a week.`;

/** Jobs as a table; of those that wait also when they are due. */
const tableOf = (
  name: string,
  jobs: readonly (Job & { readonly error: string | null; readonly due?: string })[],
): Table => {
  const isDue = jobs.some(({ due }) => due !== undefined);
  return {
    name,
    columns: [
      { key: 'job', title: 'job', kind: 'text' },
      { key: 'work', title: 'work', kind: 'text' },
      { key: 'about', title: 'about', kind: 'text' },
      { key: 'tries', title: 'tries', kind: 'number' },
      ...(isDue ? [{ key: 'due', title: 'due (UTC)', kind: 'text' } as const] : []),
      { key: 'why', title: 'why', kind: 'text' },
    ],
    rows: jobs.map(({ id, kind, content, attempts, error, due }) => [
      String(id),
      kind,
      aboutOf(content),
      attempts,
      ...(isDue ? [due ?? null] : []),
      error,
    ]),
  };
};

const list: Command = {
  name: 'jobs list',
  summary: 'work that waits, and what was tried in vain and put aside, such as notices to a receiver',
  operands: '',
  count: [0, 0],
  options: { format: formatOption(['text', 'json', 'csv']), out: outOption },
  examples: ['isocentre jobs list', 'isocentre jobs list --format json'],
  run: (given, workspace, terminal) =>
    atStore(workspace, terminal, async ({ store }) => {
      const queue = store.jobs();
      const [{ waiting, putAside, untaken }, jobs] = [await queue.count(), await queue.putAside()];
      const format = given.text('format');
      if (format === 'json') {
        const found = { format: 'isocentre-jobs', version: 1, waiting, untaken, putAside: jobs };
        return success({ content: `${JSON.stringify(found, null, 2)}\n` });
      }
      const table = tableOf('Put aside', jobs);
      if (format === 'csv') return success({ content: toCsv(table) });
      const said = `${waiting} waiting, ${putAside} put aside.${putAside === 0 ? '' : ' Begin again: isocentre jobs retry JOB… or --all.'}`;
      const due = (await queue.waiting()).map((job) => ({
        ...job,
        due: job.due.toISOString().slice(0, 16).replace('T', ' '),
      }));
      return success({
        content: [
          ...(due.length === 0 ? [] : [...drawTable(tableOf('Waiting', due), terminal.width), '']),
          ...(jobs.length === 0 ? [] : [...drawTable(table, terminal.width), '']),
          ...wrap(said, terminal.width),
          ...(untaken === 0 ? [] : wrap(nobody(untaken), terminal.width)),
          '',
        ].join('\n'),
      });
    }),
};

/** A command that does something to jobs that were put aside: those named, or all. */
const changing = (
  { name, summary, examples }: Pick<Command, 'name' | 'summary' | 'examples'>,
  work: (queue: JobQueue, job: number) => Promise<boolean>,
  said: (count: number) => string,
): Command => ({
  name,
  summary,
  operands: 'JOB…',
  count: [0, Infinity],
  options: { all: { type: 'boolean', summary: 'all that were put aside' } },
  examples,
  run: async ({ words, flag }, workspace, terminal) => {
    const all = flag('all');
    if (all === words.length > 0) {
      const found = all ? 'jobs and --all' : 'no job';
      return failure({
        where: name,
        found,
        expected: 'numbers of jobs, as "isocentre jobs list" shows them, or --all',
      });
    }
    return atStore(workspace, terminal, async ({ store }) => {
      const queue = store.jobs();
      const known = (await queue.putAside()).map(({ id }) => id);
      const unknown = words.find((word) => !known.includes(Number(word)));
      if (unknown !== undefined) {
        const expected = 'the number of a job that was put aside, as "isocentre jobs list" shows it';
        return failure({ where: name, found: `"${unknown}"`, expected });
      }
      let done = 0;
      for (const job of all ? known : new Set(words.map(Number))) if (await work(queue, job)) done += 1;
      return success({ content: `${said(done)}\n` });
    });
  },
});

const retry = changing(
  {
    name: 'jobs retry',
    summary: 'lets work that was put aside begin again, when what was wrong has been mended',
    examples: ['isocentre jobs retry 12 15', 'isocentre jobs retry --all'],
  },
  (queue, job) => queue.again(job),
  (count) => `${count} begin${count === 1 ? 's' : ''} again.`,
);

const remove = changing(
  {
    name: 'jobs remove',
    summary: 'removes work that was put aside: nobody is told of it',
    examples: ['isocentre jobs remove 12'],
  },
  (queue, job) => queue.remove(job),
  (count) => `${count} removed.`,
);

/** `isocentre jobs …`: work that waits in the database, and what was tried in vain. */
export const jobCommands: readonly Command[] = [list, retry, remove];
