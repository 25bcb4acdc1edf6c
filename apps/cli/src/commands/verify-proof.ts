import { success } from '@isocentre/evidence';
import { checkProof, type Proven } from '@isocentre/ledger';
import { formatOption, outOption, type Command } from '../command.ts';
import { publicKey, readHead, readProof } from '../head-file.ts';
import { wrap } from '../text/wrap.ts';

const nameWidth = 12;

const lines = (title: string, text: string, width: number): readonly string[] =>
  wrap(text, width - nameWidth).map((line, index) => `${(index === 0 ? title : '').padEnd(nameWidth)}${line}`);

const proofText = (name: string, proven: Proven, knowsKey: boolean, width: number): string => {
  const { entry, head, items, withheld, earlier } = proven;
  const grown = earlier ? ` The ledger only grew since it had ${earlier.size} entries (${earlier.time}).` : '';
  const whose = knowsKey
    ? 'The head is signed by the key that you gave.'
    : `The head is signed by the key ${head.key}; compare it with the one that the ledger publishes, or give that by --key.`;
  return [
    ...wrap(
      `${name} holds: entry ${entry.number} stands in the ledger of ${head.size} entries signed on ${head.time}.${grown} ${whose}`,
      width,
    ),
    '',
    ...lines('register', entry.register, width),
    ...lines('key', entry.key, width),
    ...lines('decision', `${entry.kind}${entry.concerns === undefined ? '' : ` entry ${entry.concerns}`}`, width),
    ...lines('what', JSON.stringify(entry.what), width),
    ...lines('by', `${entry.by.who}, as ${entry.by.capacity}`, width),
    ...lines('holds from', entry.validFrom, width),
    ...lines('recorded', entry.recorded, width),
    ...entry.evidence.flatMap((hash) => lines('evidence', hash, width)),
    ...Object.entries(items).flatMap(([title, item]) => lines(title, JSON.stringify(item.content), width)),
    ...withheld.flatMap((title) => lines(title, 'not in the proof: withheld or erased', width)),
    '',
  ].join('\n');
};

/** `isocentre verify-proof`: a stranger checks that an entry stands in a ledger, without network and database. */
export const verifyProofCommand: Command = {
  name: 'verify-proof',
  summary: 'whether an entry stands in a signed ledger, from a proof file alone',
  operands: 'FILE',
  count: [1, 1],
  options: {
    key: { type: 'string', placeholder: 'HEX', summary: 'the public key that the ledger publishes' },
    head: {
      type: 'string',
      placeholder: 'FILE',
      summary: 'a signed head that you kept; the proof must show that the ledger only grew since',
    },
    format: formatOption(['text', 'json']),
    out: outOption,
  },
  examples: [
    'isocentre verify-proof proof.json',
    'isocentre verify-proof proof.json --head kept-head.json --format json',
  ],
  exits: '0 the proof holds; 2 it does not, or is no proof: where and why is said on standard error',
  run: async (given, _workspace, terminal) => {
    const [path = ''] = given.words;
    const asked = publicKey(given.text('key'));
    if (!asked.ok) return asked;
    const key = asked.value;
    const headPath = given.text('head');
    const kept = headPath === undefined ? undefined : await readHead(headPath);
    if (kept && !kept.ok) return kept;
    const value = await readProof(path);
    if (!value.ok) return value;
    const proven = checkProof(value.value, path, {
      ...(key === undefined ? {} : { key }),
      ...(kept === undefined ? {} : { kept: kept.value }),
    });
    if (!proven.ok) return proven;
    const content =
      given.text('format') === 'json'
        ? `${JSON.stringify({ format: 'isocentre-proven', version: 1, ...proven.value }, null, 2)}\n`
        : proofText(path, proven.value, key !== undefined, terminal.width);
    return success({ content });
  },
};
