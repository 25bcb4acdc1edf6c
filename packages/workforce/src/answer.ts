import type { Closure } from './closure.ts';
import type { EnsembleReport } from './ensemble-report.ts';
import type { Measure } from './measures.ts';
import type { ModelInput } from './model-input.ts';
import type { Resolved } from './resolve.ts';
import { sayScope } from './scope-words.ts';
import { sayCount, sayShare } from './words.ts';

/** Says how much of an answer rests on assumptions. */
export const sayBasis = ({ total, assumptions, own }: Resolved['drivers']): string => {
  const ownWords = own === 0 ? '' : own === 1 ? ', and 1 is the scenario’s own' : `, and ${own} are the scenario’s own`;
  return `${assumptions} of the ${total} figures that drive this are assumptions${ownWords}.`;
};

const closureSentence = (closure: Closure, countedFrom: number, years: number, first: number, last: number): string => {
  if (closure.year !== null && closure.yearsFromCounted !== null) {
    const span = closure.yearsFromCounted >= 0 ? `, ${closure.yearsFromCounted} years from ${countedFrom}` : '';
    return `the shortfall closes in ${closure.year}${span}`;
  }
  const course =
    sayCount(first) === sayCount(last)
      ? `stays at about ${sayCount(first)} WTE`
      : `${last > first ? 'grows' : 'falls'} from ${sayCount(first)} WTE to ${sayCount(last)}`;
  return `the shortfall does not close within ${years} years; it ${course}`;
};

const spreadSentence = (
  input: ModelInput,
  closure: Closure,
  shortfall: readonly number[],
  { closure: spread, options, levels, total }: EnsembleReport,
): string => {
  const last = input.baselineYear + input.years;
  const never = closure.year === null ? 'does not close' : 'closes';
  const futures = `${sayCount(options.runs)} futures`;
  const share =
    spread.shareClosed === 0
      ? `in none of ${futures}`
      : spread.shareClosed === 1
        ? `in all of ${futures}`
        : `in ${sayShare(spread.shareClosed)} of ${futures}`;
  const at = (level: number): number => total.shortfall?.quantiles[String(level)]?.at(-1) ?? 0;
  const inside = sayShare(levels.high - levels.low);
  return `the shortfall ${never === 'closes' ? `is expected to close in ${closure.year ?? ''}, and closes` : 'closes'} within ${input.years} years ${share}; from ${sayCount(shortfall[0] ?? 0)} WTE it goes to ${sayCount(shortfall.at(-1) ?? 0)} in ${last}, ${inside} of futures between ${sayCount(at(levels.low))} and ${sayCount(at(levels.high))}`;
};

/**
 * Says the answer of a projection in a sentence, with its scope and its basis.
 *
 * @param total The whole of the workforce: its closing year and its course.
 * @param ensemble Its spread; without one the sentence tells the expected course alone.
 */
export const sayAnswer = (
  { input, scenario, drivers }: Resolved,
  total: { readonly closure: Closure; readonly measures: Readonly<Record<Measure, readonly number[]>> },
  ensemble?: EnsembleReport,
): string => {
  const { posts, shortfall } = total.measures;
  const course = ensemble
    ? spreadSentence(input, total.closure, shortfall, ensemble)
    : closureSentence(total.closure, input.closure.countedFrom, input.years, shortfall[0] ?? 0, shortfall.at(-1) ?? 0);
  return `${sayScope(input)}, ${sayCount(posts[0] ?? 0)} posts: in "${scenario.title}" ${course}. ${sayBasis(drivers)}`;
};
