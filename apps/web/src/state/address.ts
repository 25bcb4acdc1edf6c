import { failure, success, type Problem, type Result } from '@isocentre/evidence';
import type { Scenario } from '@isocentre/workforce';
import {
  onReturn,
  startOf,
  untouched,
  withEdit,
  type Edit,
  type PageState,
  type Part,
  type ReturnName,
  type Start,
} from './state.ts';

/** What a link was made with, so that it can say what changed since. */
export interface Made {
  /** Hash of the evidence and the version of the model. */
  readonly data: string;
  /** The shortfall that it showed at the start and at the end, whole WTE. */
  readonly said?: readonly [number, number];
}

/** A link read: the state, what it was made with, and what in it could not be kept. */
export interface Opened {
  readonly state: PageState;
  readonly made: Partial<Made>;
  readonly problems: readonly Problem[];
}

/** What the page knows, so that a link with something else says so. */
export interface Known {
  readonly scenarios: readonly string[];
  readonly levers: ReadonlyMap<string, { readonly min: number; readonly max: number }>;
  readonly specialisms: readonly string[];
  readonly groups: readonly string[];
  readonly views: readonly string[];
}

const latestVersion = 1;

// Only what would end a part of the fragment is written in another way, so that a link can be read.
const write = (text: string): string =>
  encodeURIComponent(text).replaceAll('%2C', ',').replaceAll('%3A', ':').replaceAll('%40', '@');

const read = (text: string): string | undefined => {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
};

const keyOf = ({ lever, specialism, from }: Edit): string =>
  `set.${lever}${specialism === undefined ? '' : `.${specialism}`}${from === undefined ? '' : `@${from}`}`;

const returnText = ({ file, hash }: ReturnName): string => `${file}@${hash}`;

/** Reads the name of a return; undefined where it is none. */
export const returnOf = (text: string): ReturnName | undefined => {
  const { file, hash } = /^(?<file>.+)@(?<hash>[0-9a-f]{64})$/s.exec(text)?.groups ?? {};
  return file === undefined || hash === undefined ? undefined : { file, hash };
};

/** Asks what staff the department of a return needs, by no chosen models; the return stands there by its name alone. */
export const withDepartment = (state: PageState, own: ReturnName): PageState => {
  const { 'staff.models': _before, ...params } = state.params;
  return { ...state, view: 'staff', params: { ...params, 'staff.of': returnText(own) } };
};

/**
 * Writes a state as the fragment of an address, without its `#`:
 * `v1?start=todays-course&set.leaving=0.8&set.scientists.radiotherapy_physics@2028=80&show=group.scientist&data=…`.
 *
 * What is as in an untouched page is left out. A scenario of the reader's own is written whole, as JSON; a return by its
 * name alone, and what was said of it is left out, since it would tell of those whom the return counts.
 */
export const encode = (state: PageState, made?: Made): string => {
  const parts: [string, string][] = [
    state.start.kind === 'shipped' ? ['start', state.start.name] : ['own', JSON.stringify(state.start.scenario)],
    ...state.edits.map((edit): [string, string] => [keyOf(edit), String(edit.value)]),
  ];
  const { ownReturn } = state.start;
  if (ownReturn) parts.push(['return', returnText(ownReturn)]);
  const { specialism, group } = state.part;
  if (specialism !== undefined) parts.push(['show', `specialism.${specialism}`]);
  if (group !== undefined) parts.push(['show', `group.${group}`]);
  if (state.view !== untouched.view) parts.push(['view', state.view]);
  if (state.seed !== untouched.seed) parts.push(['seed', String(state.seed)]);
  if (state.units !== untouched.units) parts.push(['units', state.units]);
  if (state.years !== untouched.years) parts.push(['years', state.years]);
  for (const [key, value] of Object.entries(state.params)) parts.push([key, value]);
  if (made) parts.push(['data', made.data]);
  if (made?.said && !ownReturn) parts.push(['said', made.said.join(',')]);
  return `v${latestVersion}?${parts.map(([key, value]) => `${write(key)}=${write(value)}`).join('&')}`;
};

const where = 'the link';

const problem = (found: string, expected: string): Problem => ({ where, found, expected });

const numberOf = (text: string): number | undefined =>
  /^-?\d+(\.\d+)?(e-?\d+)?$/i.test(text) && Number.isFinite(Number(text)) ? Number(text) : undefined;

const editKey = /^set\.(?<lever>[a-z-]+)(?:\.(?<specialism>[a-z_]+))?(?:@(?<from>\d{4}))?$/;

const editOf = (key: string, value: string, known: Known): Edit | Problem => {
  const { lever = '', specialism, from } = editKey.exec(key)?.groups ?? {};
  const range = known.levers.get(lever);
  if (!range) return problem(`the lever "${key.replace(/^set\./, '')}"`, 'a lever that this page has');
  if (specialism !== undefined && !known.specialisms.includes(specialism))
    return problem(`the specialism "${specialism}"`, 'a specialism that this page has');
  const number = numberOf(value);
  if (number === undefined || number < range.min || number > range.max)
    return problem(`"${value}" for the lever "${lever}"`, `a number from ${range.min} to ${range.max}`);
  return {
    lever,
    value: number,
    ...(specialism === undefined ? {} : { specialism }),
    ...(from === undefined ? {} : { from: Number(from) }),
  };
};

