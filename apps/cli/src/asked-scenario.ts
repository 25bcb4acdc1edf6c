import { failure, success, type Evidence, type Located, type Result } from '@isocentre/evidence';
import { otherReturn, scopes, type OwnBaseline, type Scenario, type Scope } from '@isocentre/workforce';
import type { Given, Option } from './command.ts';
import type { Workspace } from './workspace.ts';

const geographies = ['nation', 'regions'] as const;

/** What a call asks of a scenario in place of what the scenario says. */
export interface Asked {
  readonly scope?: Scope | undefined;
  readonly geography?: (typeof geographies)[number] | undefined;
  readonly years?: number | undefined;
  /** A return in place of the national baseline, and the path that was given for it. */
  readonly own?: { readonly path: string; readonly baseline: OwnBaseline } | undefined;
}

/** The options by which a call asks it. */
export const askedOptions = {
  years: { type: 'string', placeholder: 'N', summary: 'years to cover; default: what the scenario says, else 30' },
  scope: { type: 'string', values: Object.keys(scopes), summary: 'surveyed (4,500 posts) or the whole of MPCE' },
  baseline: {
    type: 'string',
    placeholder: 'FILE',
    summary: 'a return of your own in place of the national baseline (isocentre return template)',
  },
  geography: { type: 'string', values: geographies, summary: 'the nation as one, or divided into regions' },
} as const satisfies Readonly<Record<string, Option>>;

/** Reads those options of a call. */
export const askedOf = (given: Given): Result<Asked> => {
  const years = given.text('years');
  if (years !== undefined && !/^[1-9]\d{0,3}$/.test(years))
    return failure({ where: '--years', found: `"${years}"`, expected: 'a whole number of years, such as 30' });
  return success({
    scope: given.text('scope') as Scope | undefined,
    geography: geographies.find((geography) => geography === given.text('geography')),
    years: years === undefined ? undefined : Number(years),
  });
};

/** Reads the return that a call gives by --baseline; one with a wrong cell is refused, with every such cell named, and so is another than the scenario names. */
export const ownOf = async (
  given: Given,
  workspace: Workspace,
  evidence: Evidence,
  located?: Located<Scenario>,
): Promise<Result<Asked['own']>> => {
  const path = given.text('baseline');
  if (path === undefined) return success(undefined);
  const read = await workspace.return(path, evidence);
  if (!read.ok) return read;
  const { own, problems } = read.value;
  if (!own || problems.length > 0) return failure(...problems);
  const other = located && otherReturn(located, own);
  return other ? failure(other) : success({ path, baseline: own });
};

/** Puts what is asked in place of what the scenario says. The years asked for are given to `resolve` as well. */
export const askScenario = (
  located: Located<Scenario>,
  { scope, geography, years, own }: Asked,
): Located<Scenario> => ({
  ...located,
  value: {
    ...located.value,
    ...(years === undefined ? {} : { years }),
    baseline: {
      ...located.value.baseline,
      ...(scope === undefined ? {} : { scope }),
      ...(geography === undefined ? {} : { geography }),
      ...(own === undefined ? {} : { return: own.baseline }),
    },
  },
});

const shellWord = (word: string): string =>
  /^[\w./@%+:,-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;

/** The command that prints every number of the model for a scenario so asked. */
export const resolvedCommand = (nameOrPath: string, { scope, geography, years, own }: Asked): string =>
  [
    `isocentre scenario show ${shellWord(nameOrPath)} --resolved`,
    ...(years === undefined ? [] : [`--years ${years}`]),
    ...(scope === undefined ? [] : [`--scope ${scope}`]),
    ...(geography === undefined ? [] : [`--geography ${geography}`]),
    ...(own === undefined ? [] : [`--baseline ${shellWord(own.path)}`]),
  ].join(' ');
