/** The rounded sum and what rounding lost of it (Knuth's two-sum): together exactly x + y. */
export const added = (x: number, y: number): readonly [sum: number, lost: number] => {
  const sum = x + y;
  const part = sum - x;
  return [sum, x - (sum - part) + (y - part)];
};

// 2^27 + 1 splits 53 bits into two halves of 26, whose products are exact (Dekker 1971).
const splitter = 134_217_729;

const halves = (x: number): readonly [number, number] => {
  const scaled = splitter * x;
  const high = scaled - (scaled - x);
  return [high, x - high];
};

/** The rounded product and what rounding lost of it: together exactly x·y, for |x|, |y| and |x·y| from 1e-140 to 1e290. */
export const multiplied = (x: number, y: number): readonly [product: number, lost: number] => {
  const product = x * y;
  const [xHigh, xLow] = halves(x);
  const [yHigh, yLow] = halves(y);
  return [product, xHigh * yHigh - product + xHigh * yLow + xLow * yHigh + xLow * yLow];
};
