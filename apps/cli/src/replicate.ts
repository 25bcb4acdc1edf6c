/** A page of the documents. */
export interface Page {
  /** Its path from the root, with `/`. */
  readonly name: string;
  readonly text: string;
}

/** What a command printed. */
export interface Printed {
  readonly status: number | null;
  readonly out: string;
  readonly error?: string;
}

/** Runs `isocentre` with some words. */
export type RunCommand = (words: readonly string[]) => Promise<Printed>;

/** An output of a command as a page shows it. */
export interface Block {
  readonly page: string;
  /** The line of the page on which the command stands. */
  readonly line: number;
  readonly command: string;
  readonly shown: string;
}

/** A number in the prose of a page, marked with how it is computed. */
export interface Mark {
  readonly page: string;
  readonly line: number;
  /** The number as printed, such as `4,280` or `38 %`. */
  readonly printed: string;
  readonly command: string;
  /** Paths into the command's JSON, added or subtracted. */
  readonly formula: string;
}

/** A place where a page does not print what is computed. */
export interface Difference {
  readonly page: string;
  readonly line: number;
  readonly printed: string;
  readonly computed: string;
  readonly from: string;
}

/** What was compared, and what differs. */
export interface Replication {
  readonly pages: number;
  readonly blocks: number;
  readonly marks: number;
  readonly differences: readonly Difference[];
}

/** A line that stands for any lines. */
export const skip = '…';

/** Tells where shown lines leave the printed ones; a line "…" stands for any lines. `line` counts from the first shown. */
export const difference = (
  shown: readonly string[],
  printed: readonly string[],
): { readonly line: number; readonly shown: string; readonly printed: string } | undefined => {
  let at = 0;
  let free = false;
  for (const [line, text] of shown.entries()) {
    if (text === skip) {
      free = true;
      continue;
    }
    const found = free ? printed.indexOf(text, at) : at;
    if (found < 0 || printed[found] !== text) return { line, shown: text, printed: printed[at] ?? 'nothing' };
    at = found + 1;
    free = false;
  }
  return free || at === printed.length
    ? undefined
    : { line: shown.length, shown: 'nothing', printed: printed[at] ?? '' };
};

const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;

/** Finds the outputs that pages show: console blocks that begin with `$ npx isocentre …`. */
export const blocksOf = (pages: readonly Page[]): readonly Block[] =>
  pages.flatMap(({ name, text }) =>
    [...text.matchAll(/```console\r?\n\$ npx isocentre ([^\r\n]*)\r?\n([\s\S]*?)```/g)].map(
      ({ index, 1: command = '', 2: shown = '' }) => ({ page: name, line: lineAt(text, index) + 1, command, shown }),
    ),
  );

