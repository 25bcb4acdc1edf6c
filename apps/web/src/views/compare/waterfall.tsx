import { attributionTable, sayAttribution, sayDifference, type ComparisonReport } from '@isocentre/workforce';
import type { ReactNode } from 'react';
import { DataTable } from '../../components/data-table/data-table.tsx';
import { waterfall } from './charts.ts';

const full = 1000;
const bar = { top: 4, height: 20, all: 28 };
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** What the change at the horizon is put down to: a bar a cause, each beginning where the one before ended. */
export const Waterfall = ({ report }: { readonly report: ComparisonReport }): ReactNode => {
  const { zero, steps } = waterfall(report);
  const end = report.years.at(-1) ?? '';
  if (report.attribution.length === 0) return <p>The two scenarios do not differ.</p>;
  return (
    <section aria-labelledby="compare-causes">
      <h2 id="compare-causes">What the change by {end} is put down to</h2>
      <ol className="waterfall">
        {steps.map(({ name, change, from, to, isWhole, interval }) => (
          <li key={name} className={isWhole ? 'waterfall__step waterfall__step--whole' : 'waterfall__step'}>
            <span className="waterfall__name">{capital(name)}</span>
            <svg
              className="waterfall__bar"
              viewBox={`0 0 ${full} ${bar.all}`}
              preserveAspectRatio="none"
              aria-hidden="true"
            >
              <line className="waterfall__zero" x1={zero * full} x2={zero * full} y1={0} y2={bar.all} />
              <rect
                x={Math.min(from, to) * full}
                width={Math.max(1, Math.abs(to - from) * full)}
                y={bar.top}
                height={bar.height}
              />
            </svg>
            <span className="waterfall__change">
              {sayDifference(change)}
              {interval ? (
                <span className="waterfall__interval">
                  {sayDifference(interval[0])} to {sayDifference(interval[1])}
                </span>
              ) : null}
            </span>
          </li>
        ))}
      </ol>
      <p className="compare__quiet">WTE of the shortfall. {sayAttribution(report).replaceAll(' %', '\u00A0%')}</p>
      <DataTable
        table={attributionTable(report)}
        title="The parts of the change as a table"
        of={`${report.to.title}” less “${report.from.title}`}
        chart={{
          title: `What the change of the shortfall by ${end} is put down to, WTE`,
          layout: {
            kind: 'bars',
            zero,
            bars: steps.map(({ name, change, interval: _interval, ...step }) => ({
              ...step,
              name: capital(name),
              text: sayDifference(change),
            })),
          },
          note: sayAttribution(report),
        }}
      />
    </section>
  );
};
