import type { Catalogue } from '../shipped/catalogue.ts';
import type { PageLever } from './page-lever.ts';

/** What today's value of a lever rests on. */
export type Basis = 'published' | 'partly assumed' | 'assumed' | 'choice';

/** The basis in words, as the page marks it. */
export const basisWords: Readonly<Record<Basis, string>> = {
  published: 'Published',
  'partly assumed': 'Partly an assumption',
  assumed: 'Assumption',
  choice: 'Your choice',
};

/** Tells what today's value of a lever rests on; no figure behind it makes it a choice. */
export const basisOf = (lever: PageLever, figures: Catalogue['figures']): Basis => {
  const bases = lever.figures.map((id) => figures[id]?.basis);
  if (bases.length === 0) return 'choice';
  const assumed = bases.filter((basis) => basis === 'assumption').length;
  return assumed === 0 ? 'published' : assumed === bases.length ? 'assumed' : 'partly assumed';
};
