import type { Figure, Uses, Value } from '@isocentre/evidence';
import { wrap } from './wrap.ts';

const plain = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 6 });
const say = (value: number): string =>
  Number.isInteger(value) && value >= 1900 && value < 2100 ? String(value) : plain.format(value);

/** Writes a value in one line. */
export const valueText = (value: Value): string => {
  switch (value.kind) {
    case 'number':
      return say(value.number);
    case 'interval':
      return `${say(value.low)} to ${say(value.high)}`;
    case 'series':
      return Object.entries(value.byYear)
        .map(([year, number]) => `${year}: ${say(number)}`)
        .join(', ');
    case 'table':
      return Object.entries(value.rows)
        .map(([name, row]) =>
          typeof row === 'number'
            ? `${name}: ${say(row)}`
            : `${name}: ${Object.entries(row)
                .map(([column, number]) => `${column} ${say(number)}`)
                .join(', ')}`,
        )
        .join('; ');
  }
};

const valueLines = (value: Value): readonly string[] =>
  value.kind === 'table' ? valueText(value).split('; ') : [valueText(value)];

const distributionText = (figure: Figure): string | undefined => {
  const distribution = figure.distribution;
  if (!distribution) return undefined;
  if (distribution.kind === 'fixed') return 'fixed: no range';
  const { low, high } = distribution;
  return `${distribution.kind}${low === undefined || high === undefined ? '' : `, ${say(low)} to ${say(high)}`}${distribution.as === 'multiplier' ? ' times the table' : ''}`;
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
