import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { sayAnswer } from './answer.ts';
import { closureOf, type Closure } from './closure.ts';
import type { TaskResult, EnsembleOptions } from './ensemble.ts';
import {
  reportEnsemble,
  type ClosureSpread,
  type EnsembleReport,
  type MeasureSpread,
  type QuantileLevels,
} from './ensemble-report.ts';
import { agesOf, groupCells, sumAll, type Dimension, type Group } from './grouping.ts';
import { limitsOf, type OccupationLimits } from './limits.ts';
import type { Measure } from './measures.ts';
import type { ModelInput } from './model-input.ts';
import { project } from './project.ts';
import type { Reading } from './reading.ts';
import type { Resolved } from './resolve.ts';
import { retiringWithin } from './retiring.ts';
import type { Scope } from './scenario.ts';
import { sayCount, sayLimits, sayList } from './words.ts';

/** The version of the model's arithmetic; a result that could differ for the same inputs has another one. */
export const modelVersion = '1.0.0';

/** Every measure of a part of the workforce, with what follows from it. */
export interface GroupReport {
  readonly specialism?: string;
  readonly group?: string;
  readonly region?: string;
  readonly closure: Closure;
  /** Share of those in post at the baseline who retire within the span of the scenario. */
  readonly retiringWithin: number;
  /** Vacancies as a share of posts, by reported year. */
  readonly vacancyRate: readonly number[];
  /** Measure → one value a reported year, or a step where it is a flow. */
  readonly measures: Readonly<Record<Measure, readonly number[]>>;
  /** Mean and quantiles over the runs of an ensemble, where there is one. */
  readonly spread?: Readonly<Partial<Record<Measure, MeasureSpread>>>;
  /** Closing years over the runs, of an occupation. */
  readonly closureSpread?: ClosureSpread;
  /** People in post by single age for each reported year, where asked for. */
  readonly ages?: readonly (readonly number[])[];
}

/** The answer of a projection with everything that stands behind it. */
export interface ProjectionReport {
  readonly scenario: { readonly name: string; readonly title: string; readonly summary: string };
  readonly scope: Scope;
  readonly modelVersion: string;
  /** SHA-256 of the resolved scenario's JSON. */
  readonly inputHash: string;
  readonly drivers: Resolved['drivers'];
  /** The answer in a sentence, with its scope and its basis. */
  readonly answer: string;
  /** The calendar years reported; steps run from each but the last. */
  readonly years: readonly number[];
  readonly input: ModelInput;
  /** What a return of your own did not say and was filled from the nation; empty without one. */
  readonly filled: readonly string[];
  readonly closure: Closure;
  readonly total: GroupReport;
  readonly by: readonly Dimension[];
  readonly groups: readonly GroupReport[];
  readonly occupations: readonly (GroupReport & { readonly title: string })[];
  readonly limits: readonly OccupationLimits[];
  readonly limitSentences: readonly string[];
  readonly ensemble?: EnsembleReport;
}

/** What an ensemble gave, to be reported beside the expected course. */
export interface Runs {
  readonly result: TaskResult;
  readonly options: EnsembleOptions;
  readonly levels: QuantileLevels;
}

/** Hashes a resolved scenario: SHA-256 over its JSON, lower-case hexadecimal. */
export const hashInput = (input: ModelInput): string => bytesToHex(sha256(utf8ToBytes(JSON.stringify(input))));

/**
 * Runs a resolved scenario and reports it.
 *
 * @param by The dimensions of `groups`.
 * @param withAges Adds people by single age to every group; they are many.
 * @param runs An ensemble of the same scenario with the same groups, whose spread is reported beside the expected course.
 */
