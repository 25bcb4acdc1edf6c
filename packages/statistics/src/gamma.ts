import { log, log1p } from './logarithm.ts';

// The series of log Γ(2 + z) from its second term: (−1)^k · (ζ(k) − 1) / k for k from 2 (Abramowitz & Stegun 6.1.33).
const aboutTwo = [
  0.3224670334241132, -0.0673523010531981, 0.020580808427784546, -0.007385551028673986, 0.0028905103307415234,
  -0.001192753911703261, 0.0005096695247430425, -0.00022315475845357939, 9.945751278180853e-5, -4.492623673813314e-5,
  2.050721277567069e-5, -9.439488275268397e-6, 4.374866789907488e-6, -2.039215753801366e-6, 9.55141213040742e-7,
  -4.492469198764566e-7, 2.1207184805554665e-7, -1.0043224823968099e-7, 4.7698101693639804e-8, -2.2711094608943164e-8,
  1.0838659214896955e-8, -5.183475041970047e-9, 2.4836745438024785e-9, -1.1921401405860912e-9, 5.731367241678862e-10,
  -2.7595228851242334e-10, 1.330476437424449e-10, -6.4229645638381e-11,
];
// 1 − γ, by Euler's constant.
const slopeAtTwo = 0.42278433509846713;

/** log Γ(2 + z) for |z| ≤ ½. */
const nearTwo = (z: number): number => {
  let sum = 0;
  for (let k = aboutTwo.length - 1; k >= 0; k -= 1) sum = (sum + (aboutTwo[k] as number)) * z;
  return (sum + slopeAtTwo) * z;
};

const halfLogTwoPi = 0.9189385332046728;
// Stirling's series (Abramowitz & Stegun 6.1.40): at 10 the first term left out is under 1e-17.
const stirling = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156, -3617 / 122400];
const large = 10;

/**
 * Gives the logarithm of the gamma function, by its Taylor series about 2 below 10 and Stirling's series above.
 *
 * @param x From 0, which gives ∞; below gives NaN.
 * @returns log Γ(x) with a relative error under 2e-15, also about its zeros at 1 and 2.
 */
export const lgamma = (x: number): number => {
  if (!(x >= 0)) return Number.NaN;
  if (x < 0.5) return lgamma(1 + x) - log(x);
  if (x < 1.5) return nearTwo(x - 1) - log1p(x - 1);
  if (x < large) {
    let product = 1;
    let y = x;
    while (y > 2.5) {
      y -= 1;
      product *= y;
    }
    return log(product) + nearTwo(y - 2);
  }
  if (x === Infinity) return Infinity;
  const inverse = 1 / x;
  const square = inverse * inverse;
  let series = 0;
  for (let n = stirling.length - 1; n >= 0; n -= 1) series = series * square + (stirling[n] as number);
  return (x - 0.5) * (log(x) - 1) + (halfLogTwoPi - 0.5 + series * inverse);
};
