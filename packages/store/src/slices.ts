/** The first places of the slices that grow, and the size of those after them. */
const smallest = 4096;
const growing = 5;
const largest = 65_536;
const grown = smallest * (2 ** growing - 1);

/**
 * Tells in which slice a place is. Records of a register have places 0, 1, 2… in the order in which they came onto it, and
 * slices take them in that order: 4,096 places, then 8,192, and so on up to 65,536, of which there are as many as it needs.
 *
 * A search goes from slice to slice until it has enough. So what many records have is found in the first, small slices, and
 * what few have by a look into each of few.
 */
export const sliceOf = (place: number): number =>
  place < grown
    ? Math.floor(Math.log2(Math.floor(place / smallest) + 1))
    : growing + Math.floor((place - grown) / largest);

/** The same as {@link sliceOf} in the database. */
export const sliceFunction = `create function record_slice(place bigint) returns integer language sql immutable return
  case ${Array.from({ length: growing }, (_, slice) => `when place < ${smallest * (2 ** (slice + 1) - 1)} then ${slice}`).join(' ')}
  else ${growing} + ((place - ${grown}) / ${largest})::integer end`;

/**
 * The search in the database: one call, whose plans each connection keeps. It always gives a row, with the count; where the
 * page is empty, one without a key.
 *
 * Plans are made once and use the index of terms: the planner, which knows neither the terms nor that a slice is small, would
 * otherwise plan each slice anew or read the table through.
 */
export const searchFunction = `create function search_record(asked_register text, asked text[], after_key text, most integer, counted integer)
  returns table (count integer, key text, state text, since text, content jsonb, last_entry bigint)
  language plpgsql stable set enable_seqscan = off set plan_cache_mode = force_generic_plan as $$
  #variable_conflict use_column
  declare
    places bigint[] := '{}';
    page bigint[];
    start bigint := 0;
    last_slice integer := (select record_slice(max(r.place)) from record r where r.register = asked_register);
    reached integer := last_slice;
    total integer;
  begin
    if after_key is not null then
      start := (select r.place + 1 from record r where r.register = asked_register and r.key = after_key);
    end if;
    if cardinality(asked) = 0 then
      total := (select count(*) from (select r.place from record r where r.register = asked_register
        order by r.place limit counted + 1) s);
      page := array(select r.place from record r where r.register = asked_register and r.place >= start
        order by r.place limit most);
    else
      for slice_number in 0..coalesce(last_slice, -1) loop
        places := places || array(select s.place from (select r.register, r.place from record r
          where r.terms @> array(select slice_number || ' ' || term from unnest(asked) term) offset 0) s
          where s.register = asked_register);
        reached := slice_number;
        exit when cardinality(places) > counted;
      end loop;
      total := least(cardinality(places), counted + 1);
      page := array(select p from unnest(places) p where p >= start order by p limit most);
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
      return query select total, null::text, null::text, null::text, null::jsonb, null::bigint;
    else
      return query select total, r.key, r.state, r.since, r.content, r.last_entry from record r
        where r.register = asked_register and r.place = any(page) order by r.place;
    end if;
  end $$`;
