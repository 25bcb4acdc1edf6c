/* The cohort case of cohort.ts, with the same samplers and generator as packages/statistics, in C.
 *
 *   gcc -O3 -ffp-contract=off -std=c11 -o cohort cohort.c
 *   ./cohort RUNS BATCHES SEED
 *
 * Prints as JSON the processor seconds of preparing and simulating BATCHES times RUNS runs, and two hashes of all that
 * happened, which must be those of cohort.ts. No product may be fused with a sum, which would round once instead of twice.
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { groups = 12, ages = 50, years = 30 };

static void *reserved(void *memory) {
  if (memory == NULL) {
    fputs("cohort: out of memory\n", stderr);
    exit(1);
  }
  return memory;
}

/* MurmurHash3_x86_32: hash.ts and stream.ts. */

static inline uint32_t rotated(uint32_t word, int by) { return (word << by) | (word >> (32 - by)); }
static inline uint32_t scrambled(uint32_t word) { return rotated(word * 0xcc9e2d51u, 15) * 0x1b873593u; }
static inline uint32_t absorbed(uint32_t state, uint32_t word) {
  return rotated(state ^ scrambled(word), 13) * 5 + 0xe6546b64u;
}
static inline uint32_t finished(uint32_t state, uint32_t bytes) {
  uint32_t h = state ^ bytes;
  h = (h ^ (h >> 16)) * 0x85ebca6bu;
  h = (h ^ (h >> 13)) * 0xc2b2ae35u;
  return h ^ (h >> 16);
}

static uint32_t murmur3(const uint32_t *words, size_t count, uint32_t seed) {
  uint32_t state = seed;
  for (size_t i = 0; i < count; i += 1) state = absorbed(state, words[i]);
  return finished(state, (uint32_t)(4 * count));
}

/* Of ASCII text on a machine that stores the low byte first. */
static uint32_t hash_text(const char *text) {
  uint32_t length = (uint32_t)strlen(text), state = 0, word = 0, whole = length & ~3u;
  for (uint32_t at = 0; at < whole; at += 4) {
    memcpy(&word, text + at, 4);
    state = absorbed(state, word);
  }
  if (whole < length) {
    word = 0;
    memcpy(&word, text + whole, length - whole);
    state ^= scrambled(word);
  }
  return finished(state, length);
}

typedef struct {
  uint32_t a, b;
} stream;

static inline uint32_t bits_at(uint32_t a, uint32_t b, uint32_t index) {
  return finished(absorbed(absorbed(a, index), b), 8);
}
static stream stream_of(uint32_t seed, uint32_t process, uint32_t group, uint32_t year) {
  uint32_t words[3] = {process, group, year};
  return (stream){murmur3(words, 3, seed), murmur3(words, 3, seed ^ 0x9e3779b9u)};
}
static stream slot_of(stream of, uint32_t slot) {
  return (stream){bits_at(of.a, of.b, slot), bits_at(of.b, of.a, slot)};
}

/* exp.ts, logarithm.ts, power.ts */

static const double ln2_high = 0.69314718036912381649, ln2_low = 1.90821492927058770002e-10;
enum { exp_terms = 14, log_terms = 12 };

static double exponential(double x) {
  if (x > 709.782712893384) return INFINITY;
  if (x < -745.1332191019411) return 0;
  double k = floor(x / (ln2_high + ln2_low) + 0.5);
  double r = x - k * ln2_high - k * ln2_low;
  double inverse_factorial[exp_terms] = {1};
  for (int n = 1; n < exp_terms; n += 1) inverse_factorial[n] = inverse_factorial[n - 1] / n;
  double sum = 0;
  for (int n = exp_terms - 1; n >= 0; n -= 1) sum = sum * r + inverse_factorial[n];
  double near = trunc(k / 2);
  return sum * ldexp(1, (int)near) * ldexp(1, (int)(k - near));
}

static double log_ratio(double s) {
  double square = s * s, sum = 0;
  for (int n = log_terms; n >= 1; n -= 1) sum = (sum + 1.0 / (2 * n + 1)) * square;
  return 2 * s * sum;
}

