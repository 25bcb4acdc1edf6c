import { checkShape, parseYaml, type Located, type Problem, type Result, type TextFile } from '@isocentre/evidence';
import { z } from 'zod';
import { leverSchema, type Lever } from './lever.ts';
import { flowMeasures, measureTitles, stateMeasures } from './measures.ts';
import { groups, keysOf, specialisms } from './taxonomy.ts';

const text = z.string().min(1);

/** What can be varied in a lever. */
export const amountKeys = ['set', 'add', 'multiply', 'machines', 'wtePerMachine'] as const;

/** What a check can look at: every measure of a projection, and what follows from several. */
export const checkedMeasures = [
  ...stateMeasures,
  ...flowMeasures,
  'vacancyRate',
  'recognisedShare',
  'abovePosts',
  'closingYear',
] as const;

/** A measure that a check can look at. */
export type CheckedMeasure = (typeof checkedMeasures)[number];

/** What each measure that a check can look at is, in plain words. */
export const checkedMeasureTitles: Readonly<Record<CheckedMeasure, string>> = {
  ...measureTitles,
  vacancyRate: 'Vacant posts as a share of funded posts',
  recognisedShare: 'Recognised experts as a share of people in post',
  abovePosts: 'In post beyond the funded posts of each cell, as a share of funded posts',
  closingYear: 'Year from which the shortfall stays closed',
};

// A lever as in a scenario; the amount that is varied is left out, and the name may be.
const openLeverSchema = z.discriminatedUnion(
  'lever',
  leverSchema.options.map((option) =>
    z.strictObject(
      Object.fromEntries(
        Object.entries(option.shape).flatMap(([key, part]): [string, z.ZodType][] => {
          if (['set', 'add', 'multiply'].includes(key)) return [];
          return [[key, ['name', 'machines', 'wtePerMachine'].includes(key) ? part.optional() : part]];
        }),
      ),
    ),
  ) as unknown as typeof leverSchema.options,
  { error: `one of ${leverSchema.options.map((option) => option.shape.lever.value).join(', ')}` },
) as unknown as z.ZodType<{ readonly lever: Lever['lever'] }>;

const rising = z
  .tuple([z.number(), z.number(), z.number()])
  .refine(([low, middle, high]) => low < middle && middle < high, { error: 'three numbers, each larger than the last' })
  .describe('The smallest, the middle and the largest amount.');

const claim = z
  .union(
    [
      z.enum(['rises', 'falls', 'never rises', 'never falls', 'does not change']),
      z.strictObject({
        'stays within': z.strictObject({ low: z.number().optional(), high: z.number().optional() }),
      }),
    ],
    { error: 'rises, falls, never rises, never falls, does not change, or {stays within: {low: …, high: …}}' },
  )
  .describe(
    'What must hold as the amount goes from the smallest to the largest; a smaller change than rounding is none. Over every year "rises" and "falls" mean: in no year the other way, and strictly so at the end.',
  );

const check = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]*$/, { error: 'lower-case words joined by "-"' }),
  title: text.describe('The claim in plain words.'),
  reason: text.describe('Why a model that says otherwise would be wrong.'),
  scenario: text.describe('The name of the shipped scenario from which it starts, or "every" for each of them.'),
  lever: openLeverSchema.optional().describe('The lever that is varied, without its amount.'),
  amounts: z
    .strictObject(Object.fromEntries(amountKeys.map((key) => [key, rising.optional()])))
    .optional()
    .describe('What is varied, and how far: exactly one key.'),
  measure: z.enum(checkedMeasures),
  of: z
    .strictObject({
      specialism: z.enum(keysOf(specialisms)).optional(),
      group: z.enum(keysOf(groups)).optional(),
    })
    .optional()
    .describe('Which part of the workforce; all of it without.'),
  when: z
    .union([z.enum(['at the end', 'every year']), z.int()], { error: 'at the end, every year, or a year' })
    .optional()
    .describe('Default: at the end.'),
  holds: claim,
});

/** The schema of a file of checks of how the model behaves. */
export const checksSchema = z
  .strictObject({
    format: z.literal('isocentre-checks'),
    version: z.literal(1),
    checks: z.array(check).min(1),
  })
  .describe('What must hold of the model when one lever is varied.');

/** A check as written. */
export type Check = z.infer<typeof check>;

/** What a check claims. */
export type Claim = Check['holds'];

/** A check with its place in its file. */
export type LocatedCheck = Located<Check>;

const contradictions = ({ value, where }: LocatedCheck): readonly Problem[] => {
  const keys = Object.keys(value.amounts ?? {});
  const ordered = typeof value.holds === 'string';
  if (value.lever && keys.length !== 1) {
    return [{ where: where(['amounts']), found: keys.join(' and ') || 'no amounts', expected: 'exactly one key' }];
  }
  if (!value.lever && value.amounts) {
    return [{ where: where(['amounts']), found: 'amounts without a lever', expected: 'a lever that they vary' }];
  }
  if (!value.lever && ordered) {
    return [{ where: where(['holds']), found: 'a comparison without a lever', expected: '{stays within: …}' }];
  }
  if (value.lever && value.scenario === 'every') {
    return [{ where: where(['scenario']), found: '"every" with a lever', expected: 'the name of one scenario' }];
  }
  return [];
};

/** Reads a file of checks: every key and value, and what no schema says. */
export const readChecks = (file: TextFile): Result<readonly LocatedCheck[]> => {
  const parsed = parseYaml(file);
  if (!parsed.ok) return parsed;
  const shaped = checkShape(parsed.value, checksSchema);
  if (!shaped.ok) return shaped;
  const checks = shaped.value.value.checks.map((value, index): LocatedCheck => ({
    value,
    where: (path) => shaped.value.where(['checks', index, ...path]),
  }));
  const problems = checks.flatMap(contradictions);
  return problems.length === 0 ? { ok: true, value: checks } : { ok: false, problems };
};
