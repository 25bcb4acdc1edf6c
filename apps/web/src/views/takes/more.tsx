import { useMemo, type ReactNode } from 'react';
import { Figure } from '../../components/figure/figure.tsx';
import type { ScoreTold, TradeOffTold } from '../../compute/plan-work.ts';
import { saveText } from '../../page/save.ts';
import { asksChart, tradeOffChart } from './charts.ts';
import { Sideways } from './sideways.tsx';

interface JsonProps {
  readonly name: string;
  readonly text: string;
}

const SaveJson = ({ name, text }: JsonProps): ReactNode => (
  <p>
    <button
      type="button"
      className="plain"
      onClick={() => {
        saveText(name, text, 'application/json');
      }}
    >
      Download it whole (JSON)
    </button>
  </p>
);

interface CurveProps {
  readonly curve: TradeOffTold;
  /** The share of futures that is asked for now. */
  readonly confidence: number;
}

/** What it costs to close sooner or later, and in fewer or more futures. */
export const Curve = ({ curve, confidence }: CurveProps): ReactNode => {
  const chart = useMemo(() => tradeOffChart(curve, confidence), [curve, confidence]);
  const { costs } = curve.tables;
  return (
    <>
      {chart.layout.lines.length > 0 ? (
        <Figure {...chart} size="large" of={curve.title} />
      ) : (
        <p>Within the limits no plan was found for any of these years and shares.</p>
      )}
      <Sideways label="Present cost by year and share of futures">
        <table className="takes__table takes__table--narrow">
          <caption className="nhsuk-u-visually-hidden">Present cost by year of closing and share of futures</caption>
          <thead>
            <tr>
              {costs.columns.map(({ key, title }) => (
                <th key={key} scope="col">
                  {title.replaceAll(' %', '\u00A0%')}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {costs.rows.map(([year, ...cells]) => (
              <tr key={String(year)}>
                <th scope="row">{year}</th>
                {costs.columns.slice(1).map(({ key }, index) => (
                  <td key={key}>{cells[index]}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Sideways>
      <p className="takes__quiet">
        –: no plan was found within the limits, or none was sought since a later year or a smaller share had none.
      </p>
      <SaveJson name="trade-off.json" text={curve.files.json} />
    </>
  );
};

/** How far the brief's own asks go, each alone and all together. */
export const Asks = ({ score }: { readonly score: ScoreTold }): ReactNode => {
  const chart = useMemo(() => asksChart(score), [score]);
  return (
    <>
      <Figure {...chart} of="the brief's asks" />
      <SaveJson name="asks.json" text={score.files.json} />
    </>
  );
};
