import type { Runs } from './runs.ts';

/** Step 8: everyone is a year older; whoever was of the last age is gone. */
export const growOlder = (runs: Runs): void => {
  const { shape, notRecognised, recognised, looking, lookingHeads, flows, agesHeld } = runs;
  const { ageCount } = shape;
  const { agedOut, lookingAgedOut } = flows;
  for (let at = 0, last = ageCount - 1; at < agedOut.length; at += 1, last += ageCount) {
    agedOut[at] = (notRecognised[last] as number) + (recognised[last] as number);
    const gone = looking[last] as number;
    lookingAgedOut[at] = gone;
    lookingHeads[at] = (lookingHeads[at] as number) - gone;
  }
  for (const people of [notRecognised, recognised, looking]) {
    people.copyWithin(1, 0, people.length - 1);
    // What slid over from the cell and run before is its oldest age, which is gone.
    for (let first = 0; first < people.length; first += ageCount) people[first] = 0;
  }
  agesHeld.notRecognised.growOlder();
  agesHeld.recognised.growOlder();
};
