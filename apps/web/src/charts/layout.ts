/** What a line or area stands for, which decides how it looks. */
export type Role = 'yours' | 'reference' | 'second' | 'third';

/** A line of a chart, named where it ends. */
export interface Line {
  readonly name: string;
  readonly role: Role;
  /** One value for each x; NaN where there is none, which the last never is. */
  readonly values: readonly number[];
  readonly isDashed?: boolean;
}

/** A band between two courses. */
export interface Band {
  readonly low: readonly number[];
  readonly high: readonly number[];
}

/** A chart ready to be drawn: lines over years or ages, with a band. */
export interface Lines {
  readonly kind?: 'lines';
  readonly xs: readonly number[];
  /** What x is; ages are drawn as steps. A financial year is named by the calendar year in which it begins. */
  readonly x: 'year' | 'financial year' | 'age';
  readonly lines: readonly Line[];
  readonly band?: Band;
  /** Whether numbers are differences, which may all lie below nothing. */
  readonly isDifference?: boolean;
  /** Whether numbers are pounds. */
  readonly isMoney: boolean;
  /** Whether numbers are shares, written in per cent. */
  readonly isShare?: boolean;
  /** Whether each value is marked by a point, where there are few of them. */
  readonly isMarked?: boolean;
  /** Top of the scale, where charts share one; the highest number without it. */
  readonly top?: number;
  /** Letters of the longest name beside the lines, where charts leave the same room for them; its own without it. */
  readonly letters?: number;
  /** A line to mark, such as the first year of decisions. */
  readonly mark?: { readonly at: number; readonly text: string };
}

/** Charts of the same kind side by side, on one scale. */
export interface Multiples {
  readonly kind: 'multiples';
  readonly panels: readonly { readonly title: string; readonly lines: Lines }[];
}

/** A tile of a schematic map, at a place of a grid counted from the top left. */
export interface Tile {
  readonly name: string;
  readonly column: number;
  readonly row: number;
  /** The number as it is printed in the tile. */
  readonly text: string;
  /** Its step on the scale of colours, from 0 to `steps - 1`. */
  readonly step: number;
}

/** A schematic map of tiles, coloured by a number that is printed in each. */
export interface TileMap {
  readonly kind: 'tiles';
  readonly tiles: readonly Tile[];
  /** The ends of the steps of the scale as they are printed, the lowest first; none where all numbers are as one. */
  readonly scale: readonly string[];
}

/** Bars beside each other, each from a start to an end, as shares of the width from 0 to 1. */
export interface Bars {
  readonly kind: 'bars';
  /** Where nothing lies. */
  readonly zero: number;
  readonly bars: readonly {
    readonly name: string;
    readonly from: number;
    readonly to: number;
    /** The number as it is printed. */
    readonly text: string;
    /** Whether it stands for the whole of the others. */
    readonly isWhole?: boolean;
  }[];
}

/** Ranges under each other on one scale, and what they are set against. */
export interface Ranges {
  readonly kind: 'ranges';
  /** Where the scale begins: at nothing, or near the lowest number; years are written as such. */
  readonly scale: 'from nothing' | 'from lowest' | 'years';
  readonly rows: readonly {
    readonly name: string;
    readonly low: number;
    readonly high: number;
    /** The range as it is printed. */
    readonly text: string;
  }[];
  readonly marks: readonly { readonly name: string; readonly at: number }[];
}

/** A chart of any kind, ready to be drawn. */
export type Layout = Lines | Multiples | TileMap | Bars | Ranges;

/** Size of a drawing in CSS pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
  /** Large charts have tips and marked years; small ones do not. */
  readonly isLarge: boolean;
}

/**
 * Moves labels apart so that none covers another, keeping their order and staying within the drawing.
 *
 * @param wanted Where each label would stand, in pixels from the top.
 * @param gap Least distance between two.
 */
export const spreadLabels = (
  wanted: readonly number[],
  gap: number,
  top: number,
  bottom: number,
): readonly number[] => {
  const order = wanted.map((_, index) => index).toSorted((a, b) => (wanted[a] ?? 0) - (wanted[b] ?? 0));
  const placed = [...wanted];
  let above = top - gap;
  for (const index of order) {
    above = Math.max(wanted[index] ?? 0, above + gap);
    placed[index] = above;
  }
  let below = bottom + gap;
  for (const index of order.toReversed()) {
    below = Math.min(placed[index] ?? 0, below - gap);
    placed[index] = below;
  }
  return placed;
};

/** Every value of some lines that is there. */
export const valuesOf = (lines: readonly Line[]): readonly number[] =>
  lines.flatMap((line) => line.values).filter((value) => !Number.isNaN(value));

/** The highest number of a chart, the least where all are nothing. */
export const topOfScale = ({ lines, band, isDifference, isShare }: Lines): number =>
  Math.max(isDifference || isShare ? 0 : 1, ...valuesOf(lines), ...(band?.high ?? []));

/** Colours of the scale of a map. */
export const steps = 5;

/** Where the tiles of the regions stand: a schematic map, in which neighbours lie as they lie to each other. */
export const regionPlaces: Readonly<Record<string, readonly [column: number, row: number]>> = {
  scotland: [1.5, 0],
  northern_ireland: [0, 1],
  north_west: [1, 1],
  north_east_and_yorkshire: [2, 1],
  wales: [1, 2],
  midlands: [2, 2],
  east_of_england: [3, 2],
  south_west: [1, 3],
  south_east: [2, 3],
  london: [3, 3],
};

/**
 * Lays a number of each place out as a map. The steps of the scale are as wide as each other, from nothing to the
 * highest number; numbers that are printed as one have one step.
 *
 * @param say Writes a number as it is printed.
 */
export const tileMap = (
  places: readonly { readonly id: string; readonly name: string; readonly value: number }[],
  say: (value: number) => string,
): TileMap => {
  const highest = Math.max(...places.map(({ value }) => value), 0);
  const isOne = new Set(places.map(({ value }) => say(value))).size < 2;
  const stepOf = (value: number): number =>
    isOne || highest <= 0 ? 0 : Math.min(steps - 1, Math.max(0, Math.floor((value / highest) * steps)));
  return {
    kind: 'tiles',
    tiles: places.flatMap(({ id, name, value }): readonly Tile[] => {
      const place = regionPlaces[id];
      return place ? [{ name, column: place[0], row: place[1], text: say(value), step: stepOf(value) }] : [];
    }),
    scale: isOne ? [] : Array.from({ length: steps + 1 }, (_, index) => say((highest * index) / steps)),
  };
};
