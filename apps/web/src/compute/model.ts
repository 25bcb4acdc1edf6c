import { checkShape, failure, success, type Evidence, type Result } from '@isocentre/evidence';
import {
  agesOf,
  closureOf,
  dimensions,
  groupCells,
  hashInput,
  project,
  readReporting,
  reportProjection,
  resolve,
  sayAnswer,
  sayBasis,
  scenarioSchema,
  sumAll,
  type Dimension,
  type ModelInput,
  type OwnBaseline,
  type ProjectionReport,
  type Resolved,
  type Runs,
  type Scenario,
} from '@isocentre/workforce';
import { applyEdits } from '../levers/apply-edits.ts';
import { pageLevers } from '../levers/levers.ts';
import type { Part, Start } from '../state/state.ts';
import type { Course, Question } from './course.ts';
import type { Where } from './where.ts';

/** A scenario that was resolved. */
interface Ready {
  readonly scenario: Scenario;
  readonly resolved: Resolved;
  /** What levers are compared with: the scenario before they are moved, in the amounts that they are meant in. */
  readonly base: Resolved;
}

/** The dimensions by which the workforce is divided: those that pick the part that is shown, and what that is divided by. */
export const dimensionsOf = ({ part, by }: Pick<Question, 'part' | 'by'>): readonly Dimension[] =>
  dimensions.filter((one) => one === by || (one !== 'region' && part[one] !== undefined));

/** By what the ensemble of a question is run: the whole by specialism, so that its report need not run it again. */
export const ensembleDimensionsOf = (question: Pick<Question, 'part' | 'by'>): readonly Dimension[] => {
  const by = dimensionsOf(question);
  return by.length === 0 ? ['specialism'] : by;
};

const divided = (scenario: Scenario, { by }: Question): Scenario =>
  by === 'region' ? { ...scenario, baseline: { ...scenario.baseline, geography: 'regions' } } : scenario;

const isPart = (part: Part, group: { readonly specialism?: string; readonly group?: string }): boolean =>
  (part.specialism === undefined || part.specialism === group.specialism) &&
  (part.group === undefined || part.group === group.group);

const kept = 40;

/** Answers questions from the evidence and the scenarios that ship. Pure but for what it remembers. */
export class Model {
  readonly evidence: Evidence;
  readonly #scenarios: ReadonlyMap<string, Scenario>;
  readonly #bases = new Map<string, Result<Resolved>>();
  readonly #firstDecisionYear: number;
  readonly #returns = new Map<string, OwnBaseline>();

  constructor(evidence: Evidence, scenarios: readonly Scenario[], firstDecisionYear: number) {
    this.evidence = evidence;
    this.#scenarios = new Map(scenarios.map((scenario) => [scenario.name, scenario]));
    this.#firstDecisionYear = firstDecisionYear;
  }

