import type { Register } from '@isocentre/registers';
import { readChoices, type Choice, type Reader } from '@isocentre/store';

const keptFor = 60_000;

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
