import { streamOf, uniform53At, bitsAt } from './stream.ts';
export const latinHypercube = (count: number, seed: number, id: number): Float64Array => {
  const s = streamOf(seed, id, 1),
    j = streamOf(seed, id, 2);
  const order = Array.from({ length: count }, (_, i) => i).sort(
    (x, y) => bitsAt(s.a, s.b, x) - bitsAt(s.a, s.b, y) || x - y,
  );
  const out = new Float64Array(count);
  order.forEach((stratum, i) => {
    out[i] = (stratum + uniform53At(j.a, j.b, i)) / count;
  });
  return out;
};
