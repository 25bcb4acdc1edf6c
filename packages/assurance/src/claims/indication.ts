import type { ClaimCard, ClaimSection } from './claim.ts';
import type { Finding } from './finding.ts';

/**
 * Stems of words that name a part of the body or a condition, by which a goal and an intended purpose are compared.
 *
 * A stem stands at the start of a word. Different names of one thing share an entry after the equals sign.
 */
const stems: Readonly<Record<'part of the body' | 'condition', readonly string[]>> = {
  'part of the body': [
    'abdom abdomin',
    'aort',
    'bladder',
    'brain cerebr intracran',
    'breast mammo',
    'bone skelet',
    'bowel colon colorect intestin',
    'coronar cardi heart',
    'chest thorax thorac',
    'eye retin ophthalm',
    'head',
    'hip',
    'kidney renal',
    'knee',
    'liver hepat',
    'lung pulmon',
    'pancrea',
    'prostat',
    'rib ribs',
    'skin derm',
    'spin spinal vertebr cervical',
    'thyroid',
    'vessel vascul',
    'wrist',
  ],
  condition: [
    'aneurysm',
    'calcif calcium',
    'cancer carcin malignan tumor tumour neoplas',
    'diabet',
    'dissection',
    'effusion',
    'embol',
    'fractur',
    'free-gas pneumoperiton',
    'haemorrh hemorrh bleed',
    'infarct ischaem ischem stroke',
    'melanom',
    'nodul',
    'occlusion',
    'oedema edema',
    'pneumonia',
    'pneumothora',
    'polyp',
    'sepsis',
    'stenos',
    'tubercul',
  ],
};

type Kind = keyof typeof stems;

const kinds: readonly Kind[] = ['condition', 'part of the body'];

/** Finds the terms of a kind in a text: the first stem of each entry, with the word that was found. */
const termsIn = (text: string, kind: Kind): ReadonlyMap<string, string> => {
  const words =
    text
      .toLowerCase()
      .replaceAll('free gas', 'free-gas')
      .match(/[a-z][a-z-]*/g) ?? [];
  const parts = words.flatMap((word) => (word === 'free-gas' ? [word] : word.split('-')));
  const found = new Map<string, string>();
  for (const entry of stems[kind]) {
    const [first = entry, ...others] = entry.split(' ');
    const word = parts.find((one) => [first, ...others].some((stem) => one.startsWith(stem)));
    if (word !== undefined) found.set(first, word);
  }
  return found;
};

const wordsOf = (terms: ReadonlyMap<string, string>): string =>
  [...terms.values()].map((word) => `"${word.replace('-', ' ')}"`).join(', ');

/**
 * Tells whether the goal of a section is about another thing than the product is for.
 *
 * Rule: where the goal and the purpose (name, intended use, summary) both name conditions and none is the same, or both
 * name parts of the body and none is the same, the results are another product's. A goal that names neither is not judged.
 */
const indicationFinding = (card: ClaimCard, section: ClaimSection): Finding | undefined => {
  for (const kind of kinds) {
    const [goal, purpose] = [termsIn(section.goal, kind), termsIn(card.purpose, kind)];
    if (goal.size === 0 || purpose.size === 0 || [...goal.keys()].some((term) => purpose.has(term))) continue;
    const says = `the goal of ${section.name} names ${wordsOf(goal)}, the product's purpose ${wordsOf(purpose)}: the results are another product's`;
    return { kind: 'indication', contradicts: true, where: section.where, says };
  }
  return undefined;
};

const clearancePattern = /\b(?:K\d{6}|DEN\d{6}|P\d{6})\b/g;

const clearancesIn = (text: string): ReadonlySet<string> => new Set(text.match(clearancePattern));

/**
 * Finds the sections that cite other clearances of the United States (510(k) K…, De Novo DEN…, premarket approval P…) than
 * the product's own. A section or product that names none is not judged.
 */
const clearanceFindings = (card: ClaimCard, sections: readonly ClaimSection[]): readonly Finding[] => {
  const own = clearancesIn(card.release);
  const foreign = sections.flatMap((section) => {
    const cited = clearancesIn(`${section.goal}\n${section.text}`);
    return own.size === 0 || cited.size === 0 || [...cited].some((id) => own.has(id)) ? [] : [{ section, cited }];
  });
  const [first] = foreign;
  if (!first) return [];
  const ids = [...new Set(foreign.flatMap(({ cited }) => [...cited]))].join(', ');
  const names = foreign.map(({ section }) => section.name).join(', ');
  const says = `${ids} is cited for the results of ${names}; the product is cleared under ${[...own].join(', ')}`;
  return [{ kind: 'clearance', contradicts: true, where: first.section.where, says }];
};

/** Finds the signs that the given sections of a card carry another product's results. */
export const swapFindings = (card: ClaimCard, sections: readonly ClaimSection[]): readonly Finding[] => [
  ...sections.flatMap((section) => indicationFinding(card, section) ?? []),
  ...clearanceFindings(card, sections),
];
