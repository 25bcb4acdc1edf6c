import { failure, success, type Problem, type Result } from '@isocentre/evidence';
import { resolve } from '@isocentre/workforce';
import { askedOf, askedOptions, askScenario, ownOf } from '../asked-scenario.ts';
import { formatOption, outOption, type Command, type Output } from '../command.ts';
import { scenarioText } from '../text/scenario.ts';
import { wrap } from '../text/wrap.ts';

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

const list: Command = {
  name: 'scenario list',
  summary: 'the shipped scenarios',
  operands: '',
  count: [0, 0],
  options: {
    format: formatOption(['text', 'json']),
    out: outOption,
  },
  examples: ['isocentre scenario list'],
  run: async (given, workspace, terminal) => {
    const scenarios = await workspace.scenarios();
    if (!scenarios.ok) return scenarios;
    const all = scenarios.value.map((one) => one.value);
    if (given.text('format') === 'json')
      return success({ content: json(all.map(({ name, title, summary }) => ({ name, title, summary }))) });
    const lines = all.flatMap((one) => [
      one.name,
      ...wrap(one.summary, terminal.width - 4).map((line) => `    ${line}`),
      '',
    ]);
    return success({
      content: [
        ...lines,
        ...wrap('Run one: isocentre project NAME. Copy one as a start: scenarios/NAME.yaml.', terminal.width),
        '',
      ].join('\n'),
    });
  },
};

const show: Command = {
  name: 'scenario show',
  summary: 'a scenario in words, or every number that the model uses',
  operands: 'SCENARIO',
  count: [1, 1],
  completes: 'scenario',
  options: {
    resolved: { type: 'boolean', summary: 'every number after defaults and levers, as JSON' },
    ...askedOptions,
    format: formatOption(['text', 'json'], 'how to write it; json with --resolved'),
    out: outOption,
  },
  examples: [
    'isocentre scenario show the-briefs-asks',
    'isocentre scenario show todays-course --resolved --out model-input.json',
    'isocentre scenario show todays-course --resolved --geography regions --out regions.json',
  ],
  run: async (given, workspace, terminal): Promise<Result<Output>> => {
    const asked = askedOf(given);
    if (!asked.ok) return asked;
    const located = await workspace.scenario(given.words[0] ?? '');
    if (!located.ok) return located;
    const scenario = askScenario(located.value, asked.value);
    if (!given.flag('resolved')) {
      if (given.text('baseline') !== undefined)
        return failure({ where: '--baseline', found: 'the option alone', expected: '--resolved with it' });
      return success({
        content: given.text('format') === 'json' ? json(scenario.value) : scenarioText(scenario.value, terminal.width),
      });
    }
    if (given.text('format') === 'text')
      return failure({
        where: '--format',
        found: '"text" with --resolved',
        expected: '"json": a resolved scenario is some ten thousand numbers',
      });
    const evidence = await workspace.evidence();
    if (!evidence.ok) return evidence;
    const own = await ownOf(given, workspace, evidence.value, located.value);
    if (!own.ok) return own;
    const resolved = resolve(
      askScenario(located.value, { ...asked.value, own: own.value }),
      evidence.value,
      asked.value.years,
    );
    return resolved.ok ? success({ content: json(resolved.value.input) }) : resolved;
  },
};

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

const validate: Command = {
  name: 'scenario validate',
  summary: 'checks scenario files without running them',
  operands: 'SCENARIO…',
  count: [1, Infinity],
  completes: 'scenario',
  options: {},
  examples: ['isocentre scenario validate my-scenario.yaml'],
  exits:
    '0 every scenario is right; 2 one or more are wrong or cannot be read, each named on standard error; 1 is not used',
  run: async (given, workspace, terminal) => {
    const evidence = await workspace.evidence();
    if (!evidence.ok) return evidence;
    const lines: string[] = [];
    const problems: Problem[] = [];
    for (const word of given.words) {
      const scenario = await workspace.scenario(word);
      const resolved = scenario.ok ? resolve(scenario.value, evidence.value) : scenario;
      if (!resolved.ok) problems.push(...resolved.problems);
      else {
        const { total, assumptions } = resolved.value.drivers;
        lines.push(
          ...wrap(
            `${word}: right. ${counted(resolved.value.scenario.levers?.length ?? 0, 'lever')}; ${counted(total, 'figure')} drive it, ${assumptions} of them assumptions.`,
            terminal.width,
            '  ',
          ),
        );
      }
    }
    return success({ content: lines.map((line) => `${line}\n`).join(''), problems });
  },
};

/** `isocentre scenario list`, `show` and `validate`. */
export const scenarioCommands: readonly Command[] = [list, show, validate];
