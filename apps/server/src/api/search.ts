import { failure, success, type Problem, type Result } from '@isocentre/evidence';
import { fieldAsWritten, type Register } from '@isocentre/registers';
import type { Page, Reader, Search } from '@isocentre/store';

/** The parameters of a search, as an address has them. */
export type SearchQuery = Readonly<Record<string, string | undefined>>;

const known = ['text', 'identifier', 'after', 'limit'];
/** What a page shows. */
const usualLimit = 50;

/** Reads the parameters of a search; one that is empty asks nothing, one that the register does not know is told. */
export const askedSearch = (register: Register, query: SearchQuery): Result<Search> => {
  const facetNames = ['state', ...register.search.facets];
  const unknown = Object.keys(query).find((name) => !known.includes(name) && !facetNames.includes(name));
  if (unknown !== undefined) {
    return failure({
      where: 'query',
      found: `"${unknown}"`,
      expected: [...known, ...facetNames].join(', '),
    });
  }
  const asked = (name: string): string | undefined => {
    const value = query[name]?.trim();
    return value === '' ? undefined : value;
  };
  const facets = Object.fromEntries(
    facetNames.flatMap((name) => {
      const value = asked(name);
      return value === undefined ? [] : [[name, fieldAsWritten(register, name, value)] as const];
    }),
  );
  const { state } = facets;
  if (state !== undefined && !Object.hasOwn(register.states, state)) {
    return failure({ where: 'query state', found: `"${state}"`, expected: Object.keys(register.states).join(', ') });
  }
  const [text, identifier, after] = ['text', 'identifier', 'after'].map(asked);
  return success({
    ...(text === undefined ? {} : { text }),
    ...(identifier === undefined ? {} : { identifier }),
    ...(after === undefined ? {} : { after }),
    ...(Object.keys(facets).length > 0 ? { facets } : {}),
    limit: Number(asked('limit') ?? usualLimit),
  });
};

/** Says of a page without records that it was to go on after a key that is none; nothing where it is one. */
export const afterProblems = async (
  reader: Pick<Reader, 'record'>,
  register: Register,
  { after }: Search,
  { records }: Page,
): Promise<readonly Problem[]> => {
  if (after === undefined || records.length > 0 || (await reader.record(register, after))) return [];
  return [{ where: 'query after', found: `"${after}"`, expected: 'the key with which the page before ended' }];
};

/** The address of the next page of a search; undefined where there is none. */
export const nextAddress = (path: string, query: SearchQuery, next: string | undefined): string | undefined => {
  if (next === undefined) return undefined;
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== '' && name !== 'after') parameters.set(name, value);
  }
  parameters.set('after', next);
  return `${path}?${parameters.toString()}`;
};
