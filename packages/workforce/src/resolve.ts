import {
  failure,
  FigureReader,
  success,
  toValue,
  type Evidence,
  type Figure,
  type Located,
  type Problem,
  type Result,
  type Uses,
  type Value,
} from '@isocentre/evidence';
import { LeverApplier } from './apply-lever.ts';
import { buildBaseline } from './baseline.ts';
import type { Draft } from './baseline/draft.ts';
import type { ModelInput } from './model-input.ts';
import { returnOf, usesWith, withReturnScope } from './return-resolve.ts';
import type { Scenario } from './scenario.ts';

/** A scenario made ready to run. */
export interface Resolved {
  readonly scenario: Scenario;
  /** Every number that the model uses. */
  readonly input: ModelInput;
  /** The figures that were read, with their purposes. */
  readonly uses: Uses;
  /** The figures that drive the run: those read, without derived figures, which only combine them. */
  readonly drivers: { readonly total: number; readonly assumptions: number; readonly own: number };
  /** What a return of your own did not say and was filled from the nation, in sentences; empty without one. */
  readonly filled: readonly string[];
}

const ownFigures = (
  located: Located<Scenario>,
  evidence: Evidence,
  problems: Problem[],
): ReadonlyMap<string, ReturnType<typeof toValue>> => {
  const own = new Map<string, ReturnType<typeof toValue>>();
  for (const [id, given] of Object.entries(located.value.figures ?? {})) {
    const figure = evidence.figures.get(id);
    if (!figure) {
      problems.push({
        where: located.where(['figures', id]),
        found: `the figure "${id}"`,
        expected: 'a figure that "isocentre evidence list" names',
      });
    } else if (given.unit !== figure.unit) {
      problems.push({
        where: located.where(['figures', id, 'unit']),
        found: `the unit "${given.unit}"`,
        expected: `the unit "${figure.unit}" of this figure`,
      });
    } else {
      const value = toValue(given.value);
      if (value.kind === figure.stated.kind) own.set(id, value);
      else {
        problems.push({
          where: located.where(['figures', id, 'value']),
          found: `a value of the kind "${value.kind}"`,
          expected: `a value of the kind "${figure.stated.kind}", as this figure has`,
        });
      }
    }
  }
  return own;
};

const unreadProblem = (located: Located<Scenario>, id: string): Problem => ({
  where: located.where(['figures', id]),
  found: `the figure "${id}", which this scenario does not read`,
  expected: 'a figure that it reads; "isocentre evidence list --use model" names them',
});

const setProblems = (located: Located<Scenario>): readonly Problem[] => {
  const { scope = 'surveyed', requirement = 'headline-2023' } = located.value.baseline ?? {};
  if (scope === 'surveyed' || requirement !== 'specialism-surveys') return [];
  return [
    {
      where: located.where(['baseline', 'requirement']),
      found: `"${requirement}" with the scope "${scope}"`,
      expected: 'headline-2023 or headline-2023-on-top, since only the surveyed scope has surveys',
    },
  ];
};

/** Writes the requirement of every year into the cells: growth, then dated programmes, then technology. */
const writeRequirement = ({
  input,
  requirement,
  recognisedRequirement,
  growth,
  technology,
  programmes,
}: Draft): void => {
  input.cells.forEach((cell, index) => {
    const rates = growth.get(cell.occupation) ?? [];
    const atBaseline = requirement[index] ?? 0;
    const expertShare = atBaseline > 0 ? (recognisedRequirement[index] ?? 0) / atBaseline : 0;
    let base = atBaseline;
    for (let t = 0; t <= input.years; t += 1) {
      const required = (base + (programmes[index]?.[t] ?? 0)) * (technology[index]?.[t] ?? 1);
      cell.requirement.push(required);
      cell.recognisedRequirement.push(required * expertShare);
      base *= 1 + (rates[t] ?? 0);
    }
  });
};

/** Counts the figures that drive what reads them: those read, without derived figures, which only combine them. */
export const countDrivers = (
  uses: Pick<Uses, 'keys'>,
  figures: ReadonlyMap<string, Figure>,
  isOwn: (id: string) => boolean,
): Resolved['drivers'] => {
  let total = 0;
  let assumptions = 0;
  let own = 0;
  for (const id of uses.keys()) {
    const figure = figures.get(id);
    if (!figure) continue;
    if (isOwn(id)) own += 1;
    else if (figure.basis === 'derived') continue;
    else if (figure.basis === 'assumption') assumptions += 1;
    total += 1;
  }
  return { total, assumptions, own };
};

