import { sources, streamLedger, total, type CellLedger } from '../ledger.ts';
import type { Measure, StateMeasure } from '../measures.ts';
import { dot, hireTitles, positive, type Numbers } from './numbers.ts';
import { unitOf, type Quantity, type Term, type Unit } from './terms.ts';

const askTitles = {
  hiredTrained: 'completed training and take up NHS work',
  hiredLooking: 'turned away before and still looking',
  hiredInternational: 'recruits from overseas',
  hiredDirect: 'returners and direct entrants',
} as const;

const placesLines = (numbers: Numbers, t: number): readonly Term[] => {
  const { input } = numbers.projection;
  const wte = (of: (one: CellLedger) => Float64Array): number => numbers.people(t, of, 'WTE');
  const ledger = numbers.ledger(t);
  // More staff than posts in a cell leaves no place, and is not set off against places elsewhere.
  const beyond = numbers.sum((cell) => {
    const value = (measure: Measure): number => numbers.value(measure, t, [cell]);
    const one = ledger[cell];
    const gone = one ? [...one.retired, ...one.quit, one.movedIntoTraining] : [];
    const left = total(gone.map((list) => dot(list, numbers.participation(cell))));
    const back = (value('returned') - value('returnedLeft')) * input.returnedParticipation;
    return positive(value('inPost') - left + back - value('posts') - value('postsFunded') - value('postsAdded'));
  });
  const returned = (measure: 'returned' | 'returnedLeft'): number =>
    numbers.value(measure, t) * input.returnedParticipation;
  const line = (sign: 1 | -1, title: string, value: number): Term => ({ sign, title, value, unit: 'WTE' });
  return [
    numbers.of('posts', t, 1, 'posts at the start of the year'),
    numbers.of('postsFunded', t, 1, 'funded towards the requirement'),
    numbers.of('postsAdded', t, 1, 'added by a dated decision'),
    numbers.of('inPost', t, -1, 'in post at the start of the year'),
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
};

/** The lines of a measure of step `t`. */
export const flowLines = (numbers: Numbers, measure: Exclude<Measure, StateMeasure>, t: number): readonly Term[] => {
  const { input } = numbers.projection;
  const of = (other: Measure, sign: 1 | -1, title: string): Term => numbers.of(other, t, sign, title);
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
          numbers.people(t, (one) => one[measure][0], 'heads'),
        ),
        line(
          'recognised experts',
          numbers.people(t, (one) => one[measure][1], 'heads'),
        ),
      ];
    case 'returned': {
      const gone = numbers.sum((cell) => numbers.value('retired', t, [cell]) - numbers.value('returned', t, [cell]));
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
      return numbers.byRoute(
        t,
        'heads',
        'in training',
        (one) => one.trainees,
        'probability a year of leaving training',
        (one) => one.attrition,
      );
    case 'completed':
      return numbers.byRoute(
        t,
        'heads',
        'in the last year of training',
        (one) => one.finishing,
        'share that completes it',
        (one) => 1 - one.attrition,
      );
    case 'notTakenUp':
      return numbers.byRoute(
        t,
        'heads',
        'completed training',
        (one) => one.finishing * (1 - one.attrition),
        'share that does not take up NHS work',
        (one) => 1 - one.takeUp,
      );
    case 'startsOffered':
      return numbers.byRoute(t, 'heads', 'places offered', (one) => one.offered);
    case 'starts':
      return [
        ...numbers.byRoute(t, 'heads', 'places offered', (one) => one.offered),
        of('startsLost', -1, 'lost for want of supervision'),
      ];
    case 'startsLost': {
      const { room, left } = numbers.room(t);
      return [
        ...numbers.byRoute(t, 'heads', 'places offered', (one) => one.offered),
        line('room that supervision leaves', room, -1),
        line('room not needed, in parts that have more than places offered', left),
      ];
    }
    case 'movedIntoTraining': {
      const wanted = total(
        streamLedger(numbers.projection, t)
          .filter((one) => numbers.cells.includes(one.inServiceCell))
          .map((one) => one.inService),
      );
      const moved = numbers.people(t, (one) => one.movedIntoTraining, 'heads');
      return [
        line('in-service share of those who start', wanted),
        line('of them not found in the occupation, and come from outside', wanted - moved, -1),
      ];
    }
    case 'postsFunded': {
      const share: Quantity = { title: 'share funded in a year', value: input.fundedShare[t] ?? 0, unit: 'share' };
      const beyond = numbers.sum((cell) =>
        positive(numbers.value('posts', t, [cell]) - numbers.value('requirement', t + 1, [cell])),
      );
      return [
        product('required next year', numbers.of('requirement', t + 1, 1, 'required next year'), share),
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
          numbers.sum((cell) => input.cells[cell]?.addedPosts[t] ?? 0),
        ),
      ];
    case 'places':
      return placesLines(numbers, t);
    case 'placesExceeded':
      return [line('nothing in the expected course', 0)];
    case 'hiredTrained':
    case 'hiredLooking':
    case 'hiredInternational':
    case 'hiredDirect':
      return [
        line(
          askTitles[measure],
          numbers.people(t, (one) => one.available[measure], 'heads'),
        ),
        line(
          'turned away for want of a place',
          numbers.people(t, (one) => one.available[measure].map((heads) => heads * (1 - one.hiredShare)), 'heads'),
          -1,
        ),
      ];
    case 'turnedAway':
      return [
        ...sources.map((source) =>
          line(
            askTitles[source],
            numbers.people(t, (one) => one.available[source], 'heads'),
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
      const candidates = numbers.people(t, (one) => one.candidates, 'heads');
      const beyond = numbers.sum((cell) => {
        const one = numbers.ledger(t)[cell];
        const { certification } = input.occupations.find(({ id }) => id === input.cells[cell]?.occupation) ?? {};
        const limit = total(numbers.experts(t, cell)) * (certification?.perAssessor[t] ?? 0);
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
          numbers.people(t, (one) => one[seeking], 'heads'),
        ),
        line(
          'of them without a place',
          numbers.people(t, (one) => one[seeking].map((heads, a) => heads - (one[measure][a] ?? 0)), 'heads'),
          -1,
        ),
      ];
    }
    case 'agedOut':
      return [
        line('not recognised', numbers.lastAge(t, 'notRecognised')),
        line('recognised experts', numbers.lastAge(t, 'recognised')),
      ];
    case 'lookingAgedOut':
      return [line('looking at the last age', numbers.lastAge(t, 'looking'))];
  }
};
