import { itemHash, type Entry, type Item } from '@isocentre/ledger';
import { recordAt, type Draft, type Register, type RegisterRecord } from '@isocentre/registers';
import { entryOf, itemOf } from './example-log.ts';

/** A ledger in memory for tests of registers: writes drafts and folds the records. */
export class DraftKeeper {
  readonly entries: Entry[] = [];
  readonly items = new Map<string, Item>();
  private readonly register: Register;

  constructor(register: Register) {
    this.register = register;
  }

  write(drafts: readonly Draft[], recorded: string): void {
    for (const { register, key, kind, what, apart, by, evidence, validFrom, concerns } of drafts) {
      const number = this.entries.length + 1;
      const hashes = Object.entries(apart).map(([name, content]) => {
        const item = { ...itemOf('', number), content };
        this.items.set(itemHash(item), item);
        return [name, itemHash(item)] as const;
      });
      const apartHashes = Object.fromEntries(hashes);
      this.entries.push(
        entryOf({
          number,
          register,
          key,
          kind,
          what,
          apart: apartHashes,
          by,
          evidence: [...evidence],
          validFrom,
          recorded,
          ...(concerns === undefined ? {} : { concerns }),
        }),
      );
    }
  }

  record(key: string, day: string, known = '9999-01-01'): RegisterRecord | undefined {
    const entries = this.entries.filter((entry) => entry.key === key);
    return recordAt(this.register, entries, { validTime: day, recordedTime: known }, this.items);
  }

  records(day: string): ReadonlyMap<string, RegisterRecord> {
    const keys = new Set(this.entries.map(({ key }) => key));
    return new Map(
      [...keys].flatMap((key) => {
        const record = this.record(key, day);
        return record ? [[key, record] as const] : [];
      }),
    );
  }

  histories(): ReadonlyMap<string, Pick<DraftKeeper, 'entries' | 'items'>> {
    const keys = new Set(this.entries.map(({ key }) => key));
    const ofKey = (key: string): Entry[] => this.entries.filter((entry) => entry.key === key);
    return new Map([...keys].map((key) => [key, { entries: ofKey(key), items: this.items }] as const));
  }
}
