import { success } from '@isocentre/evidence';
import { describe, expect, test } from 'vitest';
import type { Question } from './course.ts';
import { Engine, type EngineWorker } from './engine.ts';
import type { FromEngine, ToEngine } from './protocol.ts';

const question: Question = { start: { kind: 'shipped', name: 'todays-course' }, edits: [], part: {} };

const setUp = () => {
  const sent: ToEngine[] = [];
  let heard: (event: { readonly data: FromEngine }) => void = () => undefined;
  let failed: (event: { readonly message?: string }) => void = () => undefined;
  let [started, ended] = [0, 0];
  const worker: EngineWorker = {
    postMessage: (message) => void sent.push(message),
    addEventListener: (type: 'message' | 'error', listener: never) => {
      if (type === 'message') heard = listener;
      else failed = listener;
    },
    terminate: () => void (ended += 1),
  };
  const engine = new Engine(() => {
    started += 1;
    return worker;
  });
  return {
    engine,
    sent,
    started: () => started,
    ended: () => ended,
    say: (data: FromEngine) => {
      heard({ data });
    },
    fail: (message: string) => {
      failed({ message });
    },
  };
};

describe('an engine', () => {
  test('starts its worker once, by the first question', async () => {
    const { engine, sent, started, say } = setUp();
    expect(started()).toBe(0);
    const first = engine.ask('expected', question);
    const second = engine.ask('scenarioText', question);
    engine.start();
    expect(started()).toBe(1);
    expect(sent).toEqual([
      { kind: 'ask', id: 1, job: 'expected', payload: question },
      { kind: 'ask', id: 2, job: 'scenarioText', payload: question },
    ]);
    // Answers find their question whatever their order.
    say({ kind: 'answer', id: 2, value: success('b') });
    say({ kind: 'answer', id: 1, value: success('a') });
    expect([await first.answer, await second.answer]).toEqual([success('a'), success('b')]);
  });

  test('tells how far it is, and drops what was cancelled', async () => {
    const { engine, sent, say } = setUp();
    const done: number[] = [];
    const asking = engine.ask('sure', { ...question, runs: 2, seed: 1 }, (part) => done.push(part));
    say({ kind: 'progress', id: 1, done: 0.5 });
    asking.cancel();
    say({ kind: 'progress', id: 1, done: 0.9 });
    say({ kind: 'answer', id: 1, value: success('late') });
    expect(done).toEqual([0.5]);
    expect(await asking.answer).toBeUndefined();
    expect(sent.at(-1)).toEqual({ kind: 'cancel', id: 1 });
  });

  test('fails what is asked of a worker that broke', async () => {
    const { engine, say, fail } = setUp();
    const first = engine.ask('expected', question);
    say({ kind: 'failed', id: 1, message: 'a bug' });
    await expect(first.answer).rejects.toThrow('a bug');
    const second = engine.ask('expected', question);
    fail('no memory');
    await expect(second.answer).rejects.toThrow('no memory');
    await expect(engine.ask('expected', question).answer).rejects.toThrow('no memory');
  });

  test('ends its worker at once, drops what it was asked, and starts another with the next question', async () => {
    const { engine, started, ended, say, fail } = setUp();
    engine.end();
    expect(ended()).toBe(0);
    const dropped = engine.ask('expected', question);
    engine.end();
    expect(ended()).toBe(1);
    expect(await dropped.answer).toBeUndefined();
    const next = engine.ask('expected', question);
    expect(started()).toBe(2);
    say({ kind: 'answer', id: 2, value: success('next') });
    expect(await next.answer).toEqual(success('next'));
    // What broke is gone with it.
    const broken = engine.ask('expected', question);
    fail('no memory');
    await expect(broken.answer).rejects.toThrow('no memory');
    engine.end();
    const again = engine.ask('expected', question);
    say({ kind: 'answer', id: 4, value: success('again') });
    expect(await again.answer).toEqual(success('again'));
  });
});
