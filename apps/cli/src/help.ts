import type { Command } from './command.ts';
import { wrap } from './text/wrap.ts';

const narrow = 24;

const entry = (name: string, summary: string, nameWidth: number, width: number): readonly string[] => {
  if (width - nameWidth - 4 < narrow) return [`  ${name}`, ...wrap(summary, width - 6).map((line) => `      ${line}`)];
  const lines = wrap(summary, width - nameWidth - 4);
  if (name.length > nameWidth) return [`  ${name}`, ...lines.map((line) => `${' '.repeat(nameWidth + 4)}${line}`)];
  return lines.map((line, index) => `  ${(index === 0 ? name : '').padEnd(nameWidth)}  ${line}`);
};

/** Shows a command to copy; one too long for a line goes on after a backslash, as a shell reads it. */
export const exampleLines = (example: string, width: number): readonly string[] => {
  if (example.length + 2 <= width) return [`  ${example}`];
  const lines = wrap(example, width - 4, '  ');
  return lines.map((line, index) => `  ${line}${index < lines.length - 1 ? ' \\' : ''}`);
};

/** Lists commands with their summaries and an example each. */
export const overview = (commands: readonly Command[], width: number): string => {
  const nameWidth = Math.max(...commands.map((command) => command.name.length));
  return [
    ...wrap(
      'isocentre plans the medical physics and clinical engineering (MPCE) workforce from cited evidence.',
      width,
    ),
    '',
    'Commands',
    ...commands.flatMap((command) => entry(command.name, command.summary, nameWidth, width)),
    ...entry('help', 'what a command does, with examples: isocentre help project', nameWidth, width),
    '',
    'Examples',
    ...commands.flatMap((command) => command.examples.slice(0, 1).flatMap((example) => exampleLines(example, width))),
    '',
    ...wrap(
      'Exit codes: 0 done; 1 a check found something wrong; 2 the input is wrong and no file was written.',
      width,
    ),
    ...wrap(
      'Text is as wide as the terminal, at most 80 columns; in a pipe or a file 80, or what COLUMNS says from 40 to 200.',
      width,
    ),
    '',
  ].join('\n');
};

/** Says what a command does, with every option and its examples. */
export const commandHelp = (command: Command, width: number): string => {
  const options = Object.entries(command.options).map(([name, option]) => {
    const value = option.type === 'boolean' ? '' : ` ${option.placeholder ?? option.values?.join('|') ?? 'TEXT'}`;
    return { name: `--${name}${value}`, summary: option.summary };
  });
  const nameWidth = Math.min(24, Math.max(0, ...options.map((option) => option.name.length)));
  return [
    ...wrap(
      `isocentre ${command.name}${command.operands === '' ? '' : ` ${command.operands}`}${options.length > 0 ? ' [options]' : ''}`,
      width,
    ),
    '',
    ...wrap(`${command.summary.charAt(0).toUpperCase()}${command.summary.slice(1)}.`, width),
    ...(command.completes === 'scenario'
      ? wrap('SCENARIO is a shipped name (isocentre scenario list) or the path of a file.', width)
      : []),
    ...(options.length > 0
      ? ['', 'Options', ...options.flatMap((option) => entry(option.name, option.summary, nameWidth, width))]
      : []),
    '',
    'Examples',
    ...command.examples.flatMap((example) => exampleLines(example, width)),
    ...(command.exits === undefined ? [] : ['', ...wrap(`Exit codes: ${command.exits}.`, width)]),
    '',
  ].join('\n');
};
