import { claimsVersion, summariseReviews, type CardReview, type ReviewSummary } from './review.ts';
import { intervalMethod } from './interval-method.ts';
import type { ClaimAnswer, ClaimStatus } from './answer.ts';
import type { Claim } from './claim.ts';
import type { Finding } from './finding.ts';
import type { Measure } from './measure.ts';
import type { RecoveredCounts } from './recover.ts';

/** A claim as it is reported. */
export interface ReportedClaim {
  readonly where: string;
  readonly claim: string;
  readonly subgroup?: string;
  readonly measure: Measure;
  /** As printed: the estimate with its interval and unit. */
  readonly printed: string;
  readonly status: ClaimStatus;
  /** The figures that the counts give, as they would be printed. */
  readonly recomputed?: string;
  /** The first counts of those that give the figures, at most 20; for a contradiction the nearest. */
  readonly counts: readonly RecoveredCounts[];
  /** How many counts give the figures. */
  readonly countsFound: number;
  /** The methods by which they do. */
  readonly methods: readonly string[];
  readonly reason: string;
}

/** Everything that was found in claims, as one value for programs. */
export interface ClaimsReport {
  readonly version: string;
  readonly summary: ReviewSummary;
  readonly cards: readonly {
    readonly where: string;
    readonly product: string;
    readonly swapped: boolean;
    readonly sections: readonly {
      readonly where: string;
      readonly section: string;
      readonly empty: boolean;
      readonly claims: readonly ReportedClaim[];
    }[];
    readonly findings: readonly Finding[];
  }[];
}

const mostCounts = 20;

/** Writes the figure of a claim as it was printed: `94.39 (91.04–96.67) %`. */
export const printedText = ({ estimate, lower, upper, deviation, unit }: Claim): string => {
  const interval = lower && upper ? ` (${lower.text}–${upper.text})` : '';
  return `${estimate.text}${deviation ? ` ± ${deviation.text}` : ''}${interval}${unit === undefined ? '' : ` ${unit}`}`;
};

const reportClaim = ({ claim, measure, status, reason, counts, figures, methods }: ClaimAnswer): ReportedClaim => ({
  where: claim.where,
  claim: claim.label,
  ...(claim.subgroup === undefined ? {} : { subgroup: claim.subgroup }),
  measure,
  printed: printedText(claim),
  status,
  ...(figures === undefined ? {} : { recomputed: figures }),
  counts: counts.slice(0, mostCounts),
  countsFound: status === 'contradicted' ? 0 : counts.length,
  methods: methods.map((id) => intervalMethod(id).name),
  reason,
});

/** Reports reviews as one value, the same for the same input. */
export const claimsReport = (reviews: readonly CardReview[]): ClaimsReport => ({
  version: claimsVersion,
  summary: summariseReviews(reviews),
  cards: reviews.map(({ card, swapped, sections, findings }) => ({
    where: card.where,
    product: card.product,
    swapped,
    sections: sections.map(({ section, empty, answers }) => ({
      where: section.where,
      section: section.name,
      empty,
      claims: answers.map(reportClaim),
    })),
    findings,
  })),
});
