/** Says whether a client may go on, and otherwise after how many seconds. */
export interface Limiter {
  readonly take: (client: string, cost: number) => number;
}

interface Bucket {
  tokens: number;
  at: number;
}

/** Never limits: for tests, and behind a proxy that limits. */
export const unlimited: Limiter = { take: () => 0 };

/** Clients remembered at most; beyond that those who have been quiet longest are forgotten, and start anew. */
const mostClients = 50_000;

/**
 * Limits each client to so many tokens a minute, as a bucket that fills evenly; a client that was quiet may use a
 * minute's worth at once. Kept in this process: of several side by side, each limits by itself.
 *
 * @param now Milliseconds of a clock that never goes back.
 */
export const limiterOf = (aMinute: number, now: () => number): Limiter => {
  const buckets = new Map<string, Bucket>();
  return {
    take: (client, cost) => {
      const at = now();
      const bucket = buckets.get(client) ?? { tokens: aMinute, at };
      buckets.delete(client);
      const tokens = Math.min(aMinute, bucket.tokens + ((at - bucket.at) / 60_000) * aMinute);
      const enough = tokens >= cost;
      // Last in the map is whoever came last.
      buckets.set(client, { tokens: enough ? tokens - cost : tokens, at });
      if (buckets.size > mostClients) {
        const [quietest] = buckets.keys();
        if (quietest !== undefined) buckets.delete(quietest);
      }
      return enough ? 0 : Math.ceil(((cost - tokens) / aMinute) * 60);
    },
  };
};
