/**
 * Lets a few pieces of work go on at once, and the others wait in the order in which they came. Where many compete for few
 * processors, all take equally long; otherwise some are lucky and some wait several times as long.
 */
export class Turns {
  private free: number;
  private readonly waiting: (() => void)[] = [];

  /** @param most How many go on at once, from 1. */
  constructor(most: number) {
    this.free = most;
  }

  /** Does a piece of work when it is its turn. */
  async take<Outcome>(work: () => Promise<Outcome>): Promise<Outcome> {
    if (this.free > 0) this.free -= 1;
    else await new Promise<void>((done) => this.waiting.push(done));
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.free += 1;
    }
  }
}
