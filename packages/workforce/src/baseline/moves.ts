import type { CellInput, OccupationInput } from '../model-input.ts';
import { atLeastZero, fill, share, total, type Figures } from './figures.ts';
import type { Occupation } from './occupations.ts';

export const recruitsOf = (figures: Figures, years: number): ((one: Occupation) => CellInput['recruits']) => {
  const { reader } = figures;
  const perPost = reader.number('other_recruitment', 'share a year', 'recruitment', atLeastZero);
  const international = reader.number('international_share_of_recruitment', 'share', 'recruitment', share);
  const profile = figures.profile('recruit_ages', 'recruitment');
  return (one) => {
    const support =
      one.group === 'support' ? reader.number('support_recruitment', 'share a year', 'recruitment', atLeastZero) : 0;
    return [
      { source: 'international', people: fill(years, perPost * international * one.posts), profile },
      { source: 'direct', people: fill(years, (perPost * (1 - international) + support) * one.posts), profile },
    ];
  };
};

export const transfersOf = (
  figures: Figures,
  ids: ReadonlySet<string>,
): ((id: string) => OccupationInput['transfers']) => {
  const { reader } = figures;
  const all: { from: string; to: string; share: number }[] = [];
  for (const [name, row] of Object.entries(reader.table('transfers', 'share a year', 'moves between occupations'))) {
    const [fromSpecialism, fromGroup, toSpecialism, toGroup] = name.split('.');
    const from = `${fromSpecialism}.${fromGroup}`;
    const to = `${toSpecialism}.${toGroup}`;
    if (typeof row !== 'number' || row < 0 || row > 1)
      reader.report('transfers', `the row "${name}"`, 'a share from 0 to 1');
    else if (row > 0 && !(ids.has(from) && ids.has(to) && from !== to)) {
      reader.report(
        'transfers',
        `the row "${name}"`,
        'a row "specialism.group.specialism.group" of two occupations of this scope',
      );
    } else if (row > 0) all.push({ from, to, share: row });
  }
  for (const id of ids) {
    const leaving = total(all.filter((one) => one.from === id).map((one) => one.share));
    if (leaving > 1)
      reader.report('transfers', `shares out of ${id} that add to ${leaving}`, 'shares that add to at most 1');
  }
  return (id) => all.filter((one) => one.from === id).map(({ to, share: part }) => ({ to, share: part }));
};

export const retirementOf = (
  figures: Figures,
  rule: 'stated' | 'minimum-age-57',
  baselineYear: number,
): OccupationInput['retirement'] => {
  const stated = figures.byAge('retirement_by_age', 'probability a year', 'retirement', share);
  const now = { fromYear: baselineYear, byAge: stated };
  if (rule === 'stated') return [now];
  const read = (cell: string): number =>
    figures.reader.number('minimum_pension_age', 'year; years of age', 'retirement', atLeastZero, [cell]);
  const age = read('age');
  return [
    now,
    { fromYear: read('from_year'), byAge: stated.map((value, index) => (figures.first + index < age ? 0 : value)) },
  ];
};
