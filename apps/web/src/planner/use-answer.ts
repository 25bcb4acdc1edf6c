import { describe } from '@isocentre/evidence';
import { useEffect, useRef, useState } from 'react';
import type { Answered, Asked, JobName } from '../compute/jobs.ts';
import { usePlanner } from './use-planner.ts';

/** What a job gave: the newest answer, and what is wrong with the newest question. */
export interface Answer<T> {
  readonly value: T | undefined;
  /** Whether `value` is of an older question. */
  readonly isOld: boolean;
  readonly problems: readonly string[];
  /** How much of the question under way is done, from 0 to 1. */
  readonly done: number;
}

type ValueOf<R> = Extract<R, { readonly ok: true }> extends { readonly value: infer T } ? T : never;

/**
 * Asks a job whenever its question is another one; a newer question drops the one before. Undefined asks nothing.
 *
 * @param since What the answer depends on beside the question: it is asked again where that is another.
 */
export const useAnswer = <K extends JobName>(
  job: K,
  payload: Asked<K> | undefined,
  since = '',
): Answer<ValueOf<Answered<K>>> => {
  const planner = usePlanner();
  const key = payload === undefined ? '' : JSON.stringify(payload) + since;
  const asked = useRef(payload);
  asked.current = payload;
  const [answer, setAnswer] = useState<{ key: string; value?: ValueOf<Answered<K>>; problems: readonly string[] }>({
    key: '',
    problems: [],
  });
  const [done, setDone] = useState(0);
  useEffect(() => {
    setDone(0);
    if (asked.current === undefined) return undefined;
    let isWanted = true;
    const asking = planner.ask(job, asked.current, (share) => {
      if (isWanted) setDone(share);
    });

    const fail = (text: string): void => {
      if (isWanted) setAnswer((before) => ({ ...before, key, problems: [text] }));
    };
    asking.answer
      .then((result) => {
        if (!isWanted || result === undefined) return;
        if (result.ok) setAnswer({ key, value: result.value as ValueOf<Answered<K>>, problems: [] });
        else fail(result.problems.map(describe).join('; '));
      })
      .catch((error: unknown) => {
        fail(error instanceof Error ? error.message : String(error));
      });
    return () => {
      isWanted = false;
      asking.cancel();
    };
  }, [planner, job, key]);
  return { value: answer.value, isOld: answer.key !== key, problems: answer.problems, done };
};
