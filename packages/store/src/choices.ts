import type { Register } from '@isocentre/registers';
import { sql } from 'kysely';
import type { Reader } from './reader.ts';

/** A value of a facet, and what it is called where the register has a record of that key. */
export interface Choice {
  readonly value: string;
  readonly name: string;
}

/** Reads the values that a facet takes, in their order, each with the name that the register has for it; goes through the whole register. */
export const readChoices = async (reader: Reader, register: Register, facet: string): Promise<readonly Choice[]> => {
  const statement = sql<Choice>`
    select found.value, coalesce(named.content ->> 'name', found.value) as name
    from (select distinct facets ->> ${facet} as value from record where register = ${register.name}) found
    left join record named on named.register = ${register.name} and named.key = found.value
    where found.value is not null order by 1`;
  return reader.read(async (database) => (await statement.execute(database)).rows);
};
