import type { Result } from '@isocentre/evidence';
import { explain, scenarioWithRegion, type Explanation, type Question as Asked } from '@isocentre/workforce';
import type { Bench } from './bench.ts';
import type { Question } from './course.ts';

/** A number that a reader asks about. */
export interface NumberQuestion extends Question {
  readonly asked: Asked;
}

/** The jobs of the view that says where a number comes from and how sure it is. */
export const trustJobs = {
  /** What `isocentre explain` says of the same scenario, measure, year and part. */
  explain: async ({ asked, ...question }: NumberQuestion, { model }: Bench): Promise<Result<Explanation>> => {
    const scenario = model.scenario(question);
    if (!scenario.ok) return scenario;
    const value = scenarioWithRegion(scenario.value, asked.region);
    return explain({ value, where: (path) => [value.name, ...path].join(' ') }, model.evidence, asked);
  },
} as const;
