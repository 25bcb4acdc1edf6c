import { parseArgs } from 'node:util';
import { failure, success, type Problem, type Result } from '@isocentre/evidence';
import { CommandList } from './command-list.ts';
import type { Command, Given, Option, Output, Terminal } from './command.ts';
import type { RunInside } from './commands/replicate.ts';
import { formatOfEnding } from './ending.ts';
import { checkPlace, writeWhole } from './files.ts';
import { commandHelp, overview } from './help.ts';
import { nearest } from './text/nearest.ts';
import { problemLines } from './text/wrap.ts';
import type { Workspace } from './workspace.ts';

/** Exit codes: what was asked was done; a check found something wrong; the input was wrong. */
export const exitCodes = { done: 0, failed: 1, refused: 2 } as const;

const inside: RunInside = async (args, workspace, terminal) => {
  let [out, error] = ['', ''];
  const streams: Streams = {
    out: (content) => {
      out += typeof content === 'string' ? content : '';
    },
    error: (text) => {
      error += text;
    },
  };
  return { status: await run(args, workspace, terminal, streams, ''), out, error };
};

const commands = new CommandList(inside);

/** Where a run writes. */
export interface Streams {
  readonly out: (content: string | Uint8Array) => void;
  readonly error: (text: string) => void;
}

const find = async (words: readonly string[]): Promise<Command | undefined> =>
  (await commands.startingWith(words[0])).find((command) =>
    command.name.split(' ').every((word, index) => words[index] === word),
  );

