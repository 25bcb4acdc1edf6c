import { failure, success, type Result } from '@isocentre/evidence';
import { describe, expect, test } from 'vitest';
import type { Course, Question } from '../compute/course.ts';
import type { Asking, Engine } from '../compute/engine.ts';
import type { EnsembleQuestion } from '../compute/bench.ts';
import type { FileRead } from '../compute/return-file.ts';
import type { JobName } from '../compute/jobs.ts';
import { pageLevers } from '../levers/levers.ts';
import { encode } from '../state/address.ts';
import { Keep, type Store } from '../state/keep.ts';
import { untouched, withEdit, type PageState } from '../state/state.ts';
import { Planner, type Shown } from './planner.ts';

interface Call {
  readonly job: JobName;
  readonly asked: Question & Partial<EnsembleQuestion>;
  readonly answer: (course: Result<Course>) => Promise<void>;
  readonly fail: (message: string) => Promise<void>;
  isCancelled: boolean;
}

const settled = (): Promise<void> => new Promise((done) => setTimeout(done, 0));

/** A worker that answers when the test says so. */
const workerOf = (calls: Call[]): Pick<Engine, 'ask'> => ({
  ask: (job, payload) => {
    let settle: (value: unknown) => void = () => undefined;
    let fail: (error: Error) => void = () => undefined;
    const answer = new Promise<unknown>((yes, no) => {
      settle = yes;
      fail = no;
    });
    const call: Call = {
      job,
      // The planner itself asks only about one scenario.
      asked: payload as Call['asked'],
      isCancelled: false,
      answer: async (course) => {
        settle(course);
        await settled();
      },
      fail: async (message) => {
        fail(new Error(message));
        await settled();
      },
    };
    calls.push(call);
    return {
      answer,
      cancel: () => {
        call.isCancelled = true;
        settle(undefined);
      },
    } as Asking<typeof job>;
  },
});

const courseOf = (title: string, last = 3660): Course =>
  ({ title, shortfall: [900, last], years: [2023, 2053] }) as unknown as Course;

const setUp = (fragment = '', store?: Store) => {
  const quick: Call[] = [];
  const slow: Call[] = [];
  const written: string[] = [];
  const held = new Map<string, string>();
  const keep = new Keep(
    () =>
      store ?? {
        getItem: (key) => held.get(key) ?? null,
        setItem: (key, value) => void held.set(key, value),
        removeItem: (key) => void held.delete(key),
      },
  );
  let address = fragment;
  const planner = new Planner({
    quick: workerOf(quick),
    slow: workerOf(slow),
    known: {
      scenarios: ['todays-course', 'the-briefs-asks'],
      levers: new Map(pageLevers.map((lever) => [lever.id, lever])),
      specialisms: ['radiotherapy_physics'],
      groups: ['scientist'],
      views: ['plan'],
    },
    data: 'now-1.0.0',
    address: {
      read: () => address,
      write: (next) => {
        address = next;
        written.push(next);
      },
    },
    keep,
    runs: { provisional: 200, settled: 1000 },
  });
  return {
    planner,
    quick,
    slow,
    written,
    keep,
    shown: (): Shown => planner.snapshot(),
    goTo: (next: string) => {
      address = next;
      planner.follow();
    },
  };
};

const moved = (value: number, state: PageState = untouched): PageState => withEdit(state, { lever: 'leaving', value });

