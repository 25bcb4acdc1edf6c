import { z } from 'zod';
import { staffingModelSchema } from './staffing-model.ts';

const span = z.strictObject({ low: z.number(), high: z.number() });
const { name, title, year, scope, leavesOut, source } = staffingModelSchema.shape;

/** The form in which a department's required staff is published as JSON. */
export const requirementSchema = z
  .strictObject({
    format: z.literal('isocentre-requirement'),
    version: z.literal(1),
    organisation: z.string(),
    date: z.string(),
    answer: z.string().describe('The answer in sentences.'),
    models: z
      .array(
        z.strictObject({
          name,
          title,
          year,
          marks: z.array(z.string()),
          scope,
          leavesOut,
          source,
          occupations: z.array(
            z.strictObject({
              specialism: z.string(),
              group: z.string(),
              lines: z.array(z.strictObject({ title: z.string(), arithmetic: z.string(), wte: span })),
              required: span.describe('WTE after allowances and minima.'),
              posts: z.number().describe('Funded establishment of the return, WTE.'),
              inPost: z.number(),
              gapToPosts: span.describe('Required less funded posts, WTE.'),
              gapToInPost: span.describe('Required less staff in post, WTE.'),
            }),
          ),
        }),
      )
      .describe('Alternatives, never to be added.'),
    leftOut: z.array(z.strictObject({ name: z.string(), missing: z.array(z.string()) })),
    cover: z
      .array(
        z.strictObject({
          modality: z.string(),
          experts: z.number().nullable(),
          names: z.string(),
          warning: z.enum(['', 'nobody', 'a single person']),
        }),
      )
      .describe('Medical Physics Experts by modality.'),
    single: z.array(z.string()).describe('Occupations in which one person is all there is.'),
  })
  .describe('What staff a department needs: what `isocentre require --format json` gives.');
