const whole = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });
const exact = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 2 });
const millions = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });

/** Writes a count as one would say it. */
export const sayNumber = (value: number): string => whole.format(Math.round(value) + 0);

/** Writes a number with two decimals, for who wants it exactly. */
export const sayExactly = (value: number): string => exact.format(value);

/** Writes pounds as one would say them: £312 million. */
export const sayMoney = (value: number): string => `£${millions.format(value / 1e6)} million`;
