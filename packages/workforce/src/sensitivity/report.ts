import type { Table } from '@isocentre/documents';
import { modelVersion } from '../report.ts';
import { sayScope } from '../scope-words.ts';
import { sayCount, sayShare } from '../words.ts';
import { outcomeUnit, sayOutcome } from './outcome.ts';
import type { AssumptionSensitivity, SensitivityStudy } from './study.ts';

const oneDecimal = new Intl.NumberFormat('en-GB', { minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** Writes an amount in the unit of the outcome: years with one decimal, staff whole. */
const sayAmount = (study: SensitivityStudy, amount: number): string =>
  study.outcome === 'closing'
    ? `${oneDecimal.format(amount)} years`
    : `${sayCount(amount)} ${outcomeUnit(study.outcome)}`;

const sayLevel = (study: SensitivityStudy, value: number): string =>
  study.outcome === 'closing' ? String(Math.round(value)) : `${sayCount(value)} ${outcomeUnit(study.outcome)}`;

/** The assumptions by the value of knowing them, the best first; those worth nothing are left out. */
const byWorth = (study: SensitivityStudy): readonly AssumptionSensitivity[] =>
  study.assumptions
    .filter((one) => (one.indices?.worth ?? 0) > 0)
    .toSorted((left, right) => (right.indices?.worth ?? 0) - (left.indices?.worth ?? 0));

const quoted = (one: AssumptionSensitivity): string => `"${one.figure.title}"`;

const surveySentence = (study: SensitivityStudy): string => {
  const [best] = byWorth(study);
  if (!best?.indices) return 'No single survey would narrow it.';
  const { worth } = best.indices;
  return `The survey that would narrow it most is one of ${quoted(best)}: the expected error of the best single forecast is ${sayAmount(study, study.spread.error)}, and ${sayAmount(study, worth)} less once that is known.`;
};

/** Says in a few sentences which assumption matters most and which survey would help most. */
export const saySensitivity = (study: SensitivityStudy): string => {
  const { resolved, outcome, year, spread, assumptions, options } = study;
  const what = sayOutcome(outcome, year);
  const start = `${sayScope(resolved.input)}: in "${resolved.scenario.title}"`;
  const [chief] = assumptions;
  if (spread.error === 0 || !chief)
    return `${start} ${what} is ${outcome === 'closing' && !study.stated.closes ? 'beyond the horizon' : sayLevel(study, study.stated.value)} in every run: no assumption moves it.`;
  const range = `${what} depends most on ${quoted(chief)}`;
  if (!chief.indices)
    return `${start} ${range}: over its range it moves by ${sayAmount(study, chief.screening.meanAbsolute)} on average (μ*).`;
  const never =
    outcome === 'closing' && spread.closing < 1
      ? ` Runs that do not close, ${sayShare(1 - spread.closing)}, count as closing in ${resolved.input.baselineYear + resolved.input.years + 1}.`
      : '';
  return `${start} ${range}, which takes part in ${sayShare(chief.indices.total.value)} of its variance and alone makes ${sayShare(Math.max(0, chief.indices.first.value))}. Chance apart, ${sayShare(options.level)} of runs lie between ${sayLevel(study, spread.low)} and ${sayLevel(study, spread.high)}.${never} ${surveySentence(study)}`;
};

/** Lists the assumptions with everything the study says of them, the one that matters most first. */
export const sensitivityTable = (study: SensitivityStudy): Table => {
  const unit = outcomeUnit(study.outcome);
  return {
    name: 'Sensitivity',
    columns: [
      { key: 'figure', title: 'Assumption', kind: 'text' },
      { key: 'title', title: 'What it says', kind: 'text' },
      { key: 'total', title: 'Total index', kind: 'number' },
      { key: 'total_low', title: 'Total index, from', kind: 'number' },
      { key: 'total_high', title: 'Total index, to', kind: 'number' },
      { key: 'first', title: 'First-order index', kind: 'number' },
      { key: 'first_low', title: 'First-order index, from', kind: 'number' },
      { key: 'first_high', title: 'First-order index, to', kind: 'number' },
      { key: 'rank_correlation', title: 'Rank correlation', kind: 'number' },
      { key: 'value_of_knowing', title: `Value of knowing it (${unit})`, kind: 'number' },
      { key: 'mu', title: `Mean effect, μ (${unit})`, kind: 'number' },
      { key: 'mu_star', title: `Mean magnitude, μ* (${unit})`, kind: 'number' },
      { key: 'sigma', title: `Deviation, σ (${unit})`, kind: 'number' },
      { key: 'low_end', title: 'Mean outcome in its lowest tenth', kind: 'number' },
      { key: 'high_end', title: 'Mean outcome in its highest tenth', kind: 'number' },
    ],
    rows: study.assumptions.map(({ figure, screening, indices }) => [
      figure.id,
      figure.title,
      indices?.total.value ?? null,
      indices?.total.low ?? null,
      indices?.total.high ?? null,
      indices?.first.value ?? null,
      indices?.first.low ?? null,
      indices?.first.high ?? null,
      indices?.rank ?? null,
      indices?.worth ?? null,
      screening.mean,
      screening.meanAbsolute,
      screening.deviation,
      indices?.ends.low ?? null,
      indices?.ends.high ?? null,
    ]),
  };
};

/** Puts a study in the form in which it is published as JSON. */
export const sensitivityJson = (study: SensitivityStudy): Record<string, unknown> => {
  const { resolved, options, outcome, year, stated, spread, assumptions, runs, pulledIn } = study;
  const { method, trajectories, points, seed, resamples, level } = options;
  return {
    format: 'isocentre-sensitivity',
    version: 1,
    modelVersion,
    scenario: { name: resolved.scenario.name, title: resolved.scenario.title },
    answer: saySensitivity(study),
    outcome: { id: outcome, unit: outcomeUnit(outcome), ...(outcome === 'closing' ? {} : { year }), stated, spread },
    design: {
      method,
      trajectories,
      seed,
      runs,
      pulledIn,
      ...(method === 'sobol' ? { points, resamples, level } : {}),
    },
    assumptions: assumptions.map(({ figure, screening, indices }) => ({
      figure: figure.id,
      title: figure.title,
      unit: figure.unit,
      screening,
      ...(indices ? { indices } : {}),
    })),
  };
};
