import { sources, stepLedger, streamLedger, total, type CellLedger, type StreamLedger } from './ledger.ts';
import { equations } from './equations.ts';
import { measureTitles, stateMeasures, type Measure, type StateMeasure } from './measures.ts';
import type { Projection } from './project.ts';

/** What a number counts. */
export type Unit = 'WTE' | 'heads' | 'GBP a year' | 'share' | 'GBP a head';

/** A number with its name. */
export interface Quantity {
  readonly title: string;
  readonly value: number;
  readonly unit: Unit;
}

/** One line of a sum. */
export interface Term extends Quantity {
  /** What the line adds to the sum: its value, or its value taken off. */
  readonly sign: 1 | -1;
  /** What the value is the product of, where it is one. */
  readonly factors?: readonly Quantity[];
}

/** The parts of the requirement of each cell, in WTE, one value a reported year; they add up to the requirement. */
export interface RequirementParts {
  readonly baseline: readonly (readonly number[])[];
  readonly growth: readonly (readonly number[])[];
  readonly programmes: readonly (readonly number[])[];
  readonly technology: readonly (readonly number[])[];
}

/** A number of a projection taken apart. */
export interface Arithmetic {
  readonly measure: Measure;
  readonly title: string;
  readonly unit: Unit;
  /** What the measure is, in the symbols of the model's page. */
  readonly equation: string;
  /** The same in words. */
  readonly words: string;
  readonly value: number;
  /** The lines that add up to the value. */
  readonly terms: readonly Term[];
  /** Numbers that set a limit or a share in the step and are not lines of the sum. */
  readonly asides: readonly Quantity[];
}

/** Tells whether a measure is a state at the start of a year; else it is what happens in a step. */
export const isState = (measure: Measure): measure is StateMeasure =>
  (stateMeasures as readonly Measure[]).includes(measure);

/** Tells what a measure is counted in. */
export const unitOf = (measure: Measure): Unit => {
  const title = measureTitles[measure];
  if (title.endsWith('(WTE)')) return 'WTE';
  return title.endsWith('(GBP a year)') ? 'GBP a year' : 'heads';
};

const dot = (left: ArrayLike<number>, right: ArrayLike<number>): number => {
  let sum = 0;
  for (let a = 0; a < left.length; a += 1) sum += (left[a] ?? 0) * (right[a] ?? 0);
  return sum;
};

const positive = (value: number): number => Math.max(0, value);

const askTitles = {
  hiredTrained: 'completed training and take up NHS work',
  hiredLooking: 'turned away before and still looking',
  hiredInternational: 'recruits from overseas',
  hiredDirect: 'returners and direct entrants',
} as const;

const hireTitles = {
  hiredTrained: 'hired from training',
  hiredLooking: 'hired from those turned away before',
  hiredInternational: 'hired from overseas',
  hiredDirect: 'hired returners and direct entrants',
} as const;

/** Takes the numbers of one projection apart. */
class Explainer {
  readonly #projection: Projection;
  readonly #cells: readonly number[];
  readonly #parts: RequirementParts | undefined;
  #step: { readonly t: number; readonly cells: readonly CellLedger[] } | undefined;

  constructor(projection: Projection, cells: readonly number[], parts: RequirementParts | undefined) {
    this.#projection = projection;
    this.#cells = cells;
    this.#parts = parts;
  }

  value(measure: Measure, t: number, cells = this.#cells): number {
    const { values, input } = this.#projection;
    return total(cells.map((cell) => values[measure][t * input.cells.length + cell] ?? 0));
  }

  #sum(of: (cell: number) => number): number {
    return total(this.#cells.map(of));
  }

