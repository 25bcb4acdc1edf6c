/** What a record is found by, or what is looked for. */
export interface Findable {
  readonly text: string;
  readonly facets: Readonly<Record<string, unknown>>;
  readonly identifiers: readonly string[];
}

/** Facets that are combined: each more doubles the terms of a record. */
const mostCombined = 4;

/** Within a word; straight, curly, or what stands for it where neither is at hand. */
const apostrophe = /(?<=[\p{L}\p{M}\p{N}])['‘’ʼ＇`´](?=[\p{L}\p{N}])/gu;

/**
 * Divides a text into words: letters and digits of any script, without case, accents and the apostrophes within them, so that
 * `King’s` is the word `kings`.
 */
export const wordsOf = (text: string): readonly string[] =>
  text
    .replaceAll(apostrophe, '')
    .normalize('NFKD')
    .replaceAll(/\p{M}+/gu, '')
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu) ?? [];

/** Writes an identifier as it is looked for: without spaces, in capitals. */
export const plainIdentifier = (text: string): string => text.replaceAll(/\s+/g, '').toUpperCase();

/** Facets by name, in the parts within which they are combined; those that the register does not have stand alone. */
const inParts = (facets: Findable['facets'], names: readonly string[]): readonly (readonly string[])[] => {
  const known = names.toSorted();
  const parts: readonly (readonly string[])[] = [
    ...Array.from({ length: Math.ceil(known.length / mostCombined) }, (_, part) =>
      known.slice(part * mostCombined, (part + 1) * mostCombined),
    ),
    ...Object.keys(facets).flatMap((name) => (known.includes(name) ? [] : [[name]])),
  ];
  return parts.map((part) =>
    part.flatMap((name) => {
      const value = facets[name];
      return typeof value === 'string' ? [`${name}=${value}`] : [];
    }),
  );
};

/** Joins terms in every combination, each a term itself. */
const combinations = ([first, ...rest]: readonly string[]): readonly string[] => {
  if (first === undefined) return [];
  const without = combinations(rest);
  return [first, ...without.map((term) => `${first}&${term}`), ...without];
};

const termsWith = (
  { text, facets, identifiers }: Findable,
  names: readonly string[],
  divide: (text: string) => readonly string[],
  join: (part: readonly string[]) => readonly string[],
): readonly string[] => [
  ...new Set([
    ...divide(text).map((word) => `w ${word}`),
    ...inParts(facets, names)
      .flatMap(join)
      .map((term) => `f ${term}`),
    ...identifiers.map((identifier) => `i ${plainIdentifier(identifier)}`),
  ]),
];

/** The words of a text, and the parts of those with an apostrophe: `King’s` is found by `king` as well. */
const wordsAndParts = (text: string): readonly string[] => [
  ...wordsOf(text),
  ...wordsOf(text.replaceAll(apostrophe, ' ')),
];

/**
 * Gives the terms under which a record is found: words, identifiers, facets and every combination of facets. With a
 * combination as one term the database knows how many records have it, also where facets go together, as a board
 * does with its region.
 *
 * @param names All facets of the register.
 */
export const termsOf = (found: Findable, names: readonly string[]): readonly string[] =>
  termsWith(found, names, wordsAndParts, combinations);

/** Gives the terms that a record must all have to be found. */
export const askedTerms = (asked: Findable, names: readonly string[]): readonly string[] =>
  termsWith(asked, names, wordsOf, (part) => (part.length === 0 ? [] : [part.join('&')]));
