import type { Register } from '@isocentre/registers';
import type { Reader } from '@isocentre/store';
import { sql } from 'kysely';

/** A value of a facet, and what it is called where the register has a record of that key. */
export interface Choice {
  readonly value: string;
  readonly name: string;
}

const keptFor = 60_000;

/** Reads the values that a facet takes, each with the name that the register has for it. */
const readChoices = async (reader: Reader, register: Register, facet: string): Promise<readonly Choice[]> => {
  const statement = sql<Choice>`
    select found.value, coalesce(named.content ->> 'name', found.value) as name
    from (select distinct facets ->> ${facet} as value from record where register = ${register.name}) found
    left join record named on named.register = ${register.name} and named.key = found.value
    where found.value is not null order by 1`;
  return reader.read(async (database) => (await statement.execute(database)).rows);
};

/** Gives the choices of a register's facets; what was read is good for a minute, since it goes through the whole register. */
export const facetReader = (now: () => Date) => {
  const kept = new Map<string, { readonly until: number; readonly choices: Promise<readonly Choice[]> }>();
  return (reader: Reader, register: Register, facet: string): Promise<readonly Choice[]> => {
    const name = `${register.name} ${facet}`;
    const known = kept.get(name);
    if (known && known.until > now().getTime()) return known.choices;
    const choices = readChoices(reader, register, facet);
    kept.set(name, { until: now().getTime() + keptFor, choices });
    choices.catch(() => kept.delete(name));
    return choices;
  };
};
