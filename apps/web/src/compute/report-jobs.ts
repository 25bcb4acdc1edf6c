import { success, type Result } from '@isocentre/evidence';
import { ensembleOf, type Bench, type EnsembleQuestion } from './bench.ts';

/** A report to make; `left` rows of the return were wrong and are not in it. */
export interface ReportQuestion extends EnsembleQuestion {
  readonly left: number;
}

const by = ['specialism'] as const;

const reportOf = async ({ left, ...question }: ReportQuestion, bench: Bench) => {
  const asked = { ...question, part: {} };
  const runs = await ensembleOf(asked, bench, by);
  if (!runs.ok) return runs;
  const report = bench.model.report(asked, runs.value, by);
  if (!report.ok) return report;
  const resolved = bench.model.resolved(asked);
  if (!resolved.ok) return resolved;
  // What writes a report is loaded when the first is asked for.
  const work = await import('./report-work.ts');
  return success({ work, report: work.documentOf(report.value, resolved.value, bench.model.evidence, left) });
};

/** The jobs of the report that is printed or opened in a word processor: what `isocentre project` writes as html and docx. */
export const reportJobs = {
  /** The body of the report's page; every text in it is escaped. */
  report: async (question: ReportQuestion, bench: Bench): Promise<Result<string>> => {
    const made = await reportOf(question, bench);
    return made.ok ? success(made.value.work.reportBody(made.value.report)) : made;
  },

  /** The report as a Word document. */
  docx: async (question: ReportQuestion, bench: Bench): Promise<Result<Uint8Array>> => {
    const made = await reportOf(question, bench);
    return made.ok ? success(await made.value.work.toDocx(made.value.report)) : made;
  },
} as const;
