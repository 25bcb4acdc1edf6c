import {
  planAttribution,
  prepareEnsemble,
  resolve,
  type AttributionPlan,
  type EnsemblePlan,
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
