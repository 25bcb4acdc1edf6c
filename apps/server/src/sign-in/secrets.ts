import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

const secretBytes = 32;

/** Draws a secret of 256 bits by lot, in 43 characters that may stand in a cookie and an address. */
export const newSecret = (): string => randomBytes(secretBytes).toString('base64url');

/** Tells whether a text has the form of a secret. */
export const isSecret = (text: string): boolean => /^[\w-]{43}$/.test(text);

/** The hash by which a secret is kept: who reads the database has no secret. */
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** Derives another secret for one use: from it the first cannot be found, nor that for another use. */
export const derive = (secret: string, use: string): string =>
  createHmac('sha256', secret).update(use).digest('base64url');

/** Tells whether two texts are the same, in a time that does not say where they differ. */
export const isSame = (one: string, other: string): boolean =>
  timingSafeEqual(Buffer.from(hashOf(one)), Buffer.from(hashOf(other)));

/** Draws a key of a membership by lot. */
export const newMembershipKey = (): string => `M${randomBytes(8).toString('hex').toUpperCase()}`;

/** Draws an identifier of a person by lot: it stands in the ledger for ever, and says nothing of them. */
export const newPerson = (): string => `person-${randomBytes(16).toString('hex')}`;