const ownOf = (text: string): Start | undefined => {
  try {
    const value = JSON.parse(text) as unknown;
    const isScenario =
      typeof value === 'object' && value !== null && 'format' in value && value.format === 'isocentre-scenario';
    if (!isScenario) return undefined;
    const start = startOf(value as Scenario);
    const { ownReturn: named } = start;
    return named === undefined || returnOf(returnText(named)) ? start : undefined;
  } catch {
    return undefined;
  }
};

const partOf = (text: string, known: Known): Part | undefined => {
  const [dimension, id = ''] = text.split('.');
  if (dimension === 'specialism' && known.specialisms.includes(id)) return { specialism: id };
  if (dimension === 'group' && known.groups.includes(id)) return { group: id };
  return undefined;
};

/**
 * Reads the fragment of an address. An empty one is an untouched page.
 *
 * @returns the state with a problem for each part that could not be kept; or, where nothing can be, a failure.
 */
export const decode = (fragment: string, known: Known): Result<Opened> => {
  const text = fragment.replace(/^#/, '');
  if (text === '') return success({ state: untouched, made: {}, problems: [] });
  const { version, rest = '' } = /^v(?<version>\d+)(?:\?(?<rest>.*))?$/s.exec(text)?.groups ?? {};
  if (version === undefined) return failure(problem(`"${text.slice(0, 40)}"`, 'an address that ends in "#v1?…"'));
  if (Number(version) > latestVersion || Number(version) < 1)
    return failure(
      problem(`a link of version ${version}`, `version ${latestVersion}; a newer Isocentre made this link`),
    );

  const problems: Problem[] = [];
  const made: { data?: string; said?: readonly [number, number] } = {};
  const state = { ...untouched, edits: untouched.edits, params: { ...untouched.params } };
  for (const pair of rest.split('&').filter((one) => one !== '')) {
    const at = pair.indexOf('=');
    const key = read(at < 0 ? pair : pair.slice(0, at));
    const value = read(at < 0 ? '' : pair.slice(at + 1));
    if (key === undefined || value === undefined) {
      problems.push(problem(`"${pair.slice(0, 40)}"`, 'text as an address writes it; the link may have been cut'));
      continue;
    }
    if (key === 'start') {
      if (known.scenarios.includes(value))
        state.start = onReturn({ kind: 'shipped', name: value }, state.start.ownReturn);
      else problems.push(problem(`the scenario "${value}"`, `one of ${known.scenarios.join(', ')}`));
    } else if (key === 'own') {
      const own = ownOf(value);
      if (own) state.start = onReturn(own, own.ownReturn ?? state.start.ownReturn);
      else problems.push(problem('a scenario that is cut or changed', 'a whole scenario; ask for the link again'));
    } else if (key === 'return') {
      const own = returnOf(value);
      if (own) state.start = onReturn(state.start, own);
      else problems.push(problem(`"${value.slice(0, 40)}" as a return`, 'a file and its SHA-256, joined by "@"'));
    } else if (key.startsWith('set.')) {
      const edit = editOf(key, value, known);
      if ('where' in edit) problems.push(edit);
      else state.edits = withEdit(state, edit).edits;
    } else if (key === 'show') {
      const part = partOf(value, known);
      if (part) state.part = Object.assign({}, state.part, part);
      else problems.push(problem(`"${value}" to show`, 'a specialism or group that this page has'));
    } else if (key === 'view') {
      if (known.views.includes(value)) state.view = value;
      else problems.push(problem(`the view "${value}"`, `one of ${known.views.join(', ')}`));
    } else if (key === 'seed') {
      const seed = /^\d{1,10}$/.test(value) ? Number(value) : Infinity;
      if (seed < 2 ** 32) state.seed = seed;
      else problems.push(problem(`the seed "${value}"`, 'a whole number from 0 to 4294967295'));
    } else if (key === 'units') {
      if (value === 'wte' || value === 'people') state.units = value;
      else problems.push(problem(`the units "${value}"`, 'wte or people'));
    } else if (key === 'years') {
      if (value === 'calendar' || value === 'financial') state.years = value;
      else problems.push(problem(`the years "${value}"`, 'calendar or financial'));
    } else if (key === 'data') made.data = value;
    else if (key === 'said') {
      const [first, last] = value.split(',').map(numberOf);
      if (first !== undefined && last !== undefined) made.said = [first, last];
    } else if (/^[a-z]+\.[a-zA-Z0-9-]+$/.test(key)) state.params[key] = value;
    else problems.push(problem(`"${key}"`, 'a part that this version knows'));
  }
  return success({ state, made, problems });
};
