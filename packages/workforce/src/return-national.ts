import type { Draft } from './baseline/draft.ts';
import type { CellInput, OccupationInput } from './model-input.ts';
import type { NationalPeople } from './return-people.ts';
import type { ReturnStaff } from './return-schema.ts';
import { groups, specialisms } from './taxonomy.ts';

/** Adds numbers. */
export const total = (values: Iterable<number>): number => {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
};
const dot = (left: readonly number[], right: readonly number[]): number =>
  total(left.map((value, index) => value * (right[index] ?? 0)));

/** Adds lists place by place. */
export const sumLists = (lists: readonly (readonly number[])[]): number[] =>
  Array.from({ length: lists[0]?.length ?? 0 }, (_, index) => total(lists.map((list) => list[index] ?? 0)));

/** Divides, nothing by nothing giving nothing. */
export const ratio = (part: number, whole: number): number => (whole > 0 ? part / whole : 0);

/** An occupation of the nation, all regions together. */
export interface National {
  readonly occupation: OccupationInput;
  readonly cells: readonly CellInput[];
  readonly posts: number;
  readonly requirement: number;
  readonly recognisedRequirement: number;
  readonly growth: readonly number[];
  readonly programmes: readonly number[];
  readonly people: NationalPeople;
}

const shapeOf = (heads: readonly number[]): readonly number[] => {
  const all = total(heads);
  return heads.map((value) => ratio(value, all));
};

/** Sums up the occupations of a national baseline, by id. */
export const nationalOf = (draft: Draft): ReadonlyMap<string, National> => {
  const { input } = draft;
  const expertShape = shapeOf(sumLists(input.cells.map((cell) => cell.recognised)));
  return new Map(
    input.occupations.map((occupation): [string, National] => {
      const indices = input.cells.flatMap((cell, index) => (cell.occupation === occupation.id ? [index] : []));
      const cells = indices.flatMap((index) => input.cells[index] ?? []);
      const notRecognised = sumLists(cells.map((cell) => cell.notRecognised));
      const recognised = sumLists(cells.map((cell) => cell.recognised));
      const { participation } = occupation;
      const heads = total(notRecognised) + total(recognised);
      const wte = dot(notRecognised, participation) + dot(recognised, participation);
      return [
        occupation.id,
        {
          occupation,
          cells,
          posts: total(cells.map((cell) => cell.posts)),
          requirement: total(indices.map((index) => draft.requirement[index] ?? 0)),
          recognisedRequirement: total(indices.map((index) => draft.recognisedRequirement[index] ?? 0)),
          growth: draft.growth.get(occupation.id) ?? [],
          programmes: sumLists(indices.map((index) => draft.programmes[index] ?? [])),
          people: {
            first: input.ages.first,
            notRecognised: shapeOf(notRecognised),
            recognised: total(recognised) > 0 ? shapeOf(recognised) : expertShape,
            participation,
            recognisedHeads: ratio(total(recognised), heads),
            recognisedWte: ratio(dot(recognised, participation), wte),
          },
        },
      ];
    }),
  );
};

/** The id of the occupation of a row. */
export const idOf = ({ specialism, group }: { readonly specialism: string; readonly group: string }): string =>
  `${specialism}.${group}`;

/** The plain name of the occupation of a row. */
export const titleOf = ({ specialism, group }: ReturnStaff): string => `${groups[group]} in ${specialisms[specialism]}`;

/**
 * Finds the nation's occupation by which one of a return is filled: its own; else, where the national baseline does not
 * have it, another of the same staff group, with the growth and the requirement for each post of the same specialism.
 */
export const donorOf = (staff: ReturnStaff, national: ReadonlyMap<string, National>): National | undefined => {
  const own = national.get(idOf(staff));
  if (own) return own;
  const all = [...national.values()];
  const sameGroup = all.find((one) => one.occupation.group === staff.group);
  const sameSpecialism = all.find((one) => one.occupation.specialism === staff.specialism);
  if (!sameGroup || !sameSpecialism) return undefined;
  const { occupation } = sameGroup;
  const scale = ratio(sameGroup.posts, sameSpecialism.posts);
  return {
    ...sameGroup,
    requirement: sameSpecialism.requirement * scale,
    recognisedRequirement: 0,
    growth: sameSpecialism.growth,
    programmes: sameGroup.programmes.map(() => 0),
    people: { ...sameGroup.people, recognisedHeads: 0, recognisedWte: 0 },
    cells: sameGroup.cells.map((cell) => ({
      ...cell,
      training: cell.training.map((stream) => ({ ...stream, inServiceFrom: null })),
    })),
    occupation: {
      ...occupation,
      id: idOf(staff),
      specialism: staff.specialism,
      group: staff.group,
      title: titleOf(staff),
      certification: null,
      transfers: [],
    },
  };
};
