/** Staff groups, in the order in which results list them. */
export const groups = {
  scientist: 'clinical scientists',
  technologist: 'clinical technologists',
  engineering: 'engineering staff',
  support: 'support staff',
} as const;

/** Specialisms of medical physics and clinical engineering, in the order in which results list them. */
export const specialisms = {
  radiotherapy_physics: 'radiotherapy physics',
  nuclear_medicine_physics: 'nuclear medicine physics',
  diagnostic_radiology_and_radiation_protection: 'diagnostic radiology and radiation protection',
  magnetic_resonance_physics: 'magnetic resonance physics',
  ultrasound_and_non_ionising_radiation: 'ultrasound and non-ionising radiation',
  clinical_and_rehabilitation_engineering: 'clinical and rehabilitation engineering',
  clinical_engineering: 'clinical engineering',
  rehabilitation_engineering: 'rehabilitation engineering',
  clinical_scientific_computing: 'clinical scientific computing',
  physiological_measurement: 'physiological measurement',
  optical_radiation: 'optical radiation',
  radiopharmacy: 'radiopharmacy',
} as const;

/** Regions of the employer: the seven of NHS England, then the other nations. */
export const regions = {
  east_of_england: 'East of England',
  london: 'London',
  midlands: 'Midlands',
  north_east_and_yorkshire: 'North East and Yorkshire',
  north_west: 'North West',
  south_east: 'South East',
  south_west: 'South West',
  scotland: 'Scotland',
  wales: 'Wales',
  northern_ireland: 'Northern Ireland',
} as const;

/** The one region of a scenario that does not divide the nation. */
export const nation = { uk: 'United Kingdom' } as const;

/** Routes by which people train for a post. */
export const routes = {
  scientist_training: 'Scientist Training Programme',
  technologist_training: 'technologist and engineer training (apprenticeships and degrees)',
} as const;

/** A staff group. */
export type Group = keyof typeof groups;
/** A specialism. */
export type Specialism = keyof typeof specialisms;
/** A region of the employer. */
export type Region = keyof typeof regions | keyof typeof nation;
/** A training route. */
export type Route = keyof typeof routes;

/** Lists the keys of a taxonomy with their type. */
export const keysOf = <K extends string>(taxonomy: Readonly<Record<K, string>>): readonly K[] =>
  Object.keys(taxonomy) as K[];
