import { figureFileSchema, toValue, type Figure, type FigureFile } from './figure.ts';
import { isFormulaFailure, parseFormula } from './formula.ts';
import type { Problem, Result } from './problem.ts';
import { FigureReader, type Uses } from './reader.ts';
import { placesOf } from './value.ts';
import { checkShape, type Located } from './check-shape.ts';
import { parseYaml, type TextFile } from './yaml-document.ts';

/** Every figure of `data/`, by id, in the order of the files. */
export interface Evidence {
  readonly figures: ReadonlyMap<string, Figure>;
}

const ownLicence = 'MIT';

type Entry = FigureFile['figures'][number];

const figureOf = (
  entry: Entry,
  file: FigureFile,
  place: string,
  report: (found: string, expected: string) => void,
): Figure => {
  const key = 'source' in entry ? entry.source : undefined;
  const cited = key === undefined ? undefined : new Map(Object.entries(file.sources ?? {})).get(key);
  if (key !== undefined && !cited) report(`the source "${key}"`, 'a key of "sources" in the same file');
  const base = {
    id: entry.id,
    title: entry.title,
    subject: file.subject,
    stated: toValue(entry.value),
    unit: entry.unit,
    about: entry.about,
    use: entry.use,
    note: entry.note,
    place,
    licence: cited?.licence ?? ownLicence,
  };
  switch (entry.basis) {
    case 'published':
      return { ...base, basis: 'published', source: cited, where: entry.where };
    case 'assumption':
      return {
        ...base,
        basis: 'assumption',
        source: cited,
        where: entry.where,
        distribution: entry.distribution,
        reason: entry.reason,
      };
    case 'derived': {
      const parsed = parseFormula(entry.formula);
      if (isFormulaFailure(parsed)) {
        report(`the formula "${entry.formula}"`, `a formula that can be read (${parsed.reason})`);
        return { ...base, basis: 'derived' };
      }
      return { ...base, basis: 'derived', formula: { text: entry.formula, parsed, roundedTo: entry.rounded_to } };
    }
  }
};

const readFile = (file: TextFile): Result<Located<FigureFile>> => {
  const document = parseYaml(file);
  return document.ok ? checkShape(document.value, figureFileSchema) : document;
};

/**
 * Reads the files of `data/` into one body of evidence.
 *
 * Reads what it can: a file that does not parse is reported and left out, so that one pass names every problem.
 */
export const readEvidence = (
  files: readonly TextFile[],
): { readonly evidence: Evidence; readonly problems: readonly Problem[] } => {
  const figures = new Map<string, Figure>();
  const problems: Problem[] = [];
  for (const file of files) {
    const located = readFile(file);
    if (!located.ok) {
      problems.push(...located.problems);
      continue;
    }
    const { value, where } = located.value;
    const citedSources = new Set<string>();
    for (const [index, entry] of value.figures.entries()) {
      const place = where(['figures', index]).replace(/ figures\[\d+\]$/, '');
      const report = (found: string, expected: string): void => {
        problems.push({ where: `${place} figure ${entry.id}`, found, expected });
      };
      const twin = figures.get(entry.id);
      if (twin) report(`the id "${entry.id}" again, first at ${twin.place}`, 'an id that is used once');
      else figures.set(entry.id, figureOf(entry, value, place, report));
      if ('source' in entry && entry.source !== undefined) citedSources.add(entry.source);
    }
    for (const key of Object.keys(value.sources ?? {})) {
      if (!citedSources.has(key)) {
        problems.push({
          where: where(['sources', key]),
          found: `the source "${key}", which no figure cites`,
          expected: 'a source that is cited',
        });
      }
    }
  }
  return { evidence: { figures }, problems };
};

const decimalsOf = (number: number): number => {
  const [mantissa = '', exponent = '0'] = String(number).split('e');
  return Math.max(0, (mantissa.split('.')[1]?.length ?? 0) - Number(exponent));
};

const half = 0.5;
// Room for the last bits of a division, so that a value exactly half-way between two printed ones still agrees.
const slack = 1e-9;

const agreement = (figure: Figure, reader: FigureReader): readonly Problem[] => {
  const formula = figure.formula;
  if (!formula) return [];
  const before = reader.problems.length;
  const computed = reader.value(figure.id, 'the check of its formula');
  if (reader.problems.length > before) return [];
  const values = placesOf(computed);
  const stated = placesOf(figure.stated);
  const problems: Problem[] = [];
  for (const place of new Set([...stated.keys(), ...values.keys()])) {
    const says = stated.get(place);
    const gives = values.get(place);
    const cell = place === '' ? '' : ` at ${place}`;
    if (says === undefined || gives === undefined) {
      problems.push({
        where: `${figure.place} figure ${figure.id}`,
        found: `${says === undefined ? 'no stated value' : 'no computed value'}${cell}`,
        expected: 'the same rows in the value and in its formula',
      });
    } else {
      const tolerance = half * (formula.roundedTo ?? 10 ** -decimalsOf(says)) + slack * Math.abs(says);
      if (!(Math.abs(says - gives) <= tolerance)) {
        problems.push({
          where: `${figure.place} figure ${figure.id}`,
          found: `${says} stated${cell}`,
          expected: `${gives}, which the formula "${formula.text}" gives`,
        });
      }
    }
  }
  return problems;
};

const rangeProblems = (figure: Figure): readonly Problem[] => {
  const distribution = figure.distribution;
  if (!distribution || distribution.kind === 'fixed') return [];
  const multiplies = distribution.as === 'multiplier';
  const report = (found: string, expected: string): Problem[] => [
    { where: `${figure.place} figure ${figure.id}`, found, expected },
  ];
  if (!multiplies && figure.stated.kind !== 'number') {
    return report(
      `a distribution over a value of the kind "${figure.stated.kind}"`,
      'a plain number, or "as: multiplier"',
    );
  }
  const centre = multiplies || figure.stated.kind !== 'number' ? 1 : figure.stated.number;
  const low = distribution.low ?? -Infinity;
  const high = distribution.high ?? Infinity;
  return low <= centre && centre <= high
    ? []
    : report(`the range ${low} to ${high}`, `a range that holds the central value ${centre}`);
};

/**
 * Checks a body of evidence as a whole.
 *
 * @param uses What the shipped scenarios read, as collected by {@link FigureReader}: a figure marked `use: model` that
 *   nothing reads is a problem, and so is a figure marked `use: context` that the model reads.
 * @returns every formula that cannot be computed or does not agree with its statement, every range that misses its
 *   central value, and every figure whose `use` is not true.
 */
export const checkEvidence = (evidence: Evidence, uses: Uses): readonly Problem[] => {
  const reader = new FigureReader(evidence.figures);
  const problems: Problem[] = [];
  for (const figure of evidence.figures.values()) {
    problems.push(...agreement(figure, reader), ...rangeProblems(figure));
    const used = uses.has(figure.id);
    if (used !== (figure.use === 'model')) {
      problems.push({
        where: `${figure.place} figure ${figure.id}`,
        found: `"use: ${figure.use}"`,
        expected: used ? '"use: model", since the model reads it' : '"use: context", or a scenario that reads it',
      });
    }
  }
  return [...problems, ...reader.problems];
};

/** Joins what several readings used. */
export const joinUses = (all: Iterable<Uses>): Uses => {
  const joined = new Map<string, Set<string>>();
  for (const uses of all) {
    for (const [id, purposes] of uses) joined.set(id, new Set([...(joined.get(id) ?? []), ...purposes]));
  }
  return joined;
};
