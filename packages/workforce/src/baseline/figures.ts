import type { FigureReader, Range, Row } from '@isocentre/evidence';
import { ageProfile, type NormalPart } from '@isocentre/statistics';

export const share: Range = { min: 0, max: 1 };

export const atLeastZero: Range = { min: 0 };

export const wholeFromZero: Range = { min: 0, whole: true };

export const wholeYears: Range = { min: 1, whole: true };

// Copied, since of a new list an engine expects whole numbers, and makes it anew for the first other one.
const templates = new Map<number, number[]>();

export const fill = (length: number, value: number): number[] => {
  let template = templates.get(length);
  if (!template) templates.set(length, (template = Array<number>(length).fill(1 / 2)));
  return template.slice().fill(value);
};

export const total = (values: ArrayLike<number>): number => {
  let sum = 0;
  for (let i = 0; i < values.length; i += 1) sum += values[i] as number;
  return sum;
};

export const dot = (left: readonly number[], right: readonly number[]): number => {
  let sum = 0;
  for (let i = 0; i < left.length; i += 1) sum += (left[i] as number) * (right[i] ?? 0);
  return sum;
};

/** Age profiles once spread, by their rows and the model's ages: thousands of draws of the assumptions read the same. */
const spreadProfiles = new WeakMap<Readonly<Record<string, Row>>, ReadonlyMap<string, number[]>>();

/** Reads figures in the forms that the model needs, at the model's ages. */
export class Figures {
  readonly reader: FigureReader;
  readonly first: number;
  readonly last: number;

  constructor(reader: FigureReader) {
    this.reader = reader;
    this.first = reader.number('model_ages', 'years of age', 'the ages followed', wholeFromZero, ['low']);
    this.last = reader.number('model_ages', 'years of age', 'the ages followed', { min: this.first, whole: true }, [
      'high',
    ]);
  }

  get ageCount(): number {
    return this.last - this.first + 1;
  }

  /** Spreads a table of age bands (`55-59`, `60`) over single ages; every age must stand in exactly one band. */
  byAge(id: string, unit: string, purpose: string, range: Range): number[] {
    const values: (number | undefined)[] = Array.from({ length: this.ageCount });
    for (const [band, row] of Object.entries(this.reader.table(id, unit, purpose))) {
      const [low = Number.NaN, high = low] = band.split('-').map(Number);
      if (typeof row !== 'number' || !Number.isInteger(low) || !Number.isInteger(high)) {
        this.reader.report(id, `the row "${band}"`, 'rows such as "55-59: 0.04" or "60: 0.17"');
        continue;
      }
      if (row < (range.min ?? -Infinity) || row > (range.max ?? Infinity)) {
        this.reader.report(id, `${row} at ${band}`, `a number from ${range.min ?? '-∞'} to ${range.max ?? '∞'}`);
      }
      for (let age = Math.max(low, this.first); age <= Math.min(high, this.last); age += 1) {
        if (values[age - this.first] !== undefined)
          this.reader.report(id, `age ${age} in two bands`, 'every age in one band');
        values[age - this.first] = row;
      }
    }
    return values.map((value, index) => {
      if (value === undefined)
        this.reader.report(
          id,
          `no band for age ${this.first + index}`,
          `every age from ${this.first} to ${this.last} in one band`,
        );
      return value ?? 0;
    });
  }

  /** Spreads the normal parts of an age profile over single ages; adds to one. */
  profile(id: string, purpose: string): number[] {
    const rows = this.reader.table(id, 'age profile', purpose);
    const ages = `${this.first}-${this.last}`;
    const known = spreadProfiles.get(rows)?.get(ages);
    if (known) return known;
    const problems = this.reader.problems.length;
    const parts: NormalPart[] = [];
    for (const [name, row] of Object.entries(rows)) {
      const { weight, mean, sd, from, to } = (typeof row === 'number' ? {} : row) as Partial<NormalPart>;
      if (
        weight === undefined ||
        mean === undefined ||
        sd === undefined ||
        from === undefined ||
        to === undefined ||
        sd <= 0
      ) {
        this.reader.report(id, `the row "${name}"`, 'weight, mean, sd (above 0), from and to');
      } else if (Math.max(from, this.first) > Math.min(to, this.last)) {
        this.reader.report(id, `ages ${from} to ${to}`, `ages within ${this.first} to ${this.last}`);
      } else parts.push({ weight, mean, sd, from, to });
    }
    const weight = total(parts.map((part) => part.weight));
    if (parts.length > 0 && Math.abs(weight - 1) > Number.EPSILON * parts.length) {
      this.reader.report(id, `weights that add to ${weight}`, 'weights that add to 1');
    }
    const profile = Array.from(ageProfile(parts, this.first, this.last));
    if (this.reader.problems.length === problems) spreadProfiles.set(rows, new Map([[ages, profile]]));
    return profile;
  }
}

export const cellsOf = (row: Row | undefined): Readonly<Record<string, number>> => (typeof row === 'object' ? row : {});
