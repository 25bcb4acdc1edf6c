import { sayCount } from '@isocentre/workforce';
import type { ReactNode } from 'react';
import type { BestLever } from '../../compute/best-levers.ts';
import type { Reason } from '../../compute/trust-jobs.ts';
import { leverById } from '../../levers/levers.ts';
import { catalogue } from '../../shipped/catalogue.ts';
import { sayLeverValue } from '../../levers/say-value.ts';

const sayBest = ({ lever, value, shortfall }: BestLever, now: number): string => {
  const found = leverById.get(lever);
  if (!found) return '';
  const left = sayCount(shortfall);
  return `The lever that helps most: “${found.title}” at ${sayLeverValue(found, value)} ${found.unit}, ${left === '0' ? 'less than 1' : left} WTE short instead of ${sayCount(now)}.`;
};

/** One sentence an occupation: why its shortfall does not close, and the lever that would help most. */
export const Reasons = ({ reasons }: { readonly reasons: readonly Reason[] }): ReactNode => (
  <section aria-labelledby="trust-reasons">
    <h2 id="trust-reasons">{reasons.every(({ closes }) => closes) ? 'When each closes' : 'Why it does not close'}</h2>
    <ul className="behind-list">
      {reasons.map(({ occupation, sentence, best, closes, shortfall }) => (
        <li key={occupation} className="behind">
          <p className="behind__title">{sentence}</p>
          {closes ? null : <p>{best ? sayBest(best, shortfall) : 'No lever of this page helps it alone.'}</p>}
        </li>
      ))}
    </ul>
    <p className="trust__quiet">
      A limit is relaxed alone and everywhere; a lever is moved alone, from {catalogue.firstDecisionYear} on, to the end
      of its range that helps more. Levers that change what is required are left out here.
    </p>
  </section>
);
