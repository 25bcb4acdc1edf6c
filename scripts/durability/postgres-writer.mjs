// The same task as pglite-writer.mjs over a real PostgreSQL: rows, one commit each, each said once acknowledged.
import { writeSync } from 'node:fs';
import pg from 'pg';

const [host = '', task = '', from = '0'] = process.argv.slice(2);
const client = new pg.Client({ host, user: 'postgres', database: 'postgres' });
client.on('error', () => process.exit(1));
await client.connect();
await client.query('create table if not exists entry (number bigint primary key, content bytea not null)');
if (task === '--read') {
  const { rows } = await client.query('select number::int as number from entry order by number');
  writeSync(1, JSON.stringify(rows.map(({ number }) => number)));
  await client.end();
} else {
  writeSync(1, 'open\n');
  for (let number = Number(from); ; number += 1) {
    await client.query('insert into entry values ($1, $2)', [number, Buffer.alloc(1000, number % 256)]);
    writeSync(1, `${number}\n`);
    if (number % 50 === 49) await client.query('checkpoint');
  }
}
