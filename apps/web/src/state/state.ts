import type { OwnBaseline, Scenario } from '@isocentre/workforce';

/** A return by its name alone: the file, and the SHA-256 of its bytes. What it holds is in no state and no link. */
export type ReturnName = Pick<OwnBaseline, 'file' | 'hash'>;

/**
 * Where the work starts: a scenario that ships, or one of the reader's own; and the return in place of the national
 * baseline, if any. The reader's own scenario holds no return itself.
 */
export type Start = { readonly ownReturn?: ReturnName } & (
  | { readonly kind: 'shipped'; readonly name: string }
  | { readonly kind: 'own'; readonly scenario: Scenario }
);

/** Starts from a scenario of the reader's own; a return that it names is kept by its name alone. */
export const startOf = (scenario: Scenario): Start => {
  const { return: own, ...baseline } = scenario.baseline ?? {};
  return own
    ? { kind: 'own', scenario: { ...scenario, baseline }, ownReturn: { file: own.file, hash: own.hash } }
    : { kind: 'own', scenario };
};

/** The same start on another baseline: a return, or without one that of the nation. */
export const onReturn = ({ ownReturn: _before, ...start }: Start, ownReturn?: ReturnName): Start =>
  ownReturn ? { ...start, ownReturn: { file: ownReturn.file, hash: ownReturn.hash } } : start;

/** A lever that was moved: it stands in place of what the scenario says from `from` on. */
export interface Edit {
  /** Id of a lever of the page. */
  readonly lever: string;
  /** The specialism that it is for; all without it. */
  readonly specialism?: string;
  /** In the lever's own unit: shares from 0 to 1, counts as they are. */
  readonly value: number;
  /** First year in which it acts; default: the first decision year. */
  readonly from?: number;
}

/** The part of the workforce that is shown; all of it where nothing is named. */
export interface Part {
  readonly specialism?: string;
  readonly group?: string;
}

/** Whether staff are counted in whole-time equivalents or as people, where a measure has both forms. */
export type Units = 'wte' | 'people';

/** Whether years begin on 1 January, or on 1 April as those of the NHS do. */
export type Years = 'calendar' | 'financial';

/** Everything that makes the page what it is; the address holds it whole. */
export interface PageState {
  readonly start: Start;
  readonly edits: readonly Edit[];
  readonly part: Part;
  /** Id of the view that is open. */
  readonly view: string;
  /** Seed of the futures. */
  readonly seed: number;
  readonly units: Units;
  readonly years: Years;
  /** What a view keeps, by `view.name`, such as `compare.with`. */
  readonly params: Readonly<Record<string, string>>;
}

/** The state of a page that nobody has touched. */
export const untouched: PageState = {
  start: { kind: 'shipped', name: 'todays-course' },
  edits: [],
  part: {},
  view: 'plan',
  seed: 1,
  units: 'wte',
  years: 'calendar',
  params: {},
};

const isSame = (one: Edit, lever: string, specialism: string | undefined): boolean =>
  one.lever === lever && one.specialism === specialism;

/** Finds how a lever was moved. */
export const editOf = (state: PageState, lever: string, specialism?: string): Edit | undefined =>
  state.edits.find((one) => isSame(one, lever, specialism));

/** Moves a lever, in place of where it stood. */
export const withEdit = (state: PageState, edit: Edit): PageState => {
  const known = state.edits.some((one) => isSame(one, edit.lever, edit.specialism));
  return {
    ...state,
    edits: known
      ? state.edits.map((one) => (isSame(one, edit.lever, edit.specialism) ? edit : one))
      : [...state.edits, edit],
  };
};

/** Puts a lever back to what the scenario says. */
export const withoutEdit = (state: PageState, lever: string, specialism?: string): PageState => ({
  ...state,
  edits: state.edits.filter((one) => !isSame(one, lever, specialism)),
});
