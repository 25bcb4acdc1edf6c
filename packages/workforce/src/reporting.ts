import { failure, FigureReader, success, type Evidence, type Result, type Uses } from '@isocentre/evidence';
import type { QuantileLevels } from './ensemble-report.ts';

/** How an ensemble is reported unless asked otherwise. */
export interface Reporting {
  readonly levels: QuantileLevels;
  readonly runs: number;
  /** Most differences between two scenarios that an attribution tells apart. */
  readonly mostDifferences: number;
  /** In how many futures an attribution tells the differences apart. */
  readonly attributedFutures: number;
  /** Smallest count of people that is shown where small numbers are suppressed. */
  readonly smallNumber: number;
  readonly uses: Uses;
}

/** Reads how an ensemble is reported from the figures. */
export const readReporting = (evidence: Evidence): Result<Reporting> => {
  const reader = new FigureReader(evidence.figures);
  const purpose = 'the report of an ensemble';
  const share = { min: 0, max: 1 };
  const all = Object.values(reader.table('quantile_levels', 'share', purpose)).filter(
    (level) => typeof level === 'number',
  );
  const low = reader.number('interval_shown', 'share', purpose, share, ['low']);
  const high = reader.number('interval_shown', 'share', purpose, share, ['high']);
  const runs = reader.number('runs_of_an_ensemble', 'runs', purpose, { min: 1 });
  const mostDifferences = reader.number('differences_told_apart', 'differences', purpose, { min: 1 });
  const attributedFutures = reader.number('futures_told_apart', 'runs', purpose, { min: 1 });
  const smallNumber = reader.number('small_number', 'people', purpose, { min: 1 });
  for (const end of [low, high]) {
    if (!all.includes(end)) reader.report('interval_shown', String(end), 'one of the levels of quantile_levels');
  }
  return reader.problems.length > 0
    ? failure(...reader.problems)
    : success({ levels: { all, low, high }, runs, mostDifferences, attributedFutures, smallNumber, uses: reader.uses });
};