/** A scenario built, before account is given of what was read for it. */
interface Built {
  readonly located: Located<Scenario>;
  readonly reader: FigureReader;
  readonly input: ModelInput;
  /** What a return filled from the nation; undefined without a return. */
  readonly filled: readonly string[] | undefined;
}

const build = (
  asked: Located<Scenario>,
  evidence: Evidence,
  askedYears: number | undefined,
  drawn: ReadonlyMap<string, Value>,
  unread: 'refuse' | 'ignore',
): Result<Built> => {
  const prepared = withReturnScope(asked);
  if (!prepared.ok) return prepared;
  const located = prepared.value;
  const scenario = located.value;
  const problems: Problem[] = [...setProblems(located)];
  const own = ownFigures(located, evidence, problems);
  const reader = new FigureReader(
    evidence.figures,
    own.size === 0 ? drawn : new Map([...drawn, ...own]),
    located.where([]),
    (id) => located.where(['figures', id, 'value']),
  );
  const longest = reader.number('longest_horizon', 'years', 'the dates of the scenario', { min: 1 });
  const years = askedYears ?? scenario.years ?? 0;
  if (reader.problems.length === 0 && years > longest) {
    problems.push({
      where: askedYears === undefined ? located.where(['years']) : '--years',
      found: `${years} years asked for`,
      expected: `at most ${longest} years`,
    });
  }
  if (problems.length > 0) return failure(...problems);

  const national = buildBaseline(reader, scenario, askedYears);
  const { baselineYear, firstDecisionYear } = national.input;
  if (!scenario.baseline?.return && reader.problems.length === 0 && firstDecisionYear < baselineYear) {
    problems.push({
      where: located.where(['firstDecisionYear']),
      found: String(firstDecisionYear),
      expected: `a year from ${baselineYear}, the baseline`,
    });
  }
  if (reader.problems.length > 0 || problems.length > 0) return failure(...reader.problems, ...problems);

  const returned = returnOf(located, national);
  if (returned && !returned.ok) return returned;
  const draft = returned?.value.draft ?? national;
  const unitOf = (id: string): string | undefined => evidence.figures.get(id)?.unit;
  const whole =
    returned && scenario.baseline?.amounts !== 'return' ? new LeverApplier(national, reader, unitOf) : undefined;
  const applier = new LeverApplier(draft, reader, unitOf, whole);
  for (const [index, lever] of (scenario.levers ?? []).entries()) {
    applier.apply(lever, (...path) => located.where(['levers', index, ...path]));
  }
  const leverProblems = [...(whole?.problems ?? []), ...applier.problems];
  if (leverProblems.length > 0 || reader.problems.length > 0) return failure(...leverProblems, ...reader.problems);
  if (own.size > 0 && unread === 'refuse') {
    const { uses } = reader;
    const notRead = [...own.keys()].filter((id) => !uses.has(id));
    if (notRead.length > 0) return failure(...notRead.map((id) => unreadProblem(located, id)));
  }

  writeRequirement(draft);
  return success({ located, reader, input: draft.input, filled: returned?.value.filled });
};

/**
 * Resolves a scenario: reads its figures, builds the baseline, applies the levers and works out the requirement.
 *
 * @param askedYears Years to cover in this run, in place of those of the scenario; a lever that starts later then does
 *   nothing.
 * @param drawn Values drawn for assumptions, by id, which stand in for the stated ones.
 * @param unread What to do about figures of its own that it does not read: refuse them (default), since they are a slip,
 *   or ignore them, where it is a part of a scenario that does read them.
 * @returns every number that the model uses, or every problem found in one pass.
 */
export const resolve = (
  asked: Located<Scenario>,
  evidence: Evidence,
  askedYears?: number,
  drawn: ReadonlyMap<string, Value> = new Map(),
  unread: 'refuse' | 'ignore' = 'refuse',
): Result<Resolved> => {
  const built = build(asked, evidence, askedYears, drawn, unread);
  if (!built.ok) return built;
  const { located, reader, input, filled } = built.value;
  const uses = filled ? usesWith(reader.uses) : reader.uses;
  const drivers = countDrivers(uses, evidence.figures, (id) => reader.isOwn(id));
  return success({ scenario: located.value, input, uses, drivers, filled: filled ?? [] });
};

/** Resolves a scenario as {@link resolve} does, for its numbers alone: of a draw nobody asks what it read. */
export const resolveInput = (
  asked: Located<Scenario>,
  evidence: Evidence,
  askedYears: number | undefined,
  drawn: ReadonlyMap<string, Value>,
): Result<ModelInput> => {
  const built = build(asked, evidence, askedYears, drawn, 'refuse');
  return built.ok ? success(built.value.input) : built;
};
