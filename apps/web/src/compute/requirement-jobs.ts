import { success, type Result } from '@isocentre/evidence';
import type { ReadReturn } from '@isocentre/workforce';
import type { Bench } from './bench.ts';
import type { Requirement } from './requirement-work.ts';

/** The name under which the example stands in a question. */
export const exampleDepartment = 'example';

/** Whose staff is asked about, and by which models. */
export interface RequirementQuestion {
  /** SHA-256 of the return, as `readReturn` gave it; or the example. */
  readonly of: string;
  /** The names of the models; without it all without a mark whose drivers the return gives. */
  readonly models?: readonly string[] | undefined;
}

// What works it out is loaded when it is first asked for.
const readOf = async (of: string, { model, returns, staffing }: Bench): Promise<ReadReturn | undefined> => {
  if (of !== exampleDepartment) return returns.get(of);
  const { example } = await staffing();
  const { readReturn } = await import('./return-work.ts');
  return readReturn(new TextEncoder().encode(example.text), example.file, model.evidence);
};

/** The job of the view that tells what staff a department needs. */
export const requirementJobs = {
  /** What `isocentre require RETURN` says; nothing where the return was not read since the page was loaded. */
  requirement: async ({ of, models }: RequirementQuestion, bench: Bench): Promise<Result<Requirement | 'missing'>> => {
    const read = await readOf(of, bench);
    if (!read) return success('missing');
    const { requirementOf } = await import('./requirement-work.ts');
    return requirementOf(read, models, await bench.staffing(), bench.model.evidence);
  },
} as const;
