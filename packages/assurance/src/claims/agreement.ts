import { isShare, measureOf, scaleOf, type Measure } from './measure.ts';
import { onlyClaim } from './section-answers.ts';
import { statedCounts } from './stated-counts.ts';
import { windowOf } from './printed.ts';
import type { ClaimAnswer } from './answer.ts';
import type { Claim, ClaimSection } from './claim.ts';
import type { Finding } from './finding.ts';

/** A share that is only known to lie between two values. */
interface Span {
  readonly low: number;
  readonly high: number;
}

const spanOf = (claim: Claim): Span => {
  const { low, high } = windowOf(claim.estimate);
  const scale = scaleOf(claim);
  return { low: Math.max(0, low / scale), high: Math.min(1, high / scale) };
};

const exact = (value: number): Span => ({ low: value, high: value });

/** The span of a formula over the spans of its inputs; the formula is monotone in each, so its ends are at corners. */
const across = (formula: (...inputs: readonly number[]) => number, ...inputs: readonly Span[]): Span => {
  const corners = inputs.reduce<readonly (readonly number[])[]>(
    (rows, { low, high }) =>
      rows.flatMap((row) => [
        [...row, low],
        [...row, high],
      ]),
    [[]],
  );
  const values = corners.map((corner) => formula(...corner)).filter((value) => !Number.isNaN(value));
  return values.length === 0 ? { low: 0, high: 1 } : { low: Math.min(...values), high: Math.max(...values) };
};

const apart = (one: Span, other: Span): boolean => one.low > other.high || other.low > one.high;

const positivePredictive = (sensitivity = 0, specificity = 0, prevalence = 0): number =>
  (sensitivity * prevalence) / (sensitivity * prevalence + (1 - specificity) * (1 - prevalence));
const negativePredictive = (sensitivity = 0, specificity = 0, prevalence = 0): number =>
  (specificity * (1 - prevalence)) / ((1 - sensitivity) * prevalence + specificity * (1 - prevalence));
const accuracy = (sensitivity = 0, specificity = 0, prevalence = 0): number =>
  sensitivity * prevalence + specificity * (1 - prevalence);
const prevalenceFromPositive = (sensitivity = 0, specificity = 0, value = 0): number =>
  (value * (1 - specificity)) / (sensitivity * (1 - value) + value * (1 - specificity));
const prevalenceFromNegative = (sensitivity = 0, specificity = 0, value = 0): number =>
  (specificity * (1 - value)) / (specificity * (1 - value) + value * (1 - sensitivity));

const derived: readonly (readonly [Measure, typeof accuracy])[] = [
  ['positive predictive value', positivePredictive],
  ['negative predictive value', negativePredictive],
  ['accuracy', accuracy],
];

const percent = (value: number): string => `${(value * 100).toFixed(1)} %`;
const spanText = ({ low, high }: Span): string =>
  percent(low) === percent(high) ? percent(low) : `${percent(low)} to ${percent(high)}`;

/** Gives a share from its recovered counts where they are the only ones, else from its printed digits. */
const known = (answer: ClaimAnswer): { readonly span: Span; readonly trials?: number } => {
  const [only, ...more] = answer.counts;
  return only && more.length === 0 && (answer.status === 'reproduced' || answer.status === 'rounding')
    ? { span: exact(only.successes / only.trials), trials: only.trials }
    : { span: spanOf(answer.claim) };
};

/**
 * Checks that sensitivity, specificity, prevalence, predictive values and accuracy of one study agree.
 *
 * Each is taken as the span of values that its digits allow, or as recovered counts where only one pair gives it. The
 * prevalence is the printed one, else that of the recovered positives and negatives, else any that both predictive values
 * allow. Predictive values for another prevalence than the study's are right only if that prevalence is printed.
 */
export const agreementFindings = (section: ClaimSection, answers: readonly ClaimAnswer[]): readonly Finding[] => {
  const answerOf = (measure: Measure): ClaimAnswer | undefined => {
    const claim = onlyClaim(section.claims, measure);
    return answers.find((answer) => answer.claim === claim && isShare(measureOf(answer.claim)));
  };
  const [first, second] = [answerOf('sensitivity'), answerOf('specificity')];
  if (!first || !second) return [];
  const sensitivity = known(first);
  const specificity = known(second);
  const stated = answerOf('prevalence');
  const { total } = statedCounts(section);
  const rest = (trials: number | undefined): number | undefined =>
    trials === undefined || total === undefined ? undefined : total - trials;
  const positives = sensitivity.trials ?? rest(specificity.trials);
  const negatives = specificity.trials ?? rest(sensitivity.trials);
  const counted =
    positives !== undefined && negatives !== undefined && positives + negatives > 0
      ? exact(positives / (positives + negatives))
      : undefined;
  const prevalence = stated ? spanOf(stated.claim) : counted;
  const found: Finding[] = [];
  const add = (where: string, says: string): void => {
    found.push({ kind: 'predictive values', contradicts: true, where, says });
  };
  for (const [measure, formula] of derived) {
    const claim = answerOf(measure)?.claim;
    if (!claim) continue;
    const whole = { low: 0, high: 1 };
    const span = across(formula, sensitivity.span, specificity.span, prevalence ?? whole);
    if (!apart(span, spanOf(claim))) continue;
    const at = prevalence ? ` at a prevalence of ${spanText(prevalence)}` : ' at any prevalence';
    const source = stated || !prevalence ? '' : ', as the recovered counts have';
    const says = `${claim.label} is printed as ${claim.estimate.text}; sensitivity and specificity give ${spanText(span)}${at}${source}`;
    add(claim.where, says);
  }
  if (counted && stated && apart(counted, spanOf(stated.claim))) {
    const says = `the prevalence is printed as ${stated.claim.estimate.text}; the recovered counts give ${spanText(counted)}`;
    add(stated.claim.where, says);
  }
  const [positive, negative] = [answerOf('positive predictive value'), answerOf('negative predictive value')];
  if (!prevalence && positive && negative) {
    const from = across(prevalenceFromPositive, sensitivity.span, specificity.span, spanOf(positive.claim));
    const other = across(prevalenceFromNegative, sensitivity.span, specificity.span, spanOf(negative.claim));
    if (apart(from, other)) {
      add(
        positive.claim.where,
        `${positive.claim.label} needs a prevalence of ${spanText(from)} and ${negative.claim.label} one of ${spanText(other)}`,
      );
    }
  }
  return found;
};
