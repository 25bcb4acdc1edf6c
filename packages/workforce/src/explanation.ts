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
import { explainMeasure } from './explain.ts';
import { isState, termAmount, type Arithmetic, type Quantity, type RequirementParts } from './explain/terms.ts';
import { dimensions, groupCells, sumCells, type Dimension } from './grouping.ts';
import type { Measure } from './measures.ts';
import type { ModelInput } from './model-input.ts';
import { project } from './project.ts';
import { originsOf } from './purposes.ts';
import { hashInput, modelVersion } from './report.ts';
import { resolve } from './resolve.ts';
import type { Scenario } from './scenario.ts';
import { nation } from './taxonomy.ts';

/** What is to be explained: a measure, in a calendar year, of a part of the workforce. */
export interface Question {
  readonly measure: Measure;
  /** Default: the last, which is the horizon for a state and the year before for what happens in a step. */
  readonly year?: number | undefined;
  readonly specialism?: string | undefined;
  readonly group?: string | undefined;
  readonly region?: string | undefined;
}

/** A figure behind a number. */
export interface FigureBehind {
  readonly figure: Figure;
  readonly id: string;
  /** The value that the run used: the scenario's own, or what the formula gives, or as stated. */
  readonly value: Value;
  /** Whether the scenario gives a value of its own. */
  readonly own: boolean;
  /** Why the assumption, or the scenario's own value, is what it is. */
  readonly reason?: string | undefined;
  /** What it was read for, of all that feeds the number. */
  readonly purposes: readonly string[];
}

/** Where a number comes from. */
export interface Explanation extends Arithmetic {
  readonly scenario: { readonly name: string; readonly title: string };
  readonly scope: string;
  readonly modelVersion: string;
  readonly inputHash: string;
  readonly year: number;
  /** Whether it is the state at the start of the year; else it is what happens in it. */
  readonly isState: boolean;
  readonly where: Readonly<Partial<Record<Dimension, string>>>;
  /** How many parts (an occupation in a region) are counted together. */
  readonly cells: number;
  /** The number part by part. */
  readonly parts: readonly Quantity[];
  readonly levers: readonly { readonly name: string; readonly reason?: string | undefined }[];
  readonly figures: readonly FigureBehind[];
}

const ownOf = (scenario: Scenario): ReadonlyMap<string, Value> =>
  new Map(Object.entries(scenario.figures ?? {}).map(([id, { value }]) => [id, toValue(value)]));

/** Divides a scenario by region where a part of it that lies in one is asked for. */
export const scenarioWithRegion = (scenario: Scenario, region: string | undefined): Scenario =>
  region === undefined || region in nation
    ? scenario
    : { ...scenario, baseline: { ...scenario.baseline, geography: 'regions' } };

/**
 * Computes what the requirement of every cell is made of.
 *
 * @param located A scenario that resolves with this evidence.
 */
export const requirementParts = (
  located: Located<Scenario>,
  { figures }: Evidence,
  askedYears?: number,
): RequirementParts => {
  const reader = new FigureReader(figures, ownOf(located.value));
  const draft = buildBaseline(reader, located.value, askedYears);
  const applier = new LeverApplier(draft, reader, (id) => figures.get(id)?.unit);
  for (const lever of located.value.levers ?? []) applier.apply(lever, () => '');
  const { cells, years } = draft.input;
  const byYear = (): number[][] => cells.map(() => []);
  const parts = { baseline: byYear(), growth: byYear(), programmes: byYear(), technology: byYear() };
  cells.forEach((cell, index) => {
    const baseline = draft.requirement[index] ?? 0;
    let grown = baseline;
    for (let t = 0; t <= years; t += 1) {
      const programmes = draft.programmes[index]?.[t] ?? 0;
      const technology = draft.technology[index]?.[t] ?? 1;
      parts.baseline[index]?.push(baseline);
      parts.growth[index]?.push(grown - baseline);
      parts.programmes[index]?.push(programmes);
      parts.technology[index]?.push((grown + programmes) * (technology - 1));
      grown *= 1 + (draft.growth.get(cell.occupation)?.[t] ?? 0);
    }
  });
  return parts;
};

const chooseCells = (input: ModelInput, question: Question): Result<readonly number[]> => {
  const all = groupCells(input, dimensions);
  let chosen = all;
  for (const dimension of dimensions) {
    const wanted = question[dimension];
    if (wanted === undefined) continue;
    const known = [...new Set(chosen.map((one) => one[dimension] ?? ''))];
    chosen = chosen.filter((one) => one[dimension] === wanted);
    if (chosen.length === 0)
      return failure({ where: `--${dimension}`, found: `"${wanted}"`, expected: `one of ${known.join(', ')}` });
  }
  return success(chosen.flatMap(({ cells }) => cells));
};

