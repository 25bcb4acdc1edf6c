import type { FigureReader } from '@isocentre/evidence';
import type { Draft } from './baseline/draft.ts';
import { atLeastZero, dot, fill, share, Figures, total, wholeFromZero, wholeYears } from './baseline/figures.ts';
import { recruitsOf, retirementOf, transfersOf } from './baseline/moves.ts';
import { occupationsOf, type Occupation } from './baseline/occupations.ts';
import { growthOf, laterProgrammes, requirementOf } from './baseline/requirement.ts';
import { routesOf, trainingOf } from './baseline/training.ts';
import type { CellInput, ModelInput, OccupationInput } from './model-input.ts';
import type { Scenario } from './scenario.ts';
import { groups, keysOf, nation, regions, specialisms, type Group, type Region } from './taxonomy.ts';

const ageFigures: Readonly<Record<Group, string>> = {
  scientist: 'age_profile_scientist',
  technologist: 'age_profile_technologist',
  engineering: 'age_profile_engineering',
  support: 'age_profile_technologist',
};

const regionShares = (
  figures: Figures,
  geography: 'nation' | 'regions',
): readonly { id: Region; title: string; share: number }[] => {
  if (geography === 'nation') return keysOf(nation).map((id) => ({ id, title: nation[id], share: 1 }));
  const people = keysOf(regions).map((id) =>
    figures.reader.number(`region_population_${id}`, 'people', 'the share of each region', atLeastZero),
  );
  return keysOf(regions).map((id, index) => ({ id, title: regions[id], share: (people[index] ?? 0) / total(people) }));
};

/**
 * Builds the baseline of a scenario from figures, before levers.
 *
 * Problems with figures are collected in the reader; where it has any, the draft must not be used.
 *
 * @param askedYears Years to cover in this run, in place of those of the scenario.
 */
