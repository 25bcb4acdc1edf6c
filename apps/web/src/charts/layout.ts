/** What a line or area stands for, which decides how it looks. */
export type Role = 'yours' | 'reference' | 'second' | 'third';

/** A line of a chart, named where it ends. */
export interface Line {
  readonly name: string;
  readonly role: Role;
  /** One value for each x. */
  readonly values: readonly number[];
  readonly isDashed?: boolean;
}

/** A band between two courses. */
export interface Band {
  readonly low: readonly number[];
  readonly high: readonly number[];
}

/** A chart ready to be drawn: lines over years or ages, with a band. */
export interface Layout {
  readonly xs: readonly number[];
  /** What x is; ages are drawn as steps. */
  readonly x: 'year' | 'age';
  readonly lines: readonly Line[];
  readonly band?: Band;
  /** Whether numbers are differences, which may all lie below nothing. */
  readonly isDifference?: boolean;
  /** Whether numbers are pounds. */
  readonly isMoney: boolean;
  /** A line to mark, such as the first year of decisions. */
  readonly mark?: { readonly at: number; readonly text: string };
}

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