export const reportProjection = (
  resolved: Resolved,
  by: readonly Dimension[],
  withAges = false,
  runs?: Runs,
): ProjectionReport => {
  const { input, scenario, drivers } = resolved;
  const projection = project(input);
  const reportGroup = ({ cells, ...labels }: Group): GroupReport => {
    const measures = sumAll(projection, cells);
    return {
      ...labels,
      closure: closureOf(input, measures.shortfall, measures.requirement),
      retiringWithin: retiringWithin(input, cells),
      vacancyRate: measures.posts.map((posts, t) => (posts > 0 ? (measures.vacancies[t] ?? 0) / posts : 0)),
      measures,
      ...(withAges ? { ages: agesOf(projection, cells) } : {}),
    };
  };
  const titles = new Map(input.occupations.map((one) => [one.id, one.title]));
  const [all = { cells: [] }] = groupCells(input, []);
  const total = reportGroup(all);
  const shortfall = total.measures.shortfall;
  const limits = limitsOf(projection);
  const scope = input.scope as Scope;
  const ensemble = runs && reportEnsemble(input, runs.result, runs.options, runs.levels, total.measures);
  const spreadOf = (spread: GroupReport['spread']): Pick<GroupReport, 'spread'> => (spread ? { spread } : {});
  return {
    scenario: { name: scenario.name, title: scenario.title, summary: scenario.summary },
    scope,
    modelVersion,
    inputHash: hashInput(input),
    drivers,
    answer: sayAnswer(resolved, total, ensemble),
    years: shortfall.map((_, t) => input.baselineYear + t),
    input,
    filled: resolved.filled,
    closure: total.closure,
    total: { ...total, ...spreadOf(ensemble?.total) },
    by,
    groups: groupCells(input, by).map((group, index) => ({
      ...reportGroup(group),
      ...spreadOf(ensemble?.groups[index]),
    })),
    occupations: groupCells(input, ['specialism', 'group']).map((group, index) => {
      const closureSpread = ensemble?.occupations[index];
      return {
        title: titles.get(`${group.specialism}.${group.group}`) ?? '',
        ...reportGroup(group),
        ...(closureSpread ? { closureSpread } : {}),
      };
    }),
    limits,
    limitSentences: limits.map(sayLimits),
    ...(ensemble ? { ensemble } : {}),
  };
};

/** Says IPEM's reading of the pledge in a sentence. */
export const sayReading = ({ closure, countedFrom, needed, places }: Reading): string => {
  const pledge = sayList(Object.entries(places).map(([year, count]) => `${sayCount(count)} more a year from ${year}`));
  const outcome =
    closure.year === null
      ? `never add to the ${sayCount(needed)} staff needed`
      : `add to the ${sayCount(needed)} staff needed in ${closure.year}, ${closure.yearsFromCounted ?? 0} years from ${countedFrom}`;
  return `Surveyed MPCE, IPEM's reading of the 2023 pledge by arithmetic alone: ${pledge} ${outcome}. It takes the supply of 2023 as just replacing those who leave.`;
};

const closureJson = (
  { year, yearsFromCounted, yearsFromBaseline }: Closure,
  countedFrom: number,
): Readonly<Record<string, unknown>> => ({
  year,
  [`yearsFrom${countedFrom}`]: yearsFromCounted,
  yearsFromBaseline,
});

/** Brings a report into the form that is published as JSON (`docs/api/schema/projection.schema.json`). */
export const projectionJson = (report: ProjectionReport): Readonly<Record<string, unknown>> => {
  const { countedFrom } = report.input.closure;
  const groupJson = ({
    closure,
    retiringWithin: retiring,
    ...rest
  }: GroupReport): Readonly<Record<string, unknown>> => ({
    ...rest,
    closure: closureJson(closure, countedFrom),
    [`retiringWithin${report.input.retiringWithinYears}`]: retiring,
  });
  return {
    format: 'isocentre-projection',
    version: 1,
    reading: 'model',
    scenario: report.scenario,
    scope: report.scope,
    ...(report.input.return ? { return: { ...report.input.return, filled: report.filled } } : {}),
    answer: report.answer,
    modelVersion: report.modelVersion,
    inputHash: report.inputHash,
    drivers: report.drivers,
    ...(report.ensemble
      ? {
          ensemble: {
            ...report.ensemble.options,
            pulledIn: report.ensemble.pulledIn,
            interval: [report.ensemble.levels.low, report.ensemble.levels.high],
            closure: report.ensemble.closure,
            ...(report.ensemble.split ? { split: report.ensemble.split } : {}),
          },
        }
      : {}),
    years: report.years,
    closure: closureJson(report.closure, countedFrom),
    total: groupJson(report.total),
    by: report.by,
    groups: report.groups.map(groupJson),
    occupations: report.occupations.map(groupJson),
    limits: report.limits.map((limits, index) => ({ ...limits, sentence: report.limitSentences[index] })),
  };
};

/** Brings IPEM's reading into the form that is published as JSON. */
export const readingJson = (reading: Reading): Readonly<Record<string, unknown>> => ({
  format: 'isocentre-projection',
  version: 1,
  reading: 'ipem',
  answer: sayReading(reading),
  closure: closureJson(reading.closure, reading.countedFrom),
  needed: reading.needed,
  places: reading.places,
  course: reading.course,
});
