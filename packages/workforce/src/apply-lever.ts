import { evaluate, isFormulaFailure, parseFormula, show, type FigureReader, type Problem } from '@isocentre/evidence';
import type { Draft } from './baseline/draft.ts';
import { largestGrowth } from './baseline/requirement.ts';
import type { Amount, Lever } from './lever.ts';
import type { CellInput, OccupationInput } from './model-input.ts';

/** Where a lever stands, for messages. */
export type Place = (...path: readonly PropertyKey[]) => string;

interface Bounds {
  readonly min: number;
  readonly max: number;
  readonly what: string;
  /** Whether the smallest value is itself too small. */
  readonly above?: boolean;
}

/** The units of a figure that fit each kind of amount. */
const units = {
  places: ['places a year', 'people a year'],
  people: ['people a year'],
  posts: ['WTE posts', 'WTE'],
  share: ['share', 'share a year', 'probability a year'],
  aHead: ['people a head'],
  factor: ['share', 'multiplier'],
} as const;
type Units = readonly string[];

const digitsShown = 6;

const atLeastZero = (what: string): Bounds => ({ min: 0, max: Infinity, what });
const share = (what: string): Bounds => ({ min: 0, max: 1, what });

/** The years in which a lever acts and its amount in each, as step or year indices of the model. */
type Schedule = ReadonlyMap<number, number>;

const listed = <K extends string>(wanted: K | readonly K[] | undefined, value: string): boolean =>
  wanted === undefined ||
  (typeof wanted === 'string' ? wanted === value : (wanted as readonly string[]).includes(value));

interface Where {
  readonly specialism?: string | readonly string[] | undefined;
  readonly group?: string | readonly string[] | undefined;
  readonly region?: string | readonly string[] | undefined;
}

const total = (values: Iterable<number>): number => {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
};

const sayUnits = (all: Units): string => {
  const quoted = all.map((unit) => `"${unit}"`);
  return [...(quoted.length > 1 ? [quoted.slice(0, -1).join(', ')] : []), ...quoted.slice(-1)].join(' or ');
};

/** Applies one lever at a time to a draft, collecting what is wrong with it. */
export class LeverApplier {
  readonly problems: Problem[] = [];
  readonly #draft: Draft;
  readonly #reader: FigureReader;
  readonly #unitOf: (id: string) => string | undefined;
  readonly #whole: LeverApplier | undefined;
  /** The same for a lever whose amounts are the nation's; undefined for one whose amounts are the draft's own. */
  #nation: LeverApplier | undefined;
  /** Over what the last amount was spread: today's values or the weights in their place, and their sum. */
  #basis = { isToday: false, sum: 0 };

  /**
   * @param unitOf The unit of a figure, or undefined where there is no such figure.
   * @param whole The same for the nation of which the draft is a part: amounts are then the nation's, of which the draft
   *   has its share, and a lever that selects nothing here does nothing.
   */
  constructor(draft: Draft, reader: FigureReader, unitOf: (id: string) => string | undefined, whole?: LeverApplier) {
    this.#draft = draft;
    this.#reader = reader;
    this.#unitOf = unitOf;
    this.#whole = whole;
  }

