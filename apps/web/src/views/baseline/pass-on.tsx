import { cellText, type Table } from '@isocentre/documents';
import type { OwnBaseline } from '@isocentre/workforce';
import { useState, type ReactNode } from 'react';
import { saveText } from '../../page/save.ts';
import { saveBytes } from '../../page/save-bytes.ts';
import { useAnswer } from '../../planner/use-answer.ts';
import { useShownPart } from '../../planner/use-planner.ts';

const Summed = ({ table }: { readonly table: Table }): ReactNode => (
  <div className="numbers__scroll" tabIndex={0} role="region" aria-label={table.name}>
    <table className="numbers__table">
      <caption>{table.name}</caption>
      <thead>
        <tr>
          {table.columns.map(({ key, title }) => (
            <th key={key} scope="col">
              {title}
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
              const text = cellText(cell, column.kind);
              return index === 0 ? (
                <th key={column.key} scope="row">
                  {text}
                </th>
              ) : (
                <td key={column.key}>{text}</td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);

const Filled = (): ReactNode => {
  const { start, edits } = useShownPart(({ state }) => state);
  const { value } = useAnswer('filled', { start, edits, part: {} });
  if (!value || value.length === 0) return null;
  return (
    <section aria-labelledby="baseline-filled">
      <h2 id="baseline-filled">What the return did not say</h2>
      <ul>
        {value.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </section>
  );
};

/** What was filled in a return, and the return summed up for others, with small numbers hidden unless the reader wants them. */
export const PassOn = ({ own }: { readonly own: OwnBaseline }): ReactNode => {
  const [suppress, setSuppress] = useState(true);
  const { value, problems } = useAnswer('summary', { own, suppress });
  return (
    <>
      <Filled />
      <section aria-labelledby="baseline-pass-on">
        <h2 id="baseline-pass-on">Pass it on</h2>
        <p>
          A report and the CSV of an answer hold your numbers as they are. This table is for others: by default no count
          of people under {value?.smallest ?? 'five'} is in it, nor anything from which one follows.
        </p>
        <label className="baseline__check">
          <input
            type="checkbox"
            checked={suppress}
            onChange={(event) => {
              setSuppress(event.target.checked);
            }}
          />
          Hide small numbers
        </label>
        {problems.map((text) => (
          <p key={text} className="notice notice--problem" role="alert">
            {text}
          </p>
        ))}
        {value ? (
          <>
            {value.tables.map((table) => (
              <Summed key={table.name} table={table} />
            ))}
            {suppress ? (
              <p className="baseline__quiet">
                * is hidden: a count of people under {value.smallest}, or a number that would give one away.
              </p>
            ) : null}
            <p className="baseline__actions">
              <button
                type="button"
                className="plain"
                onClick={() => {
                  saveText('return-summary.csv', value.csv, 'text/csv');
                }}
              >
                Download this summary (CSV)
              </button>
              <button
                type="button"
                className="plain"
                onClick={() => {
                  saveBytes('return-summary', 'xlsx', value.xlsx);
                }}
              >
                Download this summary (Excel)
              </button>
            </p>
          </>
        ) : null}
      </section>
    </>
  );
};