/* log(1 + x) for x of at most 1/2 below 0. */
static double log_1p(double x) {
  if (fabs(x) <= 0.25) {
    double s = x / (2 + x);
    return x - (s * x - log_ratio(s));
  }
  double sum = 1 + x, mantissa = sum;
  int exponent = 0;
  while (mantissa < M_SQRT1_2) {
    mantissa *= 2;
    exponent -= 1;
  }
  double f = mantissa - 1, s = f / (2 + f);
  double known = exponent * ln2_high + (f - (s * f - (log_ratio(s) + exponent * ln2_low)));
  return known + (x - (sum - 1)) / sum;
}

static double power(double base, uint32_t exponent) {
  double result = 1, square = base;
  for (uint32_t left = exponent; left > 0; left >>= 1) {
    if (left & 1) result *= square;
    square *= square;
  }
  return result;
}

/* saddle-point.ts */

static const double many_expected = 256, two_pi = 6.283185307179586;

static double stirling_error(double n) {
  double square = 1 / (n * n);
  return (1.0 / 12 - (1.0 / 360 - square / 1260) * square) / n;
}

static double deviance(double k, double mean) {
  double relative = (k - mean) / mean, sum = 0;
  for (int n = 8; n >= 2; n -= 1) sum = 1.0 / (n * (n - 1)) - relative * sum;
  return mean * relative * relative * sum;
}

static double binomial_mass_near_mean(double k, double n, double p) {
  double mean = n * p;
  return exponential(stirling_error(n) - stirling_error(k) - stirling_error(n - k) - deviance(k, mean) -
                     deviance(n - k, n - mean)) *
         sqrt(n / (two_pi * k * (n - k)));
}

static double poisson_mass_near_mean(double k, double mean) {
  return exponential(-stirling_error(k) - deviance(k, mean)) / sqrt(two_pi * k);
}

/* binomial.ts, poisson.ts */

static const double negligible = 1.0 / (1ull << 60);
enum { many_trials = 1024, few_trials = 64 };

static double first_summed(double mean, double variance) {
  return mean <= many_expected ? 0 : fmax(0, floor(mean - 9 * sqrt(variance) - 10));
}

static double binomial_first_mass(double n, double p, double first, double odds) {
  if (n * p <= many_expected) return n <= many_trials ? power(1 - p, (uint32_t)n) : exponential(n * log_1p(-p));
  double k = floor(n * p), mass = binomial_mass_near_mean(k, n, p);
  for (; k > first; k -= 1) mass *= k / (odds * (n - k + 1));
  return mass;
}

/* The smallest k with F(k) > u, or where `reaching` with F(k) >= u, for p of at most 1/2. */
static double binomial_search(double n, double p, double u, int reaching) {
  double odds = p / (1 - p), mean = n * p;
  double k = first_summed(mean, mean * (1 - p)), mass = binomial_first_mass(n, p, k, odds), left = u;
  while ((reaching ? left > mass : left >= mass) && k < n) {
    if (mass < negligible && k > mean) break;
    left -= mass;
    mass *= (odds * (n - k)) / (k + 1);
    k += 1;
  }
  return k;
}

static double binomial_quantile(double n, double p, double u) {
  if (n == 0 || p <= 0) return 0;
  if (p > 0.5) {
    if (p >= 1) return n;
    double failing = 1 - p, turned = 1 - u;
    return turned <= 1 - n * failing ? n : n - binomial_search(n, failing, turned, 1);
  }
  if (u < 1 - n * p) return 0;
  if (n <= few_trials) {
    double odds = p / (1 - p), mass = power(1 - p, (uint32_t)n), rest = u, drawn = 0;
    while (rest >= mass && drawn < n) {
      rest -= mass;
      mass *= odds * (n - drawn) * (1 / (drawn + 1));
      drawn += 1;
    }
    if (drawn < n || n == 1) return drawn;
  }
  return binomial_search(n, p, u, 0);
}

static double poisson_quantile(double mean, double u) {
  if (mean <= 0) return 0;
  double k = first_summed(mean, mean), mass, left = u;
  if (mean <= many_expected) mass = exponential(-mean);
  else {
    double near = floor(mean);
    mass = poisson_mass_near_mean(near, mean);
    for (; near > k; near -= 1) mass *= near / mean;
  }
  while (left >= mass) {
    if (mass < negligible && k > mean) break;
    left -= mass;
    k += 1;
    mass *= mean / k;
  }
  return k;
}

/* quantile-table.ts */

enum { most_tabled = 255, guide_bytes = 128, guide_shift = 25, guide_words = guide_bytes / 4 };
static const double words = 4294967296.0, doubt = 1.0 / 1024;

typedef struct {
  uint32_t *words;
  uint32_t used, length;
} table;

