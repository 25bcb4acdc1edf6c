import type { Flaw } from '@isocentre/ledger';
import { sql, type Kysely } from 'kysely';
import type { Tables } from './tables.ts';

/** Records of a slice that have a term, from which on the term is sealed; fewer are found as quickly by the index. */
const fewest = 32;
/** Of how many places one, from which on a sealed term keeps its places too, and not only how many they are. */
const dense = 256;
/** Places that may have changed since their slice was sealed, before it is sealed anew. */
const mostStale = 100;
/** Places of a register that may have changed, before a search no longer uses what is sealed. */
const mostChanged = 2000;

/**
 * A slice that is full is sealed: of each frequent term one row says how many have it and, as bits, which, so that a search
 * counts and compares without reading records. What changes later is listed as stale, and read from the record.
 */
export const postingTables = [
  'create table sealed_slice (register text not null, slice integer not null, primary key (register, slice))',
  `create table posting (register text not null, term text not null, slice integer not null, many integer not null,
     places bit varying, primary key (register, term, slice))`,
  'create index posting_slice on posting (register, slice)',
  `create table stale (register text not null, place bigint not null, entry bigint not null,
     primary key (register, place, entry))`,
] as const;

/** What the records of a slice make its rows: terms that at least so many have. Bits are put together from pieces of 1,024. */
const postingsFunction = `create function slice_postings(asked_register text, asked_slice integer, fewest integer)
  returns table (term text, many integer, places bit varying) language plpgsql stable as $$
  #variable_conflict use_column
  declare
    first bigint := slice_start(asked_slice);
    size integer := slice_size(asked_slice);
    zeros bit varying := repeat('0', 1024)::bit varying;
  begin
    return query
      with one as materialized (
        select substr(t.term, strpos(t.term, ' ') + 1) as term, (r.place - first)::integer as at
          from record r cross join unnest(r.terms) as t (term)
          where r.register = asked_register and r.place >= first and r.place < first + size),
      frequent as materialized (
        select one.term, count(*)::integer as many, count(*) * ${dense} >= size as is_dense from one
          group by 1 having count(*) >= fewest),
      piece as materialized (
        select one.term, one.at / 1024 as part, bit_or(set_bit(zeros, one.at % 1024, 1)) as bits
          from one join frequent using (term) where is_dense group by 1, 2),
      whole as materialized (
        select f.term, string_agg(coalesce(piece.bits, zeros)::text, '' order by part)::bit varying as places
          from frequent f cross join generate_series(0, size / 1024 - 1) part left join piece using (term, part)
          where f.is_dense group by 1)
      select f.term, f.many, whole.places from frequent f left join whole using (term);
  end $$`;

const sealFunction = `create function seal_slice(asked_register text, asked_slice integer) returns void language sql as $$
    delete from posting where register = asked_register and slice = asked_slice;
    insert into posting select asked_register, term, asked_slice, many, places
      from slice_postings(asked_register, asked_slice, ${fewest});
    delete from stale where register = asked_register and place >= slice_start(asked_slice)
      and place < slice_start(asked_slice) + slice_size(asked_slice);
  $$`;

/** Tells the sealed terms of a slice that are not what its records make them, as far as these did not change since. */
const flawFunction = `create function flawed_postings(asked_register text, asked_slice integer) returns setof text
  language plpgsql stable as $$
  declare
    first bigint := slice_start(asked_slice);
    size integer := slice_size(asked_slice);
    changed integer := 0;
    same bit varying := repeat('1', size)::bit varying;
    one bigint;
  begin
    for one in select distinct s.place from stale s
      where s.register = asked_register and s.place >= first and s.place < first + size loop
      same := set_bit(same, (one - first)::integer, 0);
      changed := changed + 1;
    end loop;
    return query select p.term from posting p left join slice_postings(asked_register, asked_slice, 1) e using (term)
      where p.register = asked_register and p.slice = asked_slice
        and (abs(p.many - coalesce(e.many, 0)) > changed
          or (changed = 0 and (p.places is null) <> (e.places is null))
          or length(p.places) <> size or bit_count(p.places) <> p.many
          or case when length(p.places) = size and e.places is not null then bit_count((p.places # e.places) & same) > 0 end);
  end $$`;

/** What a search tells of a record, with the type of each. */
const shownColumns: Readonly<Record<string, string>> = {
  key: 'text',
  state: 'text',
  since: 'text',
  content: 'jsonb',
  last_entry: 'bigint',
  later: 'jsonb',
};

/**
 * The search in the database: one call, whose plans each connection keeps. It always gives a row, with the count; where the
 * page is empty, one without a key.
 *
 * Plans are made once and use the index of terms: the planner, which knows neither the terms nor that a slice is small, would
 * otherwise plan each slice anew or read the table through.
 */
