import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countOf } from '../../../../tests/support/counts.ts';
import { linksOfVersion1 } from '../../../../tests/support/links-v1.ts';
import { shippedScenarios } from '../../../../tests/support/shipped.ts';
import { pageLevers } from '../levers/levers.ts';
import { decode, encode, type Known } from './address.ts';
import { onReturn, startOf, untouched, type Edit, type PageState, type Start } from './state.ts';

const known: Known = {
  scenarios: ['todays-course', 'the-briefs-asks'],
  levers: new Map(pageLevers.map((lever) => [lever.id, lever])),
  specialisms: ['radiotherapy_physics', 'nuclear_medicine_physics'],
  groups: ['scientist', 'technologist'],
  views: ['plan', 'compare', 'trust'],
};

const open = (fragment: string): { state: PageState; found: readonly string[]; made: object } => {
  const opened = decode(fragment, known);
  if (!opened.ok) throw new Error(JSON.stringify(opened.problems));
  const { state, problems, made } = opened.value;
  return { state, made, found: problems.map((problem) => problem.found) };
};

const hash = 'a1'.repeat(32);
const starts = fc.oneof(
  fc.constantFrom(...known.scenarios).map((name): Start => ({ kind: 'shipped', name })),
  fc.constantFrom(...shippedScenarios().values()).map(({ value }): Start => ({ kind: 'own', scenario: value })),
);

const states = fc.record({
  start: fc
    .tuple(starts, fc.option(fc.string({ minLength: 1 }), { nil: undefined }))
    .map(([start, file]) => onReturn(start, file === undefined ? undefined : { file, hash })),
  edits: fc.uniqueArray(
    fc.constantFrom(...pageLevers).chain((lever): fc.Arbitrary<Edit> =>
      fc.record(
        {
          lever: fc.constant(lever.id),
          value: fc.double({ min: lever.min, max: lever.max, noNaN: true }).map((value) => value + 0),
          specialism: fc.constantFrom(...known.specialisms),
          from: fc.integer({ min: 2027, max: 2052 }),
        },
        { requiredKeys: ['lever', 'value'] },
      ),
    ),
    { selector: ({ lever, specialism }) => `${lever}.${specialism ?? ''}` },
  ),
  part: fc.constantFrom({}, { specialism: 'radiotherapy_physics' }, { group: 'scientist' }),
  view: fc.constantFrom(...known.views),
  seed: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  units: fc.constantFrom('wte' as const, 'people' as const),
  years: fc.constantFrom('calendar' as const, 'financial' as const),
  params: fc.dictionary(fc.constantFrom('compare.with', 'where.by'), fc.string(), { noNullPrototype: true }),
});

