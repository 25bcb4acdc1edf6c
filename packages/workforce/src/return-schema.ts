import { z } from 'zod';
import { groups, keysOf, regions, routes, specialisms } from './taxonomy.ts';

/** What a return covers. */
export const returnKinds = {
  department: 'a department',
  trust: 'a trust or health board',
  region: 'a region',
  nation: 'a nation',
} as const;

const occupation = { specialism: z.enum(keysOf(specialisms)), group: z.enum(keysOf(groups)) };
const amount = z.number().min(0);
const people = z.int().min(0);

const staff = z.strictObject({
  ...occupation,
  posts: amount.describe('Funded establishment, WTE.'),
  inPost: amount.describe('In post, WTE.'),
  heads: people.optional().describe('People in post.'),
  recognised: people.optional().describe('People in post who are recognised as Medical Physics Experts.'),
  required: amount.optional().describe('Staff required, WTE, by a model of your own.'),
});

const ages = z.strictObject({
  ...occupation,
  from: z.int(),
  to: z.int(),
  heads: people,
  recognised: people.optional(),
});

const trainees = z.strictObject({
  ...occupation,
  route: z.enum(keysOf(routes)),
  people: people.describe('Trainees in all years of training.'),
  starts: amount.optional().describe('Training places a year.'),
});

/** The schema of what a return holds. */
export const returnSchema = z.strictObject({
  organisation: z.string().min(1),
  kind: z.enum(keysOf(returnKinds)),
  region: z.enum(keysOf(regions)).optional(),
  date: z.iso.date().describe('The day for which the numbers are true; its year is the baseline year.'),
  staff: z.array(staff).min(1).describe('A row an occupation.'),
  ages: z.array(ages).describe('A row an occupation and band of ages.'),
  trainees: z.array(trainees).describe('A row an occupation and route.'),
});

/** What a return holds: the staff of a department, a trust, a region or a nation on a day. */
export type ReturnData = z.infer<typeof returnSchema>;

/** A row of staff of a return. */
export type ReturnStaff = ReturnData['staff'][number];

/** The schema of a return in a scenario: the file by its name and hash, and what it holds where that is at hand. */
export const ownBaselineSchema = z
  .strictObject({
    file: z.string().min(1),
    hash: z
      .string()
      .regex(/^[0-9a-f]{64}$/, { error: '64 hexadecimal digits' })
      .describe("SHA-256 of the file's bytes."),
    data: returnSchema.optional().describe('Without it the scenario asks for the file.'),
  })
  .describe('A return of your own in place of the national baseline.');

/** A return as a scenario carries it. */
export type OwnBaseline = z.infer<typeof ownBaselineSchema>;
