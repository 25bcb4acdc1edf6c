import type { ClaimsReport, Finding, ReportedClaim } from '@isocentre/assurance';
import type { Cell, Column, Table } from '@isocentre/documents';
import { drawTable } from './table.ts';
import { oneLine, wrap } from './wrap.ts';

const counted = (count: number, one: string, several = `${one}s`): string =>
  `${count.toLocaleString('en-GB')} ${count === 1 ? one : several}`;

/** Says in a sentence or three what was found in claims. */
export const claimsHeadline = ({ summary }: ClaimsReport): string => {
  const { cards, claims, answers, emptySections, swappedCards, contradictions } = summary;
  const parts = [
    `${counted(claims, 'figure')} of ${counted(cards, 'product')}: ${answers.reproduced} reproduced, ${answers.rounding} but for rounding, ${answers.contradicted} contradicted, ${answers['not recomputable']} not recomputable.`,
    ...(contradictions > 0
      ? [`${counted(contradictions, 'more contradiction')} between figures or with the product.`]
      : []),
    ...(swappedCards > 0
      ? [`${counted(swappedCards, "card carries another product's results", "cards carry another product's results")}.`]
      : []),
    ...(emptySections > 0 ? [`${counted(emptySections, 'section is empty', 'sections are empty')}.`] : []),
  ];
  return parts.join(' ');
};

const foundText = ({ status, counts, countsFound }: ReportedClaim): string => {
  const [first] = counts;
  if (!first || status === 'contradicted') return status;
  const more = countsFound > 1 ? ` +${(countsFound - 1).toLocaleString('en-GB')}` : '';
  return `${status}, ${first.successes.toLocaleString('en-GB')} of ${first.trials.toLocaleString('en-GB')}${more}`;
};

const nameOf = ({ claim, subgroup }: ReportedClaim): string =>
  subgroup === undefined ? claim : `${claim}, ${subgroup}`;

const tableOf = (claims: readonly ReportedClaim[]): Table => ({
  name: 'Claims',
  columns: [
    { key: 'claim', title: 'Claim', kind: 'text' },
    { key: 'printed', title: 'As printed', kind: 'text' },
    { key: 'found', title: 'Found', kind: 'text' },
  ],
  rows: claims.map((claim) => [nameOf(claim), claim.printed, foundText(claim)]),
});

const bullet = (text: string, width: number): readonly string[] => wrap(`- ${text}`, width, '  ');

const lineOf = (where: string): string => where.replace(/^.*:(\d+)$/, 'line $1');

const grouped = (
  claims: readonly ReportedClaim[],
  keyOf: (claim: ReportedClaim) => string,
): readonly (readonly [string, string])[] => {
  const groups = new Map<string, string[]>();
  for (const claim of claims) groups.set(keyOf(claim), [...(groups.get(keyOf(claim)) ?? []), nameOf(claim)]);
  return [...groups].map(([name, names]) => [name, names.join('; ')]);
};

/** What is said of claims in words: each that does not hold or is not sure, and one line for all that are alike. */
const remarks = (claims: readonly ReportedClaim[]): readonly string[] => {
  const of = (status: ReportedClaim['status']): readonly ReportedClaim[] =>
    claims.filter((claim) => claim.status === status);
  const isPlain = ({ countsFound, counts, methods }: ReportedClaim): boolean =>
    countsFound === 1 && methods.length === 1 && counts[0]?.method !== 'wald';
  const reproduced = of('reproduced').filter(({ methods }) => methods.length > 0);
  return [
    ...[...of('contradicted'), ...of('rounding'), ...reproduced.filter((claim) => !isPlain(claim))].map(
      (claim) => `${nameOf(claim)} (${lineOf(claim.where)}), ${claim.status}: ${claim.reason}`,
    ),
    ...grouped(reproduced.filter(isPlain), ({ methods }) => methods.join()).map(
      ([method, names]) => `Reproduced with intervals by ${method}: ${names}`,
    ),
    ...grouped(of('not recomputable'), ({ reason }) => reason).map(
      ([reason, names]) => `Not recomputable, since ${reason}: ${names}`,
    ),
  ];
};

const key =
  '"Reproduced": the counts give every printed number. "Rounding": they do if each number may be one unit in its last place off. "Contradicted": no counts do, by any of six usual interval methods, or the figures exclude each other; whoever printed them must say how they were made. "Not recomputable": nothing to test it with is printed. "+N": so many more counts fit.';

/** Writes what was found in claims for people. */
export const claimsText = (report: ClaimsReport, width: number): string =>
  [
    ...wrap(claimsHeadline(report), width),
    ...report.cards.flatMap(({ product, where, sections, findings, swapped }) => {
      const claims = sections.flatMap((section) => section.claims);
      return [
        '',
        ...wrap(`${product}${swapped ? " – another product's results" : ''}`, width),
        oneLine(where.replace(/:\d+$/, '')),
        ...(claims.length > 0 ? drawTable(tableOf(claims), width) : []),
        ...findings
          .filter(({ contradicts }) => contradicts)
          .flatMap((finding) => bullet(`Contradiction (${lineOf(finding.where)}): ${finding.says}`, width)),
        ...remarks(claims).flatMap((text) => bullet(text, width)),
        ...findings
          .filter(({ contradicts }) => !contradicts)
          .flatMap(({ kind, where: at, says }) =>
            bullet(`${kind === 'empty' ? 'Empty' : 'To ask'} (${lineOf(at)}): ${says}`, width),
          ),
      ];
    }),
    '',
    ...wrap(key, width),
    '',
  ].join('\n');

const weightOf = ({ kind, contradicts }: Finding): string => {
  if (kind === 'empty') return 'empty';
  return contradicts ? 'contradiction' : 'to ask';
};

const columns: readonly Column[] = [
  { key: 'where', title: 'Place', kind: 'text' },
  { key: 'product', title: 'Product', kind: 'text' },
  { key: 'section', title: 'Section', kind: 'text' },
  { key: 'kind', title: 'Kind', kind: 'text' },
  { key: 'claim', title: 'Claim', kind: 'text' },
  { key: 'printed', title: 'As printed', kind: 'text' },
  { key: 'found', title: 'Found', kind: 'text' },
  { key: 'successes', title: 'Successes', kind: 'count' },
  { key: 'trials', title: 'Trials', kind: 'count' },
  { key: 'recomputed', title: 'Recomputed', kind: 'text' },
  { key: 'methods', title: 'Methods', kind: 'text' },
  { key: 'reason', title: 'Reason', kind: 'text' },
];

/** A table with a row for each claim and each finding beside them. */
export const claimsTable = (report: ClaimsReport): Table => {
  return {
    name: 'Claims',
    columns,
    rows: report.cards.flatMap(({ product, sections, findings }) => [
      ...sections.flatMap(({ section, claims }) =>
        claims.map((claim): readonly Cell[] => [
          claim.where,
          product,
          section,
          'claim',
          nameOf(claim),
          claim.printed,
          claim.status,
          claim.counts[0]?.successes ?? null,
          claim.counts[0]?.trials ?? null,
          claim.recomputed ?? null,
          claim.methods.join('; '),
          claim.reason,
        ]),
      ),
      ...findings.map((finding): readonly Cell[] => [
        finding.where,
        product,
        null,
        finding.kind,
        null,
        null,
        weightOf(finding),
        null,
        null,
        null,
        null,
        finding.says,
      ]),
    ]),
  };
};
