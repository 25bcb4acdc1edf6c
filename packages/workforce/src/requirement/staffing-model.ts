import {
  checkShape,
  failure,
  parseYaml,
  show,
  success,
  type Located,
  type Result,
  type TextFile,
} from '@isocentre/evidence';
import { z } from 'zod';
import { groups, keysOf, specialisms } from '../taxonomy.ts';

const text = z.string().min(1);
const key = z.string().regex(/^[a-z0-9][a-z0-9_]*$/, { error: 'lower-case words joined by "_"' });
const amount = z.number().min(0);
const above = z.number().positive();
const occupation = { specialism: z.enum(keysOf(specialisms)), group: z.enum(keysOf(groups)) };

const coefficient = (number: typeof amount) =>
  z
    .union(
      [
        number,
        z.strictObject({ low: number, high: number }),
        z.strictObject({ figure: text, row: text.optional(), column: text.optional() }),
      ],
      { error: 'a number, {low, high}, or {figure: ID}, with row and column of a table' },
    )
    .describe('A number, an interval {low, high}, or a figure of data/ by its id.');

const line = z
  .strictObject({
    title: text.describe('What is worked out, in plain words.'),
    ...occupation,
    driver: key.optional().describe('What it is counted by; without it a fixed part.'),
    wteForEach: coefficient(amount).optional().describe('WTE for each unit of the driver.'),
    unitsForOne: coefficient(above).optional().describe('Units of the driver for one WTE.'),
    hoursForEach: coefficient(amount)
      .optional()
      .describe('Hours of work for each unit of the driver in a year (an activity standard of WISN).'),
    wte: coefficient(amount).optional().describe('A fixed part, WTE.'),
  })
  .describe('One line of the arithmetic: exactly one coefficient, "wte" without a driver and the others with one.');

/** The schema of a staffing model: drivers × coefficients by staff group, allowances and minima, with their source. */
export const staffingModelSchema = z
  .strictObject({
    format: z.literal('isocentre-staffing-model'),
    version: z.literal(1),
    name: z.string().regex(/^[a-z0-9][a-z0-9-]*$/, { error: 'lower-case words joined by "-"' }),
    title: text,
    year: z.int(),
    scope: text.describe('Which service, where, and which staff it counts.'),
    leavesOut: text.describe('What it does not count.'),
    marks: z
      .array(z.enum(['not UK', 'to be confirmed']))
      .optional()
      .describe('A model with a mark is never taken unless asked for by name.'),
    source: z.strictObject({ title: text, publisher: text, year: z.int(), url: z.url().optional(), licence: text }),
    drivers: z
      .record(key, z.strictObject({ title: text, unit: text }))
      .describe('What the model counts; a return gives each in its table "Activity" by key or title.'),
    hoursAYear: coefficient(above).optional().describe('Hours that one WTE works in a year, for "hoursForEach".'),
    lines: z.array(line).min(1),
    allowances: z
      .array(
        z.strictObject({
          title: text,
          ...occupation,
          share: z.number().min(0).lt(1).optional().describe('Share of the time of everyone in the group.'),
          hours: amount.optional().describe('Hours a year of some of the group, all together.'),
        }),
      )
      .optional()
      .describe('Work that no driver counts (WISN): of everyone by "share", of some people by "hours".'),
    minima: z
      .array(z.strictObject({ title: text, ...occupation, wte: coefficient(amount) }))
      .optional()
      .describe('Fewest WTE, whatever the drivers say.'),
    worked: z
      .strictObject({
        activity: z.record(key, amount),
        required: z.record(
          text,
          z.union([amount, z.strictObject({ low: amount, high: amount })], {
            error: 'a number of WTE, or {low, high}',
          }),
        ),
        within: amount
          .optional()
          .describe('How far a computed number may be off, WTE; default: half of the last digit given, 0.005.'),
      })
      .describe('A department worked by hand: drivers in, WTE by "specialism.group" out. The model must reproduce it.'),
  })
  .describe('A staffing model: what staff a service of a given size needs.');

/** A staffing model as written. */
export type StaffingModel = z.infer<typeof staffingModelSchema>;

/** A coefficient as written. */
export type Coefficient = z.infer<ReturnType<typeof coefficient>>;

const keysAt = (path: readonly PropertyKey[]): string => {
  const { shape } = staffingModelSchema;
  if (path[0] === 'lines') return Object.keys(line.shape).join(', ');
  if (path[0] === 'allowances') return Object.keys(shape.allowances.unwrap().element.shape).join(', ');
  if (path[0] === 'minima') return Object.keys(shape.minima.unwrap().element.shape).join(', ');
  if (path[0] === 'source') return Object.keys(shape.source.shape).join(', ');
  if (path[0] === 'worked') return Object.keys(shape.worked.shape).join(', ');
  return Object.keys(shape).join(', ');
};

const coefficientKeys = ['wteForEach', 'unitsForOne', 'hoursForEach', 'wte'] as const;

/** What a schema cannot say: a line has one coefficient that fits its driver, and drivers are declared. */
const agreement = ({ value, where }: Located<StaffingModel>): Result<Located<StaffingModel>> => {
  const problems = value.lines.flatMap((one, index) => {
    const at = (...path: string[]) => where(['lines', index, ...path]);
    const given = coefficientKeys.filter((name) => one[name] !== undefined);
    const allowed = one.driver === undefined ? ['wte'] : coefficientKeys.slice(0, -1);
    if (given.length !== 1 || !allowed.includes(given[0] ?? ''))
      return [
        {
          where: at(),
          found: given.length === 0 ? 'no coefficient' : given.join(' and '),
          expected: `one of ${allowed.join(', ')}, ${one.driver === undefined ? 'since no driver is named' : 'since a driver is named'}`,
        },
      ];
    if (one.driver !== undefined && !(one.driver in value.drivers))
      return [
        {
          where: at('driver'),
          found: show(one.driver),
          expected: `one of the drivers ${Object.keys(value.drivers).join(', ')}`,
        },
      ];
    return one.hoursForEach !== undefined && value.hoursAYear === undefined
      ? [{ where: at('hoursForEach'), found: 'no "hoursAYear"', expected: 'the hours that one WTE works in a year' }]
      : [];
  });
  for (const [index, one] of (value.allowances ?? []).entries()) {
    const at = where(['allowances', index]);
    if ((one.share === undefined) === (one.hours === undefined))
      problems.push({ where: at, found: 'share and hours, or neither', expected: 'one of share and hours' });
    if (one.hours !== undefined && value.hoursAYear === undefined)
      problems.push({ where: at, found: 'no "hoursAYear"', expected: 'the hours that one WTE works in a year' });
  }
  return problems.length > 0 ? failure(...problems) : success({ value, where });
};

/** Reads a staffing model and checks every key and value of it; whether it reproduces its worked department, `checkWorked` says. */
export const readStaffingModel = (file: TextFile): Result<Located<StaffingModel>> => {
  const parsed = parseYaml(file);
  if (!parsed.ok) return parsed;
  const shaped = checkShape(parsed.value, staffingModelSchema, keysAt);
  return shaped.ok ? agreement(shaped.value) : shaped;
};