  /** Adds, over the cells, how far one value exceeds another. */
  #above(t: number, more: Measure, less: Measure): number {
    return this.#sum((cell) => positive(this.value(more, t, [cell]) - this.value(less, t, [cell])));
  }

  #participation(cell: number): readonly number[] {
    const { input } = this.#projection;
    return input.occupations.find(({ id }) => id === input.cells[cell]?.occupation)?.participation ?? [];
  }

  #ledger(t: number): readonly CellLedger[] {
    if (this.#step?.t !== t) this.#step = { t, cells: stepLedger(this.#projection, t) };
    return this.#step.cells;
  }

  /** Adds something by age over the cells: in heads, or at the hours worked at that age. */
  #people(t: number, of: (ledger: CellLedger) => Float64Array, unit: 'heads' | 'WTE'): number {
    const ledger = this.#ledger(t);
    return this.#sum((cell) => {
      const one = ledger[cell];
      if (!one) return 0;
      return unit === 'heads' ? total(of(one)) : dot(of(one), this.#participation(cell));
    });
  }

  /** Streams of the cells by route, in the order of the routes. */
  #routes(t: number): readonly { readonly title: string; readonly streams: readonly StreamLedger[] }[] {
    const streams = streamLedger(this.#projection, t).filter(({ cell }) => this.#cells.includes(cell));
    return this.#projection.input.routes.flatMap(({ id, title }) => {
      const own = streams.filter(({ route }) => route === id);
      return own.length > 0 ? [{ title, streams: own }] : [];
    });
  }

  /** One line for each route: people times a rate that the route has. */
  #byRoute(
    t: number,
    unit: Unit,
    what: string,
    people: (stream: StreamLedger) => number,
    rateTitle?: string,
    rate: (stream: StreamLedger) => number = () => 1,
    rateUnit: Unit = 'share',
  ): readonly Term[] {
    return this.#routes(t).map(({ title, streams }) => {
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

  #leavers(t: number, unit: 'heads' | 'WTE', kinds: readonly (0 | 1)[]): readonly Term[] {
    const add = (key: 'retired' | 'quit'): number =>
      total(kinds.map((kind) => this.#people(t, (one) => one[key][kind], unit)));
    return [
      { sign: -1, title: 'retired', value: add('retired'), unit },
      { sign: -1, title: 'left the NHS before retiring', value: add('quit'), unit },
    ];
  }

  /** What the staff in post at the end of a step gain or lose in hours by being a year older. */
  #ageing(t: number, kinds: readonly ('notRecognised' | 'recognised')[]): number {
    const ledger = this.#ledger(t);
    return this.#sum((cell) => {
      const hours = this.#participation(cell);
      const change = hours.map((here, a) => (a + 1 < hours.length ? (hours[a + 1] ?? 0) - here : 0));
      return total(kinds.map((kind) => dot(ledger[cell]?.[kind] ?? [], change)));
    });
  }

  #lastAge(t: number, kind: 'notRecognised' | 'recognised' | 'looking', hours = false): number {
    const ledger = this.#ledger(t);
    return this.#sum((cell) => {
      const people = ledger[cell]?.[kind];
      return (people?.at(-1) ?? 0) * (hours ? (this.#participation(cell).at(-1) ?? 0) : 1);
    });
  }

  /** Everything that changes staff in post in a step, in heads or in WTE, retired staff who returned left out. */
  #changes(t: number, unit: 'heads' | 'WTE'): readonly Term[] {
    const moves = (title: string, sign: 1 | -1, of: (one: CellLedger) => Float64Array): Term => ({
      sign,
      title,
      value: this.#people(t, of, unit),
      unit,
    });
    const hired = (source: (typeof sources)[number]): Term =>
      moves(hireTitles[source], 1, (one) => one.available[source].map((heads) => heads * one.hiredShare));
    return [
      ...this.#leavers(t, unit, [0, 1]),
      moves('left a post to train in service', -1, (one) => one.movedIntoTraining),
      ...sources.map(hired),
      moves('moved in from another occupation', 1, (one) => one.transferredIn),
      moves('moved out to another occupation', -1, (one) => one.transferredOut),
      {
        sign: -1,
        title: 'in post past the last age',
        value: this.#lastAge(t, 'notRecognised', unit === 'WTE') + this.#lastAge(t, 'recognised', unit === 'WTE'),
        unit,
      },
    ];
  }

  #of(measure: Measure, t: number, sign: 1 | -1, title: string): Term {
    return { sign, title, value: this.value(measure, t), unit: unitOf(measure) };
  }

  /** The requirement's parts, or, where only the resolved scenario is known, the requirement as it states it. */
  #requirement(measure: 'requirement' | 'recognisedRequirement', t: number): readonly Term[] {
    const parts = this.#parts;
    if (!parts) return [this.#of(measure, t, 1, 'required, as the resolved scenario states it')];
    const share = (cell: number): number => {
      if (measure === 'requirement') return 1;
      const required = this.value('requirement', 0, [cell]);
      return required > 0 ? this.value('recognisedRequirement', 0, [cell]) / required : 0;
    };
    const part = (key: keyof RequirementParts, title: string): Term => ({
      sign: 1,
      title,
      value: this.#sum((cell) => (parts[key][cell]?.[t] ?? 0) * share(cell)),
      unit: 'WTE',
    });
    return [
      part('baseline', 'required at the baseline'),
      part('growth', 'growth since the baseline'),
      part('programmes', 'dated programmes'),
      part('technology', 'change by technology'),
    ];
  }

  #less(t: number, more: Measure, moreTitle: string, less: Measure, lessTitle: string): readonly Term[] {
    return [
      this.#of(more, t, 1, moreTitle),
      this.#of(less, t, -1, lessTitle),
      {
        sign: 1,
        title: `${lessTitle} beyond ${moreTitle}, in parts that have more`,
        value: this.#above(t, less, more),
        unit: 'WTE',
      },
    ];
  }

  #baseline(measure: Measure, title: string): readonly Term[] {
    const { notRecognised, recognised } = this.#projection.ages;
    const { cells, ages, returnedParticipation } = this.#projection.input;
    const count = ages.last - ages.first + 1;
    if (measure !== 'headcount' && measure !== 'inPost') return [this.#of(measure, 0, 1, title)];
    const hours = measure === 'inPost';
    const people = (list: Float64Array): number =>
      this.#sum((cell) => {
        const heads = list.subarray(cell * count, (cell + 1) * count);
        return hours ? dot(heads, this.#participation(cell)) : total(heads);
      });
    const unit = unitOf(measure);
    return [
      { sign: 1, title: 'not recognised, at the baseline', value: people(notRecognised), unit },
      { sign: 1, title: 'recognised experts, at the baseline', value: people(recognised), unit },
      ...(hours
        ? [
            {
              sign: 1 as const,
              title: 'retired and returned, at the baseline',
              value: total(this.#cells.map((cell) => cells[cell]?.returned ?? 0)) * returnedParticipation,
              unit,
            },
          ]
        : []),
    ];
  }

  /** The lines of a measure of the state at the start of year index `t`. */
  state(measure: StateMeasure, t: number): readonly Term[] {
    const before = t - 1;
    const yearBefore = (title: string): Term => this.#of(measure, before, 1, `${title} the year before`);
    const change = (flow: Measure, sign: 1 | -1, title: string): Term => this.#of(flow, before, sign, title);
    switch (measure) {
      case 'vacancies':
        return this.#less(t, 'posts', 'posts', 'inPost', 'in post');
      case 'shortfall':
        return this.#less(t, 'requirement', 'required', 'inPost', 'in post');
      case 'recognisedShortfall':
        return this.#less(t, 'recognisedRequirement', 'experts required', 'recognised', 'experts in post');
      case 'requirement':
      case 'recognisedRequirement':
        return this.#requirement(measure, t);
      case 'pay':
        return this.#pay(t);
      case 'trainingCost':
        return this.#byRoute(
          t,
          'GBP a year',
          'trainees',
          (one) => one.trainees,
          'cost a year',
          (one) => one.costPerTrainee,
          'GBP a head',
        );
      default:
    }
    if (t === 0) return this.#baseline(measure, `${measureTitles[measure].replace(/ \(.*/, '')}, at the baseline`);
    switch (measure) {
      case 'headcount':
        return [yearBefore('in post'), ...this.#changes(before, 'heads')];
      case 'inPost': {
        const hours = this.#projection.input.returnedParticipation;
        const atHours = (flow: Measure, sign: 1 | -1, title: string): Term => {
          const heads = this.value(flow, before);
          return {
            sign,
            title,
            value: heads * hours,
            unit: 'WTE',
            factors: [
              { title: 'people', value: heads, unit: 'heads' },
              { title: 'hours of those who returned', value: hours, unit: 'share' },
            ],
          };
        };
        return [
          yearBefore('in post'),
          ...this.#changes(before, 'WTE'),
          atHours('returned', 1, 'retired and returned in the year'),
          atHours('returnedLeft', -1, 'returned staff who left for good'),
          {
            sign: 1,
            title: 'change of hours worked, everyone a year older',
            value: this.#ageing(before, ['notRecognised', 'recognised']),
            unit: 'WTE',
          },
        ];
      }
      case 'recognisedHeads':
      case 'recognised': {
        const unit = measure === 'recognised' ? 'WTE' : 'heads';
        return [
          yearBefore('experts'),
          {
            sign: 1,
            title: 'gained recognition',
            value: this.#people(before, (one) => one.certified, unit),
            unit,
          },
          ...this.#leavers(before, unit, [1]),
          {
            sign: -1,
            title: 'in post past the last age',
            value: this.#lastAge(before, 'recognised', unit === 'WTE'),
            unit,
          },
          ...(unit === 'WTE'
            ? [
                {
                  sign: 1 as const,
                  title: 'change of hours worked, everyone a year older',
                  value: this.#ageing(before, ['recognised']),
                  unit: 'WTE' as const,
                },
              ]
            : []),
        ];
      }
      case 'returnedHeads':
        return [
          yearBefore('retired and returned'),
          change('returned', 1, 'retired and returned in the year'),
          change('returnedLeft', -1, 'left for good'),
        ];
      case 'looking':
        return [
          change('turnedAway', 1, 'turned away in the year before'),
          change('stoppedLooking', -1, 'stopped looking'),
          change('lookingAgedOut', -1, 'past the last age'),
        ];
      case 'trainees':
        return [
          yearBefore('in training'),
          change('starts', 1, 'started training'),
          change('trainingLeft', -1, 'left training'),
          change('completed', -1, 'completed training'),
        ];
      case 'posts':
        return [
          yearBefore('posts'),
          change('postsFunded', 1, 'funded towards the requirement'),
          change('postsAdded', 1, 'added by a dated decision'),
        ];
    }
  }

  #pay(t: number): readonly Term[] {
    const { occupations, cells } = this.#projection.input;
    return occupations.flatMap(({ id, title, pay, onCosts }): Term[] => {
      const own = this.#cells.filter((cell) => cells[cell]?.occupation === id);
      if (own.length === 0) return [];
      const inPost = this.value('inPost', t, own);
      const perWte = pay * (1 + onCosts);
      return [
        {
          sign: 1,
          title,
          value: inPost * perWte,
          unit: 'GBP a year',
          factors: [
            { title: 'in post', value: inPost, unit: 'WTE' },
            { title: 'pay with on-costs', value: perWte, unit: 'GBP a head' },
          ],
        },
      ];
    });
  }

  /** What supervision leaves for new trainees in a step, cell by cell. */
  #room(t: number): {
    readonly able: number;
    readonly continuing: number;
    readonly room: number;
    readonly left: number;
  } {
    const { input, values } = this.#projection;
    const streams = streamLedger(this.#projection, t);
    let [able, continuing, room, left] = [0, 0, 0, 0];
    for (const cell of this.#cells) {
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

  /** The lines of a measure of step `t`. */
  flow(measure: Exclude<Measure, StateMeasure>, t: number): readonly Term[] {
    const { input } = this.#projection;
    const of = (other: Measure, sign: 1 | -1, title: string): Term => this.#of(other, t, sign, title);
    const line = (title: string, value: number, sign: 1 | -1 = 1, unit: Unit = unitOf(measure)): Term => ({
      sign,
      title,
      value,
      unit,
    });
    const product = (
      title: string,
      what: Quantity,
      rate: Quantity,
      unit: Unit = unitOf(measure),
      sign: 1 | -1 = 1,
    ): Term => ({
      sign,
      title,
      value: what.value * rate.value,
      unit,
      factors: [what, rate],
    });
    switch (measure) {
      case 'retired':
      case 'quit':
        return [
          line(
            'not recognised',
            this.#people(t, (one) => one[measure][0], 'heads'),
          ),
          line(
            'recognised experts',
            this.#people(t, (one) => one[measure][1], 'heads'),
          ),
        ];
      case 'returned': {
        const gone = this.#sum((cell) => this.value('retired', t, [cell]) - this.value('returned', t, [cell]));
        return [of('retired', 1, 'retired'), line('retired and did not come back', gone, -1)];
      }
      case 'returnedLeft':
        return [
          product('left for good', of('returnedHeads', 1, 'retired and returned before'), {
            title: 'probability a year of leaving',
            value: input.returnedLeaving,
            unit: 'share',
          }),
        ];
      case 'trainingLeft':
        return this.#byRoute(
          t,
          'heads',
          'in training',
          (one) => one.trainees,
          'probability a year of leaving training',
          (one) => one.attrition,
        );
      case 'completed':
        return this.#byRoute(
          t,
          'heads',
          'in the last year of training',
          (one) => one.finishing,
          'share that completes it',
          (one) => 1 - one.attrition,
        );
      case 'notTakenUp':
        return this.#byRoute(
          t,
          'heads',
          'completed training',
          (one) => one.finishing * (1 - one.attrition),
          'share that does not take up NHS work',
          (one) => 1 - one.takeUp,
        );
      case 'startsOffered':
        return this.#byRoute(t, 'heads', 'places offered', (one) => one.offered);
      case 'starts':
        return [
          ...this.#byRoute(t, 'heads', 'places offered', (one) => one.offered),
          of('startsLost', -1, 'lost for want of supervision'),
        ];
      case 'startsLost': {
        const { room, left } = this.#room(t);
        return [
          ...this.#byRoute(t, 'heads', 'places offered', (one) => one.offered),
          line('room that supervision leaves', room, -1),
          line('room not needed, in parts that have more than places offered', left),
        ];
      }
      case 'movedIntoTraining': {
        const wanted = total(
          streamLedger(this.#projection, t)
            .filter((one) => this.#cells.includes(one.inServiceCell))
            .map((one) => one.inService),
        );
        const moved = this.#people(t, (one) => one.movedIntoTraining, 'heads');
        return [
          line('in-service share of those who start', wanted),
          line('of them not found in the occupation, and come from outside', wanted - moved, -1),
        ];
      }
      case 'postsFunded': {
        const share: Quantity = { title: 'share funded in a year', value: input.fundedShare[t] ?? 0, unit: 'share' };
        const beyond = this.#sum((cell) =>
          positive(this.value('posts', t, [cell]) - this.value('requirement', t + 1, [cell])),
        );
        return [
          product('required next year', this.#of('requirement', t + 1, 1, 'required next year'), share),
          product('posts', of('posts', 1, 'posts'), share, 'WTE', -1),
          product(
            'posts beyond the requirement, in parts that have more',
            { title: 'posts beyond the requirement', value: beyond, unit: 'WTE' },
            share,
          ),
        ];
      }
      case 'postsAdded':
        return [
          line(
            'dated decisions',
            this.#sum((cell) => input.cells[cell]?.addedPosts[t] ?? 0),
          ),
        ];
      case 'places':
        return this.#places(t);
      case 'placesExceeded':
        return [line('nothing in the expected course', 0)];
      case 'hiredTrained':
      case 'hiredLooking':
      case 'hiredInternational':
      case 'hiredDirect':
        return [
          line(
            askTitles[measure],
            this.#people(t, (one) => one.available[measure], 'heads'),
          ),
          line(
            'turned away for want of a place',
            this.#people(t, (one) => one.available[measure].map((heads) => heads * (1 - one.hiredShare)), 'heads'),
            -1,
          ),
        ];
      case 'turnedAway':
        return [
          ...sources.map((source) =>
            line(
              askTitles[source],
              this.#people(t, (one) => one.available[source], 'heads'),
            ),
          ),
          ...sources.map((source) => of(source, -1, hireTitles[source])),
        ];
      case 'stoppedLooking':
        return [
          product('stopped looking', of('turnedAway', 1, 'turned away'), {
            title: 'share that stops looking',
            value: input.turnedAwayLost,
            unit: 'share',
          }),
        ];
      case 'certified': {
        const candidates = this.#people(t, (one) => one.candidates, 'heads');
        const beyond = this.#sum((cell) => {
          const one = this.#ledger(t)[cell];
          const { certification } = input.occupations.find(({ id }) => id === input.cells[cell]?.occupation) ?? {};
          const limit = total(this.#experts(t, cell)) * (certification?.perAssessor[t] ?? 0);
          return positive(total(one?.candidates ?? []) - limit);
        });
        return [
          line('would gain recognition', candidates),
          line('of them beyond what the experts in post can assess', beyond, -1),
        ];
      }
      case 'transferredIn':
      case 'transferredOut': {
        const seeking = measure === 'transferredIn' ? 'seekingIn' : 'seekingOut';
        return [
          line(
            `seek to move ${measure === 'transferredIn' ? 'in' : 'out'}`,
            this.#people(t, (one) => one[seeking], 'heads'),
          ),
          line(
            'of them without a place',
            this.#people(t, (one) => one[seeking].map((heads, a) => heads - (one[measure][a] ?? 0)), 'heads'),
            -1,
          ),
        ];
      }
      case 'agedOut':
        return [
          line('not recognised', this.#lastAge(t, 'notRecognised')),
          line('recognised experts', this.#lastAge(t, 'recognised')),
        ];
      case 'lookingAgedOut':
        return [line('looking at the last age', this.#lastAge(t, 'looking'))];
    }
  }

  /** Experts of a cell who are in post after the leavers of a step. */
  #experts(t: number, cell: number): Float64Array {
    const one = this.#ledger(t)[cell];
    return (one?.recognised ?? new Float64Array()).map((heads, a) => heads - (one?.certified[a] ?? 0));
  }

  #places(t: number): readonly Term[] {
    const { input } = this.#projection;
    const wte = (of: (one: CellLedger) => Float64Array): number => this.#people(t, of, 'WTE');
    const ledger = this.#ledger(t);
    // More staff than posts in a cell leaves no place, and is not set off against places elsewhere.
    const beyond = this.#sum((cell) => {
      const value = (measure: Measure): number => this.value(measure, t, [cell]);
      const one = ledger[cell];
      const gone = one ? [...one.retired, ...one.quit, one.movedIntoTraining] : [];
      const left = total(gone.map((list) => dot(list, this.#participation(cell))));
      const back = (value('returned') - value('returnedLeft')) * input.returnedParticipation;
      return positive(value('inPost') - left + back - value('posts') - value('postsFunded') - value('postsAdded'));
    });
    const returned = (measure: 'returned' | 'returnedLeft'): number =>
      this.value(measure, t) * input.returnedParticipation;
    const line = (sign: 1 | -1, title: string, value: number): Term => ({ sign, title, value, unit: 'WTE' });
    return [
      this.#of('posts', t, 1, 'posts at the start of the year'),
      this.#of('postsFunded', t, 1, 'funded towards the requirement'),
      this.#of('postsAdded', t, 1, 'added by a dated decision'),
      this.#of('inPost', t, -1, 'in post at the start of the year'),
      line(1, 'retired', wte((one) => one.retired[0]) + wte((one) => one.retired[1])),
      line(1, 'left the NHS before retiring', wte((one) => one.quit[0]) + wte((one) => one.quit[1])),
      line(
        1,
        'left a post to train in service',
        wte((one) => one.movedIntoTraining),
      ),
      line(-1, 'retired and returned in the year', returned('returned')),
      line(1, 'returned staff who left for good', returned('returnedLeft')),
      line(1, 'in post beyond the posts, in parts that have more', beyond),
    ];
  }

  /** Numbers beside the sum that say what limited it. */
  asides(measure: Measure, t: number): readonly Quantity[] {
    const { input } = this.#projection;
    switch (measure) {
      case 'starts':
      case 'startsLost': {
        const { able, continuing, room } = this.#room(t);
        return [
          { title: 'trainees whom the staff left after leavers can supervise', value: able, unit: 'heads' },
          { title: 'trainees who go on', value: continuing, unit: 'heads' },
          { title: 'room for new trainees, added over the parts', value: room, unit: 'heads' },
        ];
      }
      case 'hiredTrained':
      case 'hiredLooking':
      case 'hiredInternational':
      case 'hiredDirect':
      case 'turnedAway': {
        const asking = total(sources.map((source) => this.#people(t, (one) => one.available[source], 'WTE')));
        return [
          { title: 'everyone who asks for a place', value: asking, unit: 'WTE' },
          { title: 'places open to them', value: this.value('places', t), unit: 'WTE' },
        ];
      }
      case 'certified':
        return [
          {
            title: 'experts in post to assess them',
            value: this.#sum((cell) => total(this.#experts(t, cell))),
            unit: 'heads',
          },
        ];
      case 'retired':
      case 'quit': {
        const heads = this.value('headcount', t);
        return [
          { title: 'people in post', value: heads, unit: 'heads' },
          { title: 'share of them', value: heads > 0 ? this.value(measure, t) / heads : 0, unit: 'share' },
        ];
      }
      case 'returned': {
        const retired = this.value('retired', t);
        return [
          { title: 'share that returns', value: retired > 0 ? this.value('returned', t) / retired : 0, unit: 'share' },
        ];
      }
      case 'looking':
        return [{ title: 'share that stops looking', value: input.turnedAwayLost, unit: 'share' }];
      default:
        return [];
    }
  }
}

/**
 * Takes one number of a projection apart into the lines that add up to it.
 *
 * The lines are computed from the people by age, the routes and the scenario, not from the number itself, so that
 * adding them up checks it; lines that two parts share cancel only where they must.
 *
 * @param t Index of the year for a state, from 0 to `years`; of the step for a flow, from 0 to `years − 1`.
 * @param cells Indices of the cells to count together.
 * @param parts What the requirement is made of; without it the requirement is one line.
 */
export const explainMeasure = (
  projection: Projection,
  measure: Measure,
  t: number,
  cells: readonly number[],
  parts?: RequirementParts,
): Arithmetic => {
  const explainer = new Explainer(projection, cells, parts);
  const [equation, words] = equations[measure];
  return {
    measure,
    title: measureTitles[measure],
    unit: unitOf(measure),
    equation,
    words,
    value: explainer.value(measure, t),
    terms: isState(measure) ? explainer.state(measure, t) : explainer.flow(measure, t),
    asides: explainer.asides(measure, t),
  };
};

/** What a line adds to the sum. */
export const termAmount = ({ sign, value }: Term): number => sign * value;
