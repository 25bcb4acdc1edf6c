import type { RequirementReport } from '@isocentre/workforce';
import type { ReactNode } from 'react';

const warnings = {
  nobody: 'Nobody covers it',
  'a single person': 'A single person is the whole cover',
  '': '',
} as const;

/** Medical Physics Experts against each modality, and where one person is all there is. */
export const Cover = ({ cover, single }: RequirementReport): ReactNode => (
  <section aria-labelledby="staff-cover">
    <h2 id="staff-cover">Medical Physics Experts by modality</h2>
    {cover.length === 0 ? (
      <p>The return has no clinical scientists and no table “Expert cover”.</p>
    ) : (
      <div className="staff__scroll" tabIndex={0} role="region" aria-label="Table of experts by modality">
        <table className="staff__table">
          <caption className="nhsuk-u-visually-hidden">Medical Physics Experts by modality</caption>
          <thead>
            <tr>
              <th scope="col">Modality</th>
              <th scope="col">Experts</th>
              <th scope="col">Names</th>
              <th scope="col">Cover</th>
            </tr>
          </thead>
          <tbody>
            {cover.map(({ modality, experts, names, warning }) => (
              <tr key={modality}>
                <th scope="row">{modality}</th>
                <td className="staff__number">{experts ?? 'not said'}</td>
                <td>{names}</td>
                <td className={warning === '' ? undefined : 'staff__warning'}>{warnings[warning]}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    )}
    {single.length === 0 ? null : <p>One person is all the staff of: {single.join('; ')}.</p>}
  </section>
);
