import { closureOf } from '../closure.ts';
import { sumCells } from '../grouping.ts';
import { groupMeasures } from '../ensemble.ts';
import { measureTitles } from '../measures.ts';
import type { ModelInput } from '../model-input.ts';
import { project } from '../project.ts';

/** What may be asked to depend on assumptions: the closing year, or a measure of the whole in one year. */
export const sensitivityOutcomes = ['closing', ...groupMeasures] as const;

/** What is asked to depend on assumptions. */
export type SensitivityOutcome = (typeof sensitivityOutcomes)[number];

/** What one run of the expected course gives. */
export interface RunOutcome {
  /** The closing year; where it does not close, the year after the horizon. */
  readonly closing: number;
  readonly closes: boolean;
  /** The measure in the year asked for. */
  readonly measured: number;
}

/**
 * Projects the expected course and reads its outcome.
 *
 * @param t Index of the year in which the measure is read, 0 to the years covered.
 */
export const runOutcome = (
  input: ModelInput,
  measure: Exclude<SensitivityOutcome, 'closing'>,
  t: number,
): RunOutcome => {
  const projection = project(input, { keepAges: false });
  const all = input.cells.map((_, index) => index);
  const shortfall = sumCells(projection, 'shortfall', all);
  const { year } = closureOf(input, shortfall, sumCells(projection, 'requirement', all));
  return {
    closing: year ?? input.baselineYear + input.years + 1,
    closes: year !== null,
    measured: sumCells(projection, measure, all)[t] ?? 0,
  };
};

/** Says what an outcome is, such as `shortfall against requirement in 2053`. */
export const sayOutcome = (outcome: SensitivityOutcome, year: number): string => {
  if (outcome === 'closing') return 'the closing year';
  const title = measureTitles[outcome]
    .replace(/ \((WTE|heads)\)$/, '')
    .replace(/, retired staff who returned included/, '');
  return `${title.charAt(0).toLowerCase()}${title.slice(1)} in ${year}`;
};

/** The unit of an outcome's differences. */
export const outcomeUnit = (outcome: SensitivityOutcome): string =>
  outcome === 'closing' ? 'years' : outcome === 'trainees' ? 'people' : 'WTE';
