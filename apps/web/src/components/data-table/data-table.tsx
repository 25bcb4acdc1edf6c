import { useState, type ReactNode } from 'react';
import type { Column, Table } from '@isocentre/documents';
import { Details } from 'nhsuk-react-components';
import { Downloads, type TakenChart } from '../downloads/downloads.tsx';
import { sayExactly } from '../../words/numbers.ts';

const cellText = (column: Column, cell: string | number | null): string =>
  cell === null ? '' : typeof cell === 'string' ? cell : column.kind === 'year' ? String(cell) : sayExactly(cell);

/** A table, and where its numbers lead. */
export interface DataTableProps {
  readonly table: Table;
  readonly title: string;
  /** The chart that shows it, which can be taken away with it. */
  readonly chart?: TakenChart | undefined;
  /** The scenario that the numbers are of; the one that is shown without it. */
  readonly of?: string | undefined;
  /** What a number leads to, by the key of its column and the first cell of its row; undefined: nothing. */
  readonly ask?: ((column: string, row: string | number | null) => (() => void) | undefined) | undefined;
}

/** A table folded away under a chart, with what can be taken away. It is made when it is opened. */
export const DataTable = ({ table, title, chart, of, ask }: DataTableProps): ReactNode => {
  const [isOpen, setOpen] = useState(false);
  return (
    <Details
      className="numbers"
      onToggle={(event) => {
        setOpen((event.target as HTMLDetailsElement).open);
      }}
    >
      <Details.Summary>
        Table and downloads<span className="nhsuk-u-visually-hidden">: {table.name}</span>
      </Details.Summary>
      <Details.Text>
        {isOpen ? (
          <>
            <div className="numbers__scroll" tabIndex={0} role="region" aria-label={title}>
              <table className="numbers__table">
                <caption className="nhsuk-u-visually-hidden">{title}</caption>
                <thead>
                  <tr>
                    {table.columns.map((column) => (
                      <th key={column.key} scope="col">
                        {column.title}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {table.rows.map((row) => (
                    <tr key={String(row[0])}>
                      {row.map((cell, index) => {
                        const column = table.columns[index];
                        if (!column) return null;
                        const text = cellText(column, cell);
                        const follow = index === 0 ? undefined : ask?.(column.key, row[0] ?? null);
                        return index === 0 ? (
                          <th key={column.key} scope="row">
                            {text}
                          </th>
                        ) : (
                          <td key={column.key}>
                            {follow ? (
                              <button
                                type="button"
                                className="plain"
                                title="Where this number comes from"
                                onClick={follow}
                              >
                                {text}
                              </button>
                            ) : (
                              text
                            )}
                          </td>
                        );
                      })}
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
            <Downloads table={table} chart={chart} of={of} />
          </>
        ) : null}
      </Details.Text>
    </Details>
  );
};
