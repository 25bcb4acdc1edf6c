// Made when first needed: a browser takes a while for each.
let exact: Intl.NumberFormat | undefined;

/** Writes a number with two decimals at most, for who wants it exactly; what rounds to nothing has no sign. */
export const sayExactly = (value: number): string => {
  exact ??= new Intl.NumberFormat('en-GB', { maximumFractionDigits: 2, signDisplay: 'negative' });
  return exact.format(value);
};