static table table_of(uint32_t numbered) {
  uint32_t used = numbered > 1 ? numbered : 1;
  return (table){reserved(calloc(used, 4)), used, used};
}

/* Gives the quantile of one of many distributions, which `parameters` tells, at u. */
typedef double quantile(const double *parameters, double u);

static double last_up_to(double k, double cumulative, quantile *of, const double *parameters) {
  double end = cumulative * words - 0.5, near = floor(end + 0.5);
  if (near < 0 || near > UINT32_MAX || fabs(end - near) > doubt) return fmin(UINT32_MAX, floor(end));
  return of(parameters, (near + 0.5) / words) <= k ? near : near - 1;
}

static uint32_t table_add(table *to, const double *cumulative, uint32_t count, quantile *of, const double *parameters) {
  uint32_t row = to->used, needed = row + guide_words + count;
  if (needed > to->length) {
    uint32_t length = needed > 2 * to->length ? needed : 2 * to->length;
    to->words = reserved(realloc(to->words, 4 * (size_t)length));
    to->length = length;
  }
  uint8_t *guide = (uint8_t *)(to->words + row);
  uint32_t leading = 0;
  for (uint32_t k = 0; k < count; k += 1) {
    double last = k == count - 1 ? UINT32_MAX : last_up_to(k, cumulative[k], of, parameters);
    if (last < 0) continue;
    uint32_t word = (uint32_t)last;
    to->words[row + guide_words + k] = word;
    for (; leading <= word >> guide_shift; leading += 1) guide[leading] = (uint8_t)k;
    if (word < UINT32_MAX) continue;
    to->used = row + guide_words + k + 1;
    break;
  }
  return row;
}

static inline uint32_t outcome_of(const uint32_t *row, uint32_t word) {
  uint32_t outcome = ((const uint8_t *)row)[word >> guide_shift];
  while (word > row[guide_words + outcome]) outcome += 1;
  return outcome;
}

/* binomial-sampler.ts, poisson-sampler.ts */

typedef struct {
  double p;
  table rows;
} binomial_sampler;

static double binomial_of(const double *parameters, double u) {
  return binomial_quantile(parameters[0], parameters[1], u);
}

static void binomial_add(binomial_sampler *of, uint32_t n) {
  double cumulative[most_tabled + 1], p = fmin(1, fmax(0, of->p)), rare = fmin(p, 1 - p), odds = rare / (1 - rare);
  double mass = power(1 - rare, n), sum = mass;
  for (uint32_t k = 0; k <= n; k += 1) {
    if (p == rare) cumulative[k] = sum;
    else if (k < n) cumulative[n - k - 1] = 1 - sum;
    mass *= (odds * (n - k)) / (k + 1);
    sum += mass;
  }
  uint32_t row = table_add(&of->rows, cumulative, n + 1, binomial_of, (double[]){n, of->p});
  of->rows.words[n] = row;
}

static void binomial_draw(binomial_sampler *of, const int32_t *restrict counts, int runs, stream from, uint32_t first,
                          int32_t *restrict into) {
  for (int i = 0; i < runs; i += 1) {
    uint32_t n = (uint32_t)counts[i], word = bits_at(from.a, from.b, first + i);
    if (n > most_tabled) into[i] = (int32_t)binomial_quantile(n, of->p, (word + 0.5) / words);
    else {
      if (of->rows.words[n] == 0) binomial_add(of, n);
      into[i] = (int32_t)outcome_of(of->rows.words + of->rows.words[n], word);
    }
  }
}

typedef struct {
  double mean;
  table rows;
  uint32_t row;
} poisson_sampler;

static const double largest_mean = 144;

static double poisson_of(const double *parameters, double u) { return poisson_quantile(parameters[0], u); }

static poisson_sampler poisson_sampler_of(double mean) {
  poisson_sampler made = {mean, table_of(0), 0};
  if (mean > largest_mean) return made;
  double cumulative[most_tabled + 1], positive = fmax(0, mean), mass = exponential(-positive), sum = mass;
  for (int k = 0; k <= most_tabled; k += 1) {
    cumulative[k] = sum;
    mass *= positive / (k + 1);
    sum += mass;
  }
  made.row = table_add(&made.rows, cumulative, most_tabled + 1, poisson_of, &positive);
  return made;
}

