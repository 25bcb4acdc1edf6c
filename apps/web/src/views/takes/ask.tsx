import { Details } from 'nhsuk-react-components';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { FigureSource } from '../../components/figure-source/figure-source.tsx';
import { Choice } from '../../components/choice/choice.tsx';
import type { PlanBounds } from '../../compute/plan-question.ts';
import { geographies, limitFields, sayLimit, type Drafts, type FieldName } from './asked.ts';
import { Field } from './field.tsx';

interface AskProps {
  readonly drafts: Drafts;
  readonly problems: Readonly<Partial<Record<FieldName, string>>>;
  /** What can be asked, and what it rests on, once that is known. */
  readonly bounds: PlanBounds | undefined;
  readonly change: (name: FieldName, text: string) => void;
  readonly submit: () => void;
}

const inDetails = (name: string): boolean => !['by', 'in', 'budget'].includes(name);

/** What a plan is asked for: the question, and the limits within which it is sought with where they come from. */
export const Ask = ({ drafts, problems, bounds, change, submit }: AskProps): ReactNode => {
  const form = useRef<HTMLFormElement>(null);
  const [isOpen, setOpen] = useState(false);
  const wrong = Object.keys(problems).join(' ');
  useEffect(() => {
    if (wrong === '') return;
    if (wrong.split(' ').some(inDetails)) setOpen(true);
    // Once they are drawn, and the part in which they stand is open.
    requestAnimationFrame(() => {
      form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
    });
  }, [wrong]);
  const field = (name: FieldName) => ({
    value: drafts[name],
    error: problems[name],
    change: (text: string) => {
      change(name, text);
    },
  });
  return (
    <form
      ref={form}
      className="takes__ask"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <div className="takes__fields">
        <Field
          label="Closed by the start of"
          hint={bounds ? `${bounds.closing[0]} to ${bounds.closing[1]}` : 'a calendar year'}
          {...field('by')}
        />
        <Field label="In at least" unit="% of futures" hint="above 0 and below 100" {...field('in')} />
        <Field
          label="Most that it may cost in any one year"
          unit="£m"
          hint="no limit where it is empty"
          {...field('budget')}
        />
        <Choice
          label="Planned for"
          value={drafts.geography}
          options={[['', 'what the scenario says'], ...geographies]}
          choose={(key) => {
            change('geography', key);
          }}
        />
      </div>
      <Details
        className="takes__more"
        open={isOpen}
        onToggle={(event) => {
          setOpen((event.target as HTMLDetailsElement).open);
        }}
      >
        <Details.Summary>How much can be done, how far ahead to look, and what it costs</Details.Summary>
        <Details.Text>
          {isOpen ? (
            <>
              <p>
                Leave a field empty to keep what is said under it. Most of these limits and all costs are assumptions:
                where you know better, say so.
              </p>
              <ul className="takes__limits">
                {limitFields.map((limit) => {
                  const figure = bounds?.figures.limits[limit.limit];
                  const usual = bounds && sayLimit(limit, bounds.limits[limit.limit]);
                  return (
                    <li key={limit.name}>
                      <Field
                        label={limit.label}
                        unit={limit.unit}
                        hint={usual === undefined ? '' : `${usual} where it is empty`}
                        {...field(limit.name)}
                      />
                      <p className="takes__source">
                        {figure ? (
                          <FigureSource figure={figure} />
                        ) : (
                          '1 keeps what the scenario says. No figure stands behind another number: it is your choice.'
                        )}
                      </p>
                    </li>
                  );
                })}
                <li>
                  <Field
                    label="Years to look ahead"
                    hint={bounds ? `${bounds.years} where it is empty` : ''}
                    {...field('years')}
                  />
                  <p className="takes__source">The shortfall must be seen to stay closed for the last three of them.</p>
                </li>
                <li>
                  <Field
                    label="Futures in which the plan is tried out"
                    hint={bounds ? `${bounds.replay.toLocaleString('en-GB')} where it is empty` : ''}
                    {...field('runs')}
                  />
                  <p className="takes__source">
                    Not those for which it was made. More of them make the share surer and take longer.
                  </p>
                </li>
              </ul>
              {bounds ? (
                <>
                  <h2 className="takes__heading">What the measures cost</h2>
                  <ul className="sources">
                    {bounds.figures.costs.map((figure) => (
                      <li key={figure.title}>
                        <FigureSource figure={figure} />
                      </li>
                    ))}
                  </ul>
                </>
              ) : null}
            </>
          ) : null}
        </Details.Text>
      </Details>
      <p className="takes__go">
        <button type="submit" className="plain takes__submit">
          Find the plan of least cost
        </button>{' '}
        <span className="takes__quiet">half a minute; where there is none, or for regions, some minutes</span>
      </p>
    </form>
  );
};
