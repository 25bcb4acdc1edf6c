import type { FigureReader, Range } from '@isocentre/evidence';
import type { CellInput, ModelInput } from '../model-input.ts';
import { routes, type Group, type Route, type Specialism } from '../taxonomy.ts';
import { atLeastZero, fill, share, total, wholeYears, type Figures } from './figures.ts';
import { physics, type Occupation } from './occupations.ts';

/** The row of the programme's table of starts that belongs to a specialism. */
const startRows: Partial<Record<Specialism, string>> = {
  radiotherapy_physics: 'radiotherapy_physics',
  nuclear_medicine_physics: 'nuclear_medicine',
  diagnostic_radiology_and_radiation_protection: 'radiation_safety_and_diagnostic_radiology',
  clinical_and_rehabilitation_engineering: 'clinical_engineering',
  clinical_scientific_computing: 'clinical_scientific_computing',
};

/** Scientist training starts a year, by specialism. */
const scientistStarts = (figures: Figures, occupations: readonly Occupation[]): ReadonlyMap<Specialism, number> => {
  const { reader } = figures;
  const purpose = 'training starts';
  const row = (name: string): number =>
    reader.number('stp_2023_by_specialty', 'people a year', purpose, atLeastZero, [name, 'posts']);
  const own = (specialism: Specialism): number | undefined => {
    if (specialism === 'magnetic_resonance_physics')
      return reader.number('stp_starts_magnetic_resonance', 'people a year', purpose, atLeastZero);
    if (specialism === 'ultrasound_and_non_ionising_radiation')
      return reader.number('stp_starts_ultrasound', 'people a year', purpose, atLeastZero);
    const name = startRows[specialism];
    return name === undefined ? undefined : row(name);
  };
  const present = [...new Set(occupations.map((one) => one.specialism))];
  const posts = (of: readonly Specialism[], group?: Group): number =>
    total(
      occupations
        .filter((one) => of.includes(one.specialism) && (group === undefined || one.group === group))
        .map((one) => one.posts),
    );
  const undefinedStarts = row('medical_physics_not_defined');
  const engineering: readonly Specialism[] = ['clinical_engineering', 'rehabilitation_engineering'];
  return new Map(
    present.map((specialism) => {
      if (physics.includes(specialism))
        return [specialism, (own(specialism) ?? 0) + (undefinedStarts * posts([specialism])) / posts(physics)];
      if (engineering.includes(specialism)) {
        return [
          specialism,
          (row('clinical_engineering') * posts([specialism], 'scientist')) / posts(engineering, 'scientist'),
        ];
      }
      const published = own(specialism);
      if (published !== undefined) return [specialism, published];
      return [
        specialism,
        reader.number('scientist_training_whole', 'share a year', purpose, atLeastZero) *
          posts([specialism], 'scientist'),
      ];
    }),
  );
};

export const trainingOf = (
  figures: Figures,
  occupations: readonly Occupation[],
  years: number,
): ((one: Occupation) => CellInput['training']) => {
  const { reader } = figures;
  const starts = scientistStarts(figures, occupations);
  const lengths: Readonly<Record<Route, number>> = {
    scientist_training: reader.number('stp_duration', 'years', 'the length of training', routeYears(reader)),
    technologist_training: reader.number(
      'technologist_training_years',
      'years',
      'the length of training',
      routeYears(reader),
    ),
  };
  const aStart = reader.number('trainees_a_start', 'people', 'trainees at the baseline', atLeastZero);
  const ids = new Set(occupations.map((one) => one.id));
  const stream = (route: Route, people: number, inServiceFrom: string | null): CellInput['training'][number] => ({
    route,
    trainees: fill(lengths[route], people * aStart),
    starts: fill(years, people),
    inServiceFrom,
  });
  return (one) => {
    if (one.group === 'support') return [];
    if (one.group === 'scientist') {
      const source = (['technologist', 'engineering'] as const)
        .map((group) => `${one.specialism}.${group}`)
        .find((id) => ids.has(id));
      return [stream('scientist_training', starts.get(one.specialism) ?? 0, source ?? null)];
    }
    const perPost = reader.number('technologist_training_starts', 'share a year', 'training starts', atLeastZero);
    return [stream('technologist_training', perPost * one.posts, null)];
  };
};

export const routesOf = (figures: Figures): ModelInput['routes'] => {
  const { reader } = figures;
  const read = (id: string, unit: string, range: Range = share): number =>
    reader.number(id, unit, 'the training routes', range);
  const inServiceAges = {
    from: reader.number('in_service_ages', 'years of age', 'the training routes', atLeastZero, ['low']),
    to: reader.number('in_service_ages', 'years of age', 'the training routes', atLeastZero, ['high']),
  };
  return [
    {
      id: 'scientist_training',
      title: routes.scientist_training,
      years: read('stp_duration', 'years', routeYears(reader)),
      attrition: read('stp_attrition', 'probability a year'),
      takeUp: read('stp_take_up', 'share'),
      costPerTrainee: read('stp_cost_a_year', 'GBP a year', atLeastZero),
      entryProfile: figures.profile('stp_entry_ages', 'the training routes'),
      inServiceShare: read('stp_in_service_share', 'share'),
      inServiceAges,
    },
    {
      id: 'technologist_training',
      title: routes.technologist_training,
      years: read('technologist_training_years', 'years', routeYears(reader)),
      attrition: read('technologist_training_attrition', 'probability a year'),
      takeUp: read('technologist_take_up', 'share'),
      costPerTrainee: read('technologist_trainee_cost_a_year', 'GBP a year', atLeastZero),
      entryProfile: figures.profile('technologist_entry_ages', 'the training routes'),
      inServiceShare: 0,
      inServiceAges,
    },
  ];
};

/** A route is a whole number of years and no longer than any projection. */
const routeYears = (reader: FigureReader): Range => ({
  ...wholeYears,
  max: reader.number('longest_horizon', 'years', 'the length of training', wholeYears),
});
