// Writes rows to PGlite in a folder, one commit each, and says each number once its commit was acknowledged.
// Meant to be ended by SIGKILL at any moment. With --read it prints the numbers that are there instead.
import { writeSync } from 'node:fs';
import { PGlite } from '@electric-sql/pglite';

const [folder = '', task = '', from = '0'] = process.argv.slice(2);
const database = await PGlite.create(folder);
await database.exec('create table if not exists entry (number bigint primary key, content bytea not null)');
if (task === '--read') {
  const { rows } = await database.query('select number::int as number from entry order by number');
  writeSync(1, JSON.stringify(rows.map(({ number }) => number)));
  await database.close();
} else {
  writeSync(1, 'open\n');
  for (let number = Number(from); ; number += 1) {
    await database.query('insert into entry values ($1, $2)', [number, new Uint8Array(1000).fill(number % 256)]);
    writeSync(1, `${number}\n`);
    // A checkpoint now and then, since a kill in the middle of one is the hardest to survive.
    if (number % 50 === 49) await database.exec('checkpoint');
  }
}
