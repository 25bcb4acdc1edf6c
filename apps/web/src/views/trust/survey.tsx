import { toCsv } from '@isocentre/documents';
import { sayCount } from '@isocentre/workforce';
import { useMemo, useState, type ReactNode } from 'react';
import { Figure } from '../../components/figure/figure.tsx';
import { Running } from '../../components/running/running.tsx';
import type { Sensitivity } from '../../compute/sensitivity-work.ts';
import { saveText } from '../../page/save.ts';
import { useAnswer } from '../../planner/use-answer.ts';
import { useShownPart } from '../../planner/use-planner.ts';
import { surveys, tornado } from './tornado.ts';

const Studied = ({ study }: { readonly study: Sensitivity }): ReactNode => {
  const chart = useMemo(() => tornado(study), [study]);
  const table = useMemo(() => surveys(study), [study]);
  return (
    <>
      <p className="trust__advice">{study.answer.replaceAll(' %', '\u00A0%')}</p>
      <div className="trust__columns">
        <Figure {...chart} size="large" />
        <div>
          <div className="trust__scroll" tabIndex={0} role="region" aria-label={table.name}>
            <table className="numbers__table survey">
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
                {table.rows.map(([title, ...cells]) => (
                  <tr key={String(title)}>
                    <th scope="row">{title}</th>
                    {table.columns.slice(1).map(({ key }, index) => (
                      <td key={key}>{cells[index]}</td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          <p className="trust__quiet">
            It takes part in that share of the variance, with the interval of the estimate, and makes the second alone.
            It is worth as much as the expected error of the best single forecast shrinks once it is known.{' '}
            {sayCount(study.runs)} expected courses, seed {study.options.seed}.
          </p>
          <p>
            <button
              type="button"
              className="plain"
              onClick={() => {
                saveText('sensitivity.csv', toCsv(study.table), 'text/csv');
              }}
            >
              Download every assumption (CSV)
            </button>
          </p>
        </div>
      </div>
    </>
  );
};

/** Which assumption the answer depends on, and which survey would narrow it most; worked out when somebody asks. */
export const Survey = (): ReactNode => {
  const { start, edits, seed } = useShownPart((shown) => shown.state);
  const question = { start, edits, seed };
  const key = JSON.stringify(question);
  const [requested, setRequested] = useState('');
  const isRequested = requested === key;
  const { value, isOld, problems, done } = useAnswer('sensitivity', isRequested ? question : undefined);
  const isThere = isRequested && !isOld;
  return (
    <section aria-labelledby="trust-survey" aria-busy={isRequested && isOld}>
      <h2 id="trust-survey">Which survey would narrow it most</h2>
      {isThere && problems.length > 0 ? (
        <p className="notice notice--problem" role="alert">
          {problems.join('; ')}
        </p>
      ) : null}
      {isThere && value && problems.length === 0 ? <Studied study={value} /> : null}
      {isRequested ? (
        isOld ? (
          <Running
            label="Varying the assumptions…"
            done={done}
            stop={() => {
              setRequested('');
            }}
          />
        ) : null
      ) : (
        <p>
          Varies all assumptions together in some 12,000 expected courses, to tell what each does at the ends of its
          range and what it would be worth to know it.{' '}
          <button
            type="button"
            className="plain"
            onClick={() => {
              setRequested(key);
            }}
          >
            Work it out
          </button>{' '}
          (half a minute)
        </p>
      )}
    </section>
  );
};
