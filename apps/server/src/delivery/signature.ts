import { createHmac } from 'node:crypto';

const prefix = 'whsec_';
const [fewestBytes, mostBytes] = [24, 64];

/** Reads the key that a webhook is signed with: `whsec_` and 24 to 64 bytes in Base64; undefined where it is none. */
export const readKey = (text: string): Uint8Array | undefined => {
  if (!text.startsWith(prefix)) return undefined;
  const rest = text.slice(prefix.length);
  const key = Buffer.from(rest, 'base64');
  const isSame = key.toString('base64').replace(/=+$/, '') === rest.replace(/=+$/, '');
  return isSame && key.length >= fewestBytes && key.length <= mostBytes ? key : undefined;
};

/**
 * Gives the headers by which a receiver knows who sent a webhook and when: HMAC-SHA-256 over identifier, time and body, as
 * Standard Webhooks 1.0.0 has it, so that libraries for receivers exist.
 *
 * @param seconds The time of this try, in seconds since 1970.
 */
export const signedHeaders = (
  key: Uint8Array,
  id: string,
  seconds: number,
  body: string,
): Readonly<Record<string, string>> => ({
  'webhook-id': id,
  'webhook-timestamp': String(seconds),
  'webhook-signature': `v1,${createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64')}`,
});
