import {
  noState,
  roleTitle,
  sayAhead,
  takeBackAction,
  toldLater,
  type Content,
  type Foreseen,
  type Register,
  type RegisterRecord,
} from '@isocentre/registers';
import { html } from 'hono/html';
import type { Visitor } from '../sign-in/visitor.ts';
import { formSecret } from './form.ts';
import { factList, type Facts, type Markup, type Page } from './layout.ts';
import { fieldName, laterWords, sayTime, sayValue, textOf, timeOf } from './words.ts';

/** What is looked at once more before it is recorded. */
export interface CheckPage {
  readonly title: string;
  readonly path: string;
  readonly above: NonNullable<Page['above']>;
  readonly visitor: Visitor;
  /** What it comes to, by name. */
  readonly facts: Facts;
  /** How it is undone. */
  readonly back: readonly string[];
  /** What was filled in. */
  readonly filled: Readonly<Record<string, string>>;
}

/** Names of what a form sends beside what somebody filled in. */
const ownNames = new Set(['form-secret', 'checked', 'again']);

/** The page between filling in and recording; it sends back what was filled in, to be recorded or to be changed. */
export const checkPage = ({ title, path, above, visitor, facts, back, filled }: CheckPage): Page => ({
  title: 'Check before you record',
  above,
  content: html`<p>Nothing is recorded yet.</p>
    ${factList(facts)}
    <h2>If it turns out to be wrong</h2>
    <ul>
      ${back.map((text) => html`<li>${text}</li>`)}
    </ul>
    <form class="decide" action="${path}" method="post">
      ${formSecret(visitor)}
      ${Object.entries(filled).flatMap(([name, value]) =>
        ownNames.has(name) ? [] : [html`<input type="hidden" name="${name}" value="${value}" />`],
      )}
      <p class="buttons">
        <button type="submit" name="checked" value="yes">Record: ${title}</button>
        <button type="submit" name="again" value="yes" class="plain">Change what was filled in</button>
      </p>
    </form>`,
});

/** Who may do something in a state, in words; nobody where it is empty. */
const whoMay = (register: Register, action: string, state: string): string =>
  Object.entries(register.authority)
    .flatMap(([role, may]) => (may[action]?.includes(state) === true ? [roleTitle(register, role)] : []))
    .join(', ');

/** How a decision that leads to a state is undone: by what leads back, and by a correction of its entry. */
export const waysBack = (register: Register, from: string, to: string, isLater: boolean): readonly string[] => {
  const back = register.transitions.filter(
    (one) => one.to === from && one.from.includes(to) && !one.from.includes(noState),
  );
  const corrects = whoMay(register, 'correct', to);
  const takesBack = whoMay(register, takeBackAction, from);
  const ways = [
    ...(isLater && takesBack !== ''
      ? [`Until its day, “Take back” beside its entry. It can be done by whoever acts in your role.`]
      : []),
    ...back.flatMap(({ action, title }) => {
      const who = whoMay(register, action, to);
      return who === ''
        ? []
        : [`${isLater ? 'From its day on, ' : ''}“${title}” brings it back. It can be decided by: ${who}.`];
    }),
    ...(corrects === ''
      ? []
      : [
          `A correction of the entry takes its place, with another day or other fields. It can be made by: ${corrects}.`,
        ]),
    'The entry itself stays for everyone to read.',
  ];
  return ways.length === 1 ? ['There is no way back.', ...ways] : ways;
};

/** What is announced already, and what this decision changes about it. */
const announcedFact = (
  register: Register,
  { announced, from }: Foreseen,
  to: string,
  validFrom: string,
): readonly [string, Markup] => {
  const said = announced.map((one) => {
    const by = one.entry === undefined ? 'by the day in its fields' : `by entry ${one.entry}`;
    return html`${sayAhead(register, one)} ${timeOf(one.on)}, ${by}`;
  });
  const isMoved = announced.every(({ on }) => on > validFrom);
  const effect = isMoved
    ? html`This comes before it: it is ${to} from ${timeOf(from)}, and what was announced changes nothing more.`
    : html`This is for the same day, and adds to it what is said here.`;
  return ['Announced already', html`${said.map((one, at) => html`${at > 0 ? '; ' : ''}${one}`)}. ${effect}`];
};

