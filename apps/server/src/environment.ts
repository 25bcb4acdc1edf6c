import type { HttpBindings } from '@hono/node-server';
import type { Reader } from '@isocentre/store';
import type { Kept } from './services.ts';
import type { Visitor } from './sign-in/visitor.ts';

/** What a request carries through the server. */
export interface Environment {
  /** Absent where a test asks without a network. */
  Bindings: Partial<HttpBindings>;
  Variables: {
    requestId: string;
    kept: Kept;
    visitor: Visitor | undefined;
    /** What anyone may see is read here: perhaps on a replica, where nobody is signed in. */
    reader: Reader;
  };
}
