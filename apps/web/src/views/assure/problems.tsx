import type { Problem } from '@isocentre/evidence';
import type { ReactNode } from 'react';

/** What is wrong in the files of a study: each place with what stands there and what was expected. */
export const StudyProblems = ({ problems }: { readonly problems: readonly Problem[] }): ReactNode => (
  <div className="notice notice--problem">
    <p>Nothing was computed. To mend:</p>
    <div className="numbers__scroll" tabIndex={0} role="region" aria-label="What is to be mended">
      <table className="baseline__problems">
        <caption className="nhsuk-u-visually-hidden">What is to be mended</caption>
        <thead>
          <tr>
            <th scope="col">Place</th>
            <th scope="col">Found</th>
            <th scope="col">Expected</th>
          </tr>
        </thead>
        <tbody>
          {problems.map(({ where, found, expected }) => (
            <tr key={`${where} ${found} ${expected}`}>
              <th scope="row">{where}</th>
              <td>{found}</td>
              <td>{expected}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  </div>
);
