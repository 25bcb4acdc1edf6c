import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider';

/** Keeps what the development provider knows in memory: it is gone when the process ends. */
export const memoryAdapter = (): AdapterFactory => {
  const kept = new Map<string, AdapterPayload>();
  return (model): Adapter => {
    const name = (id: string): string => `${model} ${id}`;
    const having = (field: 'uid' | 'userCode', value: string): AdapterPayload | undefined =>
      [...kept].find(([key, payload]) => key.startsWith(`${model} `) && payload[field] === value)?.[1];
    return {
      upsert: async (id, payload) => {
        kept.set(name(id), payload);
      },
      find: async (id) => kept.get(name(id)),
      findByUid: async (uid) => having('uid', uid),
      findByUserCode: async (userCode) => having('userCode', userCode),
      consume: async (id) => {
        const payload = kept.get(name(id));
        if (payload) payload.consumed = Math.floor(Date.now() / 1000);
      },
      destroy: async (id) => {
        kept.delete(name(id));
      },
      revokeByGrantId: async (grantId) => {
        for (const [key, payload] of kept) if (payload.grantId === grantId) kept.delete(key);
      },
    };
  };
};