  /** Changes the draft as the lever says. */
  apply(lever: Lever, place: Place): void {
    this.#nation = lever.amounts === 'return' ? undefined : this.#whole;
    this.#nation?.apply(lever, place);
    const { input } = this.#draft;
    const years = input.years;
    switch (lever.lever) {
      case 'training-places': {
        const cells = this.#cells(lever.where, place);
        const streams = cells.flatMap((cell) =>
          cell.training
            .filter((stream) => lever.route === 'all' || stream.route === lever.route)
            .map((stream) => ({ cell, stream })),
        );
        if (cells.length > 0 && streams.length === 0)
          this.#reportEmpty(place('route'), show(lever.route), 'a route that trains for what "where" selects');
        const lists = streams.map(({ stream }) => stream.starts);
        this.#spread(
          lever,
          place,
          lists,
          streams.map(({ cell }) => cell.posts),
          years,
          'training places a year',
          units.places,
        );
        return;
      }
      case 'recruitment': {
        const sources = this.#cells(lever.where, place).flatMap((cell) =>
          cell.recruits
            .filter((source) => lever.source === 'all' || source.source === lever.source)
            .map((source) => ({ cell, source })),
        );
        const lists = sources.map(({ source }) => source.people);
        this.#spread(
          lever,
          place,
          lists,
          sources.map(({ cell }) => cell.posts),
          years,
          'recruits a year',
          units.people,
        );
        return;
      }
      case 'retention':
        this.#each(
          lever,
          place,
          this.#occupations(lever.where, place).map((one) => one.quitMultiplier),
          years,
          atLeastZero('the multiplier of leaving'),
          units.factor,
        );
        return;
      case 'retire-and-return':
        this.#each(
          lever,
          place,
          this.#occupations(lever.where, place).map((one) => one.returning),
          years,
          share('the share who return'),
          units.share,
        );
        return;
      case 'funded-posts': {
        const cells = this.#cells(lever.where, place);
        this.#spread(
          lever,
          place,
          cells.map((cell) => cell.addedPosts),
          cells.map((cell) => cell.posts),
          years,
          'posts added in a year',
          units.posts,
          -Infinity,
        );
        return;
      }
      case 'funding-share':
        this.#each(lever, place, [input.fundedShare], years, share('the share funded in a year'), units.share);
        return;
      case 'supervision':
        this.#each(
          lever,
          place,
          this.#occupations(lever.where, place).map((one) => one.supervision),
          years,
          atLeastZero('trainees a head'),
          units.aHead,
        );
        return;
      case 'certification': {
        const chosen = this.#occupations(lever.where, place);
        const certifications = chosen.flatMap((one) => (one.certification ? [one.certification] : []));
        if (chosen.length > 0 && certifications.length === 0)
          this.#reportEmpty(
            place('where'),
            show(lever.where),
            'an occupation whose members can be recognised as experts',
          );
        if (lever.of === 'assessors') {
          this.#each(
            lever,
            place,
            certifications.map((one) => one.perAssessor),
            years,
            atLeastZero('certifications for each expert'),
            units.aHead,
          );
        } else {
          this.#each(
            lever,
            place,
            certifications.map((one) => one.probability),
            years,
            share('the probability of recognition'),
            units.share,
          );
        }
        return;
      }
      case 'equipment-programme':
        this.#equipment(lever, place);
        return;
      case 'technology': {
        const lists = this.#cellIndices(lever.where, place).map((index) => this.#draft.technology[index] ?? []);
        const bounds = { min: 0, max: Infinity, above: true, what: 'the multiplier of the requirement' };
        this.#each(lever, place, lists, years + 1, bounds, units.factor);
        return;
      }
      case 'growth': {
        const lists = this.#occupations(lever.where, place).map((one) => this.#draft.growth.get(one.id) ?? []);
        const bounds = { min: -1, max: largestGrowth(this.#reader), what: 'the growth a year' };
        this.#each(lever, place, lists, years, bounds, units.share);
        return;
      }
    }
  }

  #equipment(lever: Extract<Lever, { lever: 'equipment-programme' }>, place: Place): void {
    const indices = this.#cellIndices(lever.where, place);
    const reported = this.#draft.input.years + 1;
    const machines = this.#schedule(lever, lever.machines, 'machines', place, reported);
    const wte = this.#schedule(lever, lever.wtePerMachine, 'wtePerMachine', place, reported);
    const weights = this.#weights(
      [],
      indices.map((index) => this.#draft.requirement[index] ?? 0),
    );
    for (const [t, count] of machines) {
      const added = count * (wte.get(t) ?? 0);
      if (added < 0) this.#report(place('machines'), `${added} WTE`, 'at least 0 WTE');
      indices.forEach((index, position) => {
        const programme = this.#draft.programmes[index] ?? [];
        for (let later = t; later < reported; later += 1)
          programme[later] = (programme[later] ?? 0) + added * (weights[position] ?? 0);
      });
    }
  }

  #report(where: string, found: string, expected: string): void {
    if (!this.problems.some((problem) => problem.where === where && problem.expected === expected))
      this.problems.push({ where, found, expected });
  }

  /** Reports a selection of nothing; in a part of the nation that is no mistake. */
  #reportEmpty(where: string, found: string, expected: string): void {
    if (!this.#whole) this.#report(where, found, expected);
  }

  #cellIndices(where: Where | undefined, place: Place): readonly number[] {
    const { cells, occupations } = this.#draft.input;
    const chosen = new Set(this.#occupations(where, place).map((one) => one.id));
    const indices = cells.flatMap((cell, index) =>
      chosen.has(cell.occupation) && listed(where?.region, cell.region) ? [index] : [],
    );
    if (occupations.length > 0 && chosen.size > 0 && indices.length === 0) {
      this.#reportEmpty(
        place('where', 'region'),
        show(where?.region),
        'a region of this scenario ("geography: regions" divides the nation)',
      );
    }
    return indices;
  }

  #cells(where: Where | undefined, place: Place): readonly CellInput[] {
    return this.#cellIndices(where, place).flatMap((index) => this.#draft.input.cells[index] ?? []);
  }

  #occupations(where: Where | undefined, place: Place): readonly OccupationInput[] {
    const chosen = this.#draft.input.occupations.filter(
      (one) => listed(where?.specialism, one.specialism) && listed(where?.group, one.group),
    );
    if (chosen.length === 0)
      this.#reportEmpty(place('where'), show(where), 'a specialism and group that this scope has together');
    return chosen;
  }

  /** Finds when a lever acts and how strongly. */
  #schedule(lever: Lever, amount: Amount, key: string, place: Place, length: number, fitting: Units = []): Schedule {
    const { baselineYear, firstDecisionYear, years } = this.#draft.input;
    let byYear: ((year: number) => number) | undefined;
    let first = firstDecisionYear;
    const dated = (series: Readonly<Record<string, number>>): void => {
      const steps = Object.entries(series)
        .map(([year, value]) => ({ from: Number(year), value }))
        .toSorted((a, b) => a.from - b.from);
      first = steps[0]?.from ?? first;
      byYear = (year) => steps.findLast(({ from }) => from <= year)?.value ?? 0;
    };
    if (typeof amount === 'number') byYear = () => amount;
    else if ('series' in amount) dated(amount.series);
    else {
      const formula = parseFormula(amount.formula);
      const value = isFormulaFailure(formula)
        ? formula
        : evaluate(formula, (id) =>
            this.#unitOf(id) !== undefined
              ? this.#reader.value(id, `the lever "${lever.name}"`)
              : { reason: `there is no figure "${id}"` },
          );
      // Only a plain reference has a unit that is known; what a formula makes of units is not followed.
      const unit = !isFormulaFailure(formula) && formula.kind === 'reference' ? this.#unitOf(formula.id) : undefined;
      const fits = unit === undefined || fitting.length === 0 || fitting.includes(unit);
      if (isFormulaFailure(value))
        this.#report(place(key), `the formula "${amount.formula}"`, `a formula that can be read (${value.reason})`);
      else if (value.kind !== 'number' && value.kind !== 'series')
        this.#report(place(key), `a value of the kind "${value.kind}"`, 'a number or a dated series');
      else if (!fits)
        this.#report(place(key), `the unit "${unit}" of ${amount.formula}`, `the unit ${sayUnits(fitting)}`);
      else if (value.kind === 'number') byYear = () => value.number;
      else dated(value.byYear);
    }
    if (!byYear) return new Map();
    const from = lever.from ?? first;
    const lastYear = baselineYear + length - 1;
    // A horizon cut short for one run must not refuse a lever that starts later; it then does nothing.
    const lastPossible = lastYear + Math.max(0, this.#draft.declaredYears - years);
    if (from < firstDecisionYear) {
      this.#report(
        place('from'),
        String(from),
        `a year from ${firstDecisionYear}, the first decision year of the scenario, since earlier years are history`,
      );
    } else if (from > lastPossible) {
      this.#report(place('from'), String(from), `a year up to ${lastPossible}, the last in which this lever can act`);
    } else if (lever.until !== undefined && lever.until < from) {
      this.#report(place('until'), String(lever.until), `a year from ${from}, when the lever starts`);
    }
    const until = lever.until ?? lastYear;
    const schedule = new Map<number, number>();
    for (let year = Math.max(from, baselineYear); year <= Math.min(until, lastYear); year += 1)
      schedule.set(year - baselineYear, byYear(year));
    return schedule;
  }

  /** Tells which of set, add and multiply a lever gives; exactly one is right. */
  #change(
    lever: Lever,
    place: Place,
  ): { readonly how: 'set' | 'add' | 'multiply'; readonly amount: Amount } | undefined {
    const given = (['set', 'add', 'multiply'] as const).flatMap((how) => {
      const amount = (lever as Partial<Record<typeof how, Amount>>)[how];
      return amount === undefined ? [] : [{ how, amount }];
    });
    if (given.length === 1) return given[0];
    this.#report(
      place(),
      given.length === 0 ? 'none of set, add and multiply' : given.map(({ how }) => how).join(' and '),
      'exactly one of set, add and multiply',
    );
    return undefined;
  }

  /** Changes every list by the same amount. */
  #each(lever: Lever, place: Place, lists: readonly number[][], length: number, bounds: Bounds, fitting: Units): void {
    const change = this.#change(lever, place);
    if (!change) return;
    const unitsOfAmount = change.how === 'multiply' ? units.factor : fitting;
    for (const [t, amount] of this.#schedule(lever, change.amount, change.how, place, length, unitsOfAmount)) {
      for (const list of lists) {
        const before = list[t] ?? 0;
        const after = change.how === 'set' ? amount : change.how === 'add' ? before + amount : before * amount;
        this.#within(after, bounds, () => place(change.how), amount);
        list[t] = after;
      }
    }
  }

  /** Changes lists whose sum is meant: "set" and "add" are totals, spread as today's values are, else by weight. */
  #spread(
    lever: Lever,
    place: Place,
    lists: readonly number[][],
    otherwise: readonly number[],
    length: number,
    what: string,
    fitting: Units,
    min = 0,
  ): void {
    const change = this.#change(lever, place);
    if (!change) return;
    const unitsOfAmount = change.how === 'multiply' ? units.factor : fitting;
    const weights = this.#weights(
      lists.map((list) => list[0] ?? 0),
      otherwise,
    );
    const bounds = { min, max: Infinity, what };
    for (const [t, amount] of this.#schedule(lever, change.amount, change.how, place, length, unitsOfAmount)) {
      lists.forEach((list, index) => {
        const before = list[t] ?? 0;
        const part = amount * (weights[index] ?? 0);
        const after = change.how === 'set' ? part : change.how === 'add' ? before + part : before * amount;
        this.#within(after, bounds, () => place(change.how), amount);
        list[t] = after;
      });
    }
  }

  /** The share of each part in an amount: by today's values where there are any, else by other weights. */
  #weights(today: readonly number[], otherwise: readonly number[]): readonly number[] {
    const isToday = this.#nation ? this.#nation.#basis.isToday : total(today) > 0;
    const values = isToday ? today : otherwise;
    this.#basis = { isToday, sum: total(values) };
    const { sum } = this.#nation ? this.#nation.#basis : this.#basis;
    return values.map((value) => (sum > 0 ? value / sum : this.#nation ? 0 : 1 / values.length));
  }

  #within(value: number, { min, max, what, above = false }: Bounds, where: () => string, amount: number): void {
    if (Number.isFinite(value) && (above ? value > min : value >= min) && value <= max) return;
    const lowest = `${above ? 'above' : 'at least'} ${min}`;
    const bounds = min === -Infinity ? 'finite' : max === Infinity ? lowest : `from ${min} to ${max}`;
    this.#report(
      where(),
      Number.isFinite(value)
        ? `${amount}, which makes ${what} ${Number(value.toPrecision(digitsShown))}`
        : 'no finite number',
      `an amount that keeps ${what} ${bounds}`,
    );
  }
}
