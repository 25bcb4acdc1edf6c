import { describe, expect, test } from 'vitest';
import { binaryCases, binaryProtocol } from '../../../../../tests/support/example-study.ts';
import { Desk, type StudyWorker } from './desk.ts';
import { fileNamed, givenFile, sortGiven, type Given, type GivenSoFar } from './given.ts';
import type { FromStudyWorker, ToStudyWorker } from './messages.ts';
import { lookAt, makeStudy, type ReadBytes } from './study-work.ts';

const contents = new Map<Blob, Uint8Array>();

/** A file whose bytes can be had at once, as in a worker. */
const fileOf = (path: string, text: string): File => {
  const bytes = new TextEncoder().encode(text);
  const file = new File([bytes], path.split('/').at(-1) ?? '');
  Object.defineProperty(file, 'webkitRelativePath', { value: path.includes('/') ? path : '' });
  contents.set(file, bytes);
  file.slice = (from = 0, to = bytes.length) => {
    const piece = new Blob([]);
    contents.set(piece, bytes.slice(from, to));
    return piece;
  };
  return file;
};
const read: ReadBytes = (file) => {
  const bytes = contents.get(file);
  if (!bytes) throw new Error('no longer there');
  return bytes;
};

const nothing: GivenSoFar = { protocol: undefined, lock: undefined, files: [] };
const sorted = (...files: readonly File[]): GivenSoFar => sortGiven(nothing, files.map(givenFile));
const protocol = fileOf('protocol.yaml', binaryProtocol);
const cases = fileOf('cases.csv', binaryCases);
const given: Given = { ...sorted(cases), protocol };

describe('what a reader gives', () => {
  test('is sorted by its ending; a newer file takes the place of an older, a newer protocol that of a lock', () => {
    const lock = fileOf('protocol.lock.json', '{}');
    const first = sorted(protocol, lock, cases);
    expect(first).toEqual({ protocol, lock, files: [{ path: 'cases.csv', file: cases }] });
    const newer = fileOf('cases.csv', 'case\n');
    expect(sortGiven(first, [givenFile(newer)])).toEqual({ ...first, files: [{ path: 'cases.csv', file: newer }] });
    expect(sortGiven(first, [givenFile(fileOf('other.yml', ''))]).lock).toBeUndefined();
  });

  test('is found by its path, by its name in any folder if there is one such, and alone where one is named', () => {
    const named = ['maps/a.nii', 'cases.csv'];
    const folder = sorted(fileOf('study/maps/a.nii', ''), fileOf('study/b/cases.csv', ''));
    expect(fileNamed('maps/a.nii', folder, named)?.path).toBe('maps/a.nii');
    expect(fileNamed('cases.csv', folder, named)?.path).toBe('b/cases.csv');
    const two = sorted(fileOf('study/a/cases.csv', ''), fileOf('study/b/cases.csv', ''));
    expect(fileNamed('cases.csv', two, ['cases.csv'])).toBeUndefined();
    const ours = sorted(fileOf('ours.csv', ''));
    expect(fileNamed('cases.csv', ours, ['cases.csv'])?.path).toBe('ours.csv');
    expect(fileNamed('cases.csv', ours, named)).toBeUndefined();
  });
});

describe('the work on a study', () => {
  test('tells what the protocol asks for', () => {
    expect(lookAt(given, read)).toMatchObject({
      ok: true,
      value: {
        technology: 'Example, version 1.0',
        primary: 'Sensitivity at least 0.3, judged at the bound',
        isLocked: false,
        named: ['cases.csv'],
        namesMore: false,
      },
    });
  });

  test('runs it, with every case told by a file of more than one piece', () => {
    const many = Array.from({ length: 60_000 }, (_, i) => `many-${i},,none,0.1,north,50`).join('\n');
    const large = fileOf('large.csv', `${binaryCases}${many}\n`);
    expect(large.size).toBeGreaterThan(2 ** 20);
    const told: string[] = [];
    const made = makeStudy({ ...sorted(large), protocol }, read, (doing) => told.push(doing));
    if (!made.ok) throw new Error(JSON.stringify(made.problems));
    expect(JSON.parse(made.value.json)).toMatchObject({
      locked: false,
      files: [{ name: 'cases.csv', bytes: large.size }],
      flow: { read: 60_011, analysed: 60_010 },
    });
    expect(made.value.json).not.toContain('many-1');
    expect(told).toContain('Reading cases.csv: 0 %');
    expect(told).toContain('Sensitivity by Site');
  });

  test('a file that can no longer be read is a problem, another error is a bug', () => {
    const gone = fileOf('cases.csv', binaryCases);
    gone.slice = () => new Blob([]);
    const made = makeStudy({ ...sorted(gone), protocol }, read, () => undefined);
    expect(made.ok ? [] : made.problems).toMatchObject([{ where: 'cases.csv' }]);
    const tell = (): never => {
      throw new RangeError('a bug');
    };
    expect(() => makeStudy(given, read, tell)).toThrow('a bug');
  });
});

