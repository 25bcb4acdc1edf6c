import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { failure, success, type Problem, type Result } from '@isocentre/evidence';
import { shownRegisters } from '@isocentre/registers';
import { hostOf } from '@isocentre/store';
import { readReceivers, type Receiver } from './delivery/receivers.ts';
import { readProviders, type Provider } from './sign-in/providers.ts';

/** What the server is told on its command line and by its environment. */
export interface Settings {
  /** The port; undefined is the usual one, or any other where that is taken. */
  readonly port: number | undefined;
  /** The address of the network to listen on. */
  readonly host: string;
  /** The address by which others reach it; undefined is where it listens. */
  readonly origin: string | undefined;
  /** A file of organisations to import when the register has none yet. */
  readonly organisations: string | undefined;
  /** Requests a minute that one client may send; reads count 1, decisions 10. */
  readonly aMinute: number;
  /** With whom people sign in; nobody does without any. */
  readonly providers: readonly Provider[];
  /** Whether invented people sign in, for development. */
  readonly isDevelopment: boolean;
  /** Who is told of entries; nobody is without any. */
  readonly receivers: readonly Receiver[];
  /** Addresses of standbys of the database, from which anyone's reading is done; none by default. */
  readonly replicas: readonly string[];
  /** Whether it only tells receivers, beside servers over the same database, and serves nothing. */
  readonly onlyDelivers: boolean;
}

/** What "npm start -- --help" says; a file, since it is said before anything is built. */
export const usage = readFileSync(new URL('../usage.txt', import.meta.url), 'utf8');

const highestPort = 65_535;
// Ten reads a second, for a minute: more than a person does, and less than troubles the database.
const usualRate = 600;

/** Reads the settings; a problem names the option or variable. */
export const readSettings = (
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Result<Settings> => {
  let values;
  try {
    ({ values } = parseArgs({
      args: [...args],
      options: {
        port: { type: 'string' },
        organisations: { type: 'string' },
        'development-sign-in': { type: 'boolean' },
        'deliver-only': { type: 'boolean' },
      },
      strict: true,
    }));
  } catch {
    return failure({
      where: 'npm start',
      found: `"${args.join(' ')}"`,
      expected: '--port N, --organisations FILE, --development-sign-in or --deliver-only',
    });
  }
  const problems: Problem[] = [];
  const { port, organisations, 'development-sign-in': isDevelopment = false } = values;
  const { 'deliver-only': onlyDelivers = false } = values;
  if (port !== undefined && !(/^\d{1,5}$/.test(port) && Number(port) <= highestPort)) {
    problems.push({
      where: '--port',
      found: `"${port}"`,
      expected: `a whole number from 0 to ${highestPort}; 0 takes any free port`,
    });
  }
  const { ISOCENTRE_ORIGIN: origin = '', ISOCENTRE_HOST: host = '', ISOCENTRE_RATE: rate = '' } = environment;
  if (origin !== '' && !/^https?:\/\/[^/?#\s]+$/.test(origin)) {
    problems.push({
      where: 'ISOCENTRE_ORIGIN',
      found: `"${origin}"`,
      expected: 'an address without a path, such as https://isocentre.example',
    });
  }
  if (rate !== '' && !/^[1-9]\d{0,6}$/.test(rate)) {
    problems.push({
      where: 'ISOCENTRE_RATE',
      found: `"${rate}"`,
      expected: 'requests a minute, a whole number from 1',
    });
  }
  const { ISOCENTRE_PROVIDERS: file = '', ISOCENTRE_RECEIVERS: receiverFile = '', NODE_ENV: mode } = environment;
  const read = file === '' ? success([]) : readProviders(file, environment);
  if (!read.ok) problems.push(...read.problems);
  const providers = read.ok ? read.value : [];
  if (file !== '' && !/^https:|^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(origin)) {
    problems.push({
      where: 'ISOCENTRE_ORIGIN',
      found: origin === '' ? 'nothing' : `"${origin}"`,
      expected: 'the address that the providers know, with https; http on this machine alone',
    });
  }
  const told = receiverFile === '' ? success([]) : readReceivers(receiverFile, environment, shownRegisters);
  if (!told.ok) problems.push(...told.problems);
  if (receiverFile !== '' && origin === '') {
    problems.push({ where: 'ISOCENTRE_ORIGIN', found: 'nothing', expected: 'the address that receivers are told' });
  }
  if (receiverFile !== '' && isDevelopment) {
    const expected = 'no receivers: what invented people decide is told to nobody';
    problems.push({ where: '--development-sign-in', found: 'ISOCENTRE_RECEIVERS too', expected });
  }
  if (receiverFile === '' && onlyDelivers) {
    problems.push({ where: '--deliver-only', found: 'no ISOCENTRE_RECEIVERS', expected: 'a file of receivers' });
  }
  const { ISOCENTRE_REPLICAS: standbys = '', DATABASE_URL: database = '' } = environment;
  const replicas = standbys.split(/\s+/).filter((address) => address !== '');
  // An address may hold a password: it is named by its place.
  const wrong = replicas.findIndex((address) => hostOf(address) === undefined);
  if (wrong !== -1) {
    const expected = 'addresses such as postgres://user:password@host:5432/database, with spaces between them';
    problems.push({ where: 'ISOCENTRE_REPLICAS', found: `no address as number ${wrong + 1}`, expected });
  }
  if (replicas.length > 0 && database === '') {
    const expected = 'the address of the database whose standbys they are';
    problems.push({ where: 'ISOCENTRE_REPLICAS', found: 'no DATABASE_URL', expected });
  }
  if (isDevelopment && mode === 'production') {
    problems.push({
      where: '--development-sign-in',
      found: 'NODE_ENV=production',
      expected: 'providers in ISOCENTRE_PROVIDERS: invented people sign in for development alone',
    });
  }
  if (isDevelopment && file !== '') {
    problems.push({ where: '--development-sign-in', found: 'ISOCENTRE_PROVIDERS too', expected: 'one of them' });
  }
  if (problems.length > 0) return failure(...problems);
  return success({
    providers,
    isDevelopment,
    receivers: told.ok ? told.value : [],
    replicas,
    onlyDelivers,
    port: port === undefined ? undefined : Number(port),
    host: host === '' ? '127.0.0.1' : host,
    origin: origin === '' ? undefined : origin,
    organisations,
    aMinute: rate === '' ? usualRate : Number(rate),
  });
};
