import { z } from 'zod';
import { scenarioSchema } from '../scenario.ts';
import { planMeasures } from './decisions.ts';
import { planLimits, type PlanLimits } from './terms.ts';

const limits = Object.keys(planLimits) as (keyof PlanLimits)[];
const replay = z.strictObject({
  runs: z.int(),
  seed: z.int(),
  shareClosed: z.number().describe('Share of the futures closed from the year asked for to the horizon.'),
});

/** The form in which a plan is published as JSON. */
export const planSchema = z
  .strictObject({
    format: z.literal('isocentre-plan'),
    version: z.literal(1),
    modelVersion: z.string(),
    scenario: z.strictObject({ name: z.string(), title: z.string() }),
    inputHash: z.string().describe('SHA-256 of the resolved scenario without the plan.'),
    status: z
      .enum(['planned', 'infeasible'])
      .describe(
        '"planned": the replay closes in the share asked for; "infeasible": within the limits no plan was found that does, and what is given is the nearest.',
      ),
    answer: z.string().describe('The answer in sentences.'),
    question: z.strictObject({ closeBy: z.int(), confidence: z.number(), seed: z.int() }),
    limits: z.strictObject({
      trainingGrowth: z.number(),
      trainingCeiling: z.number(),
      overseasCeiling: z.number(),
      retentionCeiling: z.number(),
      supervision: z.number(),
      budget: z.number().nullable(),
    }),
    replay: replay.describe('The plan replayed through the stochastic engine.'),
    before: z
      .number()
      .describe(
        'Share of the sampled futures, with regions of the first 100, that posts for everybody close by themselves.',
      ),
    attempts: z.int().describe('Replays that were tried.'),
    presentCost: z.number().describe('GBP, discounted to the first decision year, without the pay of those in post.'),
    overshoot: z
      .strictObject({ year: z.int(), inPost: z.number(), required: z.number() })
      .nullable()
      .describe(
        'The year in which the expected course of the plan has most in post beyond what is required, WTE at its start; null where it is by no more than counts as closed.',
      ),
    missing: z
      .array(z.strictObject({ occupation: z.string(), region: z.string(), wte: z.number() }))
      .describe('Shortfall of the expected course of the plan at the start of the year asked for, from 1 WTE.'),
    binding: z
      .array(
        z.strictObject({
          limit: z.enum([...limits, 'all']),
          is: z.number().nullable(),
          mustBe: z
            .number()
            .nullable()
            .describe('What it must be for a plan to be found; null where it alone is not enough.'),
          by: z.number().nullable().describe('mustBe ÷ is − 1. At 90 % of it none is found.'),
        }),
      )
      .describe('Without a plan: what must give. With one: the limits that it meets.'),
    marginalCosts: z
      .array(
        z.strictObject({
          measure: z.enum(planMeasures),
          occupation: z.string(),
          region: z.string(),
          year: z.int(),
          cost: z.number(),
        }),
      )
      .describe(
        'Present cost of one WTE more in post at the start of the year asked for, GBP, by measure and occupation, decided in the year in which it is least; while supervision does not bind.',
      ),
    spending: z.array(
      z.strictObject({
        year: z.int(),
        by: z.strictObject({ training: z.number(), overseas: z.number(), retention: z.number() }),
        total: z.number(),
      }),
    ),
    decisions: z.array(
      z.strictObject({
        measure: z.enum(planMeasures),
        occupation: z.string(),
        region: z.string(),
        year: z.int(),
        amount: z.number(),
        presentCost: z.number(),
      }),
    ),
    plan: scenarioSchema.describe('The plan as a scenario.'),
  })
  .describe('The least-cost plan: what `isocentre plan --format json` gives.');

/** The form in which a trade-off is published as JSON. */
export const planTradeOffSchema = z
  .strictObject({
    format: z.literal('isocentre-plan-trade-off'),
    version: z.literal(1),
    scenario: z.strictObject({ name: z.string(), title: z.string() }),
    runs: z.int().describe('Futures over which each plan was sought, and others in which it was tried.'),
    seed: z.int(),
    points: z.array(
      z.strictObject({
        closeBy: z.int(),
        confidence: z.number(),
        presentCost: z.number().nullable().describe('GBP, as of a plan; null where none was found.'),
        shareClosed: z.number().nullable().describe('Share of the other futures in which it closes.'),
      }),
    ),
  })
  .describe('What closing sooner, or in more futures, costs: what `isocentre plan --trade-off --format json` gives.');
