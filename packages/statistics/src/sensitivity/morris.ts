import { hashText } from '../hash.ts';
import { streamOf, uniformAt } from '../stream.ts';
import { meanOf, varianceOf } from '../summary.ts';
import type { Design } from './sobol-indices.ts';

const levels = 4;
const step = levels / 2;

/** What screening says of one input: elementary effects are changes of the result for a change of the probability by one. */
export interface ElementaryEffects {
  /** Mean of the effects, μ: their direction, if they have one. */
  readonly mean: number;
  /** Mean of their magnitudes, μ*: how much the input matters. */
  readonly meanAbsolute: number;
  /** Standard deviation, σ: how far the effect depends on where the other inputs stand; 0 of one trajectory. */
  readonly deviation: number;
}

/** A screening design: its runs, and which input changes on the way to each of them and by how much. */
export interface MorrisDesign extends Design {
  readonly trajectories: number;
  /** The input that differs between a run and the one before it, and its change; undefined at the start of a trajectory. */
  readonly moveTo: (run: number) => { readonly input: number; readonly change: number } | undefined;
}

/**
 * Gives the runs of a Morris screening: trajectories of inputs + 1 runs, each of which changes one input by half of its
 * range. The grid has four levels at the middles of quarters, 1/8 to 7/8, so that no distribution is met at its ends.
 *
 * Source: M. Morris, Technometrics 33 (1991) 161–174.
 *
 * @param inputs A whole number from 1.
 * @param trajectories A whole number from 1; ten tell inputs that matter from those that do not.
 * @param seed A whole number taken modulo 2^32.
 */
export const morrisDesign = (inputs: number, trajectories: number, seed: number): MorrisDesign => {
  const length = inputs + 1;
  const made = Array.from({ length: trajectories }, (_, trajectory) => {
    const { a, b } = streamOf(seed, hashText('morris'), trajectory);
    const draw = (index: number, below: number): number => Math.floor(uniformAt(a, b, index) * below);
    const order = Array.from({ length: inputs }, (_unused, input) => input);
    for (let last = inputs - 1; last > 0; last -= 1) {
      const chosen = draw(last, last + 1);
      [order[last], order[chosen]] = [order[chosen] as number, order[last] as number];
    }
    const start = order.map((_unused, input) => draw(inputs + input, levels));
    // From the lower half an input can only move up, from the upper half only down.
    const change = start.map((level) => (level < step ? step : -step));
    return { order, start, change };
  });
  const place = (run: number) => ({ trajectory: made[Math.floor(run / length)], moved: run % length });
  return {
    inputs,
    trajectories,
    runs: trajectories * length,
    at: (run) => {
      const { trajectory, moved } = place(run);
      const level = Float64Array.from(trajectory?.start ?? []);
      for (const input of trajectory?.order.slice(0, moved) ?? [])
        level[input] = (level[input] as number) + (trajectory?.change[input] as number);
      return level.map((one) => (one + 0.5) / levels);
    },
    moveTo: (run) => {
      const { trajectory, moved } = place(run);
      const input = trajectory?.order[moved - 1];
      return input === undefined ? undefined : { input, change: (trajectory?.change[input] as number) / levels };
    },
  };
};

/**
 * Works out μ, μ* and σ of every input from the results of a `morrisDesign`.
 *
 * Source: F. Campolongo, J. Cariboni, A. Saltelli, Environmental Modelling & Software 22 (2007) 1509–1518 for μ*.
 *
 * @param values The result of each run, `design.runs` of them; a RangeError if not.
 */
export const elementaryEffects = (design: MorrisDesign, values: Float64Array): readonly ElementaryEffects[] => {
  if (values.length !== design.runs)
    throw new RangeError(`elementaryEffects: ${values.length} results; expected ${design.runs}`);
  const effects: number[][] = Array.from({ length: design.inputs }, () => []);
  for (let run = 0; run < design.runs; run += 1) {
    const move = design.moveTo(run);
    if (move) effects[move.input]?.push(((values[run] as number) - (values[run - 1] as number)) / move.change);
  }
  return effects.map((each) => ({
    mean: meanOf(each),
    meanAbsolute: meanOf(each.map((effect) => Math.abs(effect))),
    deviation: each.length > 1 ? Math.sqrt(varianceOf(each)) : 0,
  }));
};
