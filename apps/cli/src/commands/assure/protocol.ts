import { lockProtocol, protocolHash, readProtocol, type Protocol } from '@isocentre/assurance';
import { success, type Located, type Result } from '@isocentre/evidence';
import { outOption, type Command } from '../../command.ts';
import { readText } from '../../files.ts';
import { wrap } from '../../text/wrap.ts';

/** Reads the protocol of a study from a file. */
export const protocolAt = async (path: string): Promise<Result<Located<Protocol>>> => {
  const text = await readText(path);
  return text.ok ? readProtocol(text.value) : text;
};

const check: Command = {
  name: 'assure protocol check',
  summary: 'whether the protocol of a study is whole and right, and its hash',
  operands: 'PROTOCOL',
  count: [1, 1],
  options: {},
  examples: ['isocentre assure protocol check protocol.yaml'],
  exits: '0 the protocol is right; 2 it is not: each place is named',
  run: async ({ words: [path = ''] }, _workspace, { width }) => {
    const protocol = await protocolAt(path);
    if (!protocol.ok) return protocol;
    const { value } = protocol.value;
    const { primary } = value;
    return success({
      content: [
        ...wrap(
          `${path}: right. Primary endpoint ${primary.metric}, version ${primary.version}; ${value.sampleSize.cases} cases planned; ${value.subgroups.length} subgroups.`,
          width,
        ),
        `Hash ${protocolHash(value)}`,
        '',
      ].join('\n'),
    });
  },
};

const lock: Command = {
  name: 'assure protocol lock',
  summary: 'locks a protocol before the results are seen: writes it with its hash',
  operands: 'PROTOCOL',
  count: [1, 1],
  options: { out: { ...outOption, summary: 'write to FILE; "assure run" looks for PROTOCOL.lock.json' } },
  examples: ['isocentre assure protocol lock protocol.yaml --out protocol.lock.json'],
  exits: '0 the lock was written; 2 the protocol is not right: each place is named',
  run: async ({ words: [path = ''] }) => {
    const protocol = await protocolAt(path);
    if (!protocol.ok) return protocol;
    return success({ content: `${JSON.stringify(lockProtocol(protocol.value.value), null, 2)}\n` });
  },
};

/** `isocentre assure protocol …`: the protocol of a study. */
export const protocolCommands: readonly Command[] = [check, lock];
