import type { Json } from '@isocentre/ledger';
import type { Register } from '@isocentre/registers';
import { z } from 'zod';

/** What is told of an entry: nothing of what it holds, which is to be read where it can be erased. */
export const noticeSchema = z.object({
  entry: z.number().int(),
  register: z.string(),
  key: z.string(),
  action: z.string(),
});
export type Notice = z.infer<typeof noticeSchema>;

/** What one receiver is told at once, each time it is tried under the same identifier. */
export const deliverySchema = z.object({ id: z.string(), notices: z.array(noticeSchema).min(1) });
export type Delivery = z.infer<typeof deliverySchema>;

/** Where a record is read, as a page and by programs. */
const addressesOf = (origin: string, { register, key }: Notice) => {
  const path = `registers/${encodeURIComponent(register)}`;
  const name = encodeURIComponent(key);
  return { page: `${origin}/${path}/${name}`, record: `${origin}/api/v1/${path}/records/${name}` };
};

/** Writes what a webhook is sent. */
export const webhookBody = ({ notices }: Delivery, origin: string): string => {
  const entries = notices.map((notice): Json => ({ ...notice, ...addressesOf(origin, notice) }));
  return JSON.stringify({ type: 'entries.written', data: { entries } });
};

/** More than that many nobody reads in a mail; the register has them all. */
const mostInMail = 50;

/** Writes a mail: its subject and its text. */
export const mailText = (
  { notices }: Delivery,
  origin: string,
  registers: readonly Register[],
): { readonly subject: string; readonly text: string } => {
  const lines = notices.slice(0, mostInMail).flatMap((notice) => {
    const register = registers.find(({ name }) => name === notice.register);
    const others: Readonly<Record<string, string>> = { correct: 'Correct an entry', redact: 'Erase content' };
    const title =
      register?.transitions.find(({ action }) => action === notice.action)?.title ??
      others[notice.action] ??
      notice.action;
    return [
      `${register?.title ?? notice.register}, ${notice.key}: ${title} (entry ${notice.entry})`,
      `  ${addressesOf(origin, notice).page}`,
    ];
  });
  const more = notices.length - mostInMail;
  const names = [...new Set(notices.map(({ register }) => register))];
  const titles = names.map((name) => registers.find((one) => one.name === name)?.title ?? name).join(', ');
  return {
    subject: `${titles}: ${notices.length === 1 ? 'one new entry' : `${notices.length} new entries`}`,
    text: [
      ...lines,
      ...(more > 0 ? [`and ${more} more: ${origin}/registers`] : []),
      '',
      'This is sent at least once, and so perhaps twice. Whoever runs the registers says who gets it.',
      '',
    ].join('\n'),
  };
};