export const buildBaseline = (reader: FigureReader, scenario: Scenario, askedYears?: number): Draft => {
  const figures = new Figures(reader);
  const {
    scope = 'surveyed',
    requirement: set = 'headline-2023',
    growth = 'stated',
    retirement = 'stated',
    geography = 'nation',
  } = scenario.baseline ?? {};
  const year = (id: string): number => reader.number(id, 'year', 'the dates of the scenario', wholeFromZero);
  const declaredYears = horizonOf(reader, scenario.years);
  const years = askedYears === undefined ? declaredYears : horizonOf(reader, askedYears);
  const dated = scenario.baseline?.return?.data?.date;
  const baselineYear = dated === undefined ? year('baseline_year') : Number(dated.slice(0, dated.indexOf('-')));

  const occupations = occupationsOf(figures, scope);
  const ids = new Set(occupations.map((one) => one.id));
  const places = regionShares(figures, geography);
  const requirement = requirementOf(figures, occupations, set);
  const training = trainingOf(figures, occupations, years);
  const recruits = recruitsOf(figures, years);
  const transfers = transfersOf(figures, ids);
  const participation = figures.byAge('participation', 'WTE a head', 'hours worked', atLeastZero);
  const retiring = retirementOf(figures, retirement, baselineYear);
  const quitting = figures.byAge('quitting_by_age', 'probability a year', 'leaving', share);
  const returning = reader.number('returning_share', 'share', 'retire and return', share);
  const supervision = reader.number('supervision', 'people a head', 'the limit on training', atLeastZero);
  const expertAges = figures.profile('age_profile_recognised', 'ages at the baseline');

  const cells = occupations.flatMap((one) => {
    const ages = figures.profile(ageFigures[one.group], 'ages at the baseline');
    const inPost = one.posts * (1 - one.vacancy);
    const heads = (wte: number, profile: readonly number[]): number[] =>
      scaled(profile, wte / dot(profile, participation));
    const notRecognised = heads(inPost * (1 - one.recognisedShare), ages);
    const recognised = heads(inPost * one.recognisedShare, expertAges);
    const streams = training(one);
    const sources = recruits(one);
    return places.map((place): CellInput => {
      // Each list was made for this occupation alone, so that its only place may have it as it is.
      const scale = (values: number[]): number[] => (place.share === 1 ? values : scaled(values, place.share));
      return {
        occupation: one.id,
        region: place.id,
        notRecognised: scale(notRecognised),
        recognised: scale(recognised),
        returned: 0,
        posts: one.posts * place.share,
        addedPosts: fill(years, 0),
        requirement: [],
        recognisedRequirement: [],
        training: streams.map((stream) => ({
          ...stream,
          trainees: scale(stream.trainees),
          starts: scale(stream.starts),
        })),
        recruits: sources.map((source) => ({ ...source, people: scale(source.people) })),
      };
    });
  });

  const expertsRequired = (one: Occupation, wte: number): number =>
    set === 'specialism-surveys' && one.id === 'nuclear_medicine_physics.scientist'
      ? reader.number(
          'requirement_surveys_nuclear_medicine_recognised',
          'WTE',
          'recognised experts required',
          atLeastZero,
        )
      : wte * one.recognisedShare;
  const later = set === 'specialism-surveys' ? laterProgrammes(reader, occupations) : [];
  const programmes = cells.map((cell) => {
    const index = occupations.findIndex((one) => one.id === cell.occupation);
    const part = places.find((place) => place.id === cell.region)?.share ?? 0;
    const programme = later[index];
    const wte = fill(years + 1, 0);
    if (programme) wte.fill(programme.wte * part, Math.max(0, Math.ceil(programme.year - baselineYear)));
    return wte;
  });

  const input: ModelInput = {
    format: 'isocentre-model-input',
    version: 1,
    scenario: { name: scenario.name, title: scenario.title },
    scope,
    baselineYear,
    firstDecisionYear: scenario.firstDecisionYear ?? year('first_decision_year'),
    years,
    ages: { first: figures.first, last: figures.last },
    closure: {
      tolerance: scenario.closureTolerance ?? reader.number('closure_tolerance', 'share', 'the closing year', share),
      reportedYears: reader.number('closure_reported_years', 'years', 'the closing year', wholeYears),
      countedFrom: year('closure_counted_from'),
    },
    retiringWithinYears: reader.number('retiring_within', 'years', 'retiring within a span', wholeYears),
    returnedParticipation: reader.number('returned_participation', 'WTE a head', 'retire and return', atLeastZero),
    returnedLeaving: reader.number('returned_leaving', 'probability a year', 'retire and return', share),
    turnedAwayLost: reader.number('turned_away_lost', 'share', 'recruitment', share),
    fundedShare: fill(years, reader.number('funding_share', 'share a year', 'the funding of posts', share)),
    regions: places.map(({ id, title }) => ({ id, title })),
    occupations: occupations.map((one): OccupationInput => ({
      id: one.id,
      specialism: one.specialism,
      group: one.group,
      title: `${groups[one.group]} in ${specialisms[one.specialism]}`,
      participation,
      retirement: retiring,
      quitting,
      quitMultiplier: fill(years, 1),
      returning: fill(years, returning),
      supervision: fill(years, supervision),
      certification:
        one.recognisedShare > 0
          ? {
              fromAge: reader.number('certification_age', 'years of age', 'recognition', wholeFromZero),
              probability: fill(years, reader.number('certification_rate', 'probability a year', 'recognition', share)),
              perAssessor: fill(
                years,
                reader.number('certification_per_assessor', 'people a head', 'recognition', atLeastZero),
              ),
            }
          : null,
      transfers: transfers(one.id),
      pay: reader.number(`pay_${one.group}`, 'GBP a year', 'pay', atLeastZero),
      onCosts: reader.number(`on_costs_${one.group}`, 'share', 'pay', atLeastZero),
    })),
    routes: routesOf(figures),
    cells,
  };

  const spread = (values: readonly number[]): number[] =>
    values.flatMap((value) => places.map((place) => value * place.share));
  return {
    input,
    declaredYears,
    requirement: spread(requirement),
    recognisedRequirement: spread(occupations.map((one, index) => expertsRequired(one, requirement[index] ?? 0))),
    growth: new Map(
      occupations.map((one, index) => [
        one.id,
        fill(years, growth === 'none' || later[index] ? 0 : growthOf(reader, one.specialism)),
      ]),
    ),
    technology: cells.map(() => fill(years + 1, 1)),
    programmes,
  };
};

const scaled = (values: readonly number[], factor: number): number[] => {
  const list = values.slice();
  for (let i = 0; i < list.length; i += 1) list[i] = (list[i] as number) * factor;
  return list;
};

const horizonOf = (reader: FigureReader, asked: number | undefined): number => {
  const purpose = 'the dates of the scenario';
  const longest = reader.number('longest_horizon', 'years', purpose, wholeYears);
  const years = asked ?? reader.number('horizon', 'years', purpose, { ...wholeYears, max: longest });
  if (years > longest) reader.report('longest_horizon', `${years} years asked for`, `at most ${longest} years`);
  return years;
};
