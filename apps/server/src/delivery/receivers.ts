import { isIP } from 'node:net';
import { failure, success, type Problem, type Result } from '@isocentre/evidence';
import type { Register } from '@isocentre/registers';
import { z } from 'zod';
import { readSecret, readSettingsFile } from '../settings-file.ts';
import type { About, Channel } from './channel.ts';
import { isThisMachine, mayReach } from './destination.ts';
import { mailChannel, type MailServer } from './mail.ts';
import { readKey } from './signature.ts';
import { webhookChannel } from './webhook.ts';

const secretSource = {
  'secret-variable': z.string().min(1).exactOptional(),
  'secret-file': z.string().min(1).exactOptional(),
};
const word = z.string().regex(/^[a-z][a-z0-9-]{0,30}$/, 'lower-case letters, digits and hyphens');
const mailAddress = z.email().max(254);

const mailSchema = z.strictObject({
  host: z.string().regex(/^[^\s/:@]+$|^\[[0-9a-f:]+\]$/i, 'the name of a host'),
  port: z.number().int().min(1).max(65_535).default(587),
  security: z.enum(['starttls', 'tls', 'none']).default('starttls'),
  from: mailAddress,
  user: z.string().min(1).exactOptional(),
  ...secretSource,
});
const receiverSchema = z.strictObject({
  name: word,
  registers: z.array(word).min(1),
  mail: mailAddress.exactOptional(),
  webhook: z.url({ protocol: /^https?$/ }).exactOptional(),
  ...secretSource,
});
const fileSchema = z.strictObject({ mail: mailSchema.exactOptional(), receivers: z.array(receiverSchema).min(1) });
type ReceiverFile = z.infer<typeof fileSchema>;

/** Who is told of entries, as settings say. */
export type Receiver = Pick<Channel, 'name' | 'registers'> &
  (
    | { readonly kind: 'mail'; readonly to: string; readonly server: MailServer }
    | { readonly kind: 'webhook'; readonly address: URL; readonly key: Uint8Array }
  );

const mailServer = (
  mail: NonNullable<ReceiverFile['mail']>,
  environment: Readonly<Record<string, string | undefined>>,
  where: string,
): Result<MailServer> => {
  const { host, port, security, from, user } = mail;
  if (security === 'none' && !isThisMachine(host)) {
    return failure({
      where,
      found: `security none to ${host}`,
      expected: 'tls or starttls; none on this machine alone',
    });
  }
  if (user === undefined) return success({ host, port, security, from, login: undefined });
  const secret = readSecret(mail, environment, where, 'the password of the mail server');
  if (!secret.ok) return secret;
  return success({ host, port, security, from, login: { user, pass: secret.value } });
};

const webhookOf = (text: string): Result<URL> => {
  const address = new URL(text);
  const refuse = (found: string, expected: string): Result<never> => failure({ where: '', found, expected });
  const { protocol, hostname } = address;
  // Neither may stand in a log of a proxy, and a name or password of somebody belongs into no address.
  if (address.username !== '' || address.password !== '') return refuse('an address with a name in it', 'one without');
  if (isThisMachine(hostname)) return success(address);
  if (protocol !== 'https:') return refuse(`"${protocol}//${address.host}"`, 'https; http to this machine alone');
  const host = hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) !== 0 && !mayReach(host)) return refuse(`the address ${host}`, 'an address of another machine');
  return success(address);
};

/**
 * Reads from a YAML file who is told of entries, and by which mail server. It holds no secret.
 *
 * @param registers The registers that anyone may read: of others nobody is told.
 */
export const readReceivers = (
  path: string,
  environment: Readonly<Record<string, string | undefined>>,
  registers: readonly Register[],
): Result<readonly Receiver[]> => {
  const checked = readSettingsFile(path, 'receivers', fileSchema);
  if (!checked.ok) return checked;
  const { value, where } = checked.value;
  const problems: Problem[] = [];
  const server = value.mail && mailServer(value.mail, environment, where(['mail']));
  if (server?.ok === false) problems.push(...server.problems);
  const names = registers.map(({ name }) => name);
  const receivers = value.receivers.flatMap((one, index): readonly Receiver[] => {
    const place = where(['receivers', index]);
    const fault = (found: string, expected: string): readonly [] => {
      problems.push({ where: place, found, expected });
      return [];
    };
    const { name, mail: to, webhook } = one;
    if (value.receivers.some((other, at) => at < index && other.name === name))
      return fault(`"${name}" again`, 'another name for each receiver');
    const unknown = one.registers.find((register) => !names.includes(register));
    if (unknown !== undefined)
      return fault(`the register "${unknown}"`, `one that anyone may read: ${names.join(', ')}`);
    const known = { name, registers: one.registers };
    if ((to === undefined) === (webhook === undefined))
      return fault(to === undefined ? 'neither' : 'both', 'one of mail and webhook');
    if (to !== undefined) {
      if (!server) return fault('mail', 'a mail server too, as "mail:" beside "receivers:"');
      return server.ok ? [{ ...known, kind: 'mail', to, server: server.value }] : [];
    }
    const address = webhookOf(webhook ?? '');
    if (!address.ok) return fault(address.problems[0]?.found ?? '', address.problems[0]?.expected ?? '');
    const secret = readSecret(one, environment, place, 'the secret that the receiver knows');
    if (!secret.ok) {
      problems.push(...secret.problems);
      return [];
    }
    const key = readKey(secret.value);
    if (!key) return fault('another secret', '"whsec_" and 24 to 64 bytes in Base64');
    return [{ ...known, kind: 'webhook', address: address.value, key }];
  });
  return problems.length > 0 ? failure(...problems) : success(receivers);
};

/** Makes the channels of receivers. */
export const channelsOf = (receivers: readonly Receiver[], about: About): readonly Channel[] =>
  receivers.map((one) => (one.kind === 'mail' ? mailChannel(one, about) : webhookChannel(one, about)));
