import { parseXml, XmlElement, XmlError } from '@rgrove/parse-xml';
import { failure, show, success, type Problem, type Result, type TextFile } from '@isocentre/evidence';
import { readClaimValue } from './claim-value.ts';
import type { Claim, ClaimCard, ClaimSection } from './claim.ts';

/** Cards or claims that were read, with every problem of the file; what has a problem is not among them. */
export interface ClaimsRead {
  readonly cards: readonly ClaimCard[];
  readonly problems: readonly Problem[];
}

const elementsOf = (parent: XmlElement | undefined, name?: string): readonly XmlElement[] =>
  (parent?.children ?? [])
    .filter((node) => node instanceof XmlElement)
    .filter((node) => name === undefined || node.name === name);

const elementAt = (parent: XmlElement, ...path: readonly string[]): XmlElement | undefined =>
  path.reduce<XmlElement | undefined>((at, name) => elementsOf(at, name)[0], parent);

const textAt = (parent: XmlElement, ...path: readonly string[]): string =>
  elementAt(parent, ...path)?.text.trim() ?? '';

const namespace = /^https:\/\/mc\.chai\.org\/v0\.\d+\//;

class CardReader {
  readonly problems: Problem[] = [];
  readonly #file: TextFile;
  readonly #lineStarts: readonly number[];

  constructor(file: TextFile) {
    this.#file = file;
    this.#lineStarts = [0, ...[...file.text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  }

  place({ start }: XmlElement): string {
    const line = this.#lineStarts.findLastIndex((from) => from <= start) + 1;
    return `${this.#file.name}:${line}`;
  }

  report(element: XmlElement, path: string, found: string, expected: string): void {
    this.problems.push({ where: `${this.place(element)} ${path}`, found, expected });
  }

  claim(result: XmlElement, path: string, isBootstrap: boolean): Claim | undefined {
    const label = textAt(result, 'Label');
    const value = elementAt(result, 'ValueJson');
    if (label === '' || !value) {
      const missing = label === '' ? 'no Label' : `no ValueJson for "${label}"`;
      this.report(result, path, missing, 'a Label and a ValueJson');
      return undefined;
    }
    const read = readClaimValue(value.text, `${this.place(value)} ${path}/ValueJson of "${label}"`);
    if (!read.ok) {
      this.problems.push(...read.problems);
      return undefined;
    }
    return {
      where: this.place(result),
      label,
      ...read.value,
      ...(isBootstrap && read.value.lower ? { method: 'bootstrap' as const } : {}),
    };
  }

  section(element: XmlElement): ClaimSection {
    const before = this.problems.length;
    const path = `KeyMetrics/${element.name}`;
    const text = elementsOf(element)
      .filter(({ name }) => name !== 'MetricGoal' && name !== 'Results')
      .map((one) => one.text.trim())
      .join('\n');
    const isBootstrap = /\bbootstrap/i.test(text);
    for (const { name } of elementsOf(element)) {
      if (/^(Result|MetricResult|Value|ValueJson)$/.test(name)) {
        this.report(element, `${path}/${name}`, 'a result outside Results', 'Results with MetricResult in it');
      }
    }
    const results = elementsOf(element, 'Results').flatMap((one) => {
      if (elementsOf(one).length === 0 && one.text.trim() !== '') {
        this.report(one, `${path}/Results`, show(one.text.trim()), 'MetricResult with Label and ValueJson');
      }
      return elementsOf(one);
    });
    const claims = results.flatMap((result, index) => {
      const at = `${path}/Results/${result.name}[${index + 1}]`;
      if (result.name !== 'MetricResult') {
        this.report(result, at, `an element ${result.name}`, 'MetricResult');
        return [];
      }
      return this.claim(result, at, isBootstrap) ?? [];
    });
    const unread = this.problems.length - before;
    return {
      where: this.place(element),
      name: element.name,
      goal: textAt(element, 'MetricGoal'),
      text,
      claims,
      unread,
    };
  }
}

const parse = (file: TextFile): Result<XmlElement> => {
  try {
    const { root } = parseXml(file.text, { includeOffsets: true });
    return root ? success(root) : failure({ where: file.name, found: 'no element', expected: 'AppliedModelCard' });
  } catch (error) {
    const place = error instanceof XmlError ? `${file.name}:${error.line}` : file.name;
    const message = error instanceof Error ? (error.message.split('\n')[0] ?? '') : '';
    return failure({ where: place, found: `XML that is not well formed: ${message}`, expected: 'well-formed XML' });
  }
};

/**
 * Reads a CHAI Applied Model Card in XML (namespace https://mc.chai.org/v0.x/).
 *
 * Reads every section under KeyMetrics. Numbers keep their digits as printed. Entities that a document declares itself are
 * not expanded; one that is used is a problem. Every problem is named with its line and element; a result with a problem is
 * left out, the rest is read.
 */
export const readModelCard = (file: TextFile): ClaimsRead => {
  const normal: TextFile = { name: file.name, text: file.text.replaceAll('\r\n', '\n') };
  const root = parse(normal);
  if (!root.ok) return { cards: [], problems: root.problems };
  const reader = new CardReader(normal);
  const card = root.value;
  if (card.name !== 'AppliedModelCard') {
    reader.report(card, card.name, `an element ${card.name}`, 'AppliedModelCard');
    return { cards: [], problems: reader.problems };
  }
  const space = card.attributes['xmlns'] ?? '';
  if (!namespace.test(space)) {
    reader.report(card, card.name, `the namespace ${show(space)}`, 'one that begins https://mc.chai.org/v0.');
    return { cards: [], problems: reader.problems };
  }
  const product = textAt(card, 'BasicInfo', 'ModelName');
  const metrics = elementAt(card, 'KeyMetrics');
  if (product === '') reader.report(card, 'BasicInfo/ModelName', 'nothing', 'the name of the product');
  if (!metrics || elementsOf(metrics).length === 0) {
    reader.report(metrics ?? card, 'KeyMetrics', 'no section', 'sections such as UsefulnessUsabilityEfficacy');
    return { cards: [], problems: reader.problems };
  }
  const purpose = [
    product,
    textAt(card, 'UsesAndDirections', 'IntendedUseAndWorkflow'),
    textAt(card, 'ModelSummary', 'Summary'),
  ].join('\n');
  const release = elementAt(card, 'ReleaseInfo')?.text ?? '';
  const sections = elementsOf(metrics).map((section) => reader.section(section));
  return { cards: [{ where: file.name, product, purpose, release, sections }], problems: reader.problems };
};
