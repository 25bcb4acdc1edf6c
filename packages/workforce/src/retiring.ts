import { compile } from './compile.ts';
import type { ModelInput } from './model-input.ts';

/**
 * Computes the share of those in post at the baseline who will retire within the span of the scenario, with leaving
 * the NHS as a competing risk.
 *
 * Follows today's people alone: nobody joins. Hazards of the last step hold on where the span exceeds the horizon.
 *
 * @param cells Indices of the cells to count together.
 * @returns a share from 0 to 1; 0 where nobody is in post.
 */
export const retiringWithin = (input: ModelInput, cells: readonly number[]): number => {
  const { ageCount, notRecognised, recognised, occupationOf, retirementAt, quittingAt, years } = compile(input);
  let retired = 0;
  let all = 0;
  for (const cell of cells) {
    const heads = new Float64Array(ageCount);
    for (let a = 0; a < ageCount; a += 1) {
      const at = cell * ageCount + a;
      heads[a] = (notRecognised[at] as number) + (recognised[at] as number);
      all += heads[a] as number;
    }
    const occupation = occupationOf[cell] as number;
    for (let t = 0; t < input.retiringWithinYears; t += 1) {
      const retirement = retirementAt(occupation, t);
      const quitting = quittingAt(occupation, Math.min(t, years - 1));
      for (let a = 0; a < ageCount; a += 1) {
        const retiring = (heads[a] as number) * (retirement[a] as number);
        retired += retiring;
        heads[a] = ((heads[a] as number) - retiring) * (1 - (quitting[a] as number));
      }
      heads.copyWithin(1, 0, ageCount - 1);
      heads[0] = 0;
    }
  }
  return all > 0 ? retired / all : 0;
};
