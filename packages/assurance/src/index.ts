export { clopperPearson, wilson } from './proportion.ts';
export type { Interval } from './proportion.ts';
