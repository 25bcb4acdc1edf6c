import { setTimeout as pause } from 'node:timers/promises';
import { reasonOf, usualPatience, type About, type Channel } from './channel.ts';
import { mailText } from './notice.ts';

/** The server that takes mail from us. */
export interface MailServer {
  readonly host: string;
  readonly port: number;
  /** `tls` from the first byte, `starttls` before anything is said, `none` to this machine alone. */
  readonly security: 'tls' | 'starttls' | 'none';
  readonly from: string;
  readonly login: { readonly user: string; readonly pass: string } | undefined;
}

// A server may be slow in each step of the talk, and not in all of it for ever.
const wholeTry = 6;

/** A channel that sends mail to one address. */
export const mailChannel = (
  { name, registers, to, server }: Omit<Channel, 'send'> & { readonly to: string; readonly server: MailServer },
  { origin, registers: all, patience = usualPatience }: About,
): Channel => {
  const { host, port, security, from, login } = server;
  // Loaded with the first mail: most servers send none.
  const begin = async () => {
    const { createTransport } = await import('nodemailer');
    return createTransport({
      host,
      port,
      secure: security === 'tls',
      requireTLS: security === 'starttls',
      ignoreTLS: security === 'none',
      ...(login ? { auth: login } : {}),
      connectionTimeout: patience,
      greetingTimeout: patience,
      socketTimeout: patience,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  };
  let transport: ReturnType<typeof begin> | undefined;
  const domain = new URL(origin).hostname.replace(/^\[|\]$/g, '');
  return {
    name,
    registers,
    send: async (delivery) => {
      const ended = new AbortController();
      const late = pause(wholeTry * patience, 'no answer in time', { signal: ended.signal });
      transport ??= begin();
      const sent = (await transport).sendMail({
        from,
        to,
        ...mailText(delivery, origin, all),
        // The same each time it is tried, so that a mailbox that got it twice can tell.
        messageId: `<${delivery.id}@${domain}>`,
        headers: { 'Auto-Submitted': 'auto-generated' },
      });
      try {
        return await Promise.race([sent.then(() => undefined), late]);
      } catch (error) {
        const status = error instanceof Error && 'responseCode' in error ? error.responseCode : undefined;
        return typeof status === 'number' ? `${reasonOf(error)} ${status}` : reasonOf(error);
      } finally {
        ended.abort();
        late.catch(() => undefined);
      }
    },
  };
};
