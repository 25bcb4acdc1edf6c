import { groupOf } from './stated-counts.ts';
import { isShare, measureOf, scaleOf } from './measure.ts';
import { windowOf } from './printed.ts';
import type { Claim, ClaimSection } from './claim.ts';
import type { Finding } from './finding.ts';

/** What a claim is about: the measure without its group, how the cases are divided, and the group; no group for all cases. */
const partOf = (claim: Claim): { readonly base: string; readonly division: string; readonly group?: string } => {
  if (claim.subgroup !== undefined) {
    const [division = '', group] = claim.subgroup.includes(':') ? claim.subgroup.split(':') : ['', claim.subgroup];
    return { base: claim.label.toLowerCase(), division: division.trim().toLowerCase(), group: (group ?? '').trim() };
  }
  const group = groupOf(claim.label);
  const base = claim.label.replace(/\s*(\([^()]*\)|:.*)\s*$/, '').toLowerCase();
  return group === undefined || group === 'overall' ? { base, division: '' } : { base, division: '', group };
};

const total = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0);
const show = (value: number): string => value.toLocaleString('en-GB');

const trialsOf = (claim: Claim, sizes: ReadonlyMap<string, number>): number | undefined =>
  claim.trials ?? (claim.subgroup === undefined ? sizes.get(groupOf(claim.label) ?? '') : undefined);

const checkOne = (
  whole: Claim,
  parts: readonly Claim[],
  sizes: ReadonlyMap<string, number>,
  divided: boolean,
): readonly Finding[] => {
  const found: Finding[] = [];
  const add = (contradicts: boolean, says: string): void => {
    found.push({ kind: 'subgroups', contradicts, where: whole.where, says: `${whole.label}: ${says}` });
  };
  const numbers = parts.map((part) => trialsOf(part, sizes));
  const all = trialsOf(whole, sizes);
  const cases = numbers.flatMap((number) => (number === undefined ? [] : [number]));
  const complete = all !== undefined && cases.length === parts.length;
  const names = `the ${parts.length} groups`;
  if (complete && total(cases) !== all) {
    add(
      divided,
      `${names} have ${cases.map(show).join(' + ')} = ${show(total(cases))} cases, all together ${show(all)}`,
    );
  }
  const successes = parts.flatMap((part) => (part.successes === undefined ? [] : [part.successes]));
  if (whole.successes !== undefined && successes.length === parts.length && total(successes) !== whole.successes) {
    const sum = `${successes.map(show).join(' + ')} = ${show(total(successes))}`;
    add(divided, `${names} count ${sum}, all together ${show(whole.successes)}`);
  }
  const scale = scaleOf(whole);
  const spans = parts.map((part) => {
    const { low, high } = windowOf(part.estimate);
    return { low: (low * scale) / scaleOf(part), high: (high * scale) / scaleOf(part) };
  });
  const printed = windowOf(whole.estimate);
  const digits = whole.estimate.decimals + 1;
  if (complete && total(cases) === all) {
    const mean = (end: 'low' | 'high'): number =>
      total(spans.map((span, index) => span[end] * (cases[index] ?? 0))) / all;
    if (mean('low') > printed.high || mean('high') < printed.low) {
      const middle = ((mean('low') + mean('high')) / 2).toFixed(digits);
      add(true, `${names} with their numbers of cases give ${middle}, printed is ${whole.estimate.text}`);
    }
  } else if (divided) {
    const [least, greatest] = [Math.min(...spans.map(({ low }) => low)), Math.max(...spans.map(({ high }) => high))];
    if (printed.high < least || printed.low > greatest) {
      add(true, `${whole.estimate.text} for all lies outside the figures of ${names}`);
    }
  }
  return found;
};

/**
 * Checks that the groups of a section add up to the whole: their cases, their counts, and their figures weighted by cases.
 *
 * Groups belong together where a claim names them as `division: group`, or by their labels `Accuracy (group)`. By labels
 * alone groups may overlap, so that a sum of cases that does not fit is then a question, not a contradiction.
 */
export const subgroupFindings = (section: ClaimSection, sizes: ReadonlyMap<string, number>): readonly Finding[] => {
  const shares = section.claims.filter((claim) => isShare(measureOf(claim)));
  const parts = shares.map((claim) => ({ claim, ...partOf(claim) }));
  return parts
    .filter(({ group }) => group === undefined)
    .flatMap(({ claim, base }) => {
      const mine = parts.filter((part) => part.group !== undefined && part.base === base);
      return [...new Set(mine.map(({ division }) => division))].flatMap((division) => {
        const groups = mine.filter((part) => part.division === division).map((part) => part.claim);
        return groups.length < 2 ? [] : checkOne(claim, groups, sizes, division !== '');
      });
    });
};
