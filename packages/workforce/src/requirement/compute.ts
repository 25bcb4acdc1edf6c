import {
  FigureReader,
  failure,
  success,
  type Evidence,
  type Located,
  type Problem,
  type Result,
  type Value,
} from '@isocentre/evidence';
import type { Coefficient, StaffingModel } from './staffing-model.ts';

/** A number or a range of numbers. */
export interface Span {
  readonly low: number;
  readonly high: number;
}

/** One line of the arithmetic of a staffing model. */
export interface RequirementLine {
  readonly title: string;
  /** The arithmetic in signs, such as `1,900 ÷ 450 to 500`. */
  readonly arithmetic: string;
  /** WTE. */
  readonly wte: Span;
}

/** What a staffing model requires of one occupation. */
export interface OccupationRequirement {
  readonly specialism: StaffingModel['lines'][number]['specialism'];
  readonly group: StaffingModel['lines'][number]['group'];
  readonly lines: readonly RequirementLine[];
  /** WTE after allowances and minima. */
  readonly required: Span;
}

const decimals = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 4 });

/** Writes a number or a range of numbers with at most four decimals. */
export const saySpan = (
  { low, high }: Span,
  say: (value: number) => string = (value) => decimals.format(value),
): string => (low === high ? say(low) : `${say(low)} to ${say(high)}`);

/** Reads the coefficients of a model, those of data/ by their ids. */
class Coefficients {
  readonly problems: Problem[] = [];
  readonly #reader: FigureReader;
  readonly #where: Located<StaffingModel>['where'];

  constructor(evidence: Evidence, where: Located<StaffingModel>['where']) {
    this.#reader = new FigureReader(evidence.figures, new Map(), where([]));
    this.#where = where;
  }

  get all(): readonly Problem[] {
    return [...this.problems, ...this.#reader.problems];
  }

  read(coefficient: Coefficient, path: readonly PropertyKey[]): Span {
    if (typeof coefficient === 'number') return { low: coefficient, high: coefficient };
    const span = 'low' in coefficient ? coefficient : this.#figure(coefficient, path);
    if (span && span.low <= span.high) return span;
    this.problems.push({
      where: this.#where(path),
      found: span ? `${span.low} to ${span.high}` : 'no such number in the figure',
      expected: span ? 'an interval whose low end comes first' : 'a number or an interval of the figure',
    });
    return { low: 1, high: 1 };
  }

  #figure(
    { figure, row, column }: { figure: string; row?: string | undefined; column?: string | undefined },
    path: readonly PropertyKey[],
  ): Span | undefined {
    const value: Value = this.#reader.value(figure, `the staffing model at ${this.#where(path)}`);
    switch (value.kind) {
      case 'number':
        return { low: value.number, high: value.number };
      case 'interval':
        return { low: value.low, high: value.high };
      case 'table': {
        const found = value.rows[row ?? ''];
        const cell = typeof found === 'number' ? found : found?.[column ?? ''];
        return cell === undefined ? undefined : { low: cell, high: cell };
      }
      case 'series':
        return undefined;
    }
  }
}

const plain = (text: string): string => text.trim().toLowerCase();

/** Reads drivers as returns write them: by key or title, in any letters. */
export const driverReader = (
  models: readonly Located<StaffingModel>[],
): { readonly keyOf: (driver: string) => string | undefined; readonly expected: string } => {
  const keys = new Map<string, string>();
  for (const { value } of models)
    for (const [key, { title }] of Object.entries(value.drivers)) {
      keys.set(plain(key), key);
      keys.set(plain(title), key);
    }
  return {
    keyOf: (driver) => keys.get(plain(driver)),
    expected: `one of ${[...new Set(keys.values())].toSorted().join(', ')}`,
  };
};

/** The drivers that a model needs and an activity does not give. */
export const missingDrivers = (model: StaffingModel, activity: Readonly<Record<string, number>>): readonly string[] => [
  ...new Set(model.lines.flatMap(({ driver }) => (driver === undefined || driver in activity ? [] : [driver]))),
];

type Line = StaffingModel['lines'][number];

const lineOf = (line: Line, amount: number, read: (name: keyof Line) => Span, hoursAYear: Span): RequirementLine => {
  const count = decimals.format(amount);
  const one = (arithmetic: string, low: number, high: number): RequirementLine => ({
    title: line.title,
    arithmetic,
    wte: { low, high },
  });
  if (line.wteForEach !== undefined) {
    const each = read('wteForEach');
    return one(`${count} × ${saySpan(each)}`, amount * each.low, amount * each.high);
  }
  if (line.unitsForOne !== undefined) {
    const units = read('unitsForOne');
    return one(`${count} ÷ ${saySpan(units)}`, amount / units.high, amount / units.low);
  }
  if (line.hoursForEach !== undefined) {
    const hours = read('hoursForEach');
    return one(
      `${count} × ${saySpan(hours)} h ÷ ${saySpan(hoursAYear)} h`,
      (amount * hours.low) / hoursAYear.high,
      (amount * hours.high) / hoursAYear.low,
    );
  }
  const fixed = read('wte');
  return one(saySpan(fixed), fixed.low, fixed.high);
};

const add = (spans: readonly Span[]): Span => ({
  low: spans.reduce((sum, one) => sum + one.low, 0),
  high: spans.reduce((sum, one) => sum + one.high, 0),
});

/**
 * Works out what staff a model requires for an activity, line by line.
 *
 * Of each occupation: the lines are added; allowances of everyone divide by what they leave, 1 − Σ share; allowances of
 * some are added as hours over the hours of one WTE (both as in WISN); what is below a minimum is raised to it.
 *
 * @param activity Units of each driver, by key; every driver of the model must be there, a RangeError if not.
 */
