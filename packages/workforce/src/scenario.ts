import {
  checkShape,
  failure,
  parseYaml,
  show,
  success,
  valueSchema,
  type Located,
  type Result,
  type TextFile,
} from '@isocentre/evidence';
import { z } from 'zod';
import { leverSchema } from './lever.ts';
import { ownBaselineSchema } from './return-schema.ts';

const text = z.string().min(1);
const latestVersion = 1;

/** The scopes of the baseline, with the words that every headline carries. */
export const scopes = {
  surveyed: 'Surveyed MPCE',
  'whole-mpce': 'The whole of MPCE',
} as const;

/** The sets of required staff; they are never added. */
export const requirementSets = {
  'headline-2023': '900 additional staff, the 450 vacancies among them',
  'headline-2023-on-top': '900 additional staff on top of the 450 vacancies',
  'specialism-surveys': "each specialism's own survey",
} as const;

/** A scope of the baseline. */
export type Scope = keyof typeof scopes;

/** The schema of a scenario file: a baseline and dated levers. */
export const scenarioSchema = z
  .strictObject({
    format: z.literal('isocentre-scenario'),
    version: z.literal(latestVersion),
    name: z.string().regex(/^[a-z0-9][a-z0-9-]*$/, { error: 'lower-case words joined by "-"' }),
    title: text,
    summary: text,
    baseline: z
      .strictObject({
        scope: z
          .enum(Object.keys(scopes) as Scope[])
          .optional()
          .describe('Default: surveyed, the scope for which vacancies are published.'),
        requirement: z
          .enum(Object.keys(requirementSets) as (keyof typeof requirementSets)[])
          .optional()
          .describe('Default: headline-2023. The other sets exist for the surveyed scope alone.'),
        growth: z.enum(['stated', 'none']).optional().describe('Default: stated.'),
        retirement: z
          .enum(['stated', 'minimum-age-57'])
          .optional()
          .describe('Default: stated, without the change of pension age in 2028.'),
        geography: z
          .enum(['nation', 'regions'])
          .optional()
          .describe('Default: nation, since no public figure divides this workforce by region.'),
        return: ownBaselineSchema.optional(),
        amounts: z
          .enum(['nation', 'return'])
          .optional()
          .describe(
            'With a return, what levers add or set is meant for the nation, of which the return has its share (default), or for the return itself.',
          ),
      })
      .optional(),
    firstDecisionYear: z
      .int()
      .optional()
      .describe('Levers act from here; earlier years are history. Default: the figure first_decision_year.'),
    years: z
      .int()
      .min(1)
      .optional()
      .describe('Years covered, at most the figure longest_horizon. Default: the figure horizon.'),
    closureTolerance: z.number().min(0).max(1).optional().describe('Default: the figure closure_tolerance.'),
    reading: z
      .literal('ipem')
      .optional()
      .describe('The scenario also has a reading by arithmetic alone, asked for by --reading ipem.'),
    figures: z
      .record(z.string(), z.strictObject({ value: valueSchema, unit: text, reason: text.optional() }))
      .optional()
      .describe("Figures of your own that stand in for those of data/, by id, in the figure's unit."),
    levers: z.array(leverSchema).optional(),
  })
  .describe('A scenario: a baseline and dated levers.');

/** A scenario as written. */
export type Scenario = z.infer<typeof scenarioSchema>;

/** Brings a document of one version into the next; the list's first entry starts at version 1. */
export type Migration = (document: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;

/** The migrations from each earlier version to the next. None yet: version 1 is the first. */
const migrations: readonly Migration[] = [];

/**
 * Brings a scenario document of an earlier version up to date.
 *
 * @param steps One migration for each earlier version, oldest first, so that the latest version is one more than their
 *   number.
 */
export const migrate = (
  document: Located<unknown>,
  steps: readonly Migration[] = migrations,
): Result<Located<unknown>> => {
  const value = document.value;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return failure({
      where: document.where([]),
      found: value === null ? 'an empty document' : show(value),
      expected: 'a scenario: a mapping with format, version, name, title and summary',
    });
  }
  let record = value as Readonly<Record<string, unknown>>;
  if (record['format'] !== 'isocentre-scenario') {
    return failure({
      where: document.where('format' in record ? ['format'] : []),
      found: 'format' in record ? show(record['format']) : 'no format',
      expected: 'the line "format: isocentre-scenario"',
    });
  }
  const latest = steps.length + 1;
  const version = record['version'];
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1) {
    return failure({
      where: document.where(['version']),
      found: show(version),
      expected: latest === 1 ? 'the line "version: 1"' : `a version from 1 to ${latest}`,
    });
  }
  if (version > latest) {
    return failure({
      where: document.where(['version']),
      found: `version ${version}, written by a newer Isocentre`,
      expected: `version ${latest} or earlier; update Isocentre to open this scenario`,
    });
  }
  for (const step of steps.slice(version - 1)) record = step(record);
  return success({ value: { ...record, version: latest }, where: document.where });
};

/** Names the keys that are allowed at a place of a document; those of a lever depend on its kind. */
const keysAt =
  (document: unknown) =>
  (path: readonly PropertyKey[]): string => {
    const { baseline, figures } = scenarioSchema.shape;
    const listed = (shape: object): string => Object.keys(shape).join(', ');
    switch (path[0]) {
      case 'baseline':
        return listed(baseline.unwrap().shape);
      case 'figures':
        return listed(figures.unwrap().valueType.shape);
      case 'levers': {
        const { levers = [] } = document as { readonly levers?: readonly { readonly lever?: unknown }[] };
        const kind = levers[Number(path[1])]?.lever;
        const shape = leverSchema.options.find((option) => option.shape.lever.value === kind)?.shape;
        if (!shape) return '';
        return listed(path[2] === 'where' && 'where' in shape ? shape.where.unwrap().shape : shape);
      }
      default:
        return listed(scenarioSchema.shape);
    }
  };

/** Reads a scenario file: parses it, brings it up to date and checks every key and value. */
export const readScenario = (file: TextFile): Result<Located<Scenario>> => {
  const parsed = parseYaml(file);
  if (!parsed.ok) return parsed;
  const current = migrate(parsed.value);
  return current.ok ? checkShape(current.value, scenarioSchema, keysAt(current.value.value)) : current;
};
