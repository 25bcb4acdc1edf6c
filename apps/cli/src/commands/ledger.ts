import { failure, success, type Result } from '@isocentre/evidence';
import { headName, type TreeHead } from '@isocentre/ledger';
import {
  formatOption,
  outOption,
  type Command,
  type Given,
  type Option,
  type Output,
  type Terminal,
} from '../command.ts';
import { gzipped, readLines, writeWhole } from '../files.ts';
import { publicKey, readHead } from '../head-file.ts';
import { atStore, beginStore } from '../open-place.ts';
import { oneLine, wrap } from '../text/wrap.ts';

const headOptions = {
  head: { type: 'string', placeholder: 'FILE', summary: 'a signed head that you kept elsewhere' },
  key: { type: 'string', placeholder: 'HEX', summary: 'the public key that the ledger publishes' },
} as const satisfies Readonly<Record<string, Option>>;

const keptHeads = async (given: Given): Promise<Result<readonly TreeHead[]>> => {
  const key = publicKey(given.text('key'));
  if (!key.ok) return key;
  const path = given.text('head');
  if (path === undefined) return success([]);
  const head = await readHead(path, key.value);
  return head.ok ? success([head.value]) : head;
};

interface Verified {
  readonly size: number;
  readonly root: string;
  readonly erased?: number;
  readonly flaws: readonly { readonly where: string; readonly found: string; readonly expected: string }[];
}

const verdictText = (
  { size, root, erased, flaws }: Verified,
  kept: readonly TreeHead[],
  isCopy: boolean,
  terminal: Terminal,
): string => {
  const [head] = kept;
  const isNone = isCopy && size === 0 && flaws.length > 0;
  const against = head
    ? `It has the ${head.size} entries that were signed on ${head.time}.`
    : 'Without a signed head kept elsewhere (--head) nobody could see that its end was cut off.';
  const isOther = head !== undefined && flaws.every(({ where }) => where === headName(head));
  const ledger = isNone ? 'file' : `ledger of ${size} entries`;
  const places = `${flaws.length} ${flaws.length === 1 ? 'place' : 'places'}`;
  const gone = erased === undefined || erased === 0 ? '' : ` Of its content ${erased} was erased and recorded so.`;
  const lines =
    flaws.length === 0
      ? wrap(`The ledger of ${size} entries is sound. ${against}${gone}`, terminal.width)
      : [
          ...flaws.map(({ where, found, expected }) => oneLine(`${where}: found ${found}; expected ${expected}`)),
          '',
          ...wrap(
            isOther
              ? `The ${ledger} and this head do not belong together.`
              : `The ${ledger} is not what was written: ${places}.`,
            terminal.width,
          ),
        ];
  return [...lines, ...(isNone ? [] : [`Root ${root}`]), ''].join('\n');
};

const verify: Command = {
  name: 'ledger verify',
  summary: 'whether the ledger, or a copy of it, is what was written and signed',
  operands: '[FILE]',
  count: [0, 1],
  options: { ...headOptions, format: formatOption(['text', 'json']), out: outOption },
  examples: [
    'isocentre ledger verify --head kept-head.json',
    'isocentre ledger verify backup.jsonl.gz --head kept-head.json',
  ],
  exits: '0 it is sound; 1 it is not, and each place is named; 2 the command or a file is wrong',
  run: async (given, workspace, terminal) => {
    const heads = await keptHeads(given);
    if (!heads.ok) return heads;
    const [path] = given.words;
    const output = (verdict: Verified): Output => ({
      content:
        given.text('format') === 'json'
          ? `${JSON.stringify({ format: 'isocentre-ledger-verdict', version: 1, ...verdict }, null, 2)}\n`
          : verdictText(verdict, heads.value, path !== undefined, terminal),
      failed: verdict.flaws.length > 0,
      beside: '',
    });
    if (path === undefined) {
      return atStore(workspace, terminal, async ({ store }) => {
        terminal.progress?.('Verifying the ledger …');
        return success(output(await store.verify(heads.value)));
      });
    }
    const lines = await readLines(path);
    if (!lines.ok) return lines;
    try {
      const { checkCopy } = await import('@isocentre/store');
      return success(output(await checkCopy(lines.value, path, heads.value)));
    } catch (error) {
      return failure(unreadable(path, error));
    }
  },
};

