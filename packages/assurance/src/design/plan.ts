import type { Result } from '@isocentre/evidence';
import { refused } from '../measured.ts';
import { agreementSize } from './agreement.ts';
import { calibrationSize } from './calibration.ts';
import { aucSize, pairedSize } from './comparisons.ts';
import { frocSize } from './froc.ts';
import { groupsSize } from './groups.ts';
import { meanSize, netBenefitSize } from './mean.ts';
import { proportionSize } from './proportion.ts';
import { readerStudySize } from './reader-study.ts';
import { intraclassSize, repeatabilitySize } from './repeatability.ts';
import type { Aim, SampleSize } from './sample-size.ts';

/** A design by name: which numbers it needs and which it may have. */
export interface StudyDesign {
  readonly id: string;
  readonly title: string;
  readonly needs: readonly string[];
  readonly may: readonly string[];
  readonly size: (values: Readonly<Record<string, number | undefined>>) => Result<SampleSize>;
}

const aim = ['half-width', 'margin', 'power', 'level'] as const;
// What is missing is refused before a design is asked.
const need = (value: number | undefined): number => value ?? Number.NaN;

const aimOf = (v: Readonly<Record<string, number | undefined>>): Aim => ({
  halfWidth: v['half-width'],
  margin: v['margin'],
  power: v['power'],
  level: v['level'],
});

/** Every design of a study, by the names under which it is asked for. */
export const studyDesigns: readonly StudyDesign[] = [
  {
    id: 'proportion',
    title: 'a share of cases, such as sensitivity',
    needs: ['expected'],
    may: aim,
    size: (v) => proportionSize({ ...aimOf(v), expected: need(v['expected']) }),
  },
  {
    id: 'auc',
    title: 'an area under a ROC curve',
    needs: ['expected'],
    may: [...aim, 'ratio'],
    size: (v) =>
      aucSize({
        expected: need(v['expected']),
        ratio: v['ratio'],
        ...aimOf(v),
      }),
  },
  {
    id: 'paired',
    title: 'the accuracy of two tools on the same cases',
    needs: ['difference', 'discordant'],
    may: ['half-width', 'power', 'level'],
    size: (v) =>
      pairedSize({
        difference: need(v['difference']),
        discordant: need(v['discordant']),
        halfWidth: v['half-width'],
        power: v['power'],
        level: v['level'],
      }),
  },
  {
    id: 'reader-study',
    title: 'two ways of reading by several readers',
    needs: [
      'difference',
      'readers',
      'pilot-cases',
      'reader-variance',
      'error-variance',
      'covariance-1',
      'covariance-2',
      'covariance-3',
    ],
    may: ['power', 'level'],
    size: (v) =>
      readerStudySize({
        difference: need(v['difference']),
        readers: need(v['readers']),
        pilotCases: need(v['pilot-cases']),
        readerVariance: need(v['reader-variance']),
        errorVariance: need(v['error-variance']),
        covariance1: need(v['covariance-1']),
        covariance2: need(v['covariance-2']),
        covariance3: need(v['covariance-3']),
        power: v['power'],
        level: v['level'],
      }),
  },
  {
    id: 'agreement',
    title: 'agreement of two ways of measuring',
    needs: ['deviation'],
    may: ['bias', 'allowed', 'half-width', 'power', 'level'],
    size: (v) =>
      agreementSize({
        deviation: need(v['deviation']),
        bias: v['bias'],
        allowed: v['allowed'],
        halfWidth: v['half-width'],
        power: v['power'],
        level: v['level'],
      }),
  },
  {
    id: 'froc',
    title: 'a detector of nodules, by simulation',
    needs: ['expected', 'nodules', 'false-marks'],
    may: [...aim, 'simulations', 'seed'],
    size: (v) =>
      frocSize({
        expected: need(v['expected']),
        nodules: need(v['nodules']),
        falseMarks: need(v['false-marks']),
        ...aimOf(v),
        simulations: v['simulations'],
        seed: v['seed'] ?? 1,
      }),
  },
  {
    id: 'calibration',
    title: 'calibration of probabilities',
    needs: ['prevalence', 'observed-half-width', 'slope-half-width', 'logit-mean', 'logit-deviation'],
    may: ['level'],
    size: (v) =>
      calibrationSize({
        prevalence: need(v['prevalence']),
        observedHalfWidth: need(v['observed-half-width']),
        slopeHalfWidth: need(v['slope-half-width']),
        logitMean: need(v['logit-mean']),
        logitDeviation: need(v['logit-deviation']),
        level: v['level'],
      }),
  },
  {
    id: 'mean',
    title: 'a mean over cases, such as Dice, HD95, a Brier score or a paired difference',
    needs: ['deviation'],
    may: ['expected', ...aim],
    size: (v) => meanSize({ ...aimOf(v), deviation: need(v['deviation']), expected: v['expected'] }),
  },
  {
    id: 'net-benefit',
    title: 'net benefit at a threshold',
    needs: ['prevalence', 'sensitivity', 'specificity', 'threshold'],
    may: aim,
    size: (v) =>
      netBenefitSize({
        ...aimOf(v),
        prevalence: need(v['prevalence']),
        sensitivity: need(v['sensitivity']),
        specificity: need(v['specificity']),
        threshold: need(v['threshold']),
      }),
  },
  {
    id: 'groups',
    title: 'the difference of the shares of two separate groups, such as a subgroup and the others',
    needs: ['expected', 'others'],
    may: ['ratio', 'half-width', 'power', 'level'],
    size: (v) =>
      groupsSize({
        expected: need(v['expected']),
        others: need(v['others']),
        ratio: v['ratio'],
        halfWidth: v['half-width'],
        power: v['power'],
        level: v['level'],
      }),
  },
  {
    id: 'repeatability',
    title: 'the spread of repeated measurements, wSD or RC',
    needs: ['expected'],
    may: [...aim, 'each'],
    size: (v) => repeatabilitySize({ ...aimOf(v), expected: need(v['expected']), each: v['each'] }),
  },
  {
    id: 'icc',
    title: 'an intraclass correlation',
    needs: ['expected', 'half-width'],
    may: ['each', 'level'],
    size: (v) =>
      intraclassSize({
        expected: need(v['expected']),
        each: v['each'],
        halfWidth: v['half-width'],
        level: v['level'],
      }),
  },
];

/**
 * Gives the number of cases of a study by the name of its design.
 *
 * @param values Numbers by the names of `needs` and `may` of the design.
 * @returns the number; every value that is missing or that the design does not have.
 */
export const sampleSize = (id: string, values: Readonly<Record<string, number | undefined>>): Result<SampleSize> => {
  const design = studyDesigns.find((one) => one.id === id);
  if (!design) return refused('sample size', `"${id}"`, studyDesigns.map((one) => one.id).join(', '));
  const given = Object.keys(values).filter((name) => values[name] !== undefined);
  const missing = design.needs.filter((name) => !given.includes(name));
  const strange = given.filter((name) => !design.needs.includes(name) && !design.may.includes(name));
  const all = `${design.needs.join(', ')}${design.may.length > 0 ? `; may have ${design.may.join(', ')}` : ''}`;
  if (missing.length > 0)
    return refused(`sample size of ${id}`, `nothing for ${missing.join(', ')}`, `values for ${all}`);
  if (strange.length > 0)
    return refused(`sample size of ${id}`, `a value for ${strange.join(', ')}`, `values for ${all}`);
  return design.size(values);
};