describe('an answer', () => {
  test('comes as the expected course, then from few futures, then from all', async () => {
    const { planner, quick, slow, shown } = setUp();
    planner.open();
    expect(shown().phase).toBe('waiting');
    await quick[0]?.answer(success(courseOf('expected')));
    expect(shown()).toMatchObject({ phase: 'expected', course: { title: 'expected' } });
    expect(slow[0]?.asked).toMatchObject({ runs: 200, seed: 1 });
    await slow[0]?.answer(success(courseOf('few')));
    expect(shown()).toMatchObject({ phase: 'provisional', course: { title: 'few' } });
    expect(slow[1]?.asked).toMatchObject({ runs: 1000, seed: 1 });
    await slow[1]?.answer(success(courseOf('all')));
    expect(shown()).toMatchObject({ phase: 'settled', course: { title: 'all' } });
  });

  test('while a lever moves is the newest only: those in between are never asked for', async () => {
    const { planner, quick, slow, shown, written } = setUp();
    planner.preview(moved(0.9));
    for (const value of [0.8, 0.7, 0.6]) planner.preview(moved(value));
    expect(quick).toHaveLength(1);
    await quick[0]?.answer(success(courseOf('old')));
    expect(shown().course).toBeUndefined();
    expect(quick).toHaveLength(2);
    expect(quick[1]?.asked.edits).toEqual([{ lever: 'leaving', value: 0.6 }]);
    await quick[1]?.answer(success(courseOf('new')));
    expect(shown().course?.title).toBe('new');
    // Nothing is kept and no future is run until the hand lets go.
    expect(slow).toEqual([]);
    expect(written).toEqual([]);
    expect(shown().canUndo).toBe(false);
  });

  test('that is older than the state is dropped, and its workers are told', async () => {
    const { planner, quick, slow, shown } = setUp();
    planner.open();
    await quick[0]?.answer(success(courseOf('first')));
    planner.preview(moved(0.9));
    expect(slow[0]?.isCancelled).toBe(true);
    await slow[0]?.answer(success(courseOf('stale')));
    expect(shown().course?.title).toBe('first');
    planner.go(moved(0.8));
    await quick[1]?.answer(success(courseOf('drag')));
    await quick.at(-1)?.answer(success(courseOf('released')));
    expect(shown().course?.title).toBe('released');
    expect(slow.at(-1)?.asked.edits).toEqual([{ lever: 'leaving', value: 0.8 }]);
  });

  test('is compared with today’s course, which is asked for once', async () => {
    const { planner, quick, shown } = setUp();
    planner.go(moved(0.8));
    await quick[0]?.answer(success(courseOf('mine')));
    expect(quick[1]?.asked).toMatchObject({ start: { name: 'todays-course' }, edits: [] });
    await quick[1]?.answer(success(courseOf('today')));
    expect(shown().reference?.title).toBe('today');
    planner.go(moved(0.7));
    await quick[2]?.answer(success(courseOf('mine again')));
    expect(quick).toHaveLength(3);
    planner.go(untouched);
    await quick[3]?.answer(success(courseOf('today')));
    expect(shown().reference).toBeUndefined();
  });

  test('that cannot be given says why, and leaves the one before', async () => {
    const { planner, quick, shown } = setUp();
    planner.open();
    await quick[0]?.answer(success(courseOf('good')));
    planner.go(moved(0.8));
    const problem = { where: 'levers', found: 'this', expected: 'that' };
    await quick[1]?.answer(failure(problem));
    expect(shown()).toMatchObject({ course: { title: 'good' }, problems: [problem] });
    planner.undo();
    await quick.at(-1)?.answer(success(courseOf('good')));
    expect(shown().problems).toEqual([]);
  });

  test('of a worker that fails is told', async () => {
    const { planner, quick, shown } = setUp();
    planner.open();
    await quick[0]?.fail('out of memory');
    expect(shown().notices[0]?.text).toContain('The model stopped: out of memory');
  });
});

describe('steps', () => {
  test('are undone and redone, and the address follows', () => {
    const { planner, shown, written } = setUp();
    planner.open();
    planner.go(moved(0.9));
    planner.go(moved(0.8));
    planner.undo();
    expect(shown()).toMatchObject({ state: moved(0.9), canUndo: true, canRedo: true });
    expect(written.at(-1)).toBe(encode(moved(0.9), { data: 'now-1.0.0' }));
    planner.undo();
    expect(shown()).toMatchObject({ state: untouched, canUndo: false });
    expect(written.at(-1)).toBe('');
    planner.redo();
    planner.redo();
    expect(shown()).toMatchObject({ state: moved(0.8), canRedo: false });
  });

  test('what a page opens with is no step', () => {
    const { planner, shown } = setUp(encode(moved(0.7)));
    planner.open();
    expect(shown()).toMatchObject({ state: moved(0.7), canUndo: false });
  });
});