/** The day on which a record ended or is to end; undefined where it does neither. */
const endOf = ({ transitions }: Register, { state, since, later = [] }: RegisterRecord): string | undefined => {
  const ends = transitions.filter((one) => one.ends === true);
  if (ends.some(({ to }) => to === state)) return since.slice(0, 10);
  return later.find((one) => ends.some(({ action }) => action === one.action))?.on;
};

/** Tells whether a change ends a record, at once or on another day than it would have ended. */
export const bringsEnd = (register: Register, before: RegisterRecord, after: RegisterRecord): boolean => {
  const end = endOf(register, after);
  return end !== undefined && end !== endOf(register, before);
};

const saidOf = (value: Content[string] | undefined): string =>
  value === undefined || value === null ? 'taken away' : sayValue(value);

/** What a decision and a correction both come to. */
interface Saying {
  readonly title: string;
  readonly validFrom: string;
  readonly today: string;
  readonly reasons: string;
  readonly change: Content;
}

/** The fields in which a record says more of what led to its state, such as the successors of one that closed. */
export const saidWithState = (register: Register, record: RegisterRecord | undefined): Content => {
  const { state, content = {} } = record ?? {};
  const led = register.timed.filter(({ action }) =>
    register.transitions.some((one) => one.action === action && one.to === state),
  );
  return Object.fromEntries(
    Object.entries(content).filter(([field]) => led.some(({ with: more = [] }) => more.includes(field))),
  );
};

/** Which record it is, by name and key. */
export const recordFact = ({ key, content }: RegisterRecord): readonly [string, Markup | string] => {
  const name = textOf(content['name']);
  return ['Record', name === '' ? key : `${name} (${key})`];
};

const closingFacts = ({ reasons, today }: Saying): Facts => [
  ['Reasons', reasons === '' ? 'none given' : reasons],
  ['Recorded', `today, ${sayTime(today)}, as a decision of yours`],
];

/** What a correction makes of a record. */
export const correctionFacts = (
  register: Register,
  record: RegisterRecord,
  after: RegisterRecord,
  saying: Saying,
): Facts => {
  const { title, validFrom, change } = saying;
  const { state } = after;
  const later = toldLater(register, after);
  const isSame = state === record.state;
  return [
    recordFact(record),
    ['Decision', title],
    ['State', `${record.state}${isSame ? '' : `, then ${state}`}: ${register.states[state] ?? ''}`],
    ...(later.length === 0 ? [] : [['Later', laterWords(register, later)] as const]),
    ['Entry holds from', timeOf(validFrom)],
    ...Object.entries(change).map(([field, value]) => [fieldName(field), saidOf(value)] as const),
    ...closingFacts(saying),
  ];
};

/** What comes by itself before a decision holds, in words: ` and opens 1 April 2027`. */
const untilThen = (
  register: Register,
  { state, later = [] }: RegisterRecord,
  before: string,
  validFrom: string,
): Markup | '' => {
  const coming = later.filter(({ on }) => on < validFrom);
  return before === state ? '' : html` and ${laterWords(register, coming)}`;
};

/** What a decision about a record comes to. */
export const decisionFacts = (
  register: Register,
  record: RegisterRecord,
  saying: Saying & {
    readonly to: string | undefined;
    /** The state in which it finds the record on its day. */
    readonly before: string;
    /** The fields as they stand today after it, where it holds from a day that is past: what was decided since goes on. */
    readonly after?: Content;
    readonly foreseen: Foreseen | undefined;
  },
): Facts => {
  const { title, to, before, validFrom, today, change, after, foreseen } = saying;
  // What a state means is said of what holds: `it has closed`.
  const meaning = validFrom > today || to === undefined ? '' : `: ${register.states[to] ?? ''}`;
  const between = before === record.state ? '' : `, then ${before}`;
  const state = to === undefined ? [] : [['State', `${record.state}${between}, then ${to}${meaning}`] as const];
  return [
    recordFact(record),
    ['Decision', title],
    ...state,
    ...(foreseen && to !== undefined ? [announcedFact(register, foreseen, to, validFrom)] : []),
    [
      'Holds from',
      validFrom > today
        ? html`${timeOf(validFrom)}; until then it stays
          ${record.state}${untilThen(register, record, before, validFrom)}`
        : timeOf(validFrom),
    ],
    ...Object.entries(change).map(([field, value]) => {
      const [said, now] = [saidOf(value), saidOf(after?.[field])];
      return [fieldName(field), after === undefined || said === now ? said : `${said}; today ${now}`] as const;
    }),
    ...closingFacts(saying),
  ];
};
