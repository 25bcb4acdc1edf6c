import { toCsv } from '@isocentre/documents';
import { success, type Result } from '@isocentre/evidence';
import { courseTable } from '@isocentre/workforce';
import { compareJobs } from './compare-jobs.ts';
import { ensembleOf, type Bench, type EnsembleQuestion } from './bench.ts';
import type { Course, Question } from './course.ts';
import { dimensionsOf } from './model.ts';
import { planJobs } from './plan-jobs.ts';
import { reportJobs } from './report-jobs.ts';
import { requirementJobs } from './requirement-jobs.ts';
import { returnJobs } from './return-jobs.ts';
import { scenarioJobs } from './scenario-jobs.ts';
import { sensitivityJobs } from './sensitivity-jobs.ts';
import { trustJobs } from './trust-jobs.ts';
import { whereJobs } from './where-jobs.ts';

/** The jobs that the page can ask of its workers, by name; a view adds its own here. */
export const jobs = {
  /** The expected course, while a lever moves. */
  expected: async (question: Question, { model }: Bench): Promise<Result<Course>> => model.expected(question),

  /** The course with how sure it is. */
  sure: async (question: EnsembleQuestion, bench: Bench): Promise<Result<Course>> => {
    const runs = await ensembleOf(question, bench);
    return runs.ok ? bench.model.sure(question, runs.value) : runs;
  },

  /** The CSV that `isocentre project SCENARIO --format csv` writes, by the dimensions of the part that is shown. */
  csv: async (question: EnsembleQuestion, bench: Bench): Promise<Result<string>> => {
    const runs = await ensembleOf(question, bench);
    if (!runs.ok) return runs;
    const report = bench.model.report(question, runs.value);
    return report.ok ? success(toCsv(courseTable({ ...report.value, by: dimensionsOf(question) }))) : report;
  },

  ...compareJobs,
  ...planJobs,
  ...reportJobs,
  ...requirementJobs,
  ...returnJobs,
  ...scenarioJobs,
  ...sensitivityJobs,
  ...trustJobs,
  ...whereJobs,
} as const;

/** The jobs by name. */
export type Jobs = typeof jobs;
/** The name of a job. */
export type JobName = keyof Jobs;
/** What a job is asked. */
export type Asked<K extends JobName> = Parameters<Jobs[K]>[0];
/** What a job answers. */
export type Answered<K extends JobName> = Awaited<ReturnType<Jobs[K]>>;