describe('an address', () => {
  test('that somebody changes by hand is followed, and is a step', () => {
    const { planner, shown, goTo } = setUp();
    planner.open();
    goTo(encode(moved(0.6)));
    expect(shown()).toMatchObject({ state: moved(0.6), canUndo: true });
  });

  test('that cannot be opened says so and shows today’s course', () => {
    const { planner, shown } = setUp('rubbish');
    planner.open();
    expect(shown().state).toEqual(untouched);
    expect(shown().notices).toMatchObject([{ kind: 'problem', text: expect.stringContaining('could not be opened') }]);
  });

  test.each([
    ['900,3660', 'The shortfall that it showed is the same now.'],
    ['900,3000', 'It then showed a shortfall from 900 to 3000 WTE, and shows one from 900 to 3660 WTE now.'],
  ])('made with other evidence says what changed: %s', async (said, text) => {
    const { planner, slow, shown } = setUp(`v1?start=todays-course&set.leaving=0.8&data=then-1.0.0&said=${said}`);
    planner.open();
    await slow[0]?.answer(success(courseOf('now')));
    expect(shown().notices.at(-1)?.text).toContain(text);
  });

  test('to share carries what the page showed', async () => {
    const { planner, quick } = setUp();
    planner.open();
    await quick[0]?.answer(success(courseOf('now')));
    expect(planner.fragment()).toBe('v1?start=todays-course&data=now-1.0.0&said=900,3660');
  });
});

