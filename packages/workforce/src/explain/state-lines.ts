import { total } from '../ledger.ts';
import { measureTitles, type Measure, type StateMeasure } from '../measures.ts';
import { dot, type Numbers } from './numbers.ts';
import { unitOf, type RequirementParts, type Term } from './terms.ts';

/** The requirement's parts, or, where only the resolved scenario is known, the requirement as it states it. */
const requirementLines = (
  numbers: Numbers,
  measure: 'requirement' | 'recognisedRequirement',
  t: number,
): readonly Term[] => {
  const parts = numbers.parts;
  if (!parts) return [numbers.of(measure, t, 1, 'required, as the resolved scenario states it')];
  const share = (cell: number): number => {
    if (measure === 'requirement') return 1;
    const required = numbers.value('requirement', 0, [cell]);
    return required > 0 ? numbers.value('recognisedRequirement', 0, [cell]) / required : 0;
  };
  const part = (key: keyof RequirementParts, title: string): Term => ({
    sign: 1,
    title,
    value: numbers.sum((cell) => (parts[key][cell]?.[t] ?? 0) * share(cell)),
    unit: 'WTE',
  });
  return [
    part('baseline', 'required at the baseline'),
    part('growth', 'growth since the baseline'),
    part('programmes', 'dated programmes'),
    part('technology', 'change by technology'),
  ];
};

const differenceLines = (
  numbers: Numbers,
  t: number,
  more: Measure,
  moreTitle: string,
  less: Measure,
  lessTitle: string,
): readonly Term[] => {
  return [
    numbers.of(more, t, 1, moreTitle),
    numbers.of(less, t, -1, lessTitle),
    {
      sign: 1,
      title: `${lessTitle} beyond ${moreTitle}, in parts that have more`,
      value: numbers.above(t, less, more),
      unit: 'WTE',
    },
  ];
};

const baselineLines = (numbers: Numbers, measure: Measure, title: string): readonly Term[] => {
  const { notRecognised, recognised } = numbers.projection.ages;
  const { cells, ages, returnedParticipation } = numbers.projection.input;
  const count = ages.last - ages.first + 1;
  if (measure !== 'headcount' && measure !== 'inPost') return [numbers.of(measure, 0, 1, title)];
  const hours = measure === 'inPost';
  const people = (list: Float64Array): number =>
    numbers.sum((cell) => {
      const heads = list.subarray(cell * count, (cell + 1) * count);
      return hours ? dot(heads, numbers.participation(cell)) : total(heads);
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
            value: total(numbers.cells.map((cell) => cells[cell]?.returned ?? 0)) * returnedParticipation,
            unit,
          },
        ]
      : []),
  ];
};

/** The lines of a measure of the state at the start of year index `t`. */
export const stateLines = (numbers: Numbers, measure: StateMeasure, t: number): readonly Term[] => {
  const before = t - 1;
  const yearBefore = (title: string): Term => numbers.of(measure, before, 1, `${title} the year before`);
  const change = (flow: Measure, sign: 1 | -1, title: string): Term => numbers.of(flow, before, sign, title);
  switch (measure) {
    case 'vacancies':
      return differenceLines(numbers, t, 'posts', 'posts', 'inPost', 'in post');
    case 'shortfall':
      return differenceLines(numbers, t, 'requirement', 'required', 'inPost', 'in post');
    case 'recognisedShortfall':
      return differenceLines(numbers, t, 'recognisedRequirement', 'experts required', 'recognised', 'experts in post');
    case 'requirement':
    case 'recognisedRequirement':
      return requirementLines(numbers, measure, t);
    case 'pay':
      return payLines(numbers, t);
    case 'trainingCost':
      return numbers.byRoute(
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
  if (t === 0)
    return baselineLines(numbers, measure, `${measureTitles[measure].replace(/ \(.*/, '')}, at the baseline`);
  switch (measure) {
    case 'headcount':
      return [yearBefore('in post'), ...numbers.changes(before, 'heads')];
    case 'inPost': {
      const hours = numbers.projection.input.returnedParticipation;
      const atHours = (flow: Measure, sign: 1 | -1, title: string): Term => {
        const heads = numbers.value(flow, before);
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
        ...numbers.changes(before, 'WTE'),
        atHours('returned', 1, 'retired and returned in the year'),
        atHours('returnedLeft', -1, 'returned staff who left for good'),
        {
          sign: 1,
          title: 'change of hours worked, everyone a year older',
          value: numbers.ageing(before, ['notRecognised', 'recognised']),
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
          value: numbers.people(before, (one) => one.certified, unit),
          unit,
        },
        ...numbers.leavers(before, unit, [1]),
        {
          sign: -1,
          title: 'in post past the last age',
          value: numbers.lastAge(before, 'recognised', unit === 'WTE'),
          unit,
        },
        ...(unit === 'WTE'
          ? [
              {
                sign: 1 as const,
                title: 'change of hours worked, everyone a year older',
                value: numbers.ageing(before, ['recognised']),
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
};

const payLines = (numbers: Numbers, t: number): readonly Term[] => {
  const { occupations, cells } = numbers.projection.input;
  return occupations.flatMap(({ id, title, pay, onCosts }): Term[] => {
    const own = numbers.cells.filter((cell) => cells[cell]?.occupation === id);
    if (own.length === 0) return [];
    const inPost = numbers.value('inPost', t, own);
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
};
