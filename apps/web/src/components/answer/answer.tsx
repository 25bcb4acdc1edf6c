import type { ReactNode } from 'react';
import { sayCount } from '@isocentre/workforce';
import type { Course } from '../../compute/course.ts';
import { useShown, useShownPart } from '../../planner/use-planner.ts';
import type { PageState } from '../../state/state.ts';
import { peopleIn } from '../../words/told.ts';
import { courseIn, sayYear } from '../../years/financial-years.ts';

/** What the levers changed against the reference, in a sentence. */
const differenceOf = (yours: readonly number[], reference: readonly number[], year: number, title: string): string => {
  const difference = (yours.at(-1) ?? 0) - (reference.at(-1) ?? 0);
  const size = sayCount(Math.abs(difference));
  if (size === '0') return `In ${year} that is as many as in “${title}”.`;
  return `In ${year} that is ${size} WTE ${difference < 0 ? 'fewer' : 'more'} missing than in “${title}”.`;
};

/** What the choices of units and years add to the answer, which stays in WTE and the model's years. */
export const sayTold = (course: Course, { units, years, part }: PageState): string => {
  const { measures, years: list } = courseIn(years, course);
  const people = peopleIn(measures);
  const [first, last] = [list[0] ?? 0, list.at(-1) ?? 0].map((year) =>
    years === 'financial' ? `at the start of ${sayYear(years, year)}` : `in ${year}`,
  );
  const of = part.specialism === undefined && part.group === undefined ? '' : ' Of what is shown,';
  return [
    ...(units === 'people'
      ? [
          `${of} ${sayCount(people[0] ?? 0)} people are in post ${first ?? ''} and ${sayCount(people.at(-1) ?? 0)} ${last ?? ''}. What is required or missing is working time, and stays in WTE.`.trim(),
        ]
      : []),
    ...(years === 'financial'
      ? ['The sentence above tells the model’s own years; charts and tables tell financial years, from 1 April.']
      : []),
  ].join(' ');
};

/** The answer: the page's first heading, with its scope and its basis. */
export const Answer = (): ReactNode => {
  const { course, reference, phase, done, missing, state, problems } = useShown();
  if (missing) return <h1 className="answer answer--waiting">The answer needs the return “{missing.file}”.</h1>;
  if (!course)
    return (
      <h1 className="answer answer--waiting">
        {problems.length > 0 ? 'There is no answer.' : 'Working out the answer…'}
      </h1>
    );
  const difference = reference
    ? differenceOf(course.shortfall, reference.shortfall, course.years.at(-1) ?? 0, reference.title)
    : '';
  const shows =
    phase === 'settled'
      ? ''
      : phase === 'provisional'
        ? 'Provisional: from few futures, while more are run.'
        : done > 0 || phase === 'expected'
          ? 'The expected course; how sure it is follows.'
          : '';
  const told = sayTold(course, state);
  return (
    <div>
      {/* A number and its sign stay on one line. */}
      <h1 className="answer">{course.answer.replaceAll(' %', '\u00A0%')}</h1>
      {difference === '' ? null : <p className="answer__difference">{difference}</p>}
      {told === '' ? null : <p className="answer__told">{told}</p>}
      <p className="answer__basis">
        {course.basis} <span className="answer__phase">{shows}</span>
      </p>
      {/* Read out once it stands, not while a lever moves. */}
      <p className="nhsuk-u-visually-hidden" aria-live="polite">
        {phase === 'settled' ? `${course.answer} ${difference}` : ''}
      </p>
    </div>
  );
};

/** The end of the course in a few words, for a page in one column, where the answer is out of sight beside a lever. */
export const Glance = (): ReactNode => {
  const course = useShownPart((shown) => shown.course);
  const reference = useShownPart((shown) => shown.reference);
  if (!course) return null;
  const end = course.shortfall.at(-1) ?? 0;
  const difference = reference ? end - (reference.shortfall.at(-1) ?? 0) : 0;
  const against = reference ? `, ${sayCount(Math.abs(difference))} ${difference < 0 ? 'fewer' : 'more'}` : '';
  return (
    <p className="glance" aria-hidden="true">
      {sayCount(end)} WTE missing in {course.years.at(-1)}
      {against}
    </p>
  );
};
