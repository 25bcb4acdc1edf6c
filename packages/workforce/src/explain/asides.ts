import { sources, total } from '../ledger.ts';
import type { Measure } from '../measures.ts';
import type { Numbers } from './numbers.ts';
import type { Quantity } from './terms.ts';

/** Numbers beside the sum that say what limited it. */
export const asides = (numbers: Numbers, measure: Measure, t: number): readonly Quantity[] => {
  const { input } = numbers.projection;
  switch (measure) {
    case 'starts':
    case 'startsLost': {
      const { able, continuing, room } = numbers.room(t);
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
      const asking = total(sources.map((source) => numbers.people(t, (one) => one.available[source], 'WTE')));
      return [
        { title: 'everyone who asks for a place', value: asking, unit: 'WTE' },
        { title: 'places open to them', value: numbers.value('places', t), unit: 'WTE' },
      ];
    }
    case 'certified':
      return [
        {
          title: 'experts in post to assess them',
          value: numbers.sum((cell) => total(numbers.experts(t, cell))),
          unit: 'heads',
        },
      ];
    case 'retired':
    case 'quit': {
      const heads = numbers.value('headcount', t);
      return [
        { title: 'people in post', value: heads, unit: 'heads' },
        { title: 'share of them', value: heads > 0 ? numbers.value(measure, t) / heads : 0, unit: 'share' },
      ];
    }
    case 'returned': {
      const retired = numbers.value('retired', t);
      return [
        { title: 'share that returns', value: retired > 0 ? numbers.value('returned', t) / retired : 0, unit: 'share' },
      ];
    }
    case 'looking':
      return [{ title: 'share that stops looking', value: input.turnedAwayLost, unit: 'share' }];
    default:
      return [];
  }
};
