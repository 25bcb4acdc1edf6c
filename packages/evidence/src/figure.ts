import { z } from 'zod';
import type { Formula } from './formula.ts';
import type { Row, Value } from './value.ts';

const finite = z.number({ error: 'a number' });
const text = z.string().min(1);
const identifier = z.string().regex(/^[a-z][a-z0-9_]*$/, { error: 'lower-case words joined by "_"' });
const year = z.string().regex(/^\d{4}$/, { error: 'a year of four digits' });

const row = z.union([finite, z.record(identifier, finite)], { error: 'a number, or a mapping of names to numbers' });

const value = z
  .union(
    [
      finite,
      z.strictObject({ low: finite, high: finite }),
      z.strictObject({ table: z.record(z.string().regex(/^[a-z0-9][a-z0-9_.-]*$/), row) }),
      z.strictObject({ series: z.record(year, finite) }),
    ],
    { error: 'a number, {low, high}, {table: {row: …}} or {series: {year: …}}' },
  )
  .describe(
    'A number; an interval {low, high}; a table {table: {row: number or {column: number}}}; or a dated series {series: {year: number}}, whose values hold until the next date.',
  );

const distribution = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('fixed') }),
    z.strictObject({
      kind: z.enum(['uniform', 'triangular', 'pert', 'beta']),
      low: finite,
      high: finite,
      as: z.literal('multiplier').optional(),
    }),
    z.strictObject({
      kind: z.enum(['normal', 'truncated-normal', 'lognormal']),
      deviation: finite.positive(),
      low: finite.optional(),
      high: finite.optional(),
      as: z.literal('multiplier').optional(),
    }),
  ])
  .describe(
    'How far the assumption may be out. Its central value is the stated value; "as: multiplier" means that one factor around 1 moves the whole table.',
  );

const common = {
  id: identifier.describe('Unique across data/.'),
  title: text.describe('What the figure says, in one plain line.'),
  value,
  unit: text,
  about: z.strictObject({
    specialism: text.optional(),
    group: text.optional(),
    region: text.optional(),
    nation: text.optional(),
    year: z.int().optional(),
  }),
  use: z
    .enum(['model', 'context'])
    .describe('"model" figures must be read by the model; "context" figures are kept for the reader.'),
  note: text.optional(),
};

const cited = {
  source: identifier.describe('A key of this file\'s "sources".'),
  where: text.describe('Where in the source the figure stands.'),
};

const figure = z.discriminatedUnion('basis', [
  z.strictObject({ ...common, basis: z.literal('published'), ...cited }),
  z.strictObject({
    ...common,
    basis: z.literal('derived'),
    formula: text.describe('Evaluated over other figures; must agree with the stated value.'),
    rounded_to: finite
      .positive()
      .optional()
      .describe('The stated value is rounded to a multiple of this; default: half a unit of its last digit.'),
  }),
  z.strictObject({
    ...common,
    basis: z.literal('assumption'),
    distribution,
    reason: text,
    source: cited.source.optional(),
    where: cited.where.optional(),
  }),
]);

const source = z.strictObject({
  title: text,
  publisher: text,
  year: z.int(),
  url: z.url({ protocol: /^https?$/, error: 'an address that begins with https:// or http://' }),
  licence: text,
});

/** The schema of one file of figures in `data/`. */
export const figureFileSchema = z
  .strictObject({
    subject: text.describe('What the file is about, in one line.'),
    sources: z.record(identifier, source).optional(),
    figures: z.array(figure).min(1),
  })
  .describe('A file of cited figures.');

/** A file of figures as written. */
export type FigureFile = z.infer<typeof figureFileSchema>;

/** Where a figure was published. */
export type Source = z.infer<typeof source>;

/** How far an assumption may be out. */
export type Distribution = z.infer<typeof distribution>;

/** A figure with its value in one form, its place in `data/` and its parsed formula. */
export interface Figure {
  readonly id: string;
  readonly title: string;
  readonly subject: string;
  /** The value as printed in the file. For a derived figure the model uses its formula instead. */
  readonly stated: Value;
  readonly unit: string;
  readonly about: {
    readonly specialism?: string | undefined;
    readonly group?: string | undefined;
    readonly region?: string | undefined;
    readonly nation?: string | undefined;
    readonly year?: number | undefined;
  };
  readonly basis: 'published' | 'derived' | 'assumption';
  readonly use: 'model' | 'context';
  readonly source?: Source | undefined;
  readonly where?: string | undefined;
  /** The source's licence; the project's own (MIT) for a derived figure or an assumption without a source. */
  readonly licence: string;
  readonly formula?:
    | { readonly text: string; readonly parsed: Formula; readonly roundedTo?: number | undefined }
    | undefined;
  readonly distribution?: Distribution | undefined;
  readonly reason?: string | undefined;
  readonly note?: string | undefined;
  /** `file:line` where the figure stands. */
  readonly place: string;
}

const isRecordOf = <K extends string>(input: unknown, key: K): input is Record<K, Record<string, Row>> =>
  typeof input === 'object' && input !== null && key in input;

/** Brings a value as written in YAML into its one internal form. */
export const toValue = (written: z.infer<typeof value>): Value => {
  if (typeof written === 'number') return { kind: 'number', number: written };
  if ('low' in written) return { kind: 'interval', low: written.low, high: written.high };
  if (isRecordOf(written, 'table')) return { kind: 'table', rows: written.table };
  return { kind: 'series', byYear: written.series };
};

/** The schema of a value as written in YAML. */
export const valueSchema = value;
