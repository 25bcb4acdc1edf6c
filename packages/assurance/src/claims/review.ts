import { agreementFindings } from './agreement.ts';
import { answerSection } from './section-answers.ts';
import { isShare, measureOf, scaleOf } from './measure.ts';
import { namedSizes } from './stated-counts.ts';
import { subgroupFindings } from './subgroups.ts';
import { swapFindings } from './indication.ts';
import { unitOf } from './printed.ts';
import { intervalMethod } from './interval-method.ts';
import type { ClaimAnswer, ClaimStatus } from './answer.ts';
import type { Claim, ClaimCard, ClaimSection } from './claim.ts';
import type { Finding } from './finding.ts';

/** A section with what was found in it. */
export interface SectionReview {
  readonly section: ClaimSection;
  /** Whether the section says nothing: no figures, or zeros without a unit in the place of all of them. */
  readonly empty: boolean;
  /** One for each claim; none for an empty section. */
  readonly answers: readonly ClaimAnswer[];
}

/** A card with what was found in it. */
export interface CardReview {
  readonly card: ClaimCard;
  readonly sections: readonly SectionReview[];
  readonly findings: readonly Finding[];
  /** Whether it carries another product's results. */
  readonly swapped: boolean;
}

/** Counts over all cards of a review. */
export interface ReviewSummary {
  readonly cards: number;
  readonly claims: number;
  readonly answers: Readonly<Record<ClaimStatus, number>>;
  readonly emptySections: number;
  readonly swappedCards: number;
  /** Contradictions between claims, beside those of a single claim. */
  readonly contradictions: number;
}

/** The version of the arithmetic; it changes when an answer may. */
export const claimsVersion = '1.0.0';

const isPlaceholder = (claim: Claim): boolean =>
  claim.estimate.value === 0 && claim.unit === undefined && claim.lower === undefined && claim.upper === undefined;

/** An interval that is usually symmetric and is not, beyond what rounding explains. */
const symmetryFinding = ({ claim, measure }: ClaimAnswer): Finding | undefined => {
  const { estimate, lower, upper } = claim;
  if ((measure !== 'measurement' && measure !== 'area under a curve') || !lower || !upper) return undefined;
  const [below, above] = [estimate.value - lower.value, upper.value - estimate.value];
  const rounding = unitOf(estimate) + (unitOf(lower) + unitOf(upper)) / 2;
  const tolerance = 1 + 1e-9;
  if (below < 0 || above < 0 || Math.abs(above - below) <= rounding * tolerance) return undefined;
  const digits = Math.max(estimate.decimals, lower.decimals, upper.decimals);
  const says = `${claim.label}: the interval reaches ${below.toFixed(digits)} below the estimate and ${above.toFixed(digits)} above, and the usual one of ${measure === 'measurement' ? 'a mean' : 'an area'} is symmetric; ask how it was made and rounded`;
  return { kind: 'symmetry', contradicts: false, where: claim.where, says };
};

const methodFinding = ({ claim, methods, status }: ClaimAnswer): Finding | undefined => {
  const { method } = claim;
  if (method === undefined || method === 'bootstrap' || method === 'other' || methods.length === 0) return undefined;
  if (status === 'contradicted' || methods.includes(method)) return undefined;
  const names = methods.map((id) => intervalMethod(id).name).join(', ');
  const says = `${claim.label}: the interval is said to be by ${intervalMethod(method).name}, and is by ${names}`;
  return { kind: 'method', contradicts: true, where: claim.where, says };
};

const scaleFinding = (section: ClaimSection): Finding | undefined => {
  const shares = section.claims.filter((claim) => isShare(measureOf(claim)));
  const [fraction, percent] = [1, 100].map((scale) => shares.find((claim) => scaleOf(claim) === scale));
  if (!fraction || !percent) return undefined;
  const says = `${fraction.label} is printed as a fraction (${fraction.estimate.text}) and ${percent.label} in per cent (${percent.estimate.text})`;
  return { kind: 'scale', contradicts: false, where: section.where, says };
};

const present = (findings: readonly (Finding | undefined)[]): readonly Finding[] =>
  findings.filter((finding) => finding !== undefined);

/**
 * Reviews the claims of a card by arithmetic alone: each claim gets one of four answers, and what the claims say of each
 * other and of the product is checked.
 */
export const reviewCard = (card: ClaimCard): CardReview => {
  const sizes = namedSizes(card);
  const reviewed = card.sections.map((section) => {
    if (section.unread === 0 && section.claims.every(isPlaceholder)) {
      const what =
        section.claims.length === 0
          ? 'no figure'
          : `only zeros without a unit: ${section.claims.map(({ label }) => label).join('; ')}`;
      const says = `${section.name} has ${what}`;
      const findings: readonly Finding[] = [{ kind: 'empty', contradicts: false, where: section.where, says }];
      return { section, empty: true, answers: [], findings };
    }
    const { answers, findings } = answerSection(section, sizes);
    return {
      section,
      empty: false,
      answers,
      findings: [
        ...findings,
        ...agreementFindings(section, answers),
        ...subgroupFindings(section, sizes),
        ...present([scaleFinding(section), ...answers.map(methodFinding), ...answers.map(symmetryFinding)]),
      ],
    };
  });
  const stated = reviewed.flatMap(({ section, empty }) => (empty ? [] : [section]));
  const swaps = swapFindings(card, stated);
  const findings = [...swaps, ...reviewed.flatMap((section) => section.findings)];
  return {
    card,
    sections: reviewed.map(({ section, empty, answers }) => ({ section, empty, answers })),
    findings,
    swapped: swaps.length > 0,
  };
};

/** Counts what was found over cards. */
export const summariseReviews = (reviews: readonly CardReview[]): ReviewSummary => {
  const answers = reviews.flatMap(({ sections }) => sections.flatMap((section) => section.answers));
  const count = (status: ClaimStatus): number => answers.filter((answer) => answer.status === status).length;
  const findings = reviews.flatMap((review) => review.findings);
  return {
    cards: reviews.length,
    claims: answers.length,
    answers: {
      reproduced: count('reproduced'),
      rounding: count('rounding'),
      contradicted: count('contradicted'),
      'not recomputable': count('not recomputable'),
    },
    emptySections: findings.filter(({ kind }) => kind === 'empty').length,
    swappedCards: reviews.filter(({ swapped }) => swapped).length,
    contradictions: findings.filter(({ contradicts }) => contradicts).length,
  };
};
