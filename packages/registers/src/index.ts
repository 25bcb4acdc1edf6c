export { allRegisters, shownRegisters } from './all-registers.ts';
export { comeTo, entryOfDraft, recordComeTo } from './come-to.ts';
export type { ComeTo } from './come-to.ts';
export { correct } from './correct.ts';
export type { Correction } from './correct.ts';
export { isDay, publicDay, sayDay } from './day.ts';
export { calendar, decide, dueDecisions } from './decide.ts';
export type { Decided, Decision, Draft } from './decide.ts';
export { foresee, idleProblem, laterProblems, takenAhead } from './foresee.ts';
export type { Foreseen } from './foresee.ts';
export { noState } from './declaration.ts';
export type { Content, Register, RoleWords, Timed, Transition } from './declaration.ts';
export { inPlaceOf, isTakenBack, replacedBy } from './in-place.ts';
export { fieldAsWritten, keyAsWritten } from './key.ts';
export {
  acceptInvitation,
  countsUntil,
  grantableRoles,
  inviteMember,
  membershipOf,
  operator,
  readInterests,
  reviewMembership,
} from './memberships/grant.ts';
export type { Acceptance, Invitation } from './memberships/grant.ts';
export { memberships, membershipSchema } from './memberships/memberships.ts';
export type { MembershipContent } from './memberships/memberships.ts';
export { holderOf, personIn } from './memberships/person-in.ts';
export { importOds, ods, odsTable } from './organisations/import-ods.ts';
export type { OdsImport } from './organisations/import-ods.ts';
export { leftOut } from './organisations/left-out.ts';
export { organisations, organisationSchema } from './organisations/organisations.ts';
export { overtaken, sayOvertaken } from './overtaken.ts';
export type { Overtaken } from './overtaken.ts';
export {
  actionsOf,
  countsFor,
  declarationFaults,
  entryActions,
  permissionMatrix,
  permissionOf,
  roleTitle,
  takeBackAction,
} from './permission.ts';
export type { Denial, MatrixCell, Membership, Permission, Person, Request } from './permission.ts';
export {
  firstDay,
  heldContent,
  inOrder,
  latestMoment,
  publicContent,
  recordAt,
  recordOn,
  sayAhead,
  sinceAfter,
  toldLater,
  withLater,
} from './record.ts';
export type { Later, RegisterRecord } from './record.ts';
export { mayTakeBack, takeBack } from './take-back.ts';
export type { TakingBack } from './take-back.ts';
