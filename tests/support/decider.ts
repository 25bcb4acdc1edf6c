import type { Store } from '@isocentre/store';
import { developmentIssuer } from '../../apps/server/src/sign-in/development-people.ts';
import { derive, hashOf, newPerson, newSecret } from '../../apps/server/src/sign-in/secrets.ts';

/** An answer to somebody who decides over HTTP. */
export interface Answer {
  readonly status: number;
  readonly entry: number | undefined;
}

/** Somebody who decides over HTTP. */
export interface Decider {
  /** Lists an organisation; under the same name of a request it is decided once. */
  readonly list: (address: string, key: string, requestName: string) => Promise<Answer>;
}

/** Signs one of the invented people in, by a session in the database: who acts for the Organisation Data Service. */
export const decider = async (store: Store): Promise<Decider> => {
  const identity = { issuer: developmentIssuer, subject: 'cerys', name: 'Cerys Pugh' };
  const person = await store.signIns().person(identity, newPerson());
  const secret = newSecret();
  await store.signIns().open(hashOf(secret), person);
  return {
    list: async (address, key, requestName) => {
      const change = { name: `TRUST ${key}`, address: ['1 QUAY'], opened: '2020-04-01' };
      const response = await fetch(`${address}/api/v1/registers/organisations/records/${key}/decisions`, {
        method: 'POST',
        headers: {
          cookie: `isocentre-session=${secret}`,
          origin: address,
          'x-form-secret': derive(secret, 'form'),
          'content-type': 'application/json',
          'if-none-match': '*',
          'idempotency-key': requestName,
        },
        body: JSON.stringify({ action: 'list', change, validFrom: '2020-04-01' }),
      });
      const said: unknown = await response.json();
      const entry = typeof said === 'object' && said !== null && 'entry' in said ? Number(said.entry) : undefined;
      return { status: response.status, entry };
    },
  };
};
