import { answerClaim, proportionOf, type ClaimAnswer, type TrialsAllowed } from './answer.ts';
import { isOverall, isShare, measureOf, type Measure } from './measure.ts';
import { mostTrials, recoverCounts, type RecoveredCounts } from './recover.ts';
import { statedCounts, statedTrials } from './stated-counts.ts';
import type { Claim, ClaimSection } from './claim.ts';
import type { Finding } from './finding.ts';

const show = (count: number): string => count.toLocaleString('en-GB');

/** Finds the one claim of a measure about all cases; undefined where there is none, or several. */
export const onlyClaim = (claims: readonly Claim[], measure: Measure): Claim | undefined => {
  const found = claims.filter((claim) => measureOf(claim) === measure && isOverall(claim));
  return found.length === 1 ? found[0] : undefined;
};

const slacks = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
] as const;

type Pair = readonly [RecoveredCounts, RecoveredCounts];

/** Pairs of counts that add up to a total, by one method if any do. */
const pairsOf = (
  first: readonly RecoveredCounts[],
  second: readonly RecoveredCounts[],
  total: number,
): readonly Pair[] => {
  const bySize = new Map<number, RecoveredCounts[]>();
  for (const other of second) bySize.set(other.trials, [...(bySize.get(other.trials) ?? []), other]);
  const pairs = first.flatMap((one) => (bySize.get(total - one.trials) ?? []).map((other): Pair => [one, other]));
  const same = pairs.filter(([one, other]) => one.method === other.method);
  return same.length > 0 ? same : pairs;
};

const exactly = (trials: readonly number[], because: string): TrialsAllowed => ({
  because,
  ranges: [...new Set(trials)].map((count) => [count, count] as const),
});

interface Together {
  readonly sensitivity: TrialsAllowed;
  readonly specificity: TrialsAllowed;
  readonly fault?: string;
}

/**
 * Solves a sensitivity and a specificity together, whose positives and negatives add up to the stated total.
 *
 * Where one of them has no counts of its own, the other's leave it the rest of the total.
 */
const together = (sensitivity: Claim, specificity: Claim, total: number): Together => {
  const alone: TrialsAllowed = { ranges: [[1, total]] };
  const recover = (claim: Claim, slack: number): readonly RecoveredCounts[] =>
    recoverCounts(proportionOf(claim), { trials: [1, total - 1], slack });
  const found = [0, 1].map((slack) => [recover(sensitivity, slack), recover(specificity, slack)] as const);
  for (const [slackOne, slackOther] of slacks) {
    const pairs = pairsOf(found[slackOne]?.[0] ?? [], found[slackOther]?.[1] ?? [], total);
    if (pairs.length === 0) continue;
    const because = `${show(total)} cases stated for both`;
    return {
      sensitivity: exactly(
        pairs.map(([one]) => one.trials),
        because,
      ),
      specificity: exactly(
        pairs.map(([, other]) => other.trials),
        because,
      ),
    };
  }
  const best = (which: 0 | 1): readonly RecoveredCounts[] => found.find((one) => one[which].length > 0)?.[which] ?? [];
  const [positives, negatives] = [best(0), best(1)];
  const rest = (counts: readonly RecoveredCounts[], what: string): TrialsAllowed => {
    const sizes = [...new Set(counts.map(({ trials }) => trials))];
    const less = sizes.length === 1 ? `${show(sizes[0] ?? 0)} ${what}` : `the ${what}`;
    const left = sizes.length === 1 ? `${show(total - (sizes[0] ?? 0))} cases: ` : '';
    return exactly(
      sizes.map((size) => total - size),
      `${left}${show(total)} stated less ${less}`,
    );
  };
  if (positives.length > 0 && negatives.length > 0) {
    const fault = `no counts that give the sensitivity and the specificity add up to the ${show(total)} cases stated`;
    return { sensitivity: alone, specificity: alone, fault };
  }
  return {
    sensitivity: positives.length === 0 && negatives.length > 0 ? rest(negatives, 'negatives') : alone,
    specificity: negatives.length === 0 && positives.length > 0 ? rest(positives, 'positives') : alone,
  };
};

const hasInterval = (claim: Claim): boolean => claim.lower !== undefined && claim.upper !== undefined;

/** Answers every claim of a section, with the numbers of cases that the section states. */
export const answerSection = (
  section: ClaimSection,
  sizes: ReadonlyMap<string, number>,
): { readonly answers: readonly ClaimAnswer[]; readonly findings: readonly Finding[] } => {
  const counts = statedCounts(section);
  const allowed = new Map<Claim, TrialsAllowed>();
  const findings: Finding[] = [];
  for (const claim of section.claims) {
    const trials = statedTrials(claim, counts, sizes);
    if (trials !== undefined) allowed.set(claim, exactly([trials], `${show(trials)} cases stated`));
    else if (counts.total !== undefined && counts.total <= mostTrials && isShare(measureOf(claim))) {
      allowed.set(claim, { ranges: [[1, counts.total]] });
    }
  }
  const sensitivity = onlyClaim(section.claims, 'sensitivity');
  const specificity = onlyClaim(section.claims, 'specificity');
  const { total } = counts;
  const unstated = (claim: Claim): boolean => allowed.get(claim)?.because === undefined && hasInterval(claim);
  if (sensitivity && specificity && total !== undefined && total <= mostTrials) {
    if (unstated(sensitivity) && unstated(specificity)) {
      const solved = together(sensitivity, specificity, total);
      allowed.set(sensitivity, solved.sensitivity).set(specificity, solved.specificity);
      if (solved.fault !== undefined) {
        findings.push({ kind: 'total', contradicts: true, where: section.where, says: solved.fault });
      }
    }
  }
  const { positives, negatives } = counts;
  if (total !== undefined && positives !== undefined && negatives !== undefined && positives + negatives !== total) {
    const says = `${show(positives)} positive and ${show(negatives)} negative cases do not add up to the ${show(total)} stated`;
    findings.push({ kind: 'total', contradicts: true, where: section.where, says });
  }
  return { answers: section.claims.map((claim) => answerClaim(claim, allowed.get(claim))), findings };
};
