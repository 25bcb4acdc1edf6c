import type { ReturnData, ReturnStaff } from './return-schema.ts';

/** Shares of people by age; add to 1. */
type Shape = readonly number[];

/** What is known nationally of an occupation, by which what a return does not say is filled. */
export interface NationalPeople {
  /** Youngest age of the lists. */
  readonly first: number;
  readonly notRecognised: Shape;
  readonly recognised: Shape;
  /** WTE a head, by age. */
  readonly participation: readonly number[];
  /** Recognised people as a share of those in post, by heads and by WTE. */
  readonly recognisedHeads: number;
  readonly recognisedWte: number;
}

/** The people of an occupation of a return, by age. */
export interface ReturnPeople {
  readonly notRecognised: number[];
  readonly recognised: number[];
  /** WTE a head, by age, with which they work what the return says. */
  readonly participation: number[];
}

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
const dot = (left: readonly number[], right: readonly number[]): number =>
  total(left.map((value, index) => value * (right[index] ?? 0)));
const scaled = (shape: Shape, sum: number): number[] => {
  const all = total(shape);
  return shape.map((value) => (all > 0 ? (value / all) * sum : 0));
};
const plus = (left: readonly number[], right: readonly number[]): number[] =>
  left.map((value, index) => value + (right[index] ?? 0));

/** Spreads people over the ages of a band as the nation's are, evenly where it has nobody of these ages. */
const inBand = (people: number, from: number, to: number, shape: Shape, first: number): number[] => {
  const mask = shape.map((_, index) => first + index >= from && first + index <= to);
  const national = shape.map((value, index) => (mask[index] ? value : 0));
  return scaled(total(national) > 0 ? national : mask.map(Number), people);
};

/**
 * Divides people by age into recognised and not: recognised in proportion to the nation's share of each age, and
 * nowhere more than there are.
 */
const divide = (all: readonly number[], recognised: number, share: Shape): number[] => {
  const taken = all.map(() => 0);
  let left = Math.min(recognised, total(all));
  // By the nation's shares; then, where it has no recognised people of these ages, whoever there is.
  for (const weights of [all.map((people, index) => people * (share[index] ?? 0)), all]) {
    // Each pass fills at least one age to its end, or places all.
    for (const _ of all) {
      const room = all.map((people, index) => Math.max(0, people - (taken[index] ?? 0)));
      const parts = scaled(
        weights.map((weight, index) => ((room[index] ?? 0) > 0 ? weight : 0)),
        left,
      );
      parts.forEach((part, index) => {
        const more = Math.min(part, room[index] ?? 0);
        taken[index] = (taken[index] ?? 0) + more;
        left -= more;
      });
    }
  }
  return taken;
};

/**
 * Fits hours worked: the WTE that people of each age do not work is stretched or shrunk by one factor, so that nobody
 * works more than full time; where that would ask for less than nothing, all hours are scaled by one factor.
 */
const fitHours = (heads: readonly number[], participation: readonly number[], wte: number): number[] => {
  const people = total(heads);
  if (people === 0) return [...participation];
  const missing = people - dot(heads, participation);
  const stretch = missing > 0 ? (people - wte) / missing : -1;
  const fitted = participation.map((one) => 1 - (1 - one) * stretch);
  if (stretch >= 0 && fitted.every((one) => one >= 0)) return fitted;
  const factor = wte / dot(heads, participation);
  return participation.map((one) => one * factor);
};

const occupationRows = (data: ReturnData, staff: ReturnStaff): ReturnData['ages'] =>
  data.ages.filter((row) => row.specialism === staff.specialism && row.group === staff.group);

/**
 * Makes the people of an occupation of a return, by age, such that their WTE is exactly what it says is in post; their
 * number, and that of recognised experts, too where it says them.
 *
 * @returns the people; or `undefined` where the experts alone work more than is in post.
 */
export const peopleOf = (data: ReturnData, staff: ReturnStaff, national: NationalPeople): ReturnPeople | undefined => {
  const { participation, first } = national;
  const rows = occupationRows(data, staff);
  const mixed = plus(
    scaled(national.notRecognised, 1 - national.recognisedHeads),
    scaled(national.recognised, national.recognisedHeads),
  );
  const byAge = rows.reduce(
    (all, row) => plus(all, inBand(row.heads, row.from, row.to, mixed, first)),
    participation.map(() => 0),
  );
  const statedByAge = rows.length > 0 && rows.every((row) => row.recognised !== undefined);
  const stated = staff.recognised ?? (statedByAge ? total(rows.map((row) => row.recognised ?? 0)) : undefined);
  const heads = rows.length > 0 ? total(byAge) : staff.heads;

  if (heads !== undefined) {
    const experts = Math.min(heads, stated ?? heads * national.recognisedHeads);
    let recognised: number[];
    let notRecognised: number[];
    if (rows.length > 0) {
      const share = mixed.map((all, index) =>
        all > 0 ? ((national.recognised[index] ?? 0) * national.recognisedHeads) / all : 0,
      );
      recognised = statedByAge
        ? rows.reduce(
            (all, row) =>
              plus(all, divide(inBand(row.heads, row.from, row.to, mixed, first), row.recognised ?? 0, share)),
            participation.map(() => 0),
          )
        : divide(byAge, experts, share);
      notRecognised = byAge.map((all, index) => Math.max(0, all - (recognised[index] ?? 0)));
    } else {
      recognised = scaled(national.recognised, experts);
      notRecognised = scaled(national.notRecognised, heads - experts);
    }
    return {
      notRecognised,
      recognised,
      participation: fitHours(plus(notRecognised, recognised), participation, staff.inPost),
    };
  }

  const perHead = (shape: Shape): number => dot(scaled(shape, 1), participation);
  const experts = stated ?? (staff.inPost * national.recognisedWte) / (perHead(national.recognised) || 1);
  const left = staff.inPost - experts * perHead(national.recognised);
  // Room for the last bits where every member of staff is an expert.
  if (left < -staff.inPost * Number.EPSILON * participation.length) return undefined;
  return {
    recognised: scaled(national.recognised, experts),
    notRecognised: scaled(national.notRecognised, Math.max(0, left) / perHead(national.notRecognised)),
    participation: [...participation],
  };
};
