import type { Cell, Table } from '@isocentre/documents';
import type { ReturnData, ReturnStaff } from './return-schema.ts';
import { hideSmall, withTotals } from './suppression.ts';
import { groups, keysOf, specialisms } from './taxonomy.ts';

/** What stands in place of a count that is hidden. */
export const hiddenMark = '*';

const total = 'All';

type Counts = readonly (readonly number[])[];

/**
 * Sums up a return for a reader: posts, people, experts and trainees by specialism and staff group, with totals.
 *
 * Headcount is there where the return says it for every occupation.
 *
 * @param smallest Where given, counts of people above 0 and under it are hidden, and so is what would give them away:
 *   see `hideSmall`. Hours worked are hidden wherever the people are, and posts, which are nobody's, are shown.
 */
export const summariseReturn = (data: ReturnData, smallest?: number): readonly Table[] => {
  const rows = keysOf(specialisms).filter((one) => data.staff.some((row) => row.specialism === one));
  const columns = keysOf(groups).filter((one) => data.staff.some((row) => row.group === one));
  const counts = (of: (row: ReturnStaff) => number): Counts =>
    withTotals(
      rows.map((specialism) =>
        columns.map((group) => {
          const row = data.staff.find((one) => one.specialism === specialism && one.group === group);
          return row ? of(row) : 0;
        }),
      ),
    );
  const headsOf = (row: ReturnStaff): number | undefined => {
    const ages = data.ages.filter((one) => one.specialism === row.specialism && one.group === row.group);
    return row.heads ?? (ages.length > 0 ? ages.reduce((sum, one) => sum + one.heads, 0) : undefined);
  };
  const traineesOf = (row: ReturnStaff): number =>
    data.trainees
      .filter((one) => one.specialism === row.specialism && one.group === row.group)
      .reduce((sum, one) => sum + one.people, 0);
  const hide = (table: Counts): readonly (readonly boolean[])[] =>
    smallest === undefined ? table.map((row) => row.map(() => false)) : hideSmall(table, smallest);
  const tableOf = (name: string, table: Counts, ...patterns: readonly (readonly (readonly boolean[])[])[]): Table => ({
    name,
    columns: [
      { key: 'specialism', title: 'Specialism', kind: 'text' },
      ...columns.map((group) => ({ key: group, title: groups[group], kind: 'number' as const })),
      { key: 'all', title: total, kind: 'number' },
    ],
    rows: table.map((row, r): readonly Cell[] => [
      [...rows.map((one) => specialisms[one]), total][r] ?? '',
      ...row.map((value, c) => (patterns.some((hidden) => hidden[r]?.[c]) ? hiddenMark : value)),
    ]),
  });

  const inPost = counts((row) => row.inPost);
  // Where nobody counted heads there are at least as many as WTE.
  const people = counts((row) => headsOf(row) ?? Math.ceil(row.inPost));
  const hiddenPeople = hide(people);
  const experts = counts((row) => row.recognised ?? 0);
  const trainees = counts(traineesOf);
  return [
    tableOf(
      'Funded posts (WTE)',
      counts((row) => row.posts),
    ),
    tableOf('In post (WTE)', inPost, hiddenPeople, hide(inPost)),
    ...(data.staff.every((row) => headsOf(row) !== undefined) ? [tableOf('People in post', people, hiddenPeople)] : []),
    ...(data.staff.some((row) => row.recognised !== undefined)
      ? [tableOf('Medical Physics Experts', experts, hide(experts))]
      : []),
    ...(data.trainees.length > 0 ? [tableOf('Trainees', trainees, hide(trainees))] : []),
  ];
};