/** Blanks out code, in which nothing is marked, and keeps every character's place. */
const withoutCode = (text: string): string =>
  text
    .replaceAll(/^( *)(```+|~~~+)[^\n]*\n[\s\S]*?^\1\2[^\n]*$/gm, (code) => code.replaceAll(/[^\n]/g, ' '))
    .replaceAll(/(`+)(?!`)[^\n]*?[^`\n]\1(?!`)/g, (code) => ' '.repeat(code.length));

const mostBetween = 40;
const number = String.raw`[-−]?(?:\d[\d,]*(?:\.\d+)?|\.\d+)(?: ?%)?`;

/** Finds the numbers that pages mark: `4,280 heads<!-- = project todays-course: total.measures.headcount[0] -->`. */
export const marksOf = (pages: readonly Page[]): readonly Mark[] =>
  pages.flatMap(({ name, text }) => {
    const prose = withoutCode(text);
    return [...prose.matchAll(/<!--\s*=\s*([^:>]*?):\s*([^>]*?)\s*-->/g)].map(
      ({ index, 1: command = '', 2: formula = '' }) => {
        // The number stands in front of the mark, with at most its unit between the two.
        const before = prose.slice(0, index).split('-->').at(-1) ?? '';
        const printed = new RegExp(`(${number})(?!.*${number})[^0-9]{0,${mostBetween}}$`, 's').exec(before)?.[1] ?? '';
        return {
          page: name,
          line: lineAt(text, index),
          printed,
          command: command.replaceAll(/\s+/g, ' '),
          formula: formula.replaceAll(/\s+/g, ' '),
        };
      },
    );
  });

/** A value, or why there is none. */
type Found<T> = { readonly value: T } | { readonly reason: string };

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const step = (value: unknown, part: string): unknown => {
  const select = /^\[([\w-]+)=([^\]]*)\]$/.exec(part);
  if (select) {
    const [, key = '', wanted = ''] = select;
    return Array.isArray(value)
      ? value.find((one: unknown) => isObject(one) && String(one[key]) === wanted)
      : undefined;
  }
  const index = /^\[(-?\d+)\]$/.exec(part)?.[1];
  if (index !== undefined) return Array.isArray(value) ? value.at(Number(index)) : undefined;
  const key = part.replace(/^\./, '');
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
};

/**
 * Follows a path into JSON: `total.measures.headcount[0]`, `[-1]` for the last, `groups[group=scientist].closure`.
 *
 * @returns what stands there, or where the path leaves the document.
 */
export const follow = (document: unknown, path: string): Found<unknown> => {
  const parts = path.match(/\.?[\w-]+|\[[^\]]*\]/g) ?? [];
  if (parts.join('') !== path || parts.length === 0) return { reason: `the path "${path}" cannot be read` };
  let value = document;
  let walked = '';
  for (const part of parts) {
    value = step(value, part);
    walked += part;
    if (value === undefined) return { reason: `there is nothing at ${walked}` };
  }
  return { value };
};

const totals: Readonly<Record<string, (values: readonly number[]) => number>> = {
  max: (values) => Math.max(...values),
  min: (values) => Math.min(...values),
  sum: (values) => values.reduce((sum, value) => sum + value, 0),
};

const operand = (document: unknown, text: string): Found<number> => {
  const called = /^(\w+)\((.*)\)$/.exec(text);
  const found = follow(document, called?.[2] ?? text);
  if ('reason' in found) return found;
  const { value } = found;
  if (called) {
    const total = totals[called[1] ?? ''];
    if (!total) return { reason: `"${called[1] ?? ''}" is none of ${Object.keys(totals).join(', ')}` };
    return Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === 'number')
      ? { value: total(value) }
      : { reason: `${called[2] ?? ''} is not a list of numbers` };
  }
  return typeof value === 'number' ? { value } : { reason: `${text} is not a number but ${JSON.stringify(value)}` };
};

/** Computes a formula over JSON: paths, or `max(…)`, `min(…)`, `sum(…)` of one, joined by ` + ` and ` - `. */
export const compute = (document: unknown, formula: string): Found<number> => {
  let value = 0;
  for (const [, sign, text = ''] of ` + ${formula}`.matchAll(/ ([+-]) (.+?)(?= [+-] |$)/g)) {
    const found = operand(document, text.trim());
    if ('reason' in found) return found;
    value += sign === '-' ? -found.value : found.value;
  }
  return { value };
};

const plain = (printed: string): string => printed.replaceAll(',', '').replace('−', '-').replace(/ ?%$/, '');

// Room for the last bits of a sum, so that a value exactly half-way between two printed ones agrees with either.
const slack = 1e-9;

/** Writes a computed number as precisely as a printed one; nothing where the two agree. */
export const disagreement = (printed: string, computed: number): string | undefined => {
  const text = plain(printed);
  const decimals = text.split('.')[1]?.length ?? 0;
  const scaled = printed.endsWith('%') ? computed * 100 : computed;
  const apart = Math.abs(Number(text) - scaled);
  if (apart <= 0.5 * 10 ** -decimals + slack * Math.max(1, Math.abs(scaled))) return undefined;
  const shown = new Intl.NumberFormat('en-GB', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
  return `${shown.format(scaled)}${printed.endsWith('%') ? ' %' : ''}`;
};

const wordsOf = (command: string): readonly string[] => command.split(' ').filter((word) => word !== '');

/** Refuses what a page must not have run: itself, and anything that writes a file. */
const refusal = (words: readonly string[]): string | undefined => {
  if (words[0] === 'replicate') return 'a command that would run itself';
  return words.some((word) => word.startsWith('--out')) ? 'a command that writes a file' : undefined;
};

/** Recomputes every output and every marked number of some pages. Each command runs once. */
export const replicate = async (pages: readonly Page[], runCommand: RunCommand): Promise<Replication> => {
  const known = new Map<string, Promise<Printed>>();
  const run = (words: readonly string[]): Promise<Printed> => {
    const key = JSON.stringify(words);
    const found = known.get(key) ?? runCommand(words);
    known.set(key, found);
    return found;
  };
  const differences: Difference[] = [];
  const blocks = blocksOf(pages);
  for (const { page, line, command, shown } of blocks) {
    const words = wordsOf(command);
    const refused = refusal(words);
    const { status, out, error = '' } = refused === undefined ? await run(words) : { status: null, out: '' };
    if (status !== 0) {
      const computed = refused ?? `exit code ${status ?? 'none'}${error === '' ? '' : `: ${error.trim()}`}`;
      differences.push({ page, line, printed: `$ npx isocentre ${command}`, computed, from: command });
      continue;
    }
    const found = difference(shown.trimEnd().split(/\r?\n/), out.trimEnd().split('\n'));
    if (found)
      differences.push({
        page,
        line: line + 1 + found.line,
        printed: found.shown,
        computed: found.printed,
        from: command,
      });
  }
  const marks = marksOf(pages);
  for (const { page, line, printed, command, formula } of marks) {
    const from = `${command}: ${formula}`;
    const report = (computed: string): void => {
      differences.push({ page, line, printed: printed === '' ? 'no number' : printed, computed, from });
    };
    const words = wordsOf(command);
    const refused = refusal(words);
    if (refused !== undefined || printed === '') {
      report(refused ?? 'a mark that stands behind no number');
      continue;
    }
    const { status, out, error = '' } = await run([...words, '--format', 'json']);
    if (status !== 0) {
      report(`exit code ${status ?? 'none'}: ${error.trim()}`);
      continue;
    }
    let document: unknown;
    try {
      document = JSON.parse(out);
    } catch {
      report('no JSON');
      continue;
    }
    const found = compute(document, formula);
    const wrong = 'reason' in found ? `nothing: ${found.reason}` : disagreement(printed, found.value);
    if (wrong !== undefined) report(wrong);
  }
  return { pages: pages.length, blocks: blocks.length, marks: marks.length, differences };
};
