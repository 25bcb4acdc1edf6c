import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { reasonOf, usualPatience, type About, type Channel } from './channel.ts';
import { isThisMachine, lookUpPublic } from './destination.ts';
import { webhookBody } from './notice.ts';
import { signedHeaders } from './signature.ts';

/** Posts a text; gives the status of the answer. Follows no redirect, and reads no more of the answer than its status. */
const post = (
  address: URL,
  headers: Readonly<Record<string, string>>,
  body: string,
  patience: number,
): Promise<number> =>
  new Promise((done, failed) => {
    const request = address.protocol === 'https:' ? requestHttps : requestHttp;
    const sent = request(
      address,
      {
        method: 'POST',
        agent: false,
        headers: { ...headers, 'content-length': Buffer.byteLength(body) },
        ...(isThisMachine(address.hostname) ? {} : { lookup: lookUpPublic }),
      },
      (response) => {
        done(response.statusCode ?? 0);
        response.destroy();
      },
    );
    // For all of it: name, connection, TLS, sending and the answer.
    const late = setTimeout(() => {
      sent.destroy(Object.assign(new Error('too late'), { code: 'no answer in time' }));
    }, patience);
    sent.on('error', failed);
    sent.on('close', () => {
      clearTimeout(late);
    });
    sent.end(body);
  });

/** A channel that posts to an address of another system, signed. */
export const webhookChannel = (
  { name, registers, address, key }: Omit<Channel, 'send'> & { readonly address: URL; readonly key: Uint8Array },
  { origin, now, patience = usualPatience }: About,
): Channel => ({
  name,
  registers,
  send: async (delivery) => {
    const body = webhookBody(delivery, origin);
    const seconds = Math.floor(now().getTime() / 1000);
    const headers = { 'content-type': 'application/json', 'user-agent': 'isocentre' };
    try {
      const signed = { ...headers, ...signedHeaders(key, delivery.id, seconds, body) };
      const status = await post(address, signed, body, patience);
      return status >= 200 && status < 300 ? undefined : `status ${status}`;
    } catch (error) {
      return reasonOf(error);
    }
  },
});
