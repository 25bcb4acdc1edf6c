import type { Result } from '@isocentre/evidence';
import type { Bench } from './bench.ts';
import type { PlanAsked, PlanBase, PlanBounds, ScoreAsked } from './plan-question.ts';
import type { PlanTold, ScoreTold, TradeOffTold } from './plan-work.ts';

// What plans is loaded when it is first asked for.
const work = async () => import('./plan-work.ts');

/** The jobs of the view that plans what it takes. */
export const planJobs = {
  planBounds: async (base: PlanBase, bench: Bench): Promise<Result<PlanBounds>> => (await work()).boundsOf(base, bench),

  /** What `isocentre plan` says of the same scenario, question and seed. */
  plan: async (asked: PlanAsked, bench: Bench): Promise<Result<PlanTold>> => (await work()).planOf(asked, bench),

  /** What `isocentre plan --trade-off` says. */
  tradeOff: async (asked: PlanAsked, bench: Bench): Promise<Result<TradeOffTold>> =>
    (await work()).tradeOffOf(asked, bench),

  /** What `isocentre plan the-briefs-asks --score` says. */
  score: async (asked: ScoreAsked, bench: Bench): Promise<Result<ScoreTold>> => (await work()).scoreOf(asked, bench),
} as const;
