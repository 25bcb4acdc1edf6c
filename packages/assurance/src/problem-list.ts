import type { Problem } from '@isocentre/evidence';

// Past so many the rest are counted, not listed.
const mostProblems = 50;

/** Gathers the problems of a reading: up to 50, then how many more. */
export class ProblemList {
  readonly #told: Problem[] = [];
  #untold = 0;

  report(...problems: readonly Problem[]): void {
    for (const problem of problems) {
      if (this.#told.length < mostProblems) this.#told.push(problem);
      else this.#untold += 1;
    }
  }

  /** Every problem, and in a last one how many more there are. */
  get all(): readonly Problem[] {
    if (this.#untold === 0) return this.#told;
    return [...this.#told, { where: 'the files', found: `${this.#untold} more problems`, expected: 'none' }];
  }
}
