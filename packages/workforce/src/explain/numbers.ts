import { sources, stepLedger, streamLedger, total, type CellLedger, type StreamLedger } from '../ledger.ts';
import type { Measure } from '../measures.ts';
import type { Projection } from '../project.ts';
import { unitOf, type RequirementParts, type Term, type Unit } from './terms.ts';

export const dot = (left: ArrayLike<number>, right: ArrayLike<number>): number => {
  let sum = 0;
  for (let a = 0; a < left.length; a += 1) sum += (left[a] ?? 0) * (right[a] ?? 0);
  return sum;
};

export const positive = (value: number): number => Math.max(0, value);

export const hireTitles = {
  hiredTrained: 'hired from training',
  hiredLooking: 'hired from those turned away before',
  hiredInternational: 'hired from overseas',
  hiredDirect: 'hired returners and direct entrants',
} as const;
/** Reads the numbers of some cells of a projection, and what the ledger of a step says of their people. */
export class Numbers {
  readonly projection: Projection;
  readonly cells: readonly number[];
  readonly parts: RequirementParts | undefined;
  #step: { readonly t: number; readonly cells: readonly CellLedger[] } | undefined;

  constructor(projection: Projection, cells: readonly number[], parts: RequirementParts | undefined) {
    this.projection = projection;
    this.cells = cells;
    this.parts = parts;
  }

  value(measure: Measure, t: number, cells = this.cells): number {
    const { values, input } = this.projection;
    return total(cells.map((cell) => values[measure][t * input.cells.length + cell] ?? 0));
  }

  sum(of: (cell: number) => number): number {
    return total(this.cells.map(of));
  }

  /** Adds, over the cells, how far one value exceeds another. */
  above(t: number, more: Measure, less: Measure): number {
    return this.sum((cell) => positive(this.value(more, t, [cell]) - this.value(less, t, [cell])));
  }

  participation(cell: number): readonly number[] {
    const { input } = this.projection;
    return input.occupations.find(({ id }) => id === input.cells[cell]?.occupation)?.participation ?? [];
  }

