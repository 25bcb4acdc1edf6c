import { show, type Problem, type TextFile } from '@isocentre/evidence';
import { readTable } from '../read-table.ts';

/** Results of one site in their order in time. */
export interface OutcomeStream {
  /** The site, or the file where it names none. */
  readonly name: string;
  /** 1 for a failure, 0 for none. */
  readonly failures: Uint8Array;
  /** What names each case: what the file calls it, its date, its line. */
  readonly cases: readonly { readonly id: string; readonly date: string; readonly where: string }[];
}

const columns = ['case', 'date', 'site', 'failure'] as const;

/**
 * Reads results in their order in time from CSV: a column `failure` of 1 and 0, and if they are there `case`, `date` (as
 * 2026-03-31) and `site`; other columns are ignored. Each site is a stream of its own; dates of a site must not fall.
 *
 * @returns the streams by name, with every cell that is wrong by file and line. Results with problems must not be judged.
 */
export const readOutcomes = (
  files: readonly TextFile[],
): { readonly streams: readonly OutcomeStream[]; readonly problems: readonly Problem[] } => {
  const problems: Problem[] = [];
  const sites = new Map<string, { failures: number[]; cases: OutcomeStream['cases'][number][] }>();
  for (const file of files) {
    const shape = { columns, required: ['failure'], others: 'ignored', rowsExpected: 'a row for each case' } as const;
    const table = readTable(file, shape);
    problems.push(...table.problems);
    for (const { where, cells } of table.rows) {
      const { case: id = '', date = '', failure = '' } = cells;
      if (failure !== '0' && failure !== '1') {
        problems.push({
          where: `${where} failure`,
          found: failure === '' ? 'nothing' : show(failure),
          expected: '1 for a failure, 0 for none',
        });
        continue;
      }
      const site = cells['site'] ?? '';
      if (site === '' && 'site' in cells) {
        problems.push({ where: `${where} site`, found: 'nothing', expected: 'the site of the case' });
        continue;
      }
      const name = site === '' ? file.name : site;
      const stream = sites.get(name) ?? { failures: [], cases: [] };
      sites.set(name, stream);
      const before = stream.cases.at(-1)?.date ?? '';
      if (date !== '' && !/^\d{4}-\d\d-\d\d$/.test(date))
        problems.push({ where: `${where} date`, found: show(date), expected: 'a date such as 2026-03-31' });
      else if (date !== '' && date < before)
        problems.push({
          where: `${where} date`,
          found: `${date} after ${before}`,
          expected: 'cases in their order in time',
        });
      stream.failures.push(Number(failure));
      stream.cases.push({ id, date, where });
    }
  }
  const streams = [...sites].map(([name, { failures, cases }]): OutcomeStream => ({
    name,
    failures: Uint8Array.from(failures),
    cases,
  }));
  return { streams: streams.toSorted((a, b) => (a.name < b.name ? -1 : 1)), problems };
};
