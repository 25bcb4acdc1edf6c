import type { Problem } from '@isocentre/evidence';
import type { ReactNode } from 'react';
import { saveText } from '../../page/save.ts';
import type { FileRead } from '../../compute/return-file.ts';
import type { Reading } from '../../planner/planner.ts';
import { usePlanner } from '../../planner/use-planner.ts';
import { ProblemTable } from '../problem-table/problem-table.tsx';

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

/** The place of a wrong cell without the file, which stands above all of them. */
const placeOf = ({ where }: Problem, file: string): string => {
  if (!where.startsWith(file)) return where;
  const place = where.slice(file.length).replace(/^:(?<line>\d+) (?<column>column \d+)$/, 'Line $<line>, $<column>');
  return place.trim() === '' ? 'The file' : place.trim();
};

const leftOf = ({ tables }: FileRead): number => tables.reduce((sum, { left }) => sum + left, 0);

const sayKept = ({ tables }: FileRead): string =>
  tables
    .map(({ title, kept, left }) => `${title}: ${counted(kept, 'row')}${left > 0 ? ` kept, ${left} left out` : ''}`)
    .join('; ');

interface UseProps {
  readonly read: FileRead;
  readonly label: string;
}

const Use = ({ read, label }: UseProps): ReactNode => {
  const planner = usePlanner();
  const { own } = read;
  if (!own) return null;
  return (
    <button
      type="button"
      className="plain"
      onClick={() => {
        planner.useReturn({ own, left: leftOf(read) });
      }}
    >
      {label}
    </button>
  );
};

/** What came of the file that the reader chose: refused, or read with every wrong cell named. */
export const Outcome = ({ reading }: { readonly reading: Reading }): ReactNode => {
  const { file } = reading;
  const isBaseline = reading.purpose === 'baseline';
  if (reading.kind === 'reading') return <p>Reading “{file}”…</p>;
  if (reading.kind === 'refused') {
    return (
      <div className="notice notice--problem">
        {reading.problems.map(({ found, expected }) => (
          <p key={found}>
            “{file}” cannot be read as a return: found {found}; expected {expected}.
          </p>
        ))}
        <p>What the page shows is as it was.</p>
      </div>
    );
  }
  const { read, wanted } = reading;
  const isRight = read.wrong === 0;
  return (
    <div className={`notice${isRight && !wanted ? '' : ' notice--problem'}`}>
      <p>
        {isRight ? `“${file}” is right.` : `“${file}” has ${counted(read.wrong, 'place')} to mend.`} {sayKept(read)}.{' '}
        {read.notes.join(' ')}
      </p>
      {wanted ? (
        <p>
          This is another file than the one that is asked for: it has the SHA-256 {read.own?.hash}, and “{wanted.file}”
          has {wanted.hash}. Nothing was changed.
        </p>
      ) : null}
      {isRight ? null : <ProblemTable problems={read.problems} placeOf={(problem) => placeOf(problem, file)} />}
      {read.wrong > read.problems.length ? <p>These are the first {read.problems.length}; the list has all.</p> : null}
      {!isBaseline ? (
        isRight ? null : (
          <p>Required staff is worked out from a return in which all is right. What the page shows is as it was.</p>
        )
      ) : wanted ? (
        <Use
          read={read}
          label={isRight ? 'Use this file instead' : 'Use the rows that are right of this file instead'}
        />
      ) : isRight ? null : (
        <Use read={read} label="Run on the rows that are right" />
      )}{' '}
      {isRight ? null : (
        <button
          type="button"
          className="plain"
          onClick={() => {
            saveText('to-mend.csv', read.list, 'text/csv');
          }}
        >
          Download the list (CSV)
        </button>
      )}
    </div>
  );
};
