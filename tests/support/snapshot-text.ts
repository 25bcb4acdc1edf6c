/**
 * Writes a value as text to be kept and compared: numbers with as many digits as any order of adding gives alike, a list of
 * numbers or texts on one line, typed arrays and sets as lists.
 *
 * @param digits Significant digits of numbers that are not whole; 9 by default.
 */
export const snapshotText = (value: unknown, digits = 9): string => {
  const plain = (_key: string, one: unknown): unknown => {
    if (one instanceof Float64Array || one instanceof Set) return [...one];
    if (typeof one !== 'number' || Number.isInteger(one)) return one;
    return Number.isFinite(one) ? Number(one.toPrecision(digits)) : String(one);
  };
  const onOneLine = (_match: string, inside: string): string => `[${inside.replaceAll(/\n\s+/g, ' ')}]`;
  return `${JSON.stringify(value, plain, 1).replaceAll(/\[\s+([^[\]{}]*?)\s+\]/g, onOneLine)}\n`;
};
