import {
  planAttribution,
  prepareEnsemble,
  readPlanTerms,
  resolve,
  type AttributionPlan,
  type EnsemblePlan,
  type NeedsPlan,
} from '@isocentre/workforce';
import { describe, expect, test } from 'vitest';
import { shippedEvidence, shippedScenarios } from '../../../tests/support/shipped.ts';
import { answer, inProcessRunner, workerRunner, type FromWorker, type Port } from './runner.ts';
import { threadRunner } from './threads.ts';
import { webPort, type WebWorker } from './web-port.ts';

const planOf = (runs: number): EnsemblePlan => {
  const located = shippedScenarios().get('the-2023-pledge');
  if (!located) throw new Error('no scenario');
  return {
    scenario: located.value,
    figures: [...shippedEvidence().figures.values()],
    by: ['group'],
    options: { runs, seed: 4, uncertainty: 'both' },
    askedYears: 5,
  };
};

const attributionOf = (to: string, runs: number): AttributionPlan => {
  const evidence = shippedEvidence();
  const [from, other] = ['todays-course', to].map((name) => {
    const located = shippedScenarios().get(name);
    const resolved = located && resolve(located, evidence, 5);
    if (!located || !resolved?.ok) throw new Error(name);
    return { located, resolved: resolved.value };
  });
  if (!from || !other) throw new Error('no sides');
  const options = { runs, seed: 4, uncertainty: 'both' as const };
  const plan = planAttribution(from, other, evidence, 'inPost', options, 12, 42);
  if (!plan.ok) throw new Error(JSON.stringify(plan.problems));
  return plan.value;
};

const needsOf = (given: Partial<NeedsPlan> = {}, supervision = 1): NeedsPlan => {
  const { scenario, figures, askedYears, options } = planOf(120);
  const terms = readPlanTerms(shippedEvidence());
  if (!terms.ok) throw new Error(JSON.stringify(terms.problems));
  const where = { cell: 0, stream: -1, occupation: 'radiotherapy_physics.scientist' };
  return {
    futures: { scenario, figures, askedYears, options },
    draws: 60,
    decided: [
      { ...where, measure: 'overseas', t: 4, amount: 7 },
      { ...where, measure: 'retention', t: 4, amount: 0.2 },
    ],
    limits: { ...terms.value.limits, supervision },
    from: 4,
    least: 0,
    ...given,
  };
};

/** A worker that answers after its own while, so that tasks end out of order. */
const slowPort = (delay: () => number): Port & { readonly ended: () => boolean } => {
  let heard: (message: FromWorker) => void = () => undefined;
  let ended = false;
  const handle = answer(
    (message) =>
      void setTimeout(() => {
        heard(message);
      }, delay()),
  );
  return {
    post: handle,
    listen: (listener) => void (heard = listener),
    end: async () => void (ended = true),
    ended: () => ended,
  };
};