const searchFunction = (
  columns: readonly string[],
): string => `create or replace function search_record(asked_register text, asked text[], after_key text, most integer, counted integer)
  returns table (count integer, ${columns.map((column) => `${column} ${shownColumns[column] ?? ''}`).join(', ')})
  language plpgsql stable set enable_seqscan = off set plan_cache_mode = force_generic_plan as $$
  #variable_conflict use_column
  declare
    page bigint[] := '{}';
    start bigint := 0;
    last_slice integer := (select record_slice(max(r.place)) from record r where r.register = asked_register);
    reached integer := last_slice;
    total integer := 0;
    terms integer := cardinality(asked);
    changed bigint[];
    sealed integer[];
    counts integer[];
    are_bits boolean[];
    at integer;
    first bigint;
    here bigint[];
    fresh bigint[];
    bits bit varying;
    hits bigint[];
    one bigint;
    next integer;
    slice_number integer := 0;
    past integer;
    expected integer;
    listed integer[] := '{}';
  begin
    if after_key is not null then
      start := (select r.place + 1 from record r where r.register = asked_register and r.key = after_key);
    end if;
    if terms = 0 then
      total := (select count(*) from (select r.place from record r where r.register = asked_register
        order by r.place limit counted + 1) s);
      page := array(select r.place from record r where r.register = asked_register and r.place >= start
        order by r.place limit most);
    else
      changed := array(select s.place from stale s where s.register = asked_register limit ${mostChanged + 1});
      if cardinality(changed) <= ${mostChanged} then
        -- The slices in which all that is asked is sealed.
        select array_agg(s.slice), array_agg(s.many), array_agg(s.is_dense) into sealed, counts, are_bits from
          (select p.slice, min(p.many) as many, bool_and(p.places is not null) as is_dense from posting p
            where p.register = asked_register and p.term = any(asked) group by p.slice having count(*) = terms) s;
        listed := array(select s.slice from sealed_slice s where s.register = asked_register);
      end if;
      while slice_number <= last_slice loop
        past := slice_number + 1;
        at := array_position(sealed, slice_number);
        if at is not null then
          first := slice_start(slice_number);
          here := changed;
          if changed <> '{}' then
            here := array(select c from unnest(changed) c where c >= first and c < first + slice_size(slice_number));
          end if;
          if not are_bits[at] and (terms > 1 or here <> '{}') then
            at := null;
          end if;
        end if;
        if at is not null and terms = 1 and here = '{}' and (cardinality(page) = most or start >= first + slice_size(slice_number)) then
          total := total + counts[at];
        elsif at is not null and are_bits[at] then
          -- Joined with an empty text so that it is unpacked once, and not at each look.
          bits := (select bit_and(p.places) || B'' from posting p
            where p.register = asked_register and p.slice = slice_number and p.term = any(asked));
          if here <> '{}' then
            fresh := array(select r.place from record r
              where r.register = asked_register and r.place = any(here)
                and r.terms @> array(select slice_number || ' ' || term from unnest(asked) term));
            foreach one in array here loop
              bits := set_bit(bits, (one - first)::integer, (one = any(fresh))::integer);
            end loop;
          end if;
          next := bit_count(bits);
          total := total + next;
          if next between 1 and ${fewest} and cardinality(page) < most then
            -- To look for few among many bits is slower than the index.
            page := page || array(select s.place from (select r.register, r.place from record r
              where r.terms @> array(select slice_number || ' ' || term from unnest(asked) term) offset 0) s
              where s.register = asked_register and s.place >= start order by s.place limit most - cardinality(page));
            next := 0;
          end if;
          one := greatest(start - first, 0);
          while next > 0 and start is not null and cardinality(page) < most and one < length(bits) loop
            next := position(B'1' in substring(bits from one::integer + 1));
            exit when next = 0;
            one := one + next;
            page := page || first + one - 1;
          end loop;
        else
          -- By the index of terms: as many slices at once as are sealed and cannot have more than is counted.
          at := array_position(sealed, slice_number);
          expected := total + case when slice_number = any(listed) then coalesce(counts[at], ${fewest}) else counted end;
          while expected < counted and past = any(listed) loop
            at := array_position(sealed, past);
            exit when at is not null and (terms = 1 or are_bits[at]);
            expected := expected + coalesce(counts[at], ${fewest});
            past := past + 1;
          end loop;
          hits := array(select s.place from generate_series(slice_number, past - 1) g,
            lateral (select r.register, r.place from record r
              where r.terms @> array(select g || ' ' || term from unnest(asked) term) offset 0) s
            where s.register = asked_register);
          total := total + cardinality(hits);
          if hits <> '{}' and cardinality(page) < most then
            page := page || array(select h from unnest(hits) h where h >= start order by h limit most - cardinality(page));
          end if;
        end if;
        reached := past - 1;
        exit when total > counted;
        slice_number := past;
      end loop;
      total := least(total, counted + 1);
      if cardinality(page) < most and reached < last_slice and start is not null then
        -- Further on than was counted. What many have is soon found from place to place, anything else by slices.
        page := array(select s.place from (select r.place, r.terms from record r
          where r.register = asked_register and r.place >= start order by r.place limit 8 * most) s
          where s.terms @> array(select record_slice(s.place) || ' ' || term from unnest(asked) term)
          order by s.place limit most);
        if cardinality(page) < most then
          page := '{}';
          for slice_number in record_slice(start)..last_slice loop
            page := page || array(select s.place from (select r.register, r.place from record r
              where r.terms @> array(select slice_number || ' ' || term from unnest(asked) term) offset 0) s
              where s.register = asked_register and s.place >= start order by s.place limit most - cardinality(page));
            exit when cardinality(page) = most;
          end loop;
        end if;
      end if;
    end if;
    if cardinality(page) = 0 then
      return query select total, ${columns.map((column) => `null::${shownColumns[column] ?? ''}`).join(', ')};
    else
      return query select total, ${columns.map((column) => `r.${column}`).join(', ')} from record r
        where r.register = asked_register and r.place = any(page) order by r.place;
    end if;
  end $$`;

