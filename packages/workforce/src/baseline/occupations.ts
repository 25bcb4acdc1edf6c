import { atLeastZero, cellsOf, share, total, type Figures } from './figures.ts';
import { groups, keysOf, type Group, type Specialism } from '../taxonomy.ts';

/** The specialisms that surveys have. */
export const surveyed = [
  'radiotherapy_physics',
  'nuclear_medicine_physics',
  'diagnostic_radiology_and_radiation_protection',
  'magnetic_resonance_physics',
  'ultrasound_and_non_ionising_radiation',
  'clinical_and_rehabilitation_engineering',
] as const satisfies readonly Specialism[];

/** Those of physics among them. */
export const physics: readonly Specialism[] = surveyed.slice(0, -1);

const beyond = [
  'clinical_engineering',
  'rehabilitation_engineering',
  'clinical_scientific_computing',
  'physiological_measurement',
  'optical_radiation',
  'radiopharmacy',
] as const satisfies readonly Specialism[];

/** Tells whether no survey has a specialism, so that only the whole of MPCE has it. */
export const isBeyond = (specialism: Specialism): boolean => (beyond as readonly Specialism[]).includes(specialism);

export const specialismsOf: Readonly<Record<'surveyed' | 'whole-mpce', readonly Specialism[]>> = {
  surveyed,
  'whole-mpce': [...physics, ...beyond],
};

/** The figure that gives the vacancy rate of a specialism, or of each of its groups where the survey gives several. */
const vacancyFigures: Partial<Record<Specialism, string | Partial<Record<Group, string>>>> = {
  radiotherapy_physics: 'vacancy_radiotherapy_physics',
  nuclear_medicine_physics: 'nm_vacancy',
  diagnostic_radiology_and_radiation_protection: { scientist: 'dr_cs_vacancy', technologist: 'dr_ct_vacancy' },
  magnetic_resonance_physics: 'mr_vacancy',
  ultrasound_and_non_ionising_radiation: { scientist: 'us_cs_vacancy', technologist: 'us_ct_vacancy' },
  clinical_and_rehabilitation_engineering: 'vacancy_clinical_and_rehabilitation_engineering',
};

/** For what vacancy rates are read; a return replaces them. */
export const vacanciesPurpose = 'vacancies at the baseline';

/** One occupation of the baseline with the quantities from which its cells are made. */
export interface Occupation {
  readonly id: string;
  readonly specialism: Specialism;
  readonly group: Group;
  readonly posts: number;
  readonly vacancy: number;
  readonly recognisedShare: number;
}

export const occupationsOf = (figures: Figures, scope: keyof typeof specialismsOf): readonly Occupation[] => {
  const { reader } = figures;
  return specialismsOf[scope].flatMap((specialism) => {
    const whole = isBeyond(specialism) || (scope === 'whole-mpce' && specialism === 'nuclear_medicine_physics');
    const posts = reader.number(
      `${whole ? 'posts_whole' : 'posts'}_${specialism}`,
      'WTE posts',
      'posts at the baseline',
      atLeastZero,
    );
    const table = isBeyond(specialism) ? 'group_shares_whole' : 'group_shares';
    const shares = cellsOf(reader.table(table, 'share', 'posts at the baseline')[specialism]);
    if (Math.abs(total(Object.values(shares)) - 1) > Number.EPSILON * 2) {
      reader.report(
        table,
        `shares of ${specialism} that add to ${total(Object.values(shares))}`,
        'shares that add to 1',
      );
    }
    return keysOf(groups).flatMap((group) => {
      const part = shares[group];
      if (part === undefined) return [];
      const named = vacancyFigures[specialism] ?? 'vacancy_whole';
      const figure = typeof named === 'string' ? named : named[group];
      const vacancy = figure === undefined ? 0 : reader.number(figure, 'share', vacanciesPurpose, share);
      const recognised =
        group === 'scientist'
          ? reader.table('recognised_share', 'share', 'recognised experts at the baseline')[specialism]
          : undefined;
      return [
        {
          id: `${specialism}.${group}`,
          specialism,
          group,
          posts: posts * part,
          vacancy,
          recognisedShare: typeof recognised === 'number' ? recognised : 0,
        },
      ];
    });
  });
};
