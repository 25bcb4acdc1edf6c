import { isOverall, measureOf } from './measure.ts';
import type { Claim, ClaimCard, ClaimSection } from './claim.ts';

const units = '(?:cases|scans|studies|patients|exams|examinations|subjects|participants|images)';
const number = String.raw`(\d{1,3}(?:,\d{3})+|\d+)`;
const numberOf = (text: string | undefined): number => Number((text ?? '').replaceAll(',', ''));

const positivePattern = new RegExp(String.raw`\b${number}\s+positive\s+${units}\b`, 'i');
const negativePattern = new RegExp(String.raw`\b${number}\s+negative\s+${units}\b`, 'i');
const totalPattern = new RegExp(String.raw`\b${number}\s+${units}\b`, 'gi');
const namedPattern = /([A-Za-z][A-Za-z /-]*?)\s*\bn\s*=\s*(\d{1,3}(?:,\d{3})+|\d+)/g;

/** Numbers of cases that a section states in words. */
export interface StatedCounts {
  readonly total?: number;
  readonly positives?: number;
  readonly negatives?: number;
}

/**
 * Reads the numbers of cases that a section states: a total in its goal ("in 487 cases"), positives and negatives ("96
 * positive cases and 172 negative cases").
 *
 * Where a goal states two different totals, none is taken. A total given as a field goes before one in words.
 */
export const statedCounts = (section: ClaimSection): StatedCounts => {
  const text = `${section.goal}\n${section.text}`;
  const totals = new Set([...section.goal.matchAll(totalPattern)].map((match) => numberOf(match[1])));
  const [only] = totals;
  const total = section.total ?? (totals.size === 1 ? only : undefined);
  const positives = positivePattern.exec(text)?.[1];
  const negatives = negativePattern.exec(text)?.[1];
  return {
    ...(total === undefined ? {} : { total }),
    ...(positives === undefined ? {} : { positives: numberOf(positives) }),
    ...(negatives === undefined ? {} : { negatives: numberOf(negatives) }),
  };
};

/** Reads sizes of named groups anywhere in a card, such as "overall n=350; Cardiology n=115"; by lower-case name. */
export const namedSizes = (card: ClaimCard): ReadonlyMap<string, number> => {
  const sizes = new Map<string, number>();
  for (const { goal, text } of card.sections) {
    for (const match of `${goal}\n${text}`.matchAll(namedPattern)) {
      const name = (match[1] ?? '').trim().toLowerCase();
      if (name !== '' && !sizes.has(name)) sizes.set(name, numberOf(match[2]));
    }
  }
  return sizes;
};

/** The group that a label names in parentheses or after a colon, in lower case. */
export const groupOf = (label: string): string | undefined =>
  (/\(([^()]+)\)\s*$/.exec(label)?.[1] ?? /:\s*(.+)$/.exec(label)?.[1])?.trim().toLowerCase();

/**
 * Gives the number of cases that a share is of, where it is stated: in the claim, as the size of the group that its label
 * names, as the positives of a sensitivity or the negatives of a specificity, or as the total of an overall accuracy,
 * agreement or prevalence.
 */
export const statedTrials = (
  claim: Claim,
  counts: StatedCounts,
  sizes: ReadonlyMap<string, number>,
): number | undefined => {
  if (claim.trials !== undefined) return claim.trials;
  const group = groupOf(claim.label);
  if (group !== undefined) return sizes.get(group);
  if (!isOverall(claim)) return undefined;
  switch (measureOf(claim)) {
    case 'sensitivity':
      return counts.positives;
    case 'specificity':
      return counts.negatives;
    case 'accuracy':
    case 'prevalence':
      return counts.total;
    case 'share':
      return /\b(overall|agreement)\b/i.test(claim.label) ? counts.total : undefined;
    case 'positive predictive value':
    case 'negative predictive value':
    case 'area under a curve':
    case 'index':
    case 'measurement':
    case 'count':
    case 'bare number':
      return undefined;
  }
};
