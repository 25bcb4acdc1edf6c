import { parse, serialize } from 'hono/utils/cookie';

/** A cookie of this server. */
export type CookieName = 'session' | 'sign-in';

/**
 * The cookies by which this server knows a browser again. Behind https they have the prefix `__Host-`, so that no other
 * host and no plain connection can set or read them. A server on plain http, which is on this machine alone, cannot have
 * that: there they have another name.
 */
export class Cookies {
  private readonly isSecure: boolean;

  /** @param origin The address by which others reach this server. */
  constructor(origin: string) {
    this.isSecure = origin.startsWith('https:');
  }

  private nameOf(name: CookieName): string {
    return `${this.isSecure ? '__Host-' : ''}isocentre-${name}`;
  }

  /** Reads one from what a browser sent. */
  read(sent: string | undefined, name: CookieName): string | undefined {
    return sent === undefined ? undefined : parse(sent, this.nameOf(name))[this.nameOf(name)];
  }

  /** Writes one that lasts as long as the browser is open, or so many seconds. */
  write(name: CookieName, value: string, seconds?: number): string {
    return serialize(this.nameOf(name), value, {
      path: '/',
      httpOnly: true,
      secure: this.isSecure,
      // Lax: a browser that comes back from a provider brings it, and one that is sent here by a form elsewhere does not.
      sameSite: 'Lax',
      ...(seconds === undefined ? {} : { maxAge: seconds }),
    });
  }

  /** Writes what takes one away. */
  clear(name: CookieName): string {
    return this.write(name, '', 0);
  }
}
