import { existsSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, type Problem } from '@isocentre/evidence';
import { shownRegisters } from '@isocentre/registers';
import { startDelivering } from './delivery/deliver.ts';
import { channelsOf } from './delivery/receivers.ts';
import { Metrics } from './http/metrics.ts';
import { startKeeping } from './keep.ts';
import { Outages } from './outages.ts';
import type { Services } from './services.ts';
import { readSettings, usage } from './settings.ts';
import { columnsOf, startBlock, type StartRow } from './start-words.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url)).replace(/[/\\]$/, '');
const page = `${root}/apps/web/dist`;
const developmentNotice = 'Development sign-in: invented people sign in. Nothing that they decide is real.';
/** Milliseconds for what is being answered or sent, once it is to end. */
const longestEnd = 5000;

const refuse = (problems: readonly Problem[]): never => {
  process.stderr.write(`${problems.map(describe).join('\n')}\n`);
  process.exit(2);
};

const args = process.argv.slice(2);
if (args.includes('--help') || args.includes('-h')) {
  process.stdout.write(usage);
  process.exit(0);
}
const settings = readSettings(args, process.env);
if (!settings.ok) refuse(settings.problems);
else {
  const { organisations, isDevelopment, receivers, onlyDelivers } = settings.value;
  if (!onlyDelivers && !existsSync(`${page}/index.html`)) {
    refuse([{ where: page, found: 'no built page', expected: 'one made by "npm run build"' }]);
  }
  if (organisations !== undefined && !existsSync(organisations)) {
    refuse([{ where: organisations, found: 'no such file', expected: 'a file of organisations that can be read' }]);
  }
  const now = (): Date => new Date();
  const metrics = new Metrics();
  // For programs: beside what a person reads, and only where it is asked for or something is or was wrong.
  const log: Services['log'] = (line) => {
    if (process.env['ISOCENTRE_LOG'] === 'all' || line['level'] === 'error' || line['level'] === 'notice')
      process.stderr.write(`${JSON.stringify(line)}\n`);
  };
  const outages = new Outages(log, now);
  const keeping = startKeeping(settings.value, process.env, { outages, metrics, now });
  const delivering = startDelivering({
    store: () => {
      const state = keeping.state();
      return state.kind === 'open' ? state.kept.store : undefined;
    },
    channels: channelsOf(receivers, { origin: settings.value.origin ?? '', registers: shownRegisters, now }),
    services: { outages, metrics, now },
  });
  // Loaded while the database starts.
  const serving = onlyDelivers
    ? undefined
    : await (
        await import('./serve.ts')
      ).serve(settings.value, {
        root,
        page,
        keeping: keeping.state,
        tried: keeping.tried,
        metrics,
        outages,
        log,
        now,
      });
  if (serving?.ok === false) {
    await delivering.stop();
    await keeping.close();
    refuse(serving.problems);
  }
  const print = (rows: readonly StartRow[]): void => {
    process.stdout.write(startBlock(rows, columnsOf(process.stdout.columns)));
  };
  const address = serving?.ok === true ? serving.value.address : undefined;
  const known: string[] = [];
  keeping.tell((line) => known.push(...line.split('\n')));
  if (known.length === 0) known.push('Their database is starting.');
  const names = receivers.map(({ name }) => name);
  print([
    ...(address === undefined
      ? [{ name: 'Serves', says: ['nothing: it only tells receivers'] }]
      : [{ name: 'Planner', says: [`${address}/`] }]),
    { name: 'Registers', says: [...(address === undefined ? [] : [`${address}/registers`]), ...known] },
    ...(isDevelopment ? [{ name: 'Sign-in', says: [developmentNotice] }] : []),
    ...(names.length > 0 ? [{ name: 'Receivers', says: [`Receivers are told: ${names.join(', ')}.`] }] : []),
    { name: 'Stop', says: ['Ctrl-C'] },
  ]);
  // What it has come to since.
  keeping.tell((line) => {
    print([{ name: 'Registers', says: line.split('\n') }]);
  });

  let ending = false;
  const end = async (): Promise<void> => {
    if (ending) return;
    ending = true;
    if (serving?.ok === true) await serving.value.stop(longestEnd);
    // What is being sent is sent once more by another process where this one does not wait for it.
    await Promise.race([delivering.stop(), pause(longestEnd)]);
    await keeping.close();
    process.exit(0);
  };
  // Ctrl-C comes once more by what started this: a second one cuts nothing short.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end());
}
