import loadHighs from 'highs';
import { inProcessSolver } from '@isocentre/runner';
import type { HighsRuntime } from '@isocentre/solver';
import { planJson, planSchema, planTradeOffSchema, planWorkforce, readScenario, scoreAsks } from '@isocentre/workforce';
import { describe, expect, test } from 'vitest';
import { pageBench, pageModel, valueOf } from '../../../../tests/support/bench.ts';
import { runHere } from '../../../../tests/support/run-here.ts';
import { shippedEvidence, shippedScenarios } from '../../../../tests/support/shipped.ts';
import { askScenario } from '../../../cli/src/asked-scenario.ts';
import type { Bench } from './bench.ts';
import { exampleReturn } from '../../../../tests/support/example-return.ts';
import { onReturn, startOf } from '../state/state.ts';
import { jobs } from './jobs.ts';
import type { PlanAsked } from './plan-question.ts';
import { readReturn } from './return-work.ts';

const highs = await (loadHighs as unknown as () => Promise<HighsRuntime>)();
const solver = inProcessSolver(highs);
const bench = (given: Partial<Bench> = {}): Bench => pageBench({ solver: () => solver, ...given });

const small: PlanAsked = {
  start: { kind: 'shipped', name: 'todays-course-without-growth' },
  edits: [],
  seed: 1,
  closeBy: 2031,
  confidence: 0.3,
  limits: { overseasCeiling: 0.2 },
  years: 10,
  replay: 40,
  futures: 60,
};

/** What the command line plans with; the test of the view in a browser holds the two to each other whole. */
const located = (name: string, years?: number) => {
  const found = shippedScenarios().get(name);
  if (!found) throw new Error(`no scenario ${name}`);
  return askScenario(found, { years });
};
const tools = {
  solver,
  ...runHere(),
  pause: async () => undefined,
  progress: () => undefined,
};

describe('the jobs of a plan', () => {
  test('plan: the JSON of the command line for the same question and seed, and what the page shows of it', async () => {
    const heard: [number, string | undefined][] = [];
    const told = valueOf(await jobs.plan(small, bench({ progress: (done, doing) => void heard.push([done, doing]) })));
    const { closeBy, confidence, limits, seed, years, replay, futures } = small;
    const question = { closeBy, confidence, limits, seed, askedYears: years, replay, futures };
    const plan = valueOf(
      await planWorkforce(located('todays-course-without-growth', years), shippedEvidence(), question, tools),
    );
    expect(told.files.json).toBe(`${JSON.stringify(planJson(plan), null, 2)}\n`);
    const json = planSchema.parse(JSON.parse(told.files.json));
    expect(told).toMatchObject({ status: 'planned', answer: json.answer, closeBy: 2031, cost: json.presentCost });
    expect(told.files.csv.trimEnd().split('\n')).toHaveLength(json.decisions.length + 1);
    // A copy goes from the worker to the page.
    expect(structuredClone(told)).toEqual(told);
    const read = readScenario({ name: 'plan.yaml', text: told.files.yaml });
    expect(read.ok && read.value.value).toEqual(told.scenario);
    // It is a scenario that the page runs as any other.
    const start = { kind: 'own' as const, scenario: told.scenario };
    const course = valueOf(pageModel().expected({ start, edits: [], part: {} }));
    expect(course.title).toBe("today's course without growth, closed by 2031 at least cost");
    expect(course.years.at(-1)).toBe(2033);
    // The least and most of each group are those of its occupations.
    for (const { measure, least, most } of told.worth) {
      const costs = json.marginalCosts.filter((one) => one.measure === measure).map(({ cost }) => cost);
      expect(costs).toContain(least);
      expect(costs).toContain(most);
    }
    expect(heard.map(([, doing]) => doing)).toContainEqual(
      expect.stringMatching(/^Replaying the plan in 40 futures \(\d+ programs solved\)$/),
    );
  });

  test('on a return of the reader: it stands by its name in the file of the scenario and in what is worked on', async () => {
    const { own } = readReturn(exampleReturn(), 'ours.csv', shippedEvidence());
    if (!own) throw new Error('no return');
    const start = onReturn(small.start, own);
    const limits = { overseasCeiling: 0.5 };
    const told = valueOf(
      await jobs.plan({ ...small, start, own, limits, futures: 10, closeBy: 2034, years: 12 }, bench()),
    );
    expect(told.files.yaml).toContain(own.hash);
    expect(told.files.yaml).not.toContain('"data"');
    expect(startOf(told.scenario)).toMatchObject({ ownReturn: { file: 'ours.csv', hash: own.hash } });
    expect(JSON.stringify(startOf(told.scenario))).not.toContain('"data"');
    // Without the file nothing can be planned for it.
    expect(await jobs.plan({ ...small, start }, bench())).toMatchObject({ ok: false });
  });

  test('tradeOff: in the form of the command line, with how far it is', async () => {
    const heard: number[] = [];
    const told = valueOf(
      await jobs.tradeOff({ ...small, futures: 6 }, bench({ progress: (done) => void heard.push(done) })),
    );
    expect(planTradeOffSchema.parse(JSON.parse(told.files.json)).points).toEqual(told.points);
    expect(told.tables.points.rows).toHaveLength(told.points.length);
    expect(heard).toEqual(heard.toSorted((a, b) => a - b));
    expect(heard.at(-1)).toBeGreaterThan(0.9);
  });

  test("score: the brief's asks as the command line scores them", async () => {
    const { start, seed } = small;
    const options = { runs: 8, seed };
    const told = valueOf(await jobs.score({ start, closeBy: 2040, ...options }, bench()));
    const asks = valueOf(await scoreAsks(located('the-briefs-asks'), shippedEvidence(), 2040, options, tools));
    expect(told.files.json).toBe(`${JSON.stringify({ year: 2040, ...options, asks }, null, 2)}\n`);
  });

  test('planBounds: what can be asked, with the figure behind each limit', async () => {
    const { start, edits } = small;
    const bounds = valueOf(await jobs.planBounds({ start, edits }, bench()));
    expect(bounds).toMatchObject({ closing: [2028, 2051], years: 30, replay: 2000 });
    expect(bounds.figures.limits.overseasCeiling).toMatchObject({ basis: 'assumption', value: '0.0175' });
    expect(bounds.figures.limits.trainingGrowth?.why).toContain('taken for every route');
    expect(bounds.figures.costs.map(({ unit }) => unit)).toEqual([
      'years; share a year',
      'GBP a year',
      'GBP a year',
      'WTE a trainee',
      'GBP a person',
      'GBP a year',
    ]);
    expect(valueOf(await jobs.planBounds({ start, edits, years: 16 }, bench())).closing).toEqual([2028, 2037]);
  });

  test('a year that cannot be asked is a problem, and so is a scenario that is not there', async () => {
    expect(await jobs.plan({ ...small, closeBy: 2027 }, bench())).toMatchObject({
      ok: false,
      problems: [{ where: '--close-by', found: '"2027"' }],
    });
    const start = { kind: 'shipped' as const, name: 'magic' };
    for (const job of [jobs.plan, jobs.tradeOff])
      expect(await job({ ...small, start }, bench())).toMatchObject({ ok: false });
    expect(await jobs.planBounds({ start, edits: [] }, bench())).toMatchObject({ ok: false });
  });

  test('stops when it is no longer wanted', async () => {
    const stop = new AbortController();
    stop.abort();
    await expect(jobs.plan(small, bench({ cancel: stop.signal }))).rejects.toThrow('it was stopped');
  });
});
