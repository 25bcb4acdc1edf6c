import { useMemo, useState, type ReactNode } from 'react';
import { Choice } from '../../components/choice/choice.tsx';
import { Figure, type FigureProps } from '../../components/figure/figure.tsx';
import { Running } from '../../components/running/running.tsx';
import { saveText } from '../../page/save.ts';
import { referenceStart } from '../../planner/planner.ts';
import { useAnswer } from '../../planner/use-answer.ts';
import { usePlanner, useShownPart } from '../../planner/use-planner.ts';
import { catalogue } from '../../shipped/catalogue.ts';
import { sayYear, whereIn } from '../../years/financial-years.ts';
import { withAsked as withTrustAsked } from '../trust/asked.ts';
import { askedOf, divisions, withAsked } from './asked.ts';
import { multiples, regionMap, sayWhere } from './charts.ts';
import { shownMeasures } from './measures.ts';

const regionNote =
  'No public figure divides this workforce by region. Regions share the nation by population, so that they differ in size and, unless a lever or a return of your own says so, in nothing else.';

/** Where staff are missing: by specialism, staff group or region. */
export const Where = (): ReactNode => {
  const planner = usePlanner();
  const state = useShownPart((shown) => shown.state);
  const { by, measure, year } = askedOf(state);
  const { start, edits, part, seed, units, years } = state;
  const question = { start, edits, part, by, seed };
  const key = JSON.stringify(question);
  // Regions take long: their futures are run when somebody asks for them, of this very question.
  const [requested, setRequested] = useState('');
  const isRequested = by !== 'region' || requested === key;
  const quick = useAnswer('where', { ...question, runs: 0 });
  const sure = useAnswer('where', isRequested ? { ...question, runs: catalogue.runs } : undefined);
  const referred = referenceStart(state);
  const compared = useAnswer('where', referred && { start: referred, edits: [], part, by, seed, runs: 0 });
  const [isSaving, setSaving] = useState(false);

  const isSure = isRequested && sure.value !== undefined && !sure.isOld;
  const shown = isSure ? sure.value : quick.value;
  const reference = referred && !compared.isOld ? compared.value : undefined;
  const told = useMemo(() => ({ units, years }), [units, years]);
  const where = useMemo(() => shown && whereIn(years, shown), [shown, years]);
  const before = useMemo(() => reference && whereIn(years, reference), [reference, years]);
  const charts = useMemo(
    () =>
      where && {
        many: multiples(where, before, measure, told),
        map: where.by === 'region' ? regionMap(where, measure, told, year) : undefined,
      },
    // What a measure is follows from its id and the units.
    [where, before, measure.id, told, year],
  );

  const choose = (name: Parameters<typeof withAsked>[1]) => (value: string) => {
    planner.go(withAsked(planner.snapshot().state, name, value));
  };
  const ask: FigureProps['ask'] = (column, row) => {
    const asked = measure.asked;
    if (asked === undefined || typeof row !== 'number' || !where?.parts.some(({ id }) => id === column))
      return undefined;
    return () => {
      const { specialism, group } = part;
      const place = { specialism, group, region: undefined, [by]: column };
      planner.go({
        ...withTrustAsked(planner.snapshot().state, { measure: asked, year: String(row), ...place }),
        view: 'trust',
      });
    };
  };
  const saveCsv = async (): Promise<void> => {
    setSaving(true);
    const csv = await planner.ask('csv', { ...question, runs: catalogue.runs }).answer.catch(() => undefined);
    setSaving(false);
    if (csv?.ok) saveText(`by-${by}.csv`, csv.value, 'text/csv');
  };

  const missing = where && sayWhere(where, told, year);
  return (
    <div className="where" aria-busy={quick.isOld}>
      {missing === undefined ? (
        <h1 className="answer answer--waiting">
          {quick.problems.length > 0 ? 'There is no answer.' : 'Looking where staff are missing…'}
        </h1>
      ) : (
        <h1 className="answer">{missing.replaceAll(' %', '\u00A0%')}</h1>
      )}
      {quick.problems.map((text) => (
        <p key={text} className="notice notice--problem" role="alert">
          {text}
        </p>
      ))}
      {by === 'region' ? <p className="where__note">{regionNote}</p> : null}
      <div className="ask">
        <Choice label="By" value={by} options={divisions.map((one) => [one.by, one.title])} choose={choose('by')} />
        <Choice
          label="Measure"
          value={measure.id}
          options={shownMeasures(units).map(({ id, title, isShare, unit }) => [
            id,
            isShare ? title : `${title} (${unit})`,
          ])}
          choose={choose('measure')}
        />
        {where ? (
          <Choice
            label={by === 'region' ? 'Year of the map and the sentence' : 'Year of the sentence'}
            value={String(where.years.includes(year ?? 0) ? year : (where.years.at(-1) ?? ''))}
            options={where.years.map((one) => [String(one), sayYear(years, one)])}
            choose={choose('year')}
          />
        ) : null}
      </div>
      {by !== 'region' ? null : !isRequested ? (
        <p>
          <button
            type="button"
            className="plain"
            onClick={() => {
              setRequested(key);
            }}
          >
            Tell how sure it is: run {catalogue.runs.toLocaleString('en-GB')} futures of every region
          </button>{' '}
          (some ten seconds)
        </p>
      ) : isSure || sure.problems.length > 0 ? null : (
        <Running
          label="Running futures of every region…"
          done={sure.done}
          stop={() => {
            setRequested('');
          }}
        />
      )}
      <p className="where__quiet" aria-live="polite">
        {isSure
          ? `${catalogue.runs.toLocaleString('en-GB')} futures, seed ${seed}; the lines are the expected course.`
          : 'The expected course.'}
      </p>
      {charts ? (
        <div className={charts.map ? 'where__charts where__charts--map' : 'where__charts'}>
          {charts.map ? <Figure {...charts.map} size="large" /> : null}
          <Figure {...charts.many} size="large" ask={ask} />
        </div>
      ) : null}
      <p>
        <button type="button" className="plain" disabled={isSaving} onClick={() => void saveCsv()}>
          Download every measure by {divisions.find((one) => one.by === by)?.title.toLowerCase()} (CSV)
        </button>
        <span className="where__quiet">
          {' '}
          in the model’s own units and years: the bytes of <code>isocentre project --by … --format csv</code>
        </span>
      </p>
    </div>
  );
};
