import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { failure, success, type Result } from '@isocentre/evidence';
import { outOption, type Command, type Output, type Terminal } from '../command.ts';
import { replicate, type Page, type Printed, type Replication } from '../replicate.ts';
import { wrap } from '../text/wrap.ts';
import type { Workspace } from '../workspace.ts';

const checkout = fileURLToPath(new URL('../../../../', import.meta.url));
// Pages show what a terminal of this width shows.
const width = 80;

/** Reads the pages of a checkout: `*.md` at its root, and in `docs/`. */
export const readPages = async (root: string): Promise<readonly Page[]> => {
  const top = await readdir(root).catch(() => [] as string[]);
  const docs = await readdir(join(root, 'docs'), { recursive: true }).catch(() => [] as string[]);
  const names = [...top, ...docs.map((name) => `docs/${name.replaceAll('\\', '/')}`)].filter((name) =>
    name.endsWith('.md'),
  );
  return Promise.all(names.toSorted().map(async (name) => ({ name, text: await readFile(join(root, name), 'utf8') })));
};

const text = ({ pages, blocks, marks, differences }: Replication, terminal: Terminal): string => {
  const compared = `${blocks} ${blocks === 1 ? 'output' : 'outputs'} and ${marks} marked ${marks === 1 ? 'number' : 'numbers'} in ${pages} ${pages === 1 ? 'page' : 'pages'}`;
  if (differences.length === 0)
    return `${wrap(`Recomputed ${compared}: every one is as printed.`, terminal.width).join('\n')}\n`;
  return [
    ...differences.flatMap(({ page, line, printed, computed, from }) => [
      `${page}:${line}`,
      `    printed   ${printed}`,
      `    computed  ${computed}`,
      `    by        isocentre ${from}`,
      '',
    ]),
    ...wrap(
      `${differences.length} ${differences.length === 1 ? 'difference' : 'differences'} in ${compared}.`,
      terminal.width,
    ),
    '',
  ].join('\n');
};

/** Runs a command of the command line and gives what it printed. */
export type RunInside = (args: readonly string[], workspace: Workspace, terminal: Terminal) => Promise<Printed>;

/** `isocentre replicate`: recomputes every figure that the documents print. */
export const replicateCommand = (inside: RunInside): Command => ({
  name: 'replicate',
  summary: 'recomputes every figure printed in README and docs, and fails where one differs',
  operands: '[FOLDER]',
  count: [0, 1],
  options: {
    format: { type: 'string', values: ['text', 'json'], summary: 'how to write it; default: text' },
    out: outOption,
  },
  examples: ['isocentre replicate', 'isocentre replicate --format json --out replication.json'],
  run: async (given, workspace, terminal): Promise<Result<Output>> => {
    const root = given.words[0] ?? checkout;
    const pages = await readPages(root);
    if (pages.length === 0)
      return failure({
        where: root,
        found: 'no pages',
        expected: 'a folder with Markdown files, such as a clone of this repository',
      });
    const plain: Terminal = { width, colour: false, isTerminal: false };
    const result = await replicate(pages, (words) => {
      terminal.progress?.(`Running isocentre ${words.join(' ')}`);
      return inside(words, workspace, plain);
    });
    terminal.progress?.('');
    const content = given.text('format') === 'json' ? `${JSON.stringify(result, null, 2)}\n` : text(result, terminal);
    return success({ content, failed: result.differences.length > 0 });
  },
});
