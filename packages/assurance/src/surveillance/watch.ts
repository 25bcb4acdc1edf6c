import { failure, success, type Result } from '@isocentre/evidence';
import { cusumOf, designCusum, type CusumChart, type CusumDesign, type CusumGoal } from './cusum.ts';
import { eventRate, type EventRate } from './rate.ts';
import type { OutcomeStream } from './read-outcomes.ts';
import { sequentialTest, type SequentialTest } from './sequential-test.ts';

/** A case that a chart names. */
export interface WatchedCase {
  /** From 1. */
  readonly number: number;
  readonly id: string;
  readonly date: string;
  readonly where: string;
}

/** What the results of one site say. */
export interface WatchedStream {
  readonly name: string;
  readonly cases: number;
  readonly failures: number;
  readonly rate: EventRate;
  readonly chart: CusumChart;
  readonly signals: readonly { readonly at: WatchedCase; readonly since: WatchedCase }[];
  readonly sequential: SequentialTest;
  readonly decidedAt?: WatchedCase;
}

/** What the results of every site say, by one chart. */
export interface Watched {
  readonly design: CusumDesign;
  readonly streams: readonly WatchedStream[];
}

/** Judges streams of results by one CUSUM chart and one sequential test. */
export const watchStreams = (streams: readonly OutcomeStream[], goal: CusumGoal): Result<Watched> => {
  const design = designCusum(goal);
  if (!design.ok) return design;
  const watched: WatchedStream[] = [];
  for (const { name, failures, cases } of streams) {
    const named = (index: number): WatchedCase => {
      const { id = '', date = '', where = '' } = cases[index] ?? {};
      return { number: index + 1, id, date, where };
    };
    const failed = failures.reduce((sum, one) => sum + one, 0);
    const rate = eventRate(failed, failures.length);
    const sequential = sequentialTest(failures, goal);
    if (!rate.ok || !sequential.ok)
      return failure(...(rate.ok ? [] : rate.problems), ...(sequential.ok ? [] : sequential.problems));
    const chart = cusumOf(failures, design.value);
    watched.push({
      name,
      cases: failures.length,
      failures: failed,
      rate: rate.value,
      chart,
      signals: chart.signals.map(({ at, since }) => ({ at: named(at), since: named(since) })),
      sequential: sequential.value,
      ...(sequential.value.at === undefined ? {} : { decidedAt: named(sequential.value.at) }),
    });
  }
  return success({ design: design.value, streams: watched });
};
