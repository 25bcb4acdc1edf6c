const classes: Readonly<Record<string, string>> = {
  // Classes and codes of SQLSTATE, as PostgreSQL has them (appendix A of its manual).
  '08': 'it does not answer',
  '53': 'it is out of memory or connections',
  '57P01': 'it is being stopped',
  '57P02': 'it has crashed',
  '57P03': 'it is starting',
  '58': 'its system fails',
  '25006': 'it can only be read',
};

const diskFull = '53100';

const ofConnections = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
]);

// The driver has no code for these.
const saidByDriver =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/;

/** What does not work when a statement fails, and why. */
export interface Outage {
  /** The database itself, or only writing to it. */
  readonly who: 'database' | 'disk of the database';
  readonly why: string;
}

/**
 * Says why a statement failed where the database is the reason, and not what was asked of it: it is away, or has no room.
 * Undefined for every other error, which is a bug.
 */
export const outageOf = (error: unknown): Outage | undefined => {
  if (!(error instanceof Error)) return undefined;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (code === diskFull) return { who: 'disk of the database', why: 'it is full' };
  const isSql = code.length === 5 && !ofConnections.has(code);
  const isAway = ofConnections.has(code) || saidByDriver.test(error.message);
  const why = isAway ? classes['08'] : (classes[code] ?? (isSql ? classes[code.slice(0, 2)] : undefined));
  return why === undefined ? undefined : { who: 'database', why };
};
