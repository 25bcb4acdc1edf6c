import { success, failure, type Problem, type Result, type TextFile } from '@isocentre/evidence';
import { readTable } from '../read-table.ts';
import { reportingRatio, type ReportingRatio } from './reporting-ratio.ts';

/** The reporting ratio of one event of one product. */
export interface ReportedPair extends ReportingRatio {
  readonly product: string;
  readonly event: string;
}

/** Which columns of reports say what. */
export interface ReportColumns {
  readonly product: string;
  readonly event: string;
}

/** Reporting ratios of every pair of product and event that was reported. */
export interface ReportsRead {
  readonly pairs: readonly ReportedPair[];
  readonly reports: number;
  /** Reports without a product or an event, which no ratio counts. */
  readonly leftOut: number;
}

const unnamed = '';

/**
 * Reads adverse event reports from CSV, one a row, and gives the reporting ratio of each pair of product and event, the
 * strongest signals first.
 *
 * @param columns Names of the columns that hold the product and the event, in any case.
 */
export const readReports = (files: readonly TextFile[], columns: ReportColumns): Result<ReportsRead> => {
  const names = [columns.product.toLowerCase(), columns.event.toLowerCase()] as const;
  const problems: Problem[] = [];
  const [products, events, pairs] = [new Map<string, number>(), new Map<string, number>(), new Map<string, number>()];
  const add = (counts: Map<string, number>, key: string): void => void counts.set(key, (counts.get(key) ?? 0) + 1);
  let [reports, leftOut] = [0, 0];
  for (const file of files) {
    const table = readTable(file, {
      columns: names,
      required: names,
      others: 'ignored',
      rowsExpected: 'a row a report',
    });
    problems.push(...table.problems);
    for (const { cells } of table.rows) {
      const [product, event] = [cells[names[0]] ?? unnamed, cells[names[1]] ?? unnamed];
      reports += 1;
      if (product === unnamed || event === unnamed) {
        leftOut += 1;
        continue;
      }
      add(products, product);
      add(events, event);
      add(pairs, JSON.stringify([product, event]));
    }
  }
  if (problems.length > 0) return failure(...problems);
  const all = reports - leftOut;
  const found = [...pairs].flatMap(([key, both]): readonly ReportedPair[] => {
    const [product = '', event = ''] = JSON.parse(key) as readonly string[];
    const ratio = reportingRatio({ both, ofProduct: products.get(product) ?? 0, ofEvent: events.get(event) ?? 0, all });
    return ratio.ok ? [{ product, event, ...ratio.value }] : [];
  });
  const strength = (pair: ReportedPair): number => pair.interval?.lower ?? 0;
  const sorted = found.toSorted(
    (a, b) =>
      Number(b.signal) - Number(a.signal) ||
      strength(b) - strength(a) ||
      b.both - a.both ||
      (a.product < b.product ? -1 : 1),
  );
  return success({ pairs: sorted, reports, leftOut });
};
