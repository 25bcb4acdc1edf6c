import type { Claim } from './claim.ts';

/** What a figure measures, as far as it bears on how it can be checked. */
export type Measure =
  | 'sensitivity'
  | 'specificity'
  | 'positive predictive value'
  | 'negative predictive value'
  | 'accuracy'
  | 'prevalence'
  | 'share'
  | 'area under a curve'
  | 'index'
  | 'measurement'
  | 'count'
  | 'bare number';

/** What stands before the part of the cases that a label names: `Sensitivity` of `Sensitivity (age 65 and over)`. */
const baseOf = (label: string): string => {
  const [base = ''] = label.toLowerCase().split(/[(:,;]|\b(?:by|in|at|for|among|of|vs)\b/);
  return base.trim() === '' ? label.toLowerCase() : base;
};

const named: readonly (readonly [RegExp, Measure])[] = [
  [/\bau(ro|pr)?c\b|\barea under\b|\bc[- ]statistic\b|\baverage precision\b/, 'area under a curve'],
  [/\bdice\b|\bjaccard\b|\biou\b|\boverlap\b|\bf[- ]?1\b|\bf[- ]score\b|\bkappa\b|\byouden\b|\bmcc\b|\bicc\b/, 'index'],
  [/\berror rate\b|\bfalse (positive|negative) rate\b/, 'share'],
  [
    /\b(mean|median|average|differences?|errors?|time|age|changes?|reductions?|increase|improvements?|bias|correlation|ratio|odds|score|volume|diameter|variation|deviation)\b/,
    'measurement',
  ],
  [/\bsensitivit|\brecall\b|\btrue positive rate\b|\btpr\b/, 'sensitivity'],
  [/\bspecificit|\btrue negative rate\b|\btnr\b/, 'specificity'],
  [/\bpositive predictive\b|\bppv\b|\bprecision\b/, 'positive predictive value'],
  [/\bnegative predictive\b|\bnpv\b/, 'negative predictive value'],
  [/\baccuracy\b/, 'accuracy'],
  [/\bprevalence\b/, 'prevalence'],
];

const isPercent = (unit: string | undefined): boolean => /^(%|per ?cent|percent)$/i.test(unit ?? '');
const isFraction = (unit: string | undefined): boolean => /^(fraction|proportion|share|1)$/i.test(unit ?? '');
const isCount = (unit: string | undefined): boolean => /^(count|cases?|scans?|patients?|n)$/i.test(unit ?? '');

/** Tells what a claim measures, from the words of its label and its unit. */
export const measureOf = ({ label, unit, deviation }: Claim): Measure => {
  if (deviation !== undefined) return 'measurement';
  const text = baseOf(label);
  const byName = named.find(([pattern]) => pattern.test(text))?.[1];
  if (isCount(unit)) return 'count';
  if (unit !== undefined && !isPercent(unit) && !isFraction(unit)) return 'measurement';
  if (byName) return byName;
  if (unit === undefined) return /\brate\b|\bagreement\b|\bproportion\b/.test(text) ? 'share' : 'bare number';
  return 'share';
};

const shares: ReadonlySet<Measure> = new Set<Measure>([
  'sensitivity',
  'specificity',
  'positive predictive value',
  'negative predictive value',
  'accuracy',
  'prevalence',
  'share',
]);

/** Tells whether a measure is a share of counted cases, k of n, so that counts can be recovered. */
export const isShare = (measure: Measure): boolean => shares.has(measure);

/** Gives 100 where a share is printed in per cent, 1 where as a fraction: by its unit, else by its size. */
export const scaleOf = ({ unit, estimate, upper }: Claim): 1 | 100 => {
  if (isPercent(unit)) return 100;
  if (isFraction(unit)) return 1;
  return Math.max(estimate.value, upper?.value ?? 0) > 1 ? 100 : 1;
};

/** Tells whether a label is about all cases, not a part of them that it names after a colon or in parentheses. */
export const isOverall = ({ label, subgroup }: Claim): boolean =>
  subgroup === undefined && (/\boverall\b/i.test(label) || !/[:(]/.test(label));