describe('an address', () => {
  test('gives back every state that it was made of', () => {
    fc.assert(
      fc.property(states, (state) => {
        const { state: read, found } = open(`#${encode(state, { data: 'abc-1.0.0', said: [900, 3660] })}`);
        expect(found).toEqual([]);
        expect(read).toEqual(state);
      }),
      { numRuns: countOf({ test: 200, full: 5000, mutation: 50 }), seed: 4 },
    );
  });

  test('can be read by a person, and leaves out what is as usual', () => {
    expect(encode(untouched)).toBe('v1?start=todays-course');
    const state: PageState = {
      ...untouched,
      edits: [
        { lever: 'leaving', value: 0.8 },
        { lever: 'scientists', specialism: 'radiotherapy_physics', value: 80, from: 2028 },
      ],
      part: { group: 'scientist' },
    };
    expect(encode(state, { data: '3f2a91c0-1.0.0', said: [900, 3012] })).toBe(
      'v1?start=todays-course&set.leaving=0.8&set.scientists.radiotherapy_physics@2028=80&show=group.scientist&data=3f2a91c0-1.0.0&said=900,3012',
    );
  });

  // A link that somebody sent years ago: it opens as it did, whatever the page becomes.
  test('of version 1 opens for ever', () => {
    const link =
      '#v1?start=the-briefs-asks&set.apprentices=200&set.growth@2030=-0.005&show=specialism.radiotherapy_physics&seed=7&compare.with=todays-course&data=00000000-1.0.0&said=900,1466';
    expect(open(link)).toEqual({
      found: [],
      made: { data: '00000000-1.0.0', said: [900, 1466] },
      state: {
        start: { kind: 'shipped', name: 'the-briefs-asks' },
        edits: [
          { lever: 'apprentices', value: 200 },
          { lever: 'growth', value: -0.005, from: 2030 },
        ],
        part: { specialism: 'radiotherapy_physics' },
        view: 'plan',
        seed: 7,
        units: 'wte',
        years: 'calendar',
        params: { 'compare.with': 'todays-course' },
      },
    });
  });

  test.each(['', '#'])('"%s" is an untouched page', (fragment) => {
    expect(open(fragment)).toEqual({ state: untouched, found: [], made: {} });
  });

  test.each([
    ['#hello', '"hello"'],
    ['#v2?start=todays-course', 'a link of version 2'],
    ['#v0', 'a link of version 0'],
  ])('%s cannot be opened', (fragment, found) => {
    expect(decode(fragment, known)).toMatchObject({ ok: false, problems: [{ found }] });
  });

  test.each([
    ['start=tomorrow', 'the scenario "tomorrow"'],
    ['set.magic=1', 'the lever "magic"'],
    ['set.leaving=9', '"9" for the lever "leaving"'],
    ['set.leaving=', '"" for the lever "leaving"'],
    ['set.leaving.astrology=1', 'the specialism "astrology"'],
    ['show=group.wizard', '"group.wizard" to show'],
    ['view=moon', 'the view "moon"'],
    ['seed=4294967296', 'the seed "4294967296"'],
    ['units=heads', 'the units "heads"'],
    ['years=lunar', 'the years "lunar"'],
    ['seed=-1', 'the seed "-1"'],
    ['own=%7B%22format', 'a scenario that is cut or changed'],
    ['own=%7', '"own=%7"'],
    ['<script>=1', '"<script>"'],
  ])('leaves out "%s", says so, and keeps the rest', (part, found) => {
    expect(open(`#v1?${part}&set.returning=0.3`)).toEqual({
      found: [found],
      made: {},
      state: { ...untouched, edits: [{ lever: 'returning', value: 0.3 }] },
    });
  });

  test('any text opens or is refused, and never throws', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string().map((text) => `v1?${text}`),
        ),
        (text) => {
          decode(`#${text}`, known);
        },
      ),
      { numRuns: countOf({ test: 500, full: 20_000, mutation: 100 }), seed: 5 },
    );
  });

  test('of a return has its name and its hash, and nothing that stands in it or was said of it', () => {
    const scenario = {
      ...shippedScenarios().get('todays-course')?.value,
      baseline: {
        scope: 'surveyed',
        return: { file: 'ours @ 1.csv', hash, data: { organisation: 'Saltmarsh', staff: [{ posts: 17 }] } },
      },
    };
    const start = startOf(scenario as Parameters<typeof startOf>[0]);
    const text = encode({ ...untouched, start }, { data: 'abc-1.0.0', said: [8, 16] });
    expect(text).not.toMatch(/Saltmarsh|staff%22|said=/);
    expect(open(text).state.start).toEqual({
      kind: 'own',
      scenario: { ...scenario, baseline: { scope: 'surveyed' } },
      ownReturn: { file: 'ours @ 1.csv', hash },
    });
    // An older link may hold a return within a scenario: its name is kept, and the rest is not.
    const whole = open(`v1?own=${encodeURIComponent(JSON.stringify(scenario))}`);
    expect(whole.state.start).toEqual(start);
    expect(encode(whole.state)).not.toContain('Saltmarsh');
  });

  test('of a return without a right hash says so and opens the rest', () => {
    expect(open('v1?start=the-briefs-asks&return=ours.csv@12')).toMatchObject({
      state: { start: { kind: 'shipped', name: 'the-briefs-asks' } },
      found: ['"ours.csv@12" as a return'],
    });
    const broken = { format: 'isocentre-scenario', baseline: { return: { file: 1, hash: 'x' } } };
    expect(open(`v1?own=${encodeURIComponent(JSON.stringify(broken))}`).found).toEqual([
      'a scenario that is cut or changed',
    ]);
  });

  test.each(linksOfVersion1)('of version 1 opens for ever: $link', ({ link, opens }) => {
    const { state, found } = open(link);
    expect(found).toEqual([]);
    expect(state).toEqual({ ...untouched, ...opens });
  });
});
