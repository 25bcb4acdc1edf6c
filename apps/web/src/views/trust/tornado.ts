import type { Table } from '@isocentre/documents';
import { outcomeUnit, sayCount, sayOutcome, sayShare, type AssumptionSensitivity } from '@isocentre/workforce';
import type { Ranges } from '../../charts/layout.ts';
import type { FigureProps } from '../../components/figure/figure.tsx';
import type { Sensitivity } from '../../compute/sensitivity-work.ts';

/** An assumption that went on from the screening. */
type Studied = AssumptionSensitivity & Required<Pick<AssumptionSensitivity, 'indices'>>;

// More would be ranges that cannot be told from nothing.
const shown = 10;

const studiedOf = ({ assumptions }: Sensitivity): readonly Studied[] =>
  assumptions.flatMap((one) => (one.indices ? [{ ...one, indices: one.indices }] : []));

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const sayLevel = ({ outcome }: Sensitivity, value: number): string =>
  outcome === 'closing' ? String(Math.round(value)) : sayCount(value);

// An estimate may fall below nothing, which the index itself cannot.
const percent = (share: number): string => String(Math.max(0, Math.round(share * 100)));

const rangeOf = ({ indices: { ends } }: Studied): number => Math.abs(ends.high - ends.low);

/** Draws what the outcome is at both ends of each assumption, the widest range first. */
export const tornado = (study: Sensitivity): Omit<FigureProps, 'size' | 'layout'> & { readonly layout: Ranges } => {
  const { outcome, year, spread } = study;
  const isOfYears = outcome === 'closing';
  const rows = studiedOf(study)
    .toSorted((one, other) => rangeOf(other) - rangeOf(one))
    .slice(0, shown)
    .map(({ figure, indices: { ends } }) => ({
      name: figure.title,
      low: Math.min(ends.low, ends.high),
      high: Math.max(ends.low, ends.high),
      text: `${sayLevel(study, ends.low)} → ${sayLevel(study, ends.high)}`,
      id: figure.id,
      ends,
    }));
  const what = capital(sayOutcome(outcome, year));
  const unit = isOfYears ? '' : ` (${outcomeUnit(outcome)})`;
  const median = sayLevel(study, spread.median);
  return {
    title: `${what} by what each assumption is${unit}`,
    label: `${what}, from the lowest to the highest tenth of an assumption: ${rows.map(({ name, text }) => `${name} ${text.replace('→', 'to')}`).join('; ')}. The median is ${median}.`,
    note: 'Mean of the runs in which the assumption lies in the lowest tenth of what is thought likely → in its highest tenth, while all others vary.',
    layout: {
      kind: 'ranges',
      scale: isOfYears ? 'years' : 'from lowest',
      rows: rows.map(({ name, low, high, text }) => ({ name, low, high, text })),
      marks: [{ name: `median ${median}`, at: spread.median }],
    },
    table: {
      name: 'Both ends of each assumption',
      columns: [
        { key: 'figure', title: 'Figure', kind: 'text' },
        { key: 'title', title: 'Assumption', kind: 'text' },
        { key: 'low_end', title: 'In its lowest tenth', kind: 'number' },
        { key: 'high_end', title: 'In its highest tenth', kind: 'number' },
      ],
      rows: rows.map(({ id, name, ends }) => [id, name, ends.low, ends.high]),
    },
  };
};

/** Lists the assumptions with their shares of the variance and what it is worth to know them, as the command line does. */
export const surveys = (study: Sensitivity): Table => {
  const oneDecimal = new Intl.NumberFormat('en-GB', { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const isOfYears = study.outcome === 'closing';
  return {
    name: 'What a survey of each would be worth',
    columns: [
      { key: 'title', title: 'Assumption', kind: 'text' },
      { key: 'total', title: 'Takes part in', kind: 'text' },
      { key: 'first', title: 'Alone', kind: 'text' },
      { key: 'worth', title: `Worth knowing (${outcomeUnit(study.outcome)})`, kind: 'text' },
    ],
    rows: studiedOf(study)
      .slice(0, shown)
      .map(({ figure, indices: { total, first, worth } }) => [
        figure.title,
        `${sayShare(total.value)} (${percent(total.low)} to ${percent(total.high)})`,
        sayShare(Math.max(0, first.value)),
        isOfYears ? oneDecimal.format(worth) : sayCount(worth),
      ]),
  };
};
