import type { FigureReader } from '@isocentre/evidence';
import type { Specialism } from '../taxonomy.ts';
import type { Scenario } from '../scenario.ts';
import { atLeastZero, total, type Figures } from './figures.ts';
import { isBeyond, surveyed, type Occupation } from './occupations.ts';

/** WTE required at the baseline, by occupation. */
export const requirementOf = (
  figures: Figures,
  occupations: readonly Occupation[],
  set: NonNullable<NonNullable<Scenario['baseline']>['requirement']>,
): readonly number[] => {
  const { reader } = figures;
  const purpose = 'the requirement at the baseline';
  const read = (id: string): number => reader.number(id, 'WTE', purpose, atLeastZero);
  if (set === 'specialism-surveys') {
    const radiology = occupations.filter((one) => one.specialism === 'diagnostic_radiology_and_radiation_protection');
    const radiologyPosts = total(radiology.map((one) => one.posts));
    return occupations.map((one) => {
      switch (one.id) {
        case 'radiotherapy_physics.technologist':
          return read('requirement_surveys_radiotherapy_technologist');
        case 'nuclear_medicine_physics.scientist':
          return read('requirement_surveys_nuclear_medicine_scientist');
        case 'nuclear_medicine_physics.technologist':
          return read('requirement_surveys_nuclear_medicine_technologist');
        case 'magnetic_resonance_physics.scientist':
          return read('requirement_surveys_magnetic_resonance');
        default:
          return radiology.includes(one)
            ? (read('requirement_surveys_diagnostic_radiology') * one.posts) / radiologyPosts
            : one.posts;
      }
    });
  }
  // The surveyed scope sets how many unfunded posts one unit of call stands for, in either scope.
  const calls = reader.table('call_by_specialism', 'share', purpose);
  const callOf = (specialism: Specialism): number => {
    if (isBeyond(specialism)) return reader.number('call_whole', 'share', purpose, atLeastZero);
    const call = calls[specialism];
    if (typeof call === 'number') return call;
    reader.report('call_by_specialism', `nothing at ${specialism}`, 'a number for each surveyed specialism');
    return 0;
  };
  const called = total(
    surveyed.map((specialism) => reader.number(`posts_${specialism}`, 'WTE posts', purpose) * callOf(specialism)),
  );
  const unfunded =
    set === 'headline-2023-on-top'
      ? reader.number('mpce_additional_needed_2023', 'people', purpose, atLeastZero)
      : reader.number('unfunded_posts', 'WTE posts', purpose, atLeastZero);
  return occupations.map((one) => one.posts + (unfunded * one.posts * callOf(one.specialism)) / called);
};

const growing = 'growth of the requirement';

/** The highest growth a year that a figure or a lever may give. */
export const largestGrowth = (reader: FigureReader): number =>
  reader.number('largest_growth', 'share a year', growing, atLeastZero);

export const growthOf = (reader: FigureReader, specialism: Specialism): number =>
  reader.number(isBeyond(specialism) ? 'growth_whole' : `growth_${specialism}`, 'share a year', growing, {
    min: -1,
    max: largestGrowth(reader),
  });

/** What two surveys require later, by occupation: their own statement of growth, which stands in for the yearly growth. */
export const laterProgrammes = (
  reader: FigureReader,
  occupations: readonly Occupation[],
): readonly ({ year: number; wte: number } | undefined)[] => {
  const purpose = 'the requirement of later years';
  const year = reader.number('requirement_surveys_later_year', 'year', purpose, atLeastZero);
  const radiology: Specialism = 'diagnostic_radiology_and_radiation_protection';
  const radiologyPosts = total(occupations.filter((one) => one.specialism === radiology).map((one) => one.posts));
  return occupations.map((one) => {
    if (one.specialism === 'magnetic_resonance_physics') {
      return { year, wte: reader.number('requirement_surveys_later_magnetic_resonance', 'WTE', purpose, atLeastZero) };
    }
    if (one.specialism !== radiology) return undefined;
    return {
      year,
      wte: (reader.number('ipem_dr_growth_staff', 'WTE posts', purpose, atLeastZero) * one.posts) / radiologyPosts,
    };
  });
};