describe('the desk', () => {
  const made = { title: 't', body: '', page: '', json: '{}', hash: '' };
  const setUp = (): {
    readonly desk: Desk;
    readonly asked: ToStudyWorker[];
    readonly workers: { readonly answer: (message: FromStudyWorker) => void; isEnded: boolean; fail: () => void }[];
  } => {
    const asked: ToStudyWorker[] = [];
    const workers: ReturnType<typeof setUp>['workers'] = [];
    const make = (): StudyWorker => {
      const heard: { message?: (event: { data: FromStudyWorker }) => void; error?: (event: object) => void } = {};
      const worker = {
        answer: (data: FromStudyWorker) => heard.message?.({ data }),
        fail: () => heard.error?.({}),
        isEnded: false,
      };
      workers.push(worker);
      return {
        postMessage: (message) => asked.push(message),
        addEventListener: (type: 'message' | 'error', listener: never) => {
          heard[type] = listener;
        },
        terminate: () => {
          worker.isEnded = true;
        },
      };
    };
    return { desk: new Desk(make), asked, workers };
  };

  test('looks at a protocol, runs once at a time, and shows the report', () => {
    const { desk, asked, workers } = setUp();
    desk.give([givenFile(cases)]);
    expect(asked).toEqual([]);
    desk.give([givenFile(protocol)]);
    desk.run();
    desk.run();
    expect(asked.map(({ kind }) => kind)).toEqual(['look', 'run']);
    const id = asked[1]?.id ?? 0;
    workers[0]?.answer({ id, kind: 'progress', doing: 'AUC', done: 0.5 });
    expect(desk.snapshot().running).toEqual({ doing: 'AUC', done: 0.5 });
    workers[0]?.answer({ id, kind: 'made', made });
    expect(desk.snapshot()).toMatchObject({ made, running: undefined });
    desk.give([givenFile(cases)]);
    expect(desk.snapshot().made).toBeUndefined();
    expect(workers).toHaveLength(1);
  });

  test('stopped, the worker ends, and what it still says is not heard', () => {
    const { desk, asked, workers } = setUp();
    desk.give([givenFile(protocol), givenFile(cases)]);
    desk.run();
    desk.stop();
    expect(workers[0]?.isEnded).toBe(true);
    workers[0]?.answer({ id: asked[1]?.id ?? 0, kind: 'made', made });
    workers[0]?.fail();
    expect(desk.snapshot()).toMatchObject({ made: undefined, running: undefined, isStopped: true, problems: [] });
    desk.run();
    expect(workers).toHaveLength(2);
    workers[1]?.fail();
    expect(desk.snapshot().problems[0]?.found).toContain('could not be loaded');
    desk.clear();
    expect(desk.snapshot().given).toEqual(nothing);
  });

  test('refused data keep what is known of the protocol; a refused protocol does not', () => {
    const { desk, asked, workers } = setUp();
    const told = { title: '', technology: '', primary: '', hash: '', isLocked: false, named: [], namesMore: false };
    const problems = [{ where: 'a', found: 'b', expected: 'c' }];
    const unsubscribe = desk.subscribe(() => undefined);
    desk.give([givenFile(protocol), givenFile(cases)]);
    workers[0]?.answer({ id: asked[0]?.id ?? 0, kind: 'told', told });
    desk.run();
    workers[0]?.answer({ id: asked[1]?.id ?? 0, kind: 'refused', problems });
    expect(desk.snapshot()).toMatchObject({ told, problems, running: undefined });
    desk.give([givenFile(protocol)]);
    workers[0]?.answer({ id: asked[2]?.id ?? 0, kind: 'refused', problems });
    expect(desk.snapshot()).toMatchObject({ told: undefined, problems });
    unsubscribe();
  });
});
