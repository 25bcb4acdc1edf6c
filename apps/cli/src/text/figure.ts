import { sayNumber, valueText, type Figure, type Uses, type Value } from '@isocentre/evidence';
import { wrap } from './wrap.ts';

const valueLines = (value: Value): readonly string[] =>
  value.kind === 'table' ? valueText(value).split('; ') : [valueText(value)];

const distributionText = (figure: Figure): string | undefined => {
  const distribution = figure.distribution;
  if (!distribution) return undefined;
  if (distribution.kind === 'fixed') return 'fixed: no range';
  const { low, high } = distribution;
  return `${distribution.kind}${low === undefined || high === undefined ? '' : `, ${sayNumber(low)} to ${sayNumber(high)}`}${distribution.as === 'multiplier' ? ' times the table' : ''}`;
};

/** Writes one figure in full: what it says, where it comes from and where it is used. */
export const figureText = (
  figure: Figure,
  usedBy: ReadonlyMap<string, Uses>,
  formulas: readonly string[],
  width: number,
): string => {
  const label = 12;
  const line = (name: string, text: string | undefined): readonly string[] => {
    if (text === undefined || text === '') return [];
    return wrap(text, width - label).map((part, index) => `${(index === 0 ? name : '').padEnd(label)}${part}`);
  };
  const about = Object.entries(figure.about).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key} ${value}`],
  );
  const purposes = new Map<string, string[]>();
  for (const [reader, uses] of usedBy) {
    for (const purpose of uses.get(figure.id) ?? []) purposes.set(purpose, [...(purposes.get(purpose) ?? []), reader]);
  }
  const { source } = figure;
  return [
    ...wrap(figure.title, width),
    '',
    ...line('id', figure.id),
    ...valueLines(figure.stated).flatMap((text, index) => line(index === 0 ? 'value' : '', text)),
    ...line('unit', figure.unit),
    ...line('about', about.join(', ')),
    ...line('basis', figure.basis),
    ...line('formula', figure.formula?.text),
    ...line('range', distributionText(figure)),
    ...line('reason', figure.reason),
    ...line('source', source && `${source.publisher}: ${source.title} (${source.year}), ${figure.where ?? ''}`),
    ...line('address', source?.url),
    ...line('licence', figure.licence),
    ...line('note', figure.note),
    ...line('stands in', figure.place),
    '',
    ...(purposes.size === 0 && formulas.length === 0
      ? wrap(`Kept as ${figure.use}; nothing in the shipped scenarios reads it.`, width)
      : ['Used']),
    ...[...purposes].flatMap(([purpose, readers]) =>
      wrap(
        `- for ${purpose}, by ${readers.length > 3 ? `${readers.length} scenarios and variants` : readers.join(', ')}`,
        width,
        '  ',
      ),
    ),
    ...(formulas.length === 0 ? [] : wrap(`- in the formula of ${formulas.join(', ')}`, width, '  ')),
    '',
  ].join('\n');
};
