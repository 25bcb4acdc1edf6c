import { success, type Result } from '@isocentre/evidence';
import { differencesOf, type Difference } from './lock.ts';
import { analysisVersion } from './analyses.ts';
import type { StudyReport } from './report-schema.ts';
import { runStudy } from './run-study.ts';
import type { StudyFiles } from './study-files.ts';

/** Whether a submitted report follows from its data. */
export interface Recomputed {
  readonly status: 'match' | 'contradicted' | 'not recomputable';
  /** Why it cannot be recomputed. */
  readonly reason?: string;
  /** Every place where the report says another thing than its data give. */
  readonly differences: readonly Difference[];
  /** What the data give. */
  readonly report?: StudyReport;
}

/**
 * Recomputes a submitted report from its own protocol and the data that were submitted with it, and compares every value:
 * files by their hash, counts, estimates, bounds, subgroups and verdicts. A report has no tolerance: one seed gives one
 * report.
 *
 * @returns a problem where the data cannot be read; "not recomputable" where the report follows another version of the
 *   analysis.
 */
export const recompute = (report: StudyReport, files: StudyFiles): Result<Recomputed> => {
  if (report.analysis !== analysisVersion)
    return success({
      status: 'not recomputable',
      reason: `the report follows version ${report.analysis} of the analysis, this program has ${analysisVersion}`,
      differences: [],
    });
  const again = runStudy(report.protocol, files, report.locked);
  if (!again.ok) return again;
  const differences = differencesOf(report, again.value).map(({ path, before, after }) => ({ path, before, after }));
  return success({ status: differences.length === 0 ? 'match' : 'contradicted', differences, report: again.value });
};