static void poisson_draw(const poisson_sampler *of, int runs, stream from, uint32_t first, int32_t *restrict into) {
  const uint32_t *row = of->rows.words + of->row;
  for (int i = 0; i < runs; i += 1) {
    uint32_t word = bits_at(from.a, from.b, first + i);
    into[i] = of->row == 0 ? (int32_t)poisson_quantile(of->mean, (word + 0.5) / words) : (int32_t)outcome_of(row, word);
  }
}

/* cohort.ts */

typedef struct {
  int32_t heads[groups * ages];
  binomial_sampler leaving[groups * ages];
  poisson_sampler joining[groups * ages];
} cohort;

static cohort *cohort_of(void) {
  cohort *made = reserved(malloc(sizeof *made));
  for (int g = 0; g < groups; g += 1) {
    int size = 40 + 20 * g * g;
    for (int a = 0; a < ages; a += 1) {
      int cell = g * ages + a;
      made->heads[cell] = size * (a + 1) * (ages - a) / 22100;
      made->leaving[cell].p = 0.03 + 0.001 * ((7 * g + 11 * a) % 40) + (a < 37 ? 0 : 0.02 * (a - 36));
      made->leaving[cell].rows = table_of(most_tabled + 1);
      made->joining[cell] = poisson_sampler_of(size * 0.075 * (ages - a) * (ages - a) / 42925);
    }
  }
  return made;
}

static void move(const int32_t *restrict younger, int32_t *restrict leavers, const int32_t *restrict joiners,
                 int32_t *restrict total, int runs) {
  for (int run = 0; run < runs; run += 1) {
    int32_t heads = younger[run] - leavers[run] + joiners[run];
    leavers[run] = heads;
    total[run] += heads;
  }
}

typedef struct {
  int32_t *people, *heads;
} course;

static course simulate(cohort *of, int runs, uint32_t first_run, uint32_t seed) {
  uint32_t leave = hash_text("leave"), join = hash_text("join");
  size_t row = sizeof(int32_t) * (size_t)runs;
  course made = {reserved(calloc(years * groups, row)), reserved(malloc(groups * ages * row))};
  int32_t *drawn = reserved(malloc(row));
  for (int cell = 0; cell < groups * ages; cell += 1) {
    for (int run = 0; run < runs; run += 1) made.heads[cell * runs + run] = of->heads[cell];
  }
  for (uint32_t t = 0; t < years; t += 1) {
    for (uint32_t g = 0; g < groups; g += 1) {
      stream leavers = stream_of(seed, leave, g, t), joiners = stream_of(seed, join, g, t);
      int32_t *total = made.people + (t * groups + g) * runs;
      for (int a = ages - 1; a >= 0; a -= 1) {
        int cell = (int)g * ages + a;
        int32_t *here = made.heads + cell * runs;
        poisson_draw(&of->joining[cell], runs, slot_of(joiners, a), first_run, drawn);
        if (a == 0) {
          memcpy(here, drawn, row);
          for (int run = 0; run < runs; run += 1) total[run] += drawn[run];
        } else {
          binomial_draw(&of->leaving[cell - 1], here - runs, runs, slot_of(leavers, a - 1), first_run, here);
          move(here - runs, here, drawn, total, runs);
        }
      }
    }
  }
  free(drawn);
  return made;
}

int main(int count, char **given) {
  if (count != 4) {
    fprintf(stderr, "cohort: found %d arguments; expected RUNS BATCHES SEED\n", count - 1);
    return 2;
  }
  int runs = atoi(given[1]), batches = atoi(given[2]);
  uint32_t seed = (uint32_t)strtoul(given[3], NULL, 10), hashes[2] = {0, 1};
  clock_t start = clock(), taken;
  cohort *of = cohort_of();
  taken = clock() - start;
  for (int batch = 0; batch < batches; batch += 1) {
    start = clock();
    course made = simulate(of, runs, (uint32_t)(batch * runs), seed);
    taken += clock() - start;
    for (int i = 0; i < 2; i += 1) {
      hashes[i] = murmur3((uint32_t *)made.people, (size_t)years * groups * runs, hashes[i]);
      hashes[i] = murmur3((uint32_t *)made.heads, (size_t)groups * ages * runs, hashes[i]);
    }
    free(made.people);
    free(made.heads);
  }
  printf("{\"seconds\": %.6f, \"hashes\": [%u, %u]}\n", (double)taken / CLOCKS_PER_SEC, hashes[0], hashes[1]);
  return 0;
}