export const requiredStaff = (
  { value: model, where }: Located<StaffingModel>,
  activity: Readonly<Record<string, number>>,
  evidence: Evidence,
): Result<readonly OccupationRequirement[]> => {
  const coefficients = new Coefficients(evidence, where);
  const hoursAYear =
    model.hoursAYear === undefined ? { low: 1, high: 1 } : coefficients.read(model.hoursAYear, ['hoursAYear']);
  const found = new Map<string, { of: Pick<Line, 'specialism' | 'group'>; lines: RequirementLine[] }>();
  for (const [index, line] of model.lines.entries()) {
    const amount = line.driver === undefined ? 1 : activity[line.driver];
    if (amount === undefined) throw new RangeError(`requiredStaff: no amount of ${line.driver ?? ''}`);
    const id = `${line.specialism}.${line.group}`;
    const known = found.get(id) ?? { of: line, lines: [] };
    found.set(id, known);
    known.lines.push(
      lineOf(line, amount, (name) => coefficients.read(line[name] as Coefficient, ['lines', index, name]), hoursAYear),
    );
  }
  const isOf = (of: Pick<Line, 'specialism' | 'group'>) => (one: Pick<Line, 'specialism' | 'group'>) =>
    one.specialism === of.specialism && one.group === of.group;
  const requirements = [...found.values()].map(({ of, lines }): OccupationRequirement => {
    const all = [...lines];
    const allowances = (model.allowances ?? []).filter(isOf(of));
    const sum = add(lines.map((one) => one.wte));
    const shares = allowances.reduce((total, one) => total + (one.share ?? 0), 0);
    if (shares > 0 && shares < 1)
      all.push({
        title: allowances.flatMap((one) => (one.share === undefined ? [] : [one.title])).join(', '),
        arithmetic: `${saySpan(sum)} × (1 ÷ (1 − ${decimals.format(shares)}) − 1)`,
        wte: { low: sum.low / (1 - shares) - sum.low, high: sum.high / (1 - shares) - sum.high },
      });
    for (const { title, hours } of allowances)
      if (hours !== undefined)
        all.push({
          title,
          arithmetic: `${decimals.format(hours)} h ÷ ${saySpan(hoursAYear)} h`,
          wte: { low: hours / hoursAYear.high, high: hours / hoursAYear.low },
        });
    let required = add(all.map((one) => one.wte));
    for (const [index, minimum] of (model.minima ?? []).entries()) {
      if (!isOf(of)(minimum)) continue;
      const least = coefficients.read(minimum.wte, ['minima', index, 'wte']);
      const raised = { low: Math.max(required.low, least.low), high: Math.max(required.high, least.high) };
      if (raised.low > required.low || raised.high > required.high)
        all.push({
          title: minimum.title,
          arithmetic: `raised to ${saySpan(least)}`,
          wte: { low: raised.low - required.low, high: raised.high - required.high },
        });
      required = raised;
    }
    return { specialism: of.specialism, group: of.group, lines: all, required };
  });
  const tooMuch = (model.allowances ?? []).flatMap((one, index) => {
    const shares = (model.allowances ?? []).filter(isOf(one)).reduce((total, other) => total + (other.share ?? 0), 0);
    return shares < 1
      ? []
      : [
          {
            where: where(['allowances', index]),
            found: `shares that add to ${shares}`,
            expected: 'shares that leave time for the work, below 1',
          },
        ];
  });
  const problems = [...coefficients.all, ...tooMuch];
  return problems.length > 0 ? failure(...problems) : success(requirements);
};

const handWorked = (stated: number | Span): Span =>
  typeof stated === 'number' ? { low: stated, high: stated } : stated;
// Half of a unit in the second decimal, in which WTE are worked by hand.
// eslint-disable-next-line no-magic-numbers
const usualTolerance = 0.005;

/** Checks that a model gives what the department that was worked by hand needs; names every number that differs. */
export const checkWorked = (located: Located<StaffingModel>, evidence: Evidence): readonly Problem[] => {
  const { value: model, where } = located;
  const { activity, required, within = usualTolerance } = model.worked;
  const missing = missingDrivers(model, activity);
  if (missing.length > 0)
    return [
      {
        where: where(['worked', 'activity']),
        found: `no ${missing.join(', ')}`,
        expected: 'an amount of every driver of the lines',
      },
    ];
  const computed = requiredStaff(located, activity, evidence);
  if (!computed.ok) return computed.problems;
  const byId = new Map(computed.value.map((one) => [`${one.specialism}.${one.group}`, one.required]));
  const says = (span: Span | undefined): string => (span ? `${saySpan(span)} WTE` : 'nothing');
  return [...new Set([...byId.keys(), ...Object.keys(required)])].flatMap((id) => {
    const got = byId.get(id);
    const stated = required[id];
    const hand = stated === undefined ? undefined : handWorked(stated);
    const same = got && hand && Math.abs(got.low - hand.low) <= within && Math.abs(got.high - hand.high) <= within;
    return same
      ? []
      : [
          {
            where: where(['worked', 'required']),
            found: `${says(got)} computed for ${id}`,
            expected: `${says(hand)}, as worked by hand`,
          },
        ];
  });
};

const fine = new Intl.NumberFormat('en-GB', { minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** Writes WTE with one decimal. */
export const sayWte = (value: number): string => fine.format(value).replace(/^-0\.0$/, '0.0');
