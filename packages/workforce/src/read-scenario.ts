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
import { leverSchema } from './lever.ts';
import { scenarioSchema, type Scenario } from './scenario.ts';

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
