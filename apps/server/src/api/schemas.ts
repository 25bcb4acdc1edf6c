import { z } from '@hono/zod-openapi';
import { entrySchema, itemSchema, proofFileSchema, treeHeadSchema } from '@isocentre/ledger';

const halfCharacter = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

/** Tells whether PostgreSQL and canonical JSON can hold a text: no character of number 0, no half of a surrogate pair. */
export const isPlainText = (text: string): boolean => !text.includes('\u0000') && !halfCharacter.test(text);

const plain = (most: number, about: string) =>
  z
    .string()
    .max(most)
    .refine(isPlainText, 'text without the character of number 0 and without half characters')
    .describe(about);

const day = '2026-11-27';
const heldFrom = (about: string) =>
  z.iso
    .date({ error: `a day, such as ${day}` })
    .optional()
    .openapi({ description: about, example: day });
const moment = (about: string) =>
  z
    .union([z.iso.date(), z.iso.datetime({ precision: 3 })], {
      error: 'a day such as 2026-11-27, or a time in UTC with milliseconds such as 2026-11-27T09:30:00.000Z',
    })
    .optional()
    .openapi({ description: about, example: day });

export const registerParams = z.object({
  register: plain(100, 'the name of a register').openapi({
    param: { name: 'register', in: 'path' },
    example: 'organisations',
  }),
});
export const recordParams = registerParams.extend({
  key: plain(200, 'the key of a record').openapi({ param: { name: 'key', in: 'path' }, example: 'RX1' }),
});
const wholeNumber = (about: string) =>
  z
    .string()
    .regex(/^[1-9]\d{0,14}$/, 'a whole number from 1')
    .openapi({ description: about, example: '1' });
export const entryParams = z.object({ number: wholeNumber('the number of an entry') });
export const sizeParams = z.object({ size: wholeNumber('how many entries the head is over') });
export const proofQuery = z.object({
  since: wholeNumber(
    'the size of an earlier head, which the proof then shows the ledger to have grown from',
  ).optional(),
});

export const momentQuery = z.object({
  valid: moment('what held at this time; now without it'),
  recorded: moment('as far as was known at this time; all that is known without it'),
});

/** The parameters of a search that are no facet. */
export const searchQuery = z
  .object({
    text: plain(200, 'words that must all be there').optional(),
    identifier: plain(100, 'an identifier, with or without spaces').optional(),
    state: plain(100, 'the state').optional(),
    after: plain(200, 'the last key of the page before').optional(),
    limit: z
      .string()
      .regex(/^([1-9]\d{0,2}|1000)$/, 'a whole number from 1 to 1,000')
      .optional()
      .describe('how many at most; 50 without it, at most 1,000'),
  })
  .catchall(plain(200, 'the value of a facet of the register, by its name'));

const content = z
  .record(z.string(), z.unknown())
  .describe('the fields that you may see, as they hold; a day to come stands in `later`');

export const recordSchema = z
  .strictObject({
    register: z.string(),
    key: z.string(),
    state: z.string(),
    since: z.string().describe('from when the state holds'),
    content,
    lastEntry: z.int().describe('the number of the last entry about it'),
    later: z
      .array(
        z.strictObject({
          action: z.string(),
          on: z.string().describe('the day, in the United Kingdom, from which it will hold'),
          entry: z.int().optional().describe('the entry that decided it; absent where a date in a field brings it'),
          content: z
            .record(z.string(), z.unknown())
            .optional()
            .describe('fields that come with it, such as successors'),
        }),
      )
      .optional()
      .describe('what is announced for later days, soonest first; state and content are what holds today'),
  })
  .openapi('Record');
export type ShownRecord = z.infer<typeof recordSchema>;

export const pageSchema = z
  .strictObject({
    records: z.array(recordSchema),
    count: z.int().describe('how many there are in all, exact up to 1,000; 1,001 stands for more'),
    next: z.string().optional().describe('the address of the next page; absent on the last one'),
  })
  .openapi('Page');

