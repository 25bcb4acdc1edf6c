import type { Value } from './value.ts';

const plain = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 6 });
/** Writes a number of a figure as one would: thousands marked, a year not, at most six decimals. */
export const sayNumber = (value: number): string =>
  Number.isInteger(value) && value >= 1900 && value < 2100 ? String(value) : plain.format(value);

/** Writes a value in one line. */
export const valueText = (value: Value): string => {
  switch (value.kind) {
    case 'number':
      return sayNumber(value.number);
    case 'interval':
      return `${sayNumber(value.low)} to ${sayNumber(value.high)}`;
    case 'series':
      return Object.entries(value.byYear)
        .map(([year, number]) => `${year}: ${sayNumber(number)}`)
        .join(', ');
    case 'table':
      return Object.entries(value.rows)
        .map(([name, row]) =>
          typeof row === 'number'
            ? `${name}: ${sayNumber(row)}`
            : `${name}: ${Object.entries(row)
                .map(([column, number]) => `${column} ${sayNumber(number)}`)
                .join(', ')}`,
        )
        .join('; ');
  }
};