  ledger(t: number): readonly CellLedger[] {
    if (this.#step?.t !== t) this.#step = { t, cells: stepLedger(this.projection, t) };
    return this.#step.cells;
  }

  /** Adds something by age over the cells: in heads, or at the hours worked at that age. */
  people(t: number, of: (ledger: CellLedger) => Float64Array, unit: 'heads' | 'WTE'): number {
    const ledger = this.ledger(t);
    return this.sum((cell) => {
      const one = ledger[cell];
      if (!one) return 0;
      return unit === 'heads' ? total(of(one)) : dot(of(one), this.participation(cell));
    });
  }

  /** Streams of the cells by route, in the order of the routes. */
  routes(t: number): readonly { readonly title: string; readonly streams: readonly StreamLedger[] }[] {
    const streams = streamLedger(this.projection, t).filter(({ cell }) => this.cells.includes(cell));
    return this.projection.input.routes.flatMap(({ id, title }) => {
      const own = streams.filter(({ route }) => route === id);
      return own.length > 0 ? [{ title, streams: own }] : [];
    });
  }

  /** One line for each route: people times a rate that the route has. */
  byRoute(
    t: number,
    unit: Unit,
    what: string,
    people: (stream: StreamLedger) => number,
    rateTitle?: string,
    rate: (stream: StreamLedger) => number = () => 1,
    rateUnit: Unit = 'share',
  ): readonly Term[] {
    return this.routes(t).map(({ title, streams }) => {
      const heads = total(streams.map(people));
      const each = streams[0] ? rate(streams[0]) : 0;
      const value = total(streams.map((stream) => people(stream) * rate(stream)));
      return {
        sign: 1,
        title: `${what}: ${title}`,
        value,
        unit,
        ...(rateTitle === undefined
          ? {}
          : {
              factors: [
                { title: what, value: heads, unit: 'heads' },
                { title: rateTitle, value: each, unit: rateUnit },
              ],
            }),
      };
    });
  }

  leavers(t: number, unit: 'heads' | 'WTE', kinds: readonly (0 | 1)[]): readonly Term[] {
    const add = (key: 'retired' | 'quit'): number =>
      total(kinds.map((kind) => this.people(t, (one) => one[key][kind], unit)));
    return [
      { sign: -1, title: 'retired', value: add('retired'), unit },
      { sign: -1, title: 'left the NHS before retiring', value: add('quit'), unit },
    ];
  }

  /** What the staff in post at the end of a step gain or lose in hours by being a year older. */
  ageing(t: number, kinds: readonly ('notRecognised' | 'recognised')[]): number {
    const ledger = this.ledger(t);
    return this.sum((cell) => {
      const hours = this.participation(cell);
      const change = hours.map((here, a) => (a + 1 < hours.length ? (hours[a + 1] ?? 0) - here : 0));
      return total(kinds.map((kind) => dot(ledger[cell]?.[kind] ?? [], change)));
    });
  }

  lastAge(t: number, kind: 'notRecognised' | 'recognised' | 'looking', hours = false): number {
    const ledger = this.ledger(t);
    return this.sum((cell) => {
      const people = ledger[cell]?.[kind];
      return (people?.at(-1) ?? 0) * (hours ? (this.participation(cell).at(-1) ?? 0) : 1);
    });
  }

  /** Everything that changes staff in post in a step, in heads or in WTE, retired staff who returned left out. */
  changes(t: number, unit: 'heads' | 'WTE'): readonly Term[] {
    const moves = (title: string, sign: 1 | -1, of: (one: CellLedger) => Float64Array): Term => ({
      sign,
      title,
      value: this.people(t, of, unit),
      unit,
    });
    const hired = (source: (typeof sources)[number]): Term =>
      moves(hireTitles[source], 1, (one) => one.available[source].map((heads) => heads * one.hiredShare));
    return [
      ...this.leavers(t, unit, [0, 1]),
      moves('left a post to train in service', -1, (one) => one.movedIntoTraining),
      ...sources.map(hired),
      moves('moved in from another occupation', 1, (one) => one.transferredIn),
      moves('moved out to another occupation', -1, (one) => one.transferredOut),
      {
        sign: -1,
        title: 'in post past the last age',
        value: this.lastAge(t, 'notRecognised', unit === 'WTE') + this.lastAge(t, 'recognised', unit === 'WTE'),
        unit,
      },
    ];
  }

  of(measure: Measure, t: number, sign: 1 | -1, title: string): Term {
    return { sign, title, value: this.value(measure, t), unit: unitOf(measure) };
  }

  /** What supervision leaves for new trainees in a step, cell by cell. */
  room(t: number): {
    readonly able: number;
    readonly continuing: number;
    readonly room: number;
    readonly left: number;
  } {
    const { input, values } = this.projection;
    const streams = streamLedger(this.projection, t);
    let [able, continuing, room, left] = [0, 0, 0, 0];
    for (const cell of this.cells) {
      const occupation = input.occupations.find(({ id }) => id === input.cells[cell]?.occupation);
      const at = t * input.cells.length + cell;
      const staying = (values.headcount[at] ?? 0) - (values.retired[at] ?? 0) - (values.quit[at] ?? 0);
      const canSupervise = (occupation?.supervision[t] ?? 0) * staying;
      const goingOn = total(streams.flatMap((one) => (one.cell === cell ? [one.continuing] : [])));
      const offered = total(streams.flatMap((one) => (one.cell === cell ? [one.offered] : [])));
      const free = positive(canSupervise - goingOn);
      able += canSupervise;
      continuing += goingOn;
      room += free;
      left += positive(free - offered);
    }
    return { able, continuing, room, left };
  }

  /** Experts of a cell who are in post after the leavers of a step. */
  experts(t: number, cell: number): Float64Array {
    const one = this.ledger(t)[cell];
    return (one?.recognised ?? new Float64Array()).map((heads, a) => heads - (one?.certified[a] ?? 0));
  }
}
