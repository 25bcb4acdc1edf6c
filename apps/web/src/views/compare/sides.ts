import type { Question } from '../../compute/course.ts';
import type { Named } from '../../state/keep.ts';
import { onReturn, type PageState } from '../../state/state.ts';

/** A scenario that can be chosen for one side. Its key stands in the link, so kept work is in it whole. */
export interface Option {
  readonly key: string;
  readonly title: string;
}

const shipped = 'shipped:';
const kept = 'work:';
/** What the page shows, with the levers as they stand. */
export const nowKey = 'now';

/** The scenarios that can be chosen. */
export const choicesOf = (
  scenarios: readonly { readonly name: string; readonly title: string }[],
  named: readonly Named[],
): readonly Option[] => [
  { key: nowKey, title: 'What the page shows now' },
  ...scenarios.map(({ name, title }) => ({ key: `${shipped}${name}`, title })),
  ...named.map(({ name, fragment }) => ({ key: `${kept}${fragment}`, title: `Kept: ${name}` })),
];

/** The keys of the two sides: what the link says, else today's course against what is shown or, on an untouched page, the brief's asks. */
export const sidesOf = ({ params, start, edits }: PageState): { readonly from: string; readonly to: string } => {
  const isUntouched = edits.length === 0 && start.kind === 'shipped' && start.name === 'todays-course';
  return {
    from: params['compare.from'] ?? `${shipped}todays-course`,
    to: params['compare.to'] ?? (isUntouched ? `${shipped}the-briefs-asks` : nowKey),
  };
};

/** The state with another scenario on one side. */
export const withSide = (state: PageState, side: 'from' | 'to', key: string): PageState => ({
  ...state,
  params: { ...state.params, [`compare.${side}`]: key },
});

/** The state in which what comes of a shipped scenario, such as a plan, is compared with that scenario. */
export const comparedWithStart = (state: PageState): PageState =>
  state.start.kind === 'shipped' && state.edits.length === 0
    ? withSide(state, 'from', `${shipped}${state.start.name}`)
    : state;

/**
 * The question that a key stands for. A scenario that ships runs on the baseline of what the page shows.
 *
 * @param open Reads the fragment of kept work; undefined where it cannot be read.
 */
export const questionOf = (
  key: string,
  state: PageState,
  open: (fragment: string) => PageState | undefined,
): Question | undefined => {
  if (key.startsWith(shipped)) {
    const start = onReturn({ kind: 'shipped', name: key.slice(shipped.length) }, state.start.ownReturn);
    return { start, edits: [], part: {} };
  }
  const of = key === nowKey ? state : key.startsWith(kept) ? open(key.slice(kept.length)) : undefined;
  return of && { start: of.start, edits: of.edits, part: {} };
};
