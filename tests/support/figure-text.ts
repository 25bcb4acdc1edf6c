import { expect } from 'vitest';
import { checkEvidence, readEvidence, type Evidence } from '../../packages/evidence/src/evidence.ts';
import type { Problem } from '../../packages/evidence/src/problem.ts';
import type { Uses } from '../../packages/evidence/src/reader.ts';

/** How a file of evidence begins, with one source. */
export const sources = `subject: Posts
sources:
  census:
    title: The census
    publisher: P
    year: 2024
    url: https://example.org/census
    licence: OGL
figures:
`;
/** The line of the text at which the figures begin. */
export const first = 10;

/** A published figure. */
export const published = `  - id: posts
    title: Posts
    value: 100
    unit: WTE
    about: { nation: UK, year: 2023 }
    basis: published
    source: census
    where: p. 4
    use: model
`;

/** A figure that a formula gives. */
export const derived = (id: string, value: string, formula: string, more = ''): string => `  - id: ${id}
    title: T
    value: ${value}
    unit: u
    about: {}
    basis: derived
    formula: '${formula}'
    use: context
${more}`;

/** A figure that is assumed. */
export const assumed = (value: string, distribution: string): string => `  - id: guess
    title: T
    value: ${value}
    unit: u
    about: {}
    basis: assumption
    distribution: ${distribution}
    reason: R
    use: context
`;

/** Reads texts as files of evidence. */
export const read = (...texts: readonly string[]): { evidence: Evidence; problems: readonly Problem[] } =>
  readEvidence(texts.map((text, index) => ({ name: `data/${index}.yaml`, text })));

/** What is wrong with texts as files of evidence. */
export const problemsOf = (...texts: readonly string[]): readonly Problem[] => read(...texts).problems;

/** A file with a source and a published figure. */
export const whole = sources + published;
/** That file with one line in place of another. */
export const withLine = (before: string, after: string): string => {
  expect(whole).toContain(before);
  return whole.replace(before, after);
};

/** No figure is used. */
export const noUses: Uses = new Map();
/** These figures are used. */
export const usesOf = (...ids: readonly string[]): Uses => new Map(ids.map((id) => [id, new Set(['a test'])]));

/** What a check finds in figures that can be read. */
export const checked = (figures: string, uses: Uses = noUses): readonly Problem[] => {
  const { evidence, problems } = read(`subject: S\nfigures:\n${figures}`);
  expect(problems).toEqual([]);
  return checkEvidence(evidence, uses);
};