describe('runners', () => {
  test('threads give the bytes of one thread, whatever their number', async () => {
    const plan = planOf(200);
    const alone = await inProcessRunner().run(plan);
    for (const workers of [1, 2, 5]) {
      const runner = threadRunner(workers);
      expect(await runner.run(plan)).toEqual(alone);
      await runner.close();
    }
  });

  test('threads give the bytes of one thread for an attribution too', async () => {
    const plan = attributionOf('the-briefs-asks', 60);
    const alone = await inProcessRunner().attribute(plan);
    expect([alone?.runs, alone?.groups]).toEqual([42, 10]);
    for (const workers of [1, 2, 5]) {
      const runner = threadRunner(workers);
      const seen: number[] = [];
      expect(await runner.attribute(plan, (done) => seen.push(done))).toEqual(alone);
      expect(seen.at(-1)).toBe(1);
      await runner.close();
    }
  });

  test('an attribution without scenarios in between runs none', async () => {
    const runner = workerRunner([slowPort(() => 1)]);
    expect(await runner.attribute(attributionOf('the-2023-pledge', 60))).toBeUndefined();
    expect(await inProcessRunner().attribute(attributionOf('the-2023-pledge', 60))).toBeUndefined();
  });

  test('what futures need is the same to the byte on one thread, on several, and in tasks of any size in any order', async () => {
    const plans = [needsOf(), needsOf({ decided: [] }), needsOf({}, 2), needsOf({ draws: 31 })];
    const alone = await Promise.all(plans.map((plan) => inProcessRunner().needs(plan)));
    expect(new Set(alone.map((needs) => needs?.gap.join(' '))).size).toBe(plans.length);
    let next = 9;
    const slow = (): Port => slowPort(() => (next = (next * 5 + 1) & 7));
    for (const runner of [
      inProcessRunner(),
      threadRunner(3),
      workerRunner([slow(), slow(), slow()], 1),
      workerRunner([slow(), slow()], 7),
    ]) {
      const seen: number[] = [];
      // Some over the same futures, some after others were run.
      for (const [index, plan] of plans.entries())
        expect(await runner.needs(plan, (done) => seen.push(done))).toEqual(alone[index]);
      expect(seen.filter((done) => done === 1)).toHaveLength(plans.length);
      await runner.run(planOf(8));
      expect(await runner.needs(needsOf())).toEqual(alone[0]);
      await runner.close();
    }
  });

  test('a share of the futures are the first of them', async () => {
    const runner = inProcessRunner();
    const [all, some] = [await runner.needs(needsOf()), await runner.needs(needsOf({ draws: 31 }))];
    if (!all || !some) throw new Error('any plan closes in no fewer than none');
    expect([all.runs, some.runs]).toEqual([120, 62]);
    for (const of of ['gap', 'tolerated'] as const) {
      const rows = all[of].length / all.runs;
      expect(rows).toBe(some[of].length / some.runs);
      for (let row = 0; row < rows; row += 1)
        expect(some[of].subarray(row * 62, (row + 1) * 62)).toEqual(all[of].subarray(row * 120, row * 120 + 62));
    }
  });

  test('futures are drawn once for all plans over them, and each worker has its own', async () => {
    const plan = needsOf();
    const { levers } = plan.futures.scenario;
    let read = 0;
    const scenario = { ...plan.futures.scenario };
    Object.defineProperty(scenario, 'levers', { enumerable: true, get: () => ((read += 1), levers) });
    const told: string[][] = [[], []];
    const ports = told.map((list): Port => {
      const port = slowPort(() => 1);
      return {
        ...port,
        post: (message) => {
          if (message.kind === 'task') list.push(`${message.run} ${message.task.first}`);
          port.post(message);
        },
      };
    });
    const runner = workerRunner(ports, 4);
    const rounds = [plan, needsOf({ decided: [] }), needsOf({ draws: 23 })];
    const reads: number[] = [];
    for (const round of rounds) {
      const before = read;
      await runner.needs({ ...round, futures: { ...plan.futures, scenario } });
      reads.push(read - before);
    }
    expect(reads[0]).toBeGreaterThan(60);
    // Each worker looks whether they are the same.
    expect(reads.slice(1)).toEqual([2, 2]);
    for (const list of told) {
      const of = (run: number): readonly string[] =>
        list.filter((one) => one.startsWith(`${run} `)).map((one) => one.slice(2));
      expect(of(1).length).toBeGreaterThan(6);
      expect(of(2)).toEqual(of(1));
      expect(of(3)).toEqual(of(1).filter((first) => Number(first) < 23));
    }
  });

  test('a plan that cannot close in the share any more is given up, on workers and on one thread', async () => {
    const none = needsOf({ decided: [], least: 0.9 });
    let begun = 0;
    const port = slowPort(() => 1);
    const counted: Port = {
      ...port,
      post: (message) => {
        if (message.kind === 'task') begun += 1;
        port.post(message);
      },
    };
    const runner = workerRunner([counted, slowPort(() => 3)], 4);
    expect(await runner.needs(none)).toBeUndefined();
    expect(begun).toBeLessThan(5);
    const seen: number[] = [];
    expect(await inProcessRunner().needs(none, (done) => seen.push(done))).toBeUndefined();
    expect(seen.at(-1)).toBeLessThan(1);
    // Late answers do not reach the next.
    expect(await runner.needs(needsOf())).toEqual(await inProcessRunner().needs(needsOf()));
  });

  test('one thread lets others through between two tasks, who may cancel it', async () => {
    const cancel = new AbortController();
    const seen: number[] = [];
    const runner = inProcessRunner(async () => {
      if (seen.length === 2) cancel.abort(new Error('stop'));
    });
    await expect(runner.needs(needsOf(), (done) => seen.push(done), cancel.signal)).rejects.toThrow('stop');
    expect(seen).toHaveLength(2);
    const later = new AbortController();
    setTimeout(() => {
      later.abort(new Error('later'));
    }, 0);
    await expect(threadRunner(1).needs(needsOf(), undefined, later.signal)).rejects.toThrow('later');
  });

  test('workers that end out of order give the same, and progress ends at the whole', async () => {
    const plan = planOf(300);
    let next = 9;
    const ports = [slowPort(() => (next -= 2) & 7), slowPort(() => 1)];
    const runner = workerRunner(ports);
    const seen: number[] = [];
    const result = await runner.run(plan, (done) => seen.push(done));
    expect(result).toEqual(await inProcessRunner().run(plan));
    expect(seen.at(-1)).toBe(1);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    await runner.close();
    expect(ports.every((port) => port.ended())).toBe(true);
  });

  test('a cancelled run is given up, and its late answers do not reach the next', async () => {
    const ports = [slowPort(() => 5), slowPort(() => 1)];
    const runner = workerRunner(ports, 8);
    const cancel = new AbortController();
    const first = runner.run(
      planOf(200),
      () => {
        cancel.abort(new Error('newer'));
      },
      cancel.signal,
    );
    await expect(first).rejects.toThrow('newer');
    const plan = { ...planOf(60), options: { runs: 60, seed: 9, uncertainty: 'both' as const } };
    expect(await runner.run(plan)).toEqual(await inProcessRunner().run(plan));
    await expect(runner.run(plan, undefined, cancel.signal)).rejects.toThrow('newer');
    await expect(inProcessRunner().run(plan, undefined, cancel.signal)).rejects.toThrow('newer');
  });

  test('a Web Worker is a port', async () => {
    const made = (): WebWorker & { ended: boolean } => {
      const worker: WebWorker & { ended: boolean } = {
        ended: false,
        onmessage: null,
        onerror: null,
        terminate: () => {
          worker.ended = true;
        },
        postMessage: (message) => {
          queueMicrotask(() => {
            handle(message);
          });
        },
      };
      const handle = answer((data) => worker.onmessage?.({ data }));
      return worker;
    };
    const workers = [made(), made()];
    const runner = workerRunner(workers.map(webPort));
    const plan = planOf(150);
    expect(await runner.run(plan)).toEqual(await inProcessRunner().run(plan));
    const failing = runner.run(plan);
    workers[0]?.onerror?.({ message: 'no memory' });
    await expect(failing).rejects.toThrow('no memory');
    await runner.close();
    expect(workers.every((worker) => worker.ended)).toBe(true);
  });

  test('a plan that cannot run fails the run', async () => {
    const plan = planOf(4);
    const broken = { ...plan, figures: plan.figures.filter((figure) => figure.id !== 'supervision') };
    expect(() => prepareEnsemble(broken)).toThrow('does not resolve');
    const runner = threadRunner(2);
    await expect(runner.run(broken)).rejects.toThrow('does not resolve');
    await runner.close();
  });
});
