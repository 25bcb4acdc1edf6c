import type { Register } from '@isocentre/registers';
import { sql, type Transaction } from 'kysely';
import { recordOf, rowOf } from './record-row.ts';
import type { Tables } from './tables.ts';

const rowsAtOnce = 1000;

/** Writes anew the terms under which records are found; what was sealed of them is gone, and is due to be sealed again. */
export const writeTermsAnew = async (
  transaction: Transaction<Tables>,
  registers: readonly Register[],
): Promise<void> => {
  await sql`truncate sealed_slice, posting, stale`.execute(transaction);
  for (const register of registers) {
    let from = 0;
    for (;;) {
      const rows = await transaction
        .selectFrom('record')
        .selectAll()
        .where('register', '=', register.name)
        .where('place', '>=', from)
        .orderBy('place')
        .limit(rowsAtOnce)
        .execute();
      const last = rows.at(-1);
      if (!last) break;
      const anew = rows.map((row) => ({ key: row.key, terms: rowOf(register, recordOf(row), row.place).terms }));
      await sql`update record set terms = anew.terms
        from jsonb_to_recordset(${JSON.stringify(anew)}::jsonb) as anew (key text, terms text[])
        where record.register = ${register.name} and record.key = anew.key`.execute(transaction);
      from = last.place + 1;
    }
  }
};
