import type { Result } from '@isocentre/evidence';
import { ensembleOf, type Bench, type EnsembleQuestion } from './bench.ts';
import type { Where } from './where.ts';

/** The job of the view that tells where staff are missing. */
export const whereJobs = {
  /** The parts of a question, as `isocentre project --by` has them; 0 runs asks for the expected course alone. */
  where: async (question: EnsembleQuestion, bench: Bench): Promise<Result<Where>> => {
    const runs = question.runs > 0 ? await ensembleOf(question, bench) : undefined;
    if (runs && !runs.ok) return runs;
    return bench.model.where(question, runs?.value);
  },
} as const;
