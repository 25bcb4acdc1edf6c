import { failure, success } from '@isocentre/evidence';
import { describe, expect, test } from 'vitest';
import type { PlanAsked } from '../../compute/plan-question.ts';
import type { FromEngine, ToEngine } from '../../compute/protocol.ts';
import { keyOf, PlanDesk } from './desk.ts';

const asked: PlanAsked = {
  start: { kind: 'shipped', name: 'todays-course' },
  edits: [],
  seed: 1,
  closeBy: 2040,
  confidence: 0.8,
  limits: {},
};

/** A desk with workers that the test speaks for. */
const setUp = () => {
  const workers: { sent: ToEngine[]; isEnded: boolean; say: (message: FromEngine) => void; fail: () => void }[] = [];
  const desk = new PlanDesk(
    () => {
      let heard: (event: { readonly data: FromEngine }) => void = () => undefined;
      let failed: (event: { readonly message?: string }) => void = () => undefined;
      const worker = {
        sent: [] as ToEngine[],
        isEnded: false,
        say: (data: FromEngine) => {
          heard({ data });
        },
        fail: () => {
          failed({ message: 'no memory' });
        },
      };
      workers.push(worker);
      return {
        postMessage: (message) => void worker.sent.push(message),
        addEventListener: (type: 'message' | 'error', listener: never) => {
          if (type === 'message') heard = listener;
          else failed = listener;
        },
        terminate: () => {
          worker.isEnded = true;
        },
      };
    },
    () => 1000,
  );
  return { desk, workers };
};
const settled = () => new Promise((done) => setTimeout(done, 0));
const answer = (id: number, value: unknown): FromEngine => ({ kind: 'answer', id, value: success(value) });

describe('the desk of plans', () => {
  test('tells what is being done, keeps what was found, and uses its worker again', async () => {
    const { desk, workers } = setUp();
    let changes = 0;
    const forget = desk.subscribe(() => (changes += 1));
    desk.run('plan', asked);
    expect(desk.snapshot().running).toMatchObject({ job: 'plan', doing: 'Starting', done: 0, since: 1000 });
    // Asked again, it goes on.
    desk.run('plan', asked);
    workers[0]?.say({ kind: 'progress', id: 1, done: 0.5, doing: 'Seeking' });
    expect(desk.snapshot().running).toMatchObject({ doing: 'Seeking', done: 0.5 });
    workers[0]?.say(answer(1, 'a plan'));
    await settled();
    expect(desk.snapshot()).toMatchObject({
      running: undefined,
      found: { plan: { key: keyOf(asked), value: 'a plan' } },
    });
    desk.run('tradeOff', asked);
    workers[0]?.say(answer(2, 'a curve'));
    await settled();
    expect(desk.snapshot().found).toMatchObject({ plan: { value: 'a plan' }, tradeOff: { value: 'a curve' } });
    expect(workers).toHaveLength(1);
    expect(changes).toBe(5);
    forget();
    desk.stop();
    expect(changes).toBe(5);
  });

  test('a stop ends the worker at once and leaves what was found', async () => {
    const { desk, workers } = setUp();
    desk.run('plan', asked);
    workers[0]?.say(answer(1, 'a plan'));
    await settled();
    desk.run('plan', { ...asked, closeBy: 2045 });
    desk.stop();
    expect(workers[0]?.isEnded).toBe(true);
    workers[0]?.say(answer(2, 'too late'));
    await settled();
    expect(desk.snapshot()).toMatchObject({
      running: undefined,
      stopped: 'plan',
      found: { plan: { value: 'a plan' } },
    });
    desk.run('plan', asked);
    expect(workers).toHaveLength(2);
    expect(desk.snapshot().stopped).toBeUndefined();
  });

  test('the newest question takes the place of the one before', async () => {
    const { desk, workers } = setUp();
    desk.run('plan', asked);
    desk.run('tradeOff', asked);
    expect(workers[0]?.isEnded).toBe(true);
    workers[0]?.say(answer(1, 'overtaken'));
    workers[1]?.say(answer(1, 'a curve'));
    await settled();
    expect(desk.snapshot().found).toEqual({ tradeOff: { key: keyOf(asked), value: 'a curve' } });
  });

  test('says what is wrong, be it with the question or with the worker', async () => {
    const { desk, workers } = setUp();
    const problem = { where: '--close-by', found: '"2027"', expected: 'a later year' };
    desk.run('plan', asked);
    workers[0]?.say({ kind: 'answer', id: 1, value: failure(problem) });
    await settled();
    expect(desk.snapshot()).toMatchObject({ running: undefined, problems: { job: 'plan', list: [problem] } });
    desk.run('plan', asked);
    expect(desk.snapshot().problems).toBeUndefined();
    workers[0]?.fail();
    await settled();
    expect(desk.snapshot().problems?.list[0]?.found).toBe('an error: no memory');
    desk.run('plan', asked);
    expect(workers).toHaveLength(2);
  });

  test('tells questions apart, and a return by its name', () => {
    const own = { file: 'a.csv', hash: 'a' } as PlanAsked['own'];
    expect(keyOf({ ...asked, own })).toBe(keyOf(asked));
    expect(keyOf({ ...asked, seed: 2 })).not.toBe(keyOf(asked));
  });
});
