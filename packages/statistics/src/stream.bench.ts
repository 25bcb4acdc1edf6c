import { bench, describe } from 'vitest';
import * as binomials from './binomial.ts';
import * as streams from './stream.ts';

// Vitest turns every use of an import into a look-up, which costs more than a draw.
const { binomialQuantile } = binomials;
const { bitsAt, uniformAt } = streams;

// One iteration makes this many draws: a million over its mean time in microseconds is millions of draws a second.
const draws = 1_000_000;

const rotations = [
  [13, 15, 26, 6],
  [17, 29, 16, 24],
] as const;

/** Threefry2x32-20 (Salmon et al., SC11, Parallel random numbers: as easy as 1, 2, 3); `out` receives the two words. */
const threefry = (c0: number, c1: number, k0: number, k1: number, out: Int32Array): void => {
  const keys = [k0, k1, 0x1bd11bda ^ k0 ^ k1] as const;
  let x0 = (c0 + k0) | 0;
  let x1 = (c1 + k1) | 0;
  for (let group = 0; group < 5; group += 1) {
    const [r0, r1, r2, r3] = rotations[(group & 1) as 0 | 1];
    x0 = (x0 + x1) | 0;
    x1 = ((x1 << r0) | (x1 >>> (32 - r0))) ^ x0;
    x0 = (x0 + x1) | 0;
    x1 = ((x1 << r1) | (x1 >>> (32 - r1))) ^ x0;
    x0 = (x0 + x1) | 0;
    x1 = ((x1 << r2) | (x1 >>> (32 - r2))) ^ x0;
    x0 = (x0 + x1) | 0;
    x1 = ((x1 << r3) | (x1 >>> (32 - r3))) ^ x0;
    x0 = (x0 + keys[((group + 1) % 3) as 0 | 1 | 2]) | 0;
    x1 = (x1 + keys[((group + 2) % 3) as 0 | 1 | 2] + group + 1) | 0;
  }
  out[0] = x0;
  out[1] = x1;
};

const words = new Int32Array(2);
threefry(0, 0, 0, 0, words);
if (words[0] !== (0x6b200159 | 0) || words[1] !== (0x99ba4efe | 0)) throw new Error('Threefry misses its known answer');

// What is drawn goes here, so that no loop is optimised away.
const sink = { value: 0 };

describe('a million uniform words', () => {
  bench('bitsAt (MurmurHash3)', () => {
    let sum = 0;
    for (let i = 0; i < draws; i += 1) sum = (sum + bitsAt(123, 456, i)) | 0;
    sink.value = sum;
  });
  bench('uniformAt', () => {
    let sum = 0;
    for (let i = 0; i < draws; i += 1) sum += uniformAt(123, 456, i);
    sink.value = sum;
  });
  bench('Math.random', () => {
    let sum = 0;
    for (let i = 0; i < draws; i += 1) sum += Math.random();
    sink.value = sum;
  });
  bench('Threefry2x32-20', () => {
    let sum = 0;
    for (let i = 0; i < draws; i += 2) {
      threefry(i, 0, 123, 456, words);
      sum = (sum + (words[0] ?? 0) + (words[1] ?? 0)) | 0;
    }
    sink.value = sum;
  });
});

const binomial = (n: number, p: number) => (): void => {
  let sum = 0;
  for (let i = 0; i < draws; i += 1) sum += binomialQuantile(n, p, uniformAt(123, 456, i));
  sink.value = sum;
};

describe('a million binomial draws', () => {
  bench('n = 5, p = 0.03', binomial(5, 0.03));
  bench('n = 20, p = 0.05', binomial(20, 0.05));
  bench('n = 60, p = 0.08', binomial(60, 0.08));
  bench('n = 60, p = 0.5', binomial(60, 0.5));
  bench('n = 0…60, p = 0.01…0.5', () => {
    let sum = 0;
    for (let i = 0; i < draws; i += 1) sum += binomialQuantile(i % 61, 0.01 + (i % 50) * 0.01, uniformAt(123, 456, i));
    sink.value = sum;
  });
});
