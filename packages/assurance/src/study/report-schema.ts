import { z } from 'zod';
import { acquisitionStrata } from '../acquisition/envelope.ts';
import { protocolSchema } from './protocol-schema.ts';

const text = z.string();
const count = z.int().min(0);
const bounds = { lower: z.number(), upper: z.number() };

const interval = z.strictObject({ ...bounds, level: z.number(), method: text });

/** The schema of a metric with its interval. */
export const metricResult = z.strictObject({
  metric: text,
  version: z.int().min(1),
  n: count.describe('How many units it is made from.'),
  estimate: z.number(),
  interval,
});

const level = z.discriminatedUnion('status', [
  z.strictObject({
    level: text,
    status: z.literal('estimated'),
    cases: count,
    result: metricResult,
    difference: z
      .strictObject({ estimate: z.number(), interval })
      .optional()
      .describe('This part less all other cases.'),
  }),
  z.strictObject({ level: text, status: z.literal('too few') }),
  z.strictObject({ level: text, status: z.literal('not estimable'), reason: text }),
]);

const criterion = protocolSchema.shape.primary.shape.criterion;

const endpoint = z.strictObject({
  role: z.enum(['primary', 'secondary']),
  title: text,
  scale: z.enum(['share', 'number']),
  result: metricResult,
  counts: z.array(z.strictObject({ what: text, count })),
  beside: z
    .array(z.strictObject({ what: text, estimate: z.number(), interval }))
    .optional()
    .describe('What is measured beside it, such as limits of agreement.'),
  criterion: criterion.optional(),
  judged: z
    .array(
      z.strictObject({ bound: z.enum(['lower', 'upper']), value: z.number(), limit: z.number(), met: z.boolean() }),
    )
    .optional()
    .describe('Each bound of the interval that the criterion names, and what it had to reach.'),
  met: z.boolean().optional(),
  curve: z
    .strictObject({
      title: text,
      x: text,
      y: text,
      points: z.array(z.tuple([z.number(), z.number()]).readonly()).readonly(),
    })
    .optional(),
  subgroups: z.array(z.strictObject({ title: text, levels: z.array(level).readonly() })),
});

const hash = z.string().regex(/^[0-9a-f]{64}$/);

/** What every report of a study begins with. */
export const studyHeadShape = {
  analysis: z.int().min(1),
  protocol: protocolSchema,
  protocolHash: hash,
  locked: z
    .boolean()
    .describe('Whether the protocol was locked; without that it is a draft and no verdict can rest on it.'),
  files: z.array(z.strictObject({ name: text, bytes: count, sha256: hash })),
  flow: z.strictObject({
    read: count,
    excluded: z.array(z.strictObject({ reason: text, cases: count })),
    analysed: count,
    planned: count,
    leftOut: z.array(z.strictObject({ what: text, count })),
  }),
};

/** The schema of the report of a study: aggregates alone, and all that is needed to repeat it. */
export const studyReportSchema = z
  .strictObject({
    format: z.literal('isocentre-study'),
    version: z.literal(1),
    ...studyHeadShape,
    endpoints: z.array(endpoint),
    acquired: z
      .array(
        z.strictObject({
          stratum: z.enum(acquisitionStrata),
          levels: z.array(text).readonly().optional(),
          range: z.strictObject({ low: z.number(), high: z.number(), unit: text }).optional(),
          notKnown: count,
          notRecorded: text.optional(),
        }),
      )
      .describe('What was scanned and how: a verdict holds for this, and a scan outside it is outside.'),
  })
  .meta({ title: 'Report of an assurance study' });

/** The report of a study. */
export type StudyReport = z.infer<typeof studyReportSchema>;
/** One endpoint of a report. */
export type StudyEndpoint = z.infer<typeof endpoint>;