/** The functions that seal, check and search. */
export const postingFunctions = [
  postingsFunction,
  sealFunction,
  flawFunction,
  searchFunction(['key', 'state', 'since', 'content', 'last_entry']),
] as const;

/** Lets the search tell what is announced for later as well. */
export const searchLater = [
  'drop function search_record(text, text[], text, integer, integer)',
  searchFunction(Object.keys(shownColumns)),
] as const;

/** Puts the search as it is now in the place of an earlier one. */
export const searchAnew = [searchFunction(Object.keys(shownColumns))] as const;

/** A number that names the lock under which slices are sealed, so that two processes do not do the same work. */
const sealingLock = 7_106_963;

/** A slice of a register. */
interface Slice {
  readonly register: string;
  readonly slice: number;
}

/** The slices that are full and not sealed, and those in which much changed since. */
const readDue = async (database: Kysely<Tables>, registers: readonly string[]): Promise<readonly Slice[]> => {
  const { rows } = await sql<Slice>`
    select one.register, slice from unnest(${registers}::text[]) as one (register),
      generate_series(0, (select record_slice(max(place)) - 1 from record where register = one.register)) slice
      where not exists (select from sealed_slice s where s.register = one.register and s.slice = slice.slice)
    union select register, record_slice(place) from stale group by 1, 2 having count(*) > ${mostStale}
    order by 1, 2`.execute(database);
  return rows;
};

const sealOne = async (database: Kysely<Tables>, { register, slice }: Slice): Promise<boolean> => {
  // From here on what changes is listed as stale: whoever writes waits for this, and sees it.
  await database.transaction().execute(async (transaction) => {
    await transaction.selectFrom('ledger').select('id').where('id', '=', 1).forUpdate().execute();
    await transaction
      .insertInto('sealed_slice')
      .values({ register, slice })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  });
  // All of it as of one moment: what is listed later stays listed.
  return database
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (transaction) => {
      const { rows } = await sql<{ readonly mine: boolean }>`
        select pg_try_advisory_xact_lock(${sql.lit(sealingLock)}) as mine`.execute(transaction);
      if (rows[0]?.mine !== true) return false;
      await sql`select seal_slice(${register}, ${slice}::integer)`.execute(transaction);
      return true;
    });
};

/**
 * Seals the slices that are due, so that a search counts in them without reading records; some seconds for 65,536 records.
 * Others write meanwhile. Nothing is found differently.
 *
 * @returns how many were sealed; none where another process seals.
 */
export const sealSlices = async (database: Kysely<Tables>, registers: readonly string[]): Promise<number> => {
  let sealed = 0;
  for (const due of await readDue(database, registers)) {
    if (!(await sealOne(database, due))) return sealed;
    sealed += 1;
  }
  return sealed;
};

/** Tells each slice of which something is sealed that its records do not make: a search would not find what is there. */
export const readPostingFlaws = async (database: Kysely<Tables>): Promise<readonly Flaw[]> => {
  const { rows } = await sql<Slice & { readonly isListed: boolean; readonly terms: readonly string[] }>`
    select register, slice, exists (select from sealed_slice s where s.register = one.register and s.slice = one.slice)
      as "isListed", array(select flawed_postings(register, slice)) as terms
    from (select distinct register, slice from posting) one order by 1, 2`.execute(database);
  return rows.flatMap(({ register, slice, isListed, terms }): readonly Flaw[] => {
    if (isListed && terms.length === 0) return [];
    const found = isListed ? `other places of ${terms.slice(0, 3).join(', ')}` : 'something sealed that is not listed';
    return [{ where: `slice ${slice} of ${register}`, found, expected: 'what its records make it: seal it anew' }];
  });
};