const unreadable = (path: string, error: unknown): { where: string; found: string; expected: string } => ({
  where: path,
  found: error instanceof Error ? error.message : String(error),
  expected: 'a copy of a ledger that can be read to its end',
});

/** Counts the entries that go by, for the progress. */
async function* counted(
  lines: AsyncIterable<string>,
  terminal: Terminal,
  tell: (count: number) => void,
): AsyncGenerator<string> {
  let count = 0;
  for await (const line of lines) {
    if (line.startsWith('{"entry"') || line.startsWith('{"number"')) {
      count += 1;
      if (count % 1000 === 0) terminal.progress?.(`${count} entries`);
    }
    yield line;
  }
  tell(count);
}

// A copy of everything is for its keeper alone.
const ownerOnly = 0o600;
const anyone = 0o666;

const copyCommand = (open: boolean): Command => ({
  name: open ? 'ledger export' : 'ledger backup',
  summary: open
    ? 'what anyone may see of the ledger as lines of JSON; others check it by "ledger verify FILE"'
    : 'a copy of the whole ledger, from which it can be restored to the last entry',
  operands: 'FILE',
  count: [1, 1],
  options: {},
  examples: [open ? 'isocentre ledger export public.jsonl.gz' : 'isocentre ledger backup backup.jsonl.gz'],
  run: (given, workspace, terminal) =>
    atStore(workspace, terminal, async ({ store }) => {
      const [path = ''] = given.words;
      let entries = 0;
      const lines = counted(open ? store.exportPublic() : store.export(), terminal, (count) => {
        entries = count;
      });
      const written = await writeWhole(path, path.endsWith('.gz') ? gzipped(lines) : lines, open ? anyone : ownerOnly);
      if (!written.ok) return written;
      const [kind, next] = open
        ? [
            'What anyone may see of the ledger',
            'It has no content that could be erased, and no field that is not public.',
          ]
        : [
            'The ledger',
            'It holds personal content: keep it as you keep the database. Check it: isocentre ledger verify FILE --head HEAD.',
          ];
      return success({
        content: `${wrap(`${kind}, ${entries} entries, is in ${path}. ${next}`, terminal.width).join('\n')}\n`,
      });
    }),
});

const restore: Command = {
  name: 'ledger restore',
  summary: 'fills an empty store from a backup, whole or not at all',
  operands: 'FILE',
  count: [1, 1],
  options: {},
  examples: ['ISOCENTRE_DATA=./new isocentre ledger restore backup.jsonl.gz'],
  run: async (given, workspace, terminal) => {
    const [path = ''] = given.words;
    const lines = await readLines(path);
    if (!lines.ok) return lines;
    return beginStore(workspace, terminal, async ({ store }) => {
      let restored: Result<number>;
      try {
        restored = await store.restore(
          counted(lines.value, terminal, () => undefined),
          path,
        );
      } catch (error) {
        // The transaction was taken back: what was not read to its end left nothing.
        if ((await store.size()) === 0) return failure(unreadable(path, error));
        throw error;
      }
      if (!restored.ok) return restored;
      const says = `Restored ${restored.value} entries. Against a head kept elsewhere: isocentre ledger verify --head FILE.`;
      return success({ content: `${wrap(says, terminal.width).join('\n')}\n` });
    });
  },
};

const head: Command = {
  name: 'ledger head',
  summary: 'what the ledger holds now, signed; keep it elsewhere, so that a change can be seen',
  operands: '',
  count: [0, 0],
  options: { out: outOption },
  examples: ['isocentre ledger head --out kept-head.json'],
  run: (_given, workspace, terminal) =>
    atStore(workspace, terminal, async ({ store, place }) => {
      const { signingKey } = await import('@isocentre/store');
      const key = signingKey(place, workspace.environment);
      if (!key.ok) return key;
      return success({ content: `${JSON.stringify(await store.sign(key.value), null, 2)}\n` });
    }),
};

/** `isocentre ledger`: verify, sign, copy and restore what the registers are kept in. */
export const ledgerCommands: readonly Command[] = [verify, head, copyCommand(false), restore, copyCommand(true)];
