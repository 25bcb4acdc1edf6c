// How many decisions a second the store keeps, against the same rows by plain SQL: 8 clients, one commit each,
// synchronous_commit on, on one PostgreSQL in the same run, in turns, since the machine may be busy with other things.
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../prepare.mjs';

const clients = 8;
const rounds = 5;
const seconds = Number(process.env.ISOCENTRE_SECONDS ?? 6);

const inTurns = async (work) => {
  const until = performance.now() + seconds * 1000;
  let done = 0;
  const start = performance.now();
  await Promise.all(
    Array.from({ length: clients }, async (_, client) => {
      while (performance.now() < until) {
        await work(client);
        done += 1;
      }
    }),
  );
  return done / ((performance.now() - start) / 1000);
};

export const measure = async () => {
  const { openStore } = await import(`${root}packages/store/dist/index.js`);
  const { decide, ods, organisations } = await import(`${root}packages/registers/dist/index.js`);
  const { sql } = await import('kysely');
  const folder = mkdtempSync(join(tmpdir(), 'isocentre-decisions-'));
  const opened = await openStore({ folder }, [organisations], { connections: clients });
  if (!opened.ok) throw new Error(JSON.stringify(opened.problems));
  const { store } = opened.value;
  let number = 0;
  const key = () => {
    number += 1;
    return number.toString(36).toUpperCase().padStart(6, '0');
  };
  const content = {
    name: 'SALTMARSH NHS TRUST',
    region: 'Y99',
    board: 'Q99',
    address: ['1 QUAY'],
    postcode: 'ZZ1 1ZZ',
    opened: '2020-04-01',
  };
  const decision = () => ({
    action: 'list',
    key: key(),
    change: content,
    reasons: 'as applied for',
    evidence: [],
    validFrom: '2020-04-01',
  });
  const append = async () => {
    const { draft } = decide(organisations, undefined, ods, decision(), '2026-11-27');
    const { kind } = await store.append({ drafts: [draft] });
    if (kind !== 'written') throw new Error(kind);
  };
  try {
    await append();
    // The rows that one decision wrote, written again by plain SQL into tables of the same form without our locks.
    const tables = ['entry', 'item', 'tree_node', 'record', 'job'];
    const rows = {};
    for (const name of tables) {
      rows[name] = (await sql`select * from ${sql.table(name)}`.execute(store.database)).rows;
      await sql`create table ${sql.table(`plain_${name}`)} (like ${sql.table(name)} including all)`.execute(
        store.database,
      );
    }
    const [entry] = rows.entry;
    const [item] = rows.item;
    const [record] = rows.record;
    const [job] = rows.job;
    let at = 0;
    const plain = async () => {
      at += 1;
      const mine = at;
      const name = mine.toString(36).toUpperCase().padStart(6, '0');
      await store.database.transaction().execute(async (transaction) => {
        await sql`insert into plain_entry values (${mine}, ${entry.register}, ${name}, ${entry.kind}, ${entry.bytes})`.execute(
          transaction,
        );
        await sql`insert into plain_item values (${`${item.hash}${mine}`}, ${mine}, ${item.name}, ${item.bytes})`.execute(
          transaction,
        );
        // A tree has two nodes an entry on average.
        for (const level of [0, 1])
          await sql`insert into plain_tree_node values (${level}, ${mine}, ${rows.tree_node[0].hash})`.execute(
            transaction,
          );
        await sql`insert into plain_record values (${record.register}, ${name}, ${record.state}, ${record.since},
          ${JSON.stringify(record.content)}::jsonb, ${mine}, ${JSON.stringify(record.facets)}::jsonb, ${record.terms}, ${mine})`.execute(
          transaction,
        );
        await sql`insert into plain_job (kind, content, due) values (${job.kind}, ${JSON.stringify(job.content)}::jsonb, now())`.execute(
          transaction,
        );
      });
    };
    const { rows: settings } =
      await sql`select current_setting('synchronous_commit') as commits, current_setting('fsync') as syncs`.execute(
        store.database,
      );
    const figures = { ours: [], plain: [] };
    for (let round = 0; round < rounds; round += 1) {
      figures.ours.push(Math.round(await inTurns(append)));
      figures.plain.push(Math.round(await inTurns(plain)));
    }
    const sum = (list) => list.reduce((total, one) => total + one, 0);
    const ratio = Number((sum(figures.ours) / sum(figures.plain)).toFixed(2));
    const size = await store.size();
    const { flaws } = await store.verify([]);
    return {
      bar: 'durable decisions a second, 8 clients, one commit each, synchronous_commit on, are at least half of the same rows by plain SQL in the same run; the ledger then verifies',
      passed: ratio >= 0.5 && flaws.length === 0,
      figures: {
        decisionsASecond: figures.ours,
        plainSqlASecond: figures.plain,
        ratio,
        entries: size,
        flaws: flaws.length,
        settings: settings[0],
        loadOfTheMachine: loadavg().map((one) => Number(one.toFixed(1))),
      },
    };
  } finally {
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  }
};
