export { exp } from './exp.ts';
export { ageProfile } from './age-profile.ts';
export type { NormalPart } from './age-profile.ts';