/** Names the figures that a run read for some purposes, and those behind their formulas. */
const behind = (uses: Uses, wanted: ReadonlySet<string>): ReadonlyMap<string, readonly string[]> => {
  const found = new Map<string, string[]>();
  const purposes = new Set(wanted);
  for (let before = -1; before < found.size;) {
    before = found.size;
    for (const [id, all] of uses) {
      const own = [...all].filter((purpose) => purposes.has(purpose));
      if (own.length === 0) continue;
      found.set(id, own);
      purposes.add(`the formula of ${id}`);
    }
  }
  return new Map([...uses.keys()].flatMap((id) => (found.has(id) ? [[id, found.get(id) ?? []]] : [])));
};

/**
 * Explains a number of a scenario's expected course: the equation, the lines that add up to it, the parts of the
 * workforce in it, and every figure that the run read and that feeds it.
 *
 * @returns the explanation, or the problems with the scenario or the question.
 */
export const explain = (
  located: Located<Scenario>,
  evidence: Evidence,
  question: Question,
  askedYears?: number,
): Result<Explanation> => {
  const resolved = resolve(located, evidence, askedYears);
  if (!resolved.ok) return resolved;
  const { input, uses, scenario } = resolved.value;
  const { measure } = question;
  const state = isState(measure);
  const last = input.baselineYear + input.years - (state ? 0 : 1);
  const year = question.year ?? last;
  const problems: Problem[] = [];
  if (!Number.isInteger(year) || year < input.baselineYear || year > last) {
    problems.push({
      where: '--year',
      found: String(year),
      expected: `a year from ${input.baselineYear} to ${last}${state ? '' : ', the last in which something happens'}`,
    });
  }
  const cells = chooseCells(input, question);
  if (!cells.ok) problems.push(...cells.problems);
  if (!cells.ok || problems.length > 0) return failure(...problems);

  const t = year - input.baselineYear;
  const projection = project(input);
  const arithmetic = explainMeasure(
    projection,
    measure,
    t,
    cells.value,
    requirementParts(located, evidence, askedYears),
  );
  const levers = (scenario.levers ?? []).map(({ lever, name, reason, from, until }) => ({
    kind: lever,
    name,
    reason,
    from: (from ?? input.firstDecisionYear) - input.baselineYear,
    until: until === undefined ? input.years : until - input.baselineYear,
  }));
  const origins = originsOf(measure, t, levers);
  const purposes = new Set([...origins.purposes, ...[...origins.levers].map(({ name }) => `the lever "${name}"`)]);
  const reader = new FigureReader(evidence.figures, ownOf(scenario));
  const titles = new Map(input.occupations.map(({ id, title }) => [id, title]));
  const regions = new Map(input.regions.map(({ id, title }) => [id, title]));
  return success({
    scenario: { name: scenario.name, title: scenario.title },
    scope: input.scope,
    modelVersion,
    inputHash: hashInput(input),
    year,
    isState: state,
    where: Object.fromEntries(
      dimensions.flatMap((dimension) => (question[dimension] === undefined ? [] : [[dimension, question[dimension]]])),
    ),
    cells: cells.value.length,
    ...arithmetic,
    parts: cells.value.map((cell) => {
      const { occupation = '', region = '' } = input.cells[cell] ?? {};
      const place = input.regions.length > 1 ? `, ${regions.get(region) ?? ''}` : '';
      return {
        title: `${titles.get(occupation) ?? ''}${place}`,
        value: sumCells(projection, measure, [cell])[t] ?? 0,
        unit: arithmetic.unit,
      };
    }),
    levers: [...origins.levers].map(({ name, reason }) => ({ name, reason })),
    figures: [...behind(uses, purposes)].flatMap(([id, why]): FigureBehind[] => {
      const figure = evidence.figures.get(id);
      if (!figure) return [];
      const own = scenario.figures?.[id];
      return [
        {
          figure,
          id,
          value: reader.value(id, 'the explanation'),
          own: own !== undefined,
          reason: own ? own.reason : figure.reason,
          purposes: why,
        },
      ];
    }),
  });
};

/** Brings an explanation into the form that is published as JSON. */
export const explanationJson = (explanation: Explanation): Readonly<Record<string, unknown>> => {
  const { scenario, figures, terms, isState: state, ...rest } = explanation;
  return {
    format: 'isocentre-explanation',
    version: 1,
    scenario,
    holds: state ? 'at the start of the year' : 'in the 12 months from the start of the year',
    ...rest,
    terms: terms.map((term) => ({ ...term, amount: termAmount(term) })),
    figures: figures.map(({ figure, id, value, own, reason, purposes }) => ({
      id,
      title: figure.title,
      value,
      unit: figure.unit,
      basis: own ? 'own' : figure.basis,
      ...(figure.source && !own ? { source: figure.source, where: figure.where } : {}),
      ...(reason === undefined ? {} : { reason }),
      ...(figure.distribution && !own ? { distribution: figure.distribution } : {}),
      ...(figure.formula && !own ? { formula: figure.formula.text } : {}),
      place: figure.place,
      purposes,
    })),
  };
};
