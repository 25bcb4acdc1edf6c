"""The cohort case of cohort.ts in numpy, vectorised over runs, as one writes it there.

    python3 cohort.py RUNS BATCHES SEED

Prints as JSON the processor seconds of preparing and simulating BATCHES times RUNS runs, and the mean and the variance over
all runs of the people in each group at the end of each year.
"""

import json
import sys
import time

import numpy as np

groups, ages, years = 12, 50, 30


def prepare():
    g = np.arange(groups)[:, None]
    a = np.arange(ages)[None, :]
    size = 40 + 20 * g * g
    heads = size * (a + 1) * (ages - a) // 22100
    hazard = 0.03 + 0.001 * ((7 * g + 11 * a) % 40) + np.where(a < 37, 0, 0.02 * (a - 36))
    joiners = size * 0.075 * (ages - a) * (ages - a) / 42925
    return heads, hazard[:, :-1], joiners


def simulate(figures, runs, random):
    start, hazard, joiners = figures
    heads = np.broadcast_to(start, (runs, groups, ages))
    people = np.empty((years, runs, groups), dtype=np.int64)
    for t in range(years):
        after = random.poisson(joiners, (runs, groups, ages))
        staying = heads[:, :, :-1]
        after[:, :, 1:] += staying - random.binomial(staying, hazard)
        heads = after
        people[t] = heads.sum(axis=2)
    return people


def main():
    runs, batches, seed = (int(word) for word in sys.argv[1:])
    random = np.random.default_rng(seed)
    start = time.process_time()
    figures = prepare()
    batch = [simulate(figures, runs, random) for _ in range(batches)]
    seconds = time.process_time() - start
    people = np.concatenate(batch, axis=1)
    json.dump(
        {
            "seconds": seconds,
            "numpy": np.__version__,
            "means": people.mean(axis=1).ravel().tolist(),
            "variances": people.var(axis=1, ddof=1).ravel().tolist(),
        },
        sys.stdout,
    )


main()
