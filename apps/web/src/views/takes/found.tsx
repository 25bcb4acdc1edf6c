import { planLimits, sayCount, sayShare } from '@isocentre/workforce';
import { useMemo, useState, type ReactNode } from 'react';
import { Figure } from '../../components/figure/figure.tsx';
import type { PlanTold } from '../../compute/plan-work.ts';
import { saveBytes } from '../../page/save-bytes.ts';
import { saveText } from '../../page/save.ts';
import { usePlanner } from '../../planner/use-planner.ts';
import { startOf } from '../../state/state.ts';
import { comparedWithStart } from '../compare/sides.ts';
import { limitFields, sayLimit } from './asked.ts';
import { Sideways } from './sideways.tsx';
import { dearestYear, missingChart, sayMillions, spendingChart, worthChart } from './charts.ts';

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const horizonWords = ['Within a year', 'In two to five years', 'Later'] as const;

const Timetable = ({ plan }: { readonly plan: PlanTold }): ReactNode => {
  const { columns, rows } = plan.tables.timetable;
  return (
    <Sideways label="Timetable">
      <table className="takes__table">
        <caption className="nhsuk-u-visually-hidden">
          More than in the scenario, on average a year, in three horizons, and present cost
        </caption>
        <thead>
          <tr>
            {columns.map(({ key, title }, index) => {
              const words = horizonWords[index - 1];
              return (
                <th key={key} scope="col">
                  {words === undefined ? (
                    index === 0 ? (
                      'More than in the scenario'
                    ) : (
                      'Present cost, £m'
                    )
                  ) : (
                    <>
                      {words} <span className="takes__years">{title}</span>
                    </>
                  )}
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, ...cells]) => (
            <tr key={String(name)}>
              <th scope="row">{capital(String(name))}</th>
              {columns.slice(1).map(({ key }, index) => (
                <td key={key}>{String(cells[index] ?? '').replaceAll(' ', '\u00A0')}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Sideways>
  );
};

/** What can be done with a plan: work on it, or take it away. */
const Actions = ({ plan }: { readonly plan: PlanTold }): ReactNode => {
  const planner = usePlanner();
  const [isBusy, setBusy] = useState(false);
  const { files, tables, scenario } = plan;
  const saveWorkbook = async (): Promise<void> => {
    setBusy(true);
    try {
      const { workbookOfTables } = await import('../../page/workbook.ts');
      saveBytes('plan', 'xlsx', await workbookOfTables([...tables.sheets, tables.decisions, tables.spending]));
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      planner.tell({ kind: 'problem', text: `The file could not be made: ${why}.` });
    } finally {
      setBusy(false);
    }
  };
  const taken: readonly (readonly [string, () => void])[] = [
    [
      'Every decision (CSV)',
      () => {
        saveText('plan.csv', files.csv, 'text/csv');
      },
    ],
    ['Excel', () => void saveWorkbook()],
    [
      'JSON',
      () => {
        saveText('plan.json', files.json, 'application/json');
      },
    ],
    [
      'Scenario file',
      () => {
        saveText(`${scenario.name}.yaml`, files.yaml, 'application/yaml');
      },
    ],
    [
      'Print',
      () => {
        print();
      },
    ],
  ];
  return (
    <p className="takes__actions">
      <button
        type="button"
        className="plain takes__submit"
        onClick={() => {
          const state = comparedWithStart(planner.snapshot().state);
          planner.go({ ...state, start: startOf(scenario), edits: [], view: 'plan' });
        }}
      >
        {plan.status === 'planned' ? 'Work on with this plan' : 'Work on with the nearest plan'}
      </button>
      {taken.map(([words, take]) => (
        <button key={words} type="button" className="plain" disabled={isBusy} onClick={take}>
          {words}
        </button>
      ))}
    </p>
  );
};

const Facts = ({ plan }: { readonly plan: PlanTold }): ReactNode => {
  const { cost, costYear, replay, confidence, closeBy } = plan;
  const dearest = dearestYear(plan);
  return (
    <dl className="takes__facts">
      <div>
        <dt>Present cost, {costYear}</dt>
        <dd>
          {sayMillions(cost)} <span>Green Book rates; pay of those in post apart</span>
        </dd>
      </div>
      <div>
        <dt>Closed by {closeBy} in</dt>
        <dd>
          {sayShare(replay.shareClosed).replaceAll(' ', '\u00A0')}{' '}
          <span>
            of {sayCount(replay.runs)} other futures (seed {replay.seed}); asked for:{' '}
            {sayShare(confidence).replaceAll(' ', '\u00A0')}
          </span>
        </dd>
      </div>
      <div>
        <dt>Dearest year</dt>
        <dd>
          {sayMillions(dearest.total)} <span>in {dearest.year}, without discounting</span>
        </dd>
      </div>
    </dl>
  );
};

const Binding = ({ plan }: { readonly plan: PlanTold }): ReactNode => {
  const { status, met, limits, mustGive } = plan;
  const isPlanned = status === 'planned';
  const lines = isPlanned
    ? met.map((limit) => {
        const field = limitFields.find((one) => one.limit === limit);
        return field
          ? `${field.label}: ${sayLimit(field, limits[limit])}.`
          : `${capital(planLimits[limit])}: ${sayMillions(limits[limit])}.`;
      })
    : mustGive;
  return (
    <section aria-labelledby="takes-binding">
      <h2 id="takes-binding">{isPlanned ? 'Limits that bind' : 'What must give'}</h2>
      {lines.length === 0 ? (
        <p>{isPlanned ? 'The plan meets none of its limits.' : 'Not sought.'}</p>
      ) : (
        <ul className="takes__list">
          {lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
      <p className="takes__quiet">
        {isPlanned
          ? 'With more of these the plan would be cheaper or close sooner.'
          : 'Each limit alone: what it must be for a plan to be found. With nine tenths of that step none is.'}
      </p>
    </section>
  );
};

/** What was found: how it is done, when, at what cost, and what stands in the way. */
export const FoundPlan = ({ plan }: { readonly plan: PlanTold }): ReactNode => {
  const { status, title, missing } = plan;
  const spending = useMemo(() => spendingChart(plan), [plan]);
  const worth = useMemo(() => worthChart(plan), [plan]);
  const lacks = useMemo(() => missingChart(plan), [plan]);
  const isPlanned = status === 'planned';
  return (
    <>
      <Facts plan={plan} />
      <Actions plan={plan} />
      {isPlanned ? null : (
        <div className="takes__columns">
          <Binding plan={plan} />
          {missing.length > 0 ? <Figure {...lacks} of={title} /> : null}
        </div>
      )}
      <section aria-labelledby="takes-timetable">
        <h2 id="takes-timetable">{isPlanned ? 'What to do, and when' : 'The nearest plan'}</h2>
        <Timetable plan={plan} />
        <p className="takes__quiet">
          Averages a year. Every required post is funded from the first year on, and one for everybody whom the plan
          brings.
        </p>
      </section>
      <Figure {...spending} size="large" of={title} />
      <Figure {...worth} size="large" of={title} />
      {isPlanned ? <Binding plan={plan} /> : null}
    </>
  );
};
