import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { noticeKind, outageOf, type Store } from '@isocentre/store';
import type { Services } from '../services.ts';
import type { Channel } from './channel.ts';
import { deliverySchema, noticeSchema } from './notice.ts';

/** The kind of the jobs of one receiver: a receiver that is slow or away keeps no other waiting. */
export const deliveryKind = (name: string): string => `deliver ${name}`;

/** Notices that go into one delivery at most: an import of thousands is told in some, not in thousands. */
const mostTogether = 500;

/** Days after which a job is removed that no process here takes: nobody is to be told. */
const mostDays = 7;
const hour = 3_600_000;

/** What telling others works with. */
export interface Delivering {
  /** The store, while it is open. */
  readonly store: () => Store | undefined;
  readonly channels: readonly Channel[];
  readonly services: Pick<Services, 'outages' | 'metrics' | 'now'>;
  /** Milliseconds between two looks at what waits; 2,000 by default: sooner than a mail takes, and little work. */
  readonly every?: number;
}

/**
 * Tells receivers of entries for as long as the process runs. Each notice becomes one delivery for each receiver of its
 * register, in one transaction; each delivery is then tried by itself, at least once and under one identifier, until it
 * is taken or put aside. Any number of processes do so side by side. The log has a line when a receiver fails and one
 * when it takes again, however often it was tried between.
 *
 * @returns what ends it, when what is being sent has been.
 */
export const startDelivering = ({
  store: open,
  channels,
  services: { outages, metrics, now },
  every = 2000,
}: Delivering): { readonly stop: () => Promise<void> } => {
  const ended = new AbortController();
  const lanes = new Map<string, Promise<void>>();
  const mine = new Set(channels.map(({ name }) => deliveryKind(name)));
  let pruned = -Infinity;

  const spread = async (store: Store): Promise<void> => {
    const others = (contents: readonly unknown[]) => {
      const notices = contents.map((content) => noticeSchema.parse(content));
      return channels.flatMap(({ name, registers }) => {
        const told = notices.filter(({ register }) => registers.includes(register));
        return told.length === 0 ? [] : [{ kind: deliveryKind(name), content: { id: randomUUID(), notices: told } }];
      });
    };
    while ((await store.jobs().replace(noticeKind, mostTogether, others)) === mostTogether);
  };

  /** Sends what is due to one receiver, until nothing is or one fails. */
  const drain = async (store: Store, { name, send }: Channel): Promise<void> => {
    const queue = store.jobs();
    while (!ended.signal.aborted) {
      const job = await queue.take([deliveryKind(name)]);
      if (!job) return;
      const delivery = deliverySchema.safeParse(job.content);
      // Whoever is told of an entry may ask for it at once.
      if (delivery.success) store.hasTold(Math.max(...delivery.data.notices.map(({ entry }) => entry)));
      const why = delivery.success ? await send(delivery.data) : 'a delivery that cannot be read';
      const outcome = why === undefined ? await queue.done(job).then(() => 'taken') : await queue.failed(job, why);
      metrics.count('isocentre_deliveries_total', 'Tries to tell a receiver.', { receiver: name, outcome });
      if (why === undefined) outages.end(`receiver ${name}`);
      else {
        outages.begin(`receiver ${name}`, why);
        return;
      }
    }
  };

  const work = async (store: Store): Promise<void> => {
    if (channels.length > 0) await spread(store);
    else if (outages.has('database')) await store.size();
    for (const channel of channels) {
      if (lanes.has(channel.name)) continue;
      const lane = drain(store, channel)
        .catch(() => undefined)
        .finally(() => lanes.delete(channel.name));
      lanes.set(channel.name, lane);
    }
    if (now().getTime() - pruned < hour) return;
    const queue = store.jobs();
    const nobodys = (await queue.kinds()).filter(
      (kind) =>
        (kind === noticeKind && channels.length === 0) || (kind.startsWith(deliveryKind('')) && !mine.has(kind)),
    );
    await queue.forget(nobodys, new Date(now().getTime() - mostDays * 24 * hour));
    pruned = now().getTime();
  };

  const loop = async (): Promise<void> => {
    while (!ended.signal.aborted) {
      const store = open();
      if (store) {
        try {
          await work(store);
          outages.end('database');
        } catch (error) {
          const { who, why } = outageOf(error) ?? { who: 'delivery', why: 'an error of ours' };
          outages.begin(who, why);
        }
      }
      await pause(every, undefined, { signal: ended.signal }).catch(() => undefined);
    }
    await Promise.all(lanes.values());
  };
  const running = loop();
  return {
    stop: () => {
      ended.abort();
      return running;
    },
  };
};