describe('a return', () => {
  const hash = 'b2'.repeat(32);
  const own = { file: 'ours.csv', hash } as const;
  const read = {
    own,
    problems: [],
    wrong: 0,
    list: '',
    notes: [],
    tables: [{ title: 'Staff', kept: 2, left: 0 }],
  } as unknown as FileRead;
  const chosen = { name: 'ours.csv', size: 3, arrayBuffer: async () => new ArrayBuffer(3) };
  const jobsOf = (calls: readonly Call[]): readonly string[] => calls.map(({ job }) => job);
  const link = `v1?start=todays-course&return=ours.csv@${hash}`;

  test('in which all is right is held by both workers before anything is asked about it', async () => {
    const { planner, quick, slow, shown, written } = setUp();
    void planner.readReturn(chosen, 'baseline');
    expect(shown().reading).toEqual({ purpose: 'baseline', kind: 'reading', file: 'ours.csv' });
    await slow[0]?.answer(success(read) as unknown as Result<Course>);
    expect(shown()).toMatchObject({ reading: { kind: 'read' }, missing: undefined, canUndo: true });
    expect(jobsOf(quick)).toEqual(['hold', 'expected']);
    expect(jobsOf(slow)).toEqual(['readReturn', 'hold']);
    expect(quick[1]?.asked.start).toEqual({ kind: 'shipped', name: 'todays-course', ownReturn: own });
    expect(written.at(-1)).toContain(`return=ours.csv@${hash}`);
  });

  test('for the staff that it needs is named by the state, by no chosen models, and is no baseline', async () => {
    const { planner, slow, shown } = setUp('v1?start=todays-course&staff.models=eortc');
    planner.open();
    void planner.readReturn(chosen, 'staff');
    await slow.at(-1)?.answer(success(read) as unknown as Result<Course>);
    expect(shown().state).toEqual({ ...untouched, view: 'staff', params: { 'staff.of': `ours.csv@${hash}` } });
    expect(planner.heldReturn()).toBeUndefined();
    void planner.readReturn(chosen, 'staff');
    const wrong = { ...read, own: { ...own, hash: 'c3'.repeat(32) }, wrong: 1 };
    await slow.at(-1)?.answer(success(wrong) as unknown as Result<Course>);
    expect(shown().state.params).toEqual({ 'staff.of': `ours.csv@${hash}` });
  });

  test('with a wrong cell changes nothing until the reader wants its right rows', async () => {
    const { planner, slow, shown } = setUp();
    void planner.readReturn(chosen, 'baseline');
    const wrong = { ...read, wrong: 1, problems: [{ where: 'x', found: 'y', expected: 'z' }] };
    await slow[0]?.answer(success(wrong) as unknown as Result<Course>);
    expect(shown().state).toEqual(untouched);
    planner.useReturn({ own, left: 1 });
    expect(shown().state.start.ownReturn).toEqual(own);
    expect(planner.heldReturn()).toEqual({ own, left: 1 });
    expect(planner.reportQuestion()).toMatchObject({ left: 1, runs: 1000 });
    planner.undo();
    expect(shown().state).toEqual(untouched);
    expect(planner.heldReturn()).toBeUndefined();
  });

  test('that a link names is asked for: nothing is computed and nothing old is shown, until the very file is given', async () => {
    const { planner, quick, slow, shown } = setUp(link);
    planner.open();
    expect(shown()).toMatchObject({ missing: own, course: undefined, phase: 'waiting' });
    expect(quick).toEqual([]);
    const other = { ...read, own: { file: 'ours.csv', hash: 'c3'.repeat(32) } } as unknown as FileRead;
    void planner.readReturn(chosen, 'baseline');
    await slow[0]?.answer(success(other) as unknown as Result<Course>);
    expect(shown()).toMatchObject({ missing: own, reading: { kind: 'read', wanted: own } });
    expect(quick).toEqual([]);
    void planner.readReturn(chosen, 'baseline');
    await slow.at(-1)?.answer(success(read) as unknown as Result<Course>);
    expect(shown()).toMatchObject({ missing: undefined, canUndo: false });
    expect(jobsOf(quick)).toEqual(['hold', 'expected']);
  });

  test('that is kept in the browser is there when its link is opened', () => {
    const before = setUp(link);
    before.planner.open();
    before.planner.useReturn({ own, left: 0 });
    expect(before.planner.isReturnKept()).toBe(false);
    before.planner.keepReturn(true);
    expect(before.planner.isReturnKept()).toBe(true);
    const kept = before.keep.heldReturn(hash);
    const { planner, shown } = setUp(link, {
      getItem: (key) => (key === 'isocentre.returns' ? JSON.stringify([kept]) : null),
      setItem: () => undefined,
      removeItem: () => undefined,
    });
    planner.open();
    expect(shown().missing).toBeUndefined();
    before.planner.keepReturn(false);
    expect(before.planner.isReturnKept()).toBe(false);
  });

  test('an answer that was under way when a link named a return is not shown for it', async () => {
    const { planner, quick, shown, goTo } = setUp();
    planner.open();
    goTo(link);
    await quick[0]?.answer(success(courseOf('of the nation')));
    expect(shown().course).toBeUndefined();
  });

  test('what is no return is refused, and what was chosen before it is dropped', async () => {
    const { planner, slow, shown } = setUp();
    void planner.readReturn({ ...chosen, name: 'first.csv' }, 'baseline');
    void planner.readReturn({ ...chosen, name: 'second.pdf' }, 'baseline');
    await slow[0]?.answer(success(read) as unknown as Result<Course>);
    expect(shown().state).toEqual(untouched);
    await slow[1]?.answer(failure({ where: 'second.pdf', found: 'a PDF', expected: 'CSV' }));
    expect(shown().reading).toMatchObject({ kind: 'refused', file: 'second.pdf' });
  });
});

describe('work', () => {
  test('is recovered after a crash', () => {
    const before = setUp();
    before.planner.go(moved(0.75));
    const last = before.keep.last() ?? '';
    const { planner, shown } = setUp('', {
      getItem: (key) => (key === 'isocentre.last' ? last : null),
      setItem: () => undefined,
      removeItem: () => undefined,
    });
    planner.open();
    expect(shown().state).toEqual(moved(0.75));
    expect(shown().notices[0]?.text).toContain('worked on last');
  });

  test('goes on where storage is full, and the reader is told once', () => {
    const { planner, shown } = setUp('', {
      getItem: () => null,
      setItem: () => {
        throw new Error('QuotaExceededError');
      },
      removeItem: () => undefined,
    });
    planner.go(moved(0.9));
    expect(shown().notices[0]?.text).toContain('copy the link instead');
    planner.hush();
    planner.go(moved(0.8));
    expect(shown().notices).toEqual([]);
  });
});
