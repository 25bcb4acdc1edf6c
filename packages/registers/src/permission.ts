import { noState, type Register, type Transition } from './declaration.ts';

/** A role that somebody holds for a time, from our own membership data. */
export interface Membership {
  readonly role: string;
  /** The first and the last day, both included; no last day is no end. */
  readonly from: string;
  readonly until?: string;
  /** The organisation for which alone it is held; absent where it is held for all. */
  readonly organisation?: string;
}

/** Who asks to decide. What they may do comes from their memberships, never from what they say of themselves. */
export interface Person {
  readonly id: string;
  readonly memberships: readonly Membership[];
  /** Keys of records in which they declared an interest. */
  readonly interests: readonly string[];
}

/** What is asked for. */
export interface Request {
  readonly action: string;
  readonly key: string;
  /** The state of the record now; {@link noState} where there is none. */
  readonly state: string;
  /** The day of the decision. */
  readonly on: string;
}

/** Why something is denied. */
export type Denial = 'unknown action' | 'wrong state' | 'no authority' | 'declared interest';

/** The answer: allowed in a capacity, or denied with the reason. */
export type Permission =
  | { readonly allowed: true; readonly capacity: string; readonly transition: Transition }
  | { readonly allowed: false; readonly because: Denial };

const isHeldOn = ({ from, until }: Membership, day: string): boolean =>
  from <= day && (until === undefined || day <= until);

/** Tells whether a membership counts for a record, by the organisation for which it is held; where nothing says so it does not. */
export const countsFor = (register: Register, { organisation }: Membership, key: string): boolean =>
  organisation === undefined || (register.isByOrganisation === true && organisation === key);

const denied = (because: Denial): Permission => ({ allowed: false, because });

const own = <T>(table: Readonly<Record<string, T>> | undefined, name: string): T | undefined =>
  table !== undefined && Object.hasOwn(table, name) ? table[name] : undefined;

const permits = (register: Register, role: string, action: string, state: string): boolean =>
  own(own(register.authority, role), action)?.includes(state) ?? false;

/** The action by which what was decided for a later day is taken back before it. */
export const takeBackAction = 'take-back';

/**
 * What may be done to an entry instead of to a record: to correct it, to erase its content, and to take it back before the
 * day from which it holds. Authority over these stands in the same table as over the transitions of a register; all need
 * reasons, and a declared interest bars.
 */
export const entryActions = ['correct', 'redact', takeBackAction] as const;

const titles = {
  correct: 'Correct an entry',
  redact: 'Erase content',
  [takeBackAction]: 'Take back what is announced',
} as const;

/** All that can be done in a register: its own transitions, and what may be done to entries in any state. */
export const actionsOf = (register: Register): readonly Transition[] => [
  ...register.transitions,
  ...entryActions.map((action) => ({
    action,
    title: titles[action],
    from: Object.keys(register.states),
    needsReasons: true,
    barredByInterest: true,
    ...(action === 'redact' ? { ends: true as const } : {}),
  })),
];

/**
 * Tells whether somebody may do something to a record now: a pure function of who, what, the state and the interests
 * that they declared. Denied unless a line of the register's table of authority permits it.
 */
export const permissionOf = (register: Register, person: Person, request: Request): Permission => {
  const transition = actionsOf(register).find(({ action }) => action === request.action);
  if (!transition) return denied('unknown action');
  const roles = person.memberships
    .filter((held) => isHeldOn(held, request.on) && countsFor(register, held, request.key))
    .map(({ role }) => role);
  const mayAnywhere = roles.some((role) => own(own(register.authority, role), request.action) !== undefined);
  // Before the state is looked at, so that somebody without authority learns nothing of the record.
  if (!mayAnywhere) return denied('no authority');
  if (!transition.from.includes(request.state)) return denied('wrong state');
  const capacity = roles.find((role) => permits(register, role, request.action, request.state));
  if (capacity === undefined) return denied('no authority');
  if (transition.barredByInterest && person.interests.includes(request.key)) return denied('declared interest');
  return { allowed: true, capacity, transition };
};

/** What people call a role; its name where the register does not know it. */
export const roleTitle = (register: Register | undefined, role: string): string =>
  own(register?.roles, role)?.title ?? role;

/** One cell of the matrix of a register. */
export interface MatrixCell {
  readonly role: string;
  readonly action: string;
  readonly state: string;
  readonly allowed: boolean;
}

/** Gives role × action × state, every cell, with whether it is allowed: what tests and the page of a register walk. */
export const permissionMatrix = (register: Register): readonly MatrixCell[] =>
  Object.keys(register.roles).flatMap((role) =>
    actionsOf(register).flatMap(({ action, from }) =>
      [noState, ...Object.keys(register.states)].map((state) => ({
        role,
        action,
        state,
        allowed: from.includes(state) && permits(register, role, action, state),
      })),
    ),
  );

/** Finds what in a declaration contradicts itself: a state, role, action or field that is named and is not there. */
export const declarationFaults = (register: Register): readonly string[] => {
  const states = new Set([noState, ...Object.keys(register.states)]);
  const all = actionsOf(register);
  const actions = new Set(all.map(({ action }) => action));
  const faults: string[] = [];
  const must = (holds: boolean, fault: string): void => {
    if (!holds) faults.push(fault);
  };
  must(actions.size === all.length, 'an action is declared twice');
  for (const { action, from, to } of register.transitions) {
    for (const state of from) must(states.has(state), `${action} begins in the unknown state ${state}`);
    must(to === undefined || (to !== noState && states.has(to)), `${action} leads to the unknown state ${to ?? ''}`);
    must(!from.includes(noState) || to !== undefined, `${action} makes a record without a state`);
  }
  for (const [role, may] of Object.entries(register.authority)) {
    must(role in register.roles, `the unknown role ${role} has authority`);
    for (const [action, where] of Object.entries(may)) {
      const transition = all.find((one) => one.action === action);
      must(transition !== undefined, `${role} may do the unknown action ${action}`);
      for (const state of where)
        must(
          transition?.from.includes(state) ?? true,
          `${role} may ${action} in the state ${state}, where it cannot be done`,
        );
    }
  }
  for (const { action, with: others = [] } of register.timed) {
    must(actions.has(action), `the unknown action ${action} happens by itself`);
    for (const field of others)
      must(register.publicFields.includes(field), `${field}, which is told with ${action}, is not public`);
  }
  for (const field of register.personalFields)
    must(!register.publicFields.includes(field), `the personal field ${field} is public`);
  return faults;
};