const listed = (words: readonly string[], last: string): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1) ?? ''}`;

const unknownCommand = async (words: readonly string[]): Promise<Problem> => {
  const names = [...(await commands.all()).map((command) => command.name), 'help'];
  const within = names.filter((name) => name.startsWith(`${words[0] ?? ''} `));
  const end = words.findIndex((word, at) => at > 0 && word.startsWith('-'));
  const found = words.slice(0, end < 0 ? 2 : Math.min(end, 2)).join(' ');
  const meant = nearest(found, names) ?? nearest(words[0] ?? '', names);
  const listedBy = 'command that "isocentre help" lists';
  const expected = meant === undefined ? `a ${listedBy}` : `${meant}, or another ${listedBy}`;
  return { where: 'isocentre', found: `"${found}"`, expected: within.length > 0 ? listed(within, 'or') : expected };
};

/** Says what an option takes, such as `--years N`. */
const usage = (name: string, option: Option): string => {
  if (option.type === 'boolean') return `--${name} alone`;
  return `--${name} ${option.values ? listed(option.values, 'or') : (option.placeholder ?? 'TEXT')}`;
};

/** Says which operand is the first that is not there. */
const firstMissing = (operands: readonly string[], given: number): string => {
  const name = operands[given] ?? '';
  return `no ${operands.indexOf(name) < given ? 'second ' : ''}${name.replace('…', '')}`;
};

const giveOf = (command: Command, args: readonly string[]): Result<Given> => {
  const options = Object.fromEntries(
    Object.entries(command.options).map(([name, option]) => [name, { type: option.type }]),
  );
  const names = Object.keys(options).map((name) => `--${name}`);
  let parsed;
  try {
    parsed = parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    const message = error instanceof Error ? error.message : '';
    const option = /'(-[^'\s]*)/.exec(message)?.[1] ?? '';
    if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') {
      return failure({
        where: `isocentre ${command.name}`,
        found: `the unknown option "${option}"`,
        expected: names.length === 0 ? 'no option' : listed(names, 'or'),
      });
    }
    const name = /--([a-z][a-z0-9-]*)/.exec(option)?.[1] ?? '';
    const known = command.options[name];
    // A number below 0 looks like an option.
    const next = args[args.indexOf(`--${name}`) + 1] ?? '';
    const isBelow = known?.type === 'string' && /^-[\d.]/.test(next);
    return failure({
      where: `isocentre ${command.name} --${name}`,
      found: known?.type === 'boolean' ? 'a value' : isBelow ? `"${next}"` : 'no value',
      expected: known
        ? `${usage(name, known)}${isBelow ? `, or --${name}=${next} where it is meant` : ''}`
        : 'an option as "isocentre help" shows it',
    });
  }
  const problems: Problem[] = [];
  const [fewest, most] = command.count;
  const words = parsed.positionals;
  if (words.length < fewest || words.length > most) {
    const found =
      words.length < fewest
        ? firstMissing(command.operands.split(' '), words.length)
        : `"${words.slice(most).join(' ')}" left over`;
    const expected =
      most === 0 ? 'no word after the command' : `${command.operands}, as in: ${command.examples[0] ?? ''}`;
    problems.push({ where: `isocentre ${command.name}`, found, expected });
  }
  const allowed = command.completes;
  if (Array.isArray(allowed) && words[0] !== undefined && !allowed.includes(words[0])) {
    problems.push({ where: `isocentre ${command.name}`, found: `"${words[0]}"`, expected: listed(allowed, 'or') });
  }
  for (const [name, option] of Object.entries(command.options)) {
    const value = parsed.values[name];
    if (value === '') problems.push({ where: `--${name}`, found: 'an empty value', expected: usage(name, option) });
    else if (option.values && typeof value === 'string' && !option.values.includes(value)) {
      problems.push({ where: `--${name}`, found: `"${value}"`, expected: listed(option.values, 'or') });
    }
  }
  if (problems.length > 0) return failure(...problems);
  const values: Record<string, string | boolean | undefined> = { ...parsed.values };
  const { out, format: asked } = values;
  const formats = command.options['format']?.values;
  if (typeof out === 'string' && formats) {
    const format = formatOfEnding(out, typeof asked === 'string' ? asked : undefined, formats);
    if (!format.ok) return format;
    values['format'] = format.value;
  }
  return success({
    words,
    text: (name) => {
      const value = values[name];
      return typeof value === 'string' ? value : undefined;
    },
    flag: (name) => values[name] === true,
  });
};

const most = 20;

const refuse = (problems: readonly Problem[], streams: Streams, width: number | undefined): number => {
  const texts = [...new Set(problems.map((problem) => problemLines(problem, width).join('\n')))];
  streams.error(`${texts.slice(0, most).join('\n')}\n`);
  if (texts.length > most) streams.error(`and ${texts.length - most} more\n`);
  return exitCodes.refused;
};

/** Runs one call of the command line and gives its exit code. */
export const run = async (
  args: readonly string[],
  workspace: Workspace,
  terminal: Terminal,
  streams: Streams,
  version: string,
): Promise<number> => {
  const words = args.filter((word) => !word.startsWith('-'));
  const wantsHelp = args.includes('--help') || args.includes('-h');
  if (args.includes('--version')) {
    streams.out(`isocentre ${version}\n`);
    return exitCodes.done;
  }
  if (args.length === 0 || words[0] === 'help' || wantsHelp) {
    const asked = words[0] === 'help' ? words.slice(1).filter((word) => word !== 'help') : words;
    const command = await find(asked);
    const all = await commands.startingWith(asked[0]);
    const within = all.filter((one) => one.name.startsWith(`${asked[0] ?? ''} `));
    if (asked.length > 0 && !command && within.length === 0)
      return refuse([await unknownCommand(asked)], streams, terminal.problemWidth);
    streams.out(
      command ? commandHelp(command, terminal.width) : overview(asked.length > 0 ? within : all, terminal.width),
    );
    return exitCodes.done;
  }
  const command = await find(args);
  if (!command) return refuse([await unknownCommand(args)], streams, terminal.problemWidth);
  const given = giveOf(command, args.slice(command.name.split(' ').length));
  if (!given.ok) return refuse(given.problems, streams, terminal.problemWidth);
  // Before the work: what takes minutes must not be lost for want of a folder.
  const out = given.value.text('out');
  const place = out === undefined ? success(true) : await checkPlace(out);
  if (!place.ok) return refuse(place.problems, streams, terminal.problemWidth);
  const outcome = await command.run(given.value, workspace, terminal);
  if (!outcome.ok) return refuse(outcome.problems, streams, terminal.problemWidth);
  return deliver(outcome.value, out, streams, terminal.problemWidth);
};

const deliver = async (
  { content, failed = false, beside, problems = [] }: Output,
  path: string | undefined,
  streams: Streams,
  width: number | undefined,
): Promise<number> => {
  if (path === undefined) (failed && beside === undefined ? streams.error : streams.out)(content as string);
  else {
    const written = await writeWhole(path, content);
    if (!written.ok) return refuse(written.problems, streams, width);
    streams.error(`Wrote ${path}\n`);
  }
  if (beside !== undefined) streams.error(beside);
  if (problems.length > 0) return refuse(problems, streams, width);
  return failed ? exitCodes.failed : exitCodes.done;
};
