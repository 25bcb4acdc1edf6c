import { failure, success, type Located, type Problem, type Result, type Uses } from '@isocentre/evidence';
import type { Draft } from './baseline/draft.ts';
import { vacanciesPurpose } from './baseline/occupations.ts';
import { applyReturn, scopeOfReturn, type ReturnBaseline } from './return-baseline.ts';
import type { OwnBaseline } from './return-schema.ts';
import type { Scenario } from './scenario.ts';
import { nation, regions } from './taxonomy.ts';

/** Gives a scenario with a return the scope whose national baseline fills it. A return whose data are not at hand is a problem. */
export const withReturnScope = (located: Located<Scenario>): Result<Located<Scenario>> => {
  const { baseline } = located.value;
  const own = baseline?.return;
  if (!own) {
    return baseline?.amounts === undefined
      ? success(located)
      : failure({
          where: located.where(['baseline', 'amounts']),
          found: `"${baseline.amounts}" without a return`,
          expected: 'a return beside it, or no such line',
        });
  }
  const where = located.where(['baseline', 'return']);
  if (!own.data) {
    return failure({
      where,
      found: `the return "${own.file}" by its name alone`,
      expected: `the file itself (--baseline FILE), with the SHA-256 ${own.hash}`,
    });
  }
  const scope = scopeOfReturn(own.data, baseline.scope ?? 'surveyed');
  if (scope === undefined) {
    return failure({
      where: `${own.file} Staff`,
      found: 'clinical and rehabilitation engineering together, beside specialisms or support staff that no survey has',
      expected: 'clinical engineering and rehabilitation engineering apart',
    });
  }
  if (baseline.geography === 'regions' && own.data.region === undefined) {
    return failure({
      where: `${own.file} Organisation`,
      found: 'no region, with a division by region asked for',
      expected: 'the region of the return',
    });
  }
  return success({ ...located, value: { ...located.value, baseline: { ...baseline, scope } } });
};

/** Puts the return of a scenario in place of its national baseline; undefined where it has none. */
export const returnOf = (located: Located<Scenario>, national: Draft): Result<ReturnBaseline> | undefined => {
  const { return: own, geography } = located.value.baseline ?? {};
  if (!own?.data) return undefined;
  const { region } = own.data;
  const place =
    geography === 'regions' && region !== undefined
      ? { id: region, title: regions[region] }
      : { id: 'uk', title: nation.uk };
  const returned = applyReturn(national, { ...own, data: own.data }, place);
  return returned.problems.length === 0
    ? success(returned)
    : failure(...returned.problems.map((problem) => ({ where: `${own.file} Staff`, ...problem })));
};

/** Leaves out figures that a return has replaced: vacancy rates, with what was read for them alone. */
export const usesWith = (uses: Uses): Uses => {
  const replaced = new Set<string>([vacanciesPurpose]);
  const kept = new Map(uses);
  let before: number;
  do {
    before = replaced.size;
    for (const [id, purposes] of kept) {
      if (![...purposes].every((purpose) => replaced.has(purpose))) continue;
      kept.delete(id);
      replaced.add(`the formula of ${id}`);
    }
  } while (replaced.size > before);
  return kept;
};

/** Tells whether a return that is given is the one that a scenario names; nothing where it is, or where none is named. */
export const otherReturn = (located: Located<Scenario>, given: OwnBaseline): Problem | undefined => {
  const wanted = located.value.baseline?.return;
  if (!wanted || wanted.hash === given.hash) return undefined;
  return {
    where: given.file,
    found: `a file with the SHA-256 ${given.hash}`,
    expected: `the file "${wanted.file}" that the scenario names, with ${wanted.hash}`,
  };
};
