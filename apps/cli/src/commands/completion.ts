import { success } from '@isocentre/evidence';
import type { Command, Option } from '../command.ts';

const shells = ['bash', 'zsh', 'fish'] as const;

const optionWords = (command: Command): string =>
  Object.keys(command.options)
    .map((name) => `--${name}`)
    .join(' ');

/** The names that completion offers: those that there are when the script is made. */
interface Names {
  readonly scenario: readonly string[];
  readonly figure: readonly string[];
}

const wordsAfter = (command: Command, names: Names): string => {
  if (command.completes === 'scenario' || command.completes === 'figure') return names[command.completes].join(' ');
  return Array.isArray(command.completes) ? command.completes.join(' ') : '';
};

const bash = (commands: readonly Command[], names: Names): string => {
  const firsts = [...new Set(commands.map((command) => command.name.split(' ')[0]))].join(' ');
  const seconds = [
    ...new Set(commands.flatMap((command) => (command.name.includes(' ') ? [command.name.split(' ')[0]] : []))),
  ].map((first) => {
    const words = commands
      .filter((command) => command.name.startsWith(`${first} `))
      .map((command) => command.name.split(' ')[1]);
    return `    "${first}") words="${words.join(' ')}" ;;`;
  });
  const valueOf = ({ type, values: allowed, suggests, placeholder }: Option): string | undefined => {
    if (type === 'boolean') return undefined;
    const values = allowed ?? suggests;
    if (values) return `words="${values.join(' ')}" kind="words"`;
    return `kind="${placeholder === 'FILE' ? 'file' : 'none'}"`;
  };
  const values = commands.flatMap((command) =>
    Object.entries(command.options).flatMap(([name, option]) => {
      const value = valueOf(option);
      return value === undefined ? [] : [`    "${command.name} --${name}") ${value} ;;`];
    }),
  );
  const options = commands.map(
    (command) =>
      `      "${command.name}") words="${[optionWords(command), wordsAfter(command, names)].join(' ').trim()}" kind="${command.completes === 'scenario' ? 'scenario' : 'words'}" ;;`,
  );
  return [
    '_isocentre() {',
    '  local here="${COMP_WORDS[COMP_CWORD]}" before="${COMP_WORDS[COMP_CWORD-1]}" words="" kind=""',
    '  local name="${COMP_WORDS[1]}"',
    `  case "$name" in ${[...new Set(commands.filter((command) => command.name.includes(' ')).map((command) => command.name.split(' ')[0]))].join('|')}) [ "$COMP_CWORD" -gt 2 ] && name="$name \${COMP_WORDS[2]}" ;; esac`,
    '  case "$name $before" in',
    ...values,
    '  esac',
    '  if [ -z "$kind" ]; then case "$name" in',
    ...seconds,
    ...options,
    `      *) words="${firsts} help" ;;`,
    '  esac; fi',
    `  [ "$COMP_CWORD" -eq 1 ] && words="${firsts} help" kind="words"`,
    '  COMPREPLY=($(compgen -W "$words" -- "$here"))',
    // A file name may hold spaces, so that only the end of a line parts two.
    "  local IFS=$'\\n'",
    '  case "$kind" in',
    '    scenario) COMPREPLY+=($(compgen -f -X "!*.yaml" -- "$here") $(compgen -d -- "$here")) ;;',
    '    file) COMPREPLY+=($(compgen -f -- "$here")) ;;',
    '  esac',
    '}',
    'complete -o filenames -F _isocentre isocentre',
    '',
  ].join('\n');
};

const quoted = (text: string): string => text.replaceAll("'", '’');

const fish = (commands: readonly Command[], names: Names): string => {
  const condition = (command: Command): string =>
    command.name
      .split(' ')
      .map((word) => `__fish_seen_subcommand_from ${word}`)
      .join('; and ');
  const lines = commands.flatMap((command) => {
    const [first = '', second] = command.name.split(' ');
    const call =
      second === undefined
        ? `complete -c isocentre -n __fish_use_subcommand -a ${first} -d '${quoted(command.summary)}'`
        : `complete -c isocentre -n '__fish_seen_subcommand_from ${first}' -a ${second} -d '${quoted(command.summary)}'`;
    const options = Object.entries(command.options).map(([name, option]) => {
      const values = option.values ?? option.suggests;
      return `complete -c isocentre -n '${condition(command)}' -l ${name}${values ? ` -xa '${values.join(' ')}'` : option.type === 'string' ? ' -r' : ''} -d '${quoted(option.summary)}'`;
    });
    const words = wordsAfter(command, names);
    return [
      call,
      ...options,
      ...(words === '' ? [] : [`complete -c isocentre -n '${condition(command)}' -a '${words}'`]),
    ];
  });
  const groups = [
    ...new Set(commands.filter((command) => command.name.includes(' ')).map((command) => command.name.split(' ')[0])),
  ];
  return [
    ...[...groups, 'help'].map((group) => `complete -c isocentre -n __fish_use_subcommand -a ${group}`),
    ...lines,
    '',
  ].join('\n');
};

/** Makes `isocentre completion` from the commands themselves. */
export const completionCommand = (commands: () => Promise<readonly Command[]>): Command => ({
  name: 'completion',
  summary: 'a script that completes commands, options and scenarios in your shell',
  operands: 'SHELL',
  count: [1, 1],
  completes: shells,
  options: {},
  examples: [
    'source <(isocentre completion bash)',
    'isocentre completion fish > ~/.config/fish/completions/isocentre.fish',
  ],
  run: async (given, workspace) => {
    const evidence = await workspace.evidence();
    const names: Names = {
      scenario: await workspace.scenarioNames(),
      figure: evidence.ok ? [...evidence.value.figures.keys()] : [],
    };
    const all = await commands();
    const script = bash(all, names);
    if (given.words[0] === 'fish') return success({ content: fish(all, names) });
    return success({
      content: given.words[0] === 'zsh' ? `autoload -U +X bashcompinit && bashcompinit\n${script}` : script,
    });
  },
});