  #resolve(scenario: Scenario): Result<Resolved> {
    return resolve({ value: scenario, where: (path) => [scenario.name, ...path].join(' ') }, this.evidence);
  }

  /** Holds a return, so that scenarios can run on it by its name. */
  hold(own: OwnBaseline): void {
    this.#returns.set(own.hash, own);
  }

  #start(question: Question): Result<Scenario> {
    const start = this.#given(question.start);
    return start.ok ? success(divided(start.value, question)) : start;
  }

  #given(start: Start): Result<Scenario> {
    const scenario = this.#written(start);
    const named = start.ownReturn;
    if (!named || !scenario.ok) return scenario;
    const own = this.#returns.get(named.hash);
    if (!own) {
      return failure({
        where: 'this page',
        found: `the return "${named.file}" by its name alone`,
        expected: 'the file itself, under Your baseline',
      });
    }
    return success({ ...scenario.value, baseline: { ...scenario.value.baseline, return: own } });
  }

  #written(start: Start): Result<Scenario> {
    if (start.kind === 'own') {
      const { scenario } = start;
      const checked = checkShape(
        { value: scenario, where: (path) => ['your scenario', ...path].join(' ') },
        scenarioSchema,
      );
      return checked.ok ? success(checked.value.value) : checked;
    }
    const scenario = this.#scenarios.get(start.name);
    return scenario
      ? success(scenario)
      : failure({ where: 'the page', found: `the scenario "${start.name}"`, expected: 'a scenario that ships' });
  }

  #base(scenario: Scenario): Result<Resolved> {
    const key = JSON.stringify(scenario);
    const known = this.#bases.get(key) ?? this.#resolve(scenario);
    if (this.#bases.size > kept) this.#bases.clear();
    this.#bases.set(key, known);
    return known;
  }

  /** Makes the scenario that a question is about. */
  scenario(question: Question): Result<Scenario> {
    const base = this.#start(question);
    return base.ok
      ? success(applyEdits(base.value, question.edits, base.value.firstDecisionYear ?? this.#firstDecisionYear))
      : base;
  }

  /** On a return an amount is the nation's, of which the return has its share, unless it is said to be the return's. */
  #amountsOf(start: Resolved): Result<Resolved> {
    const { amounts, return: own, ...baseline } = start.scenario.baseline ?? {};
    return own && amounts !== 'return' ? this.#base({ ...start.scenario, baseline }) : success(start);
  }

  #ready(question: Question): Result<Ready> {
    const start = this.#start(question);
    if (!start.ok) return start;
    const onStart = this.#base(start.value);
    if (!onStart.ok) return onStart;
    const base = this.#amountsOf(onStart.value);
    if (!base.ok) return base;
    const scenario = this.scenario(question);
    if (!scenario.ok) return scenario;
    const resolved = question.edits.length === 0 ? onStart : this.#resolve(scenario.value);
    return resolved.ok ? success({ scenario: scenario.value, resolved: resolved.value, base: base.value }) : resolved;
  }

  /** Resolves the scenario that a question is about. */
  resolved(question: Question): Result<Resolved> {
    const ready = this.#ready(question);
    return ready.ok ? success(ready.value.resolved) : ready;
  }

  /** Gives the expected course, quickly: without limits, ensemble and other groups. */
  expected(question: Question): Result<Course> {
    const ready = this.#ready(question);
    if (!ready.ok) return ready;
    const { resolved, base } = ready.value;
    const { input } = resolved;
    const projection = project(input);
    const all = input.cells.map((_, index) => index);
    const cells = groupCells(input, dimensionsOf(question))
      .filter((group) => isPart(question.part, group))
      .flatMap((group) => group.cells);
    const total = sumAll(projection, all);
    const closure = closureOf(input, total.shortfall, total.requirement);
    const basis = sayBasis(resolved.drivers);
    return success({
      title: resolved.scenario.title,
      isChanged: question.edits.length > 0,
      answer: sayAnswer(resolved, { closure, measures: total }).slice(0, -basis.length).trimEnd(),
      basis,
      years: total.shortfall.map((_, t) => input.baselineYear + t),
      ...(input.return ? { startsOn: input.return.date } : {}),
      closure,
      measures: cells.length === all.length ? total : sumAll(projection, cells),
      shortfall: total.shortfall,
      ages: agesOf(projection, cells),
      firstAge: input.ages.first,
      levers: leverValues(base, specialismsOf(input), this.#firstDecisionYear),
      inputHash: hashInput(input),
    });
  }

  /** Reports a question with its ensemble in full, as the command line does. */
  report(question: Question, runs: Runs | undefined, by = ensembleDimensionsOf(question)): Result<ProjectionReport> {
    const ready = this.#ready(question);
    return ready.ok ? success(reportProjection(ready.value.resolved, by, false, runs)) : ready;
  }

  /** Gives the course with how sure it is. */
  sure(question: Question, runs: Runs): Result<Course> {
    const expected = this.expected(question);
    if (!expected.ok) return expected;
    const report = this.report(question, runs);
    if (!report.ok) return report;
    const { ensemble, total, groups, answer } = report.value;
    const { basis } = expected.value;
    const isWhole = dimensionsOf(question).length === 0;
    const spread = isWhole ? total.spread : groups.find((group) => isPart(question.part, group))?.spread;
    return success({
      ...expected.value,
      answer: answer.slice(0, -basis.length).trimEnd(),
      sureness: {
        runs: runs.options.runs,
        seed: runs.options.seed,
        levels: runs.levels,
        spread: spread ?? {},
        shareClosed: ensemble?.closure.shareClosed ?? 0,
      },
    });
  }

  /** Gives the parts that a question divides what is shown into, each with its course. */
  where(question: Question, runs: Runs | undefined): Result<Where> {
    const report = this.report(question, runs);
    if (!report.ok) return report;
    const { years, input, groups, scenario } = report.value;
    const by = question.by ?? 'specialism';
    return success({
      title: scenario.title,
      isChanged: question.edits.length > 0,
      by,
      years,
      ...(input.return ? { startsOn: input.return.date } : {}),
      parts: groups
        .filter((group) => isPart(question.part, group))
        .map(({ measures, spread, ...labels }) => ({ id: labels[by] ?? '', measures, ...(spread ? { spread } : {}) })),
      ...(runs ? { sureness: { runs: runs.options.runs, seed: runs.options.seed, levels: runs.levels } } : {}),
    });
  }

  /** How an ensemble is reported. */
  levels(): Result<Runs['levels']> {
    const reporting = readReporting(this.evidence);
    return reporting.ok ? success(reporting.value.levels) : reporting;
  }
}

const specialismsOf = (input: ModelInput): readonly string[] => [
  ...new Set(input.occupations.map((one) => one.specialism)),
];

const leverValues = (base: Resolved, specialisms: readonly string[], decisionYear: number): Course['levers'] => {
  const { input } = base;
  const first = (base.scenario.firstDecisionYear ?? decisionYear) - input.baselineYear;
  const t = Math.min(input.years - 1, Math.max(0, first));
  const values: [string, Course['levers'][string]][] = [];
  for (const lever of pageLevers) {
    for (const specialism of [undefined, ...(lever.bySpecialism ? specialisms : [])]) {
      const scenario = lever.valueIn(input, t, specialism);
      const today = lever.valueIn(input, 0, specialism);
      if (scenario !== undefined && today !== undefined)
        values.push([specialism === undefined ? lever.id : `${lever.id}.${specialism}`, { scenario, today }]);
    }
  }
  return Object.fromEntries(values);
};