export const registerSchema = z
  .strictObject({
    name: z.string(),
    title: z.string(),
    about: z.string(),
    key: z.string().describe('what a key is'),
    states: z.record(z.string(), z.string()),
    roles: z.record(z.string(), z.string()),
    actions: z.array(
      z.strictObject({
        action: z.string(),
        title: z.string(),
        from: z.array(z.string()),
        to: z.string().optional(),
        needsReasons: z.boolean(),
        barredByInterest: z.boolean(),
      }),
    ),
    authority: z
      .array(z.strictObject({ role: z.string(), action: z.string(), states: z.array(z.string()) }))
      .describe('who may do what in which states; all else is denied'),
    facets: z.array(z.string()),
    fields: z.array(z.string()).describe('the fields that anyone may see'),
  })
  .openapi('Register');

// The schemas of the ledger, but for values of any form: what describes the API cannot follow one that holds itself.
const item = z.strictObject({ ...itemSchema.shape, content: z.unknown() }).openapi('Item');
export const entry = z.strictObject({ ...entrySchema.shape, what: z.record(z.string(), z.unknown()) }).openapi('Entry');
export const head = z.strictObject(treeHeadSchema.shape).openapi('TreeHead');
export const proof = z
  .strictObject({ ...proofFileSchema.shape, entry, items: z.record(z.string(), item) })
  .openapi('Proof');

export const historySchema = z
  .strictObject({
    entries: z.array(entry),
    items: z.record(z.string(), item).describe('content apart that you may see, by its hash'),
  })
  .openapi('History');

export const decisionSchema = z
  .strictObject({
    action: plain(100, 'what is done').openapi({ example: 'reopen' }),
    change: z
      .record(z.string().max(100), z.unknown())
      .default({})
      .describe('the fields to be changed; null takes one away'),
    reasons: plain(10_000, 'why; some actions need it').optional(),
    evidence: z
      .array(z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256 in 64 lower-case hexadecimal digits'))
      .max(100)
      .default([])
      .describe('hashes of the documents that it rests on'),
    validFrom: heldFrom('from when it holds; today without it'),
  })
  .openapi('Decision');

const entryNumber = z.int().min(1).max(Number.MAX_SAFE_INTEGER);

export const correctionSchema = z
  .strictObject({
    concerns: entryNumber.describe('the number of the entry that is wrong'),
    change: decisionSchema.shape.change.describe(
      'the fields as they should have been set; null for one that should not',
    ),
    reasons: plain(10_000, 'why it is corrected'),
    evidence: decisionSchema.shape.evidence,
    validFrom: heldFrom('from when it should have held'),
  })
  .openapi('Correction');

export const erasureSchema = z
  .strictObject({
    entry: entryNumber.describe('the number of the entry whose content it is'),
    names: z.array(plain(100, 'a name')).min(1).max(100).describe('names of the content, such as `reasons`'),
    reasons: plain(10_000, 'why it is erased'),
  })
  .openapi('Erasure');

export const withdrawalSchema = z
  .strictObject({
    entry: entryNumber.describe('the number of the entry that decided it'),
    reasons: plain(10_000, 'why it is taken back'),
  })
  .openapi('Withdrawal');

export const decidedSchema = z
  .strictObject({ entry: z.int().describe('the number of the entry that was written'), record: recordSchema })
  .openapi('Decided');

export const conditionHeaders = z.object({
  'if-match': z
    .string()
    .max(100)
    .optional()
    .openapi({ description: 'the ETag of the record that you know', example: '"entry-1"' }),
  'if-none-match': z.string().max(100).optional().openapi({ description: '`*` for a record that is not there yet' }),
  'idempotency-key': z
    .string()
    .regex(/^[\w-]{8,64}$/, '8 to 64 letters, digits, hyphens or underscores')
    .optional()
    .describe('a name of your own for this request: sent again, nothing more is decided'),
});

export const sessionSchema = z
  .strictObject({
    id: z.string().describe('who you are here; no name'),
    memberships: z.array(
      z.strictObject({
        register: z.string(),
        role: z.string(),
        organisation: z.string().optional().describe('the organisation for which alone it is held, by its code'),
        from: z.string(),
        until: z.string().describe('the last day, or the day by which it has to be reviewed'),
      }),
    ),
    formSecret: z
      .string()
      .describe('what each request of yours that changes something sends back in the header x-form-secret'),
  })
  .openapi('Session');
