export type { Answer, Given, Refused } from './answer.ts';
export type {
  ApiCorrection,
  ApiDecided,
  ApiDecision,
  ApiEntry,
  ApiErasure,
  ApiHistory,
  ApiItem,
  ApiPage,
  ApiProblem,
  ApiProof,
  ApiRecord,
  ApiRegister,
  ApiSession,
  ApiTreeHead,
  ApiWithdrawal,
} from './api-types.ts';
export { RegisterClient } from './client.ts';
export type { ApiMoment, ApiSearch, ClientOptions, KnownState } from './client.ts';
