import type { Problem } from '@isocentre/evidence';
import type { ReactNode } from 'react';

interface ProblemTableProps {
  readonly problems: readonly Problem[];
  /** Writes the place of a problem; as it stands by default. */
  readonly placeOf?: (problem: Problem) => string;
}

/** What is wrong in a file that was given: each place with what stands there and what was expected. */
export const ProblemTable = ({ problems, placeOf = ({ where }) => where }: ProblemTableProps): ReactNode => (
  <div className="numbers__scroll" tabIndex={0} role="region" aria-label="What is to be mended">
    <table className="problem-table">
      <caption className="nhsuk-u-visually-hidden">What is to be mended</caption>
      <thead>
        <tr>
          <th scope="col">Place</th>
          <th scope="col">Found</th>
          <th scope="col">Expected</th>
        </tr>
      </thead>
      <tbody>
        {problems.map((problem) => (
          <tr key={`${problem.where} ${problem.found} ${problem.expected}`}>
            <th scope="row">{placeOf(problem)}</th>
            <td>{problem.found}</td>
            <td>{problem.expected}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);
