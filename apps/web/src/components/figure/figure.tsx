import { useEffect, useId, useRef, useState, type ReactNode } from 'react';
import type { Table } from '@isocentre/documents';
import type { Layout } from '../../charts/layout.ts';
import { giveUp, inTurn } from '../../charts/turns.ts';
import { DataTable, type DataTableProps } from '../data-table/data-table.tsx';

type Draw = (typeof import('../../charts/draw.ts'))['draw'];

let loaded: Draw | undefined;
const load = async (): Promise<Draw> => {
  loaded ??= (await import('../../charts/draw.ts')).draw;
  return loaded;
};

/** What a chart of the page is made of. */
export interface FigureProps {
  readonly title: string;
  /** What the chart shows, in a sentence, for who does not see it. */
  readonly label: string;
  readonly layout: Layout;
  /** The same numbers as a table. */
  readonly table: Table;
  readonly size?: 'large' | 'small';
  readonly note?: string | undefined;
  /** The scenario that the numbers are of; the one that is shown without it. */
  readonly of?: string | undefined;
  /** What a number of the table leads to. */
  readonly ask?: DataTableProps['ask'];
}

const heights = { large: 400, small: 190 } as const;
const narrowHeight = 300;
const narrow = 520;

/** A chart with its title, what it says in words, and its numbers as a table that can be taken away. */
export const Figure = ({ title, label, layout, table, size = 'small', note, of, ask }: FigureProps): ReactNode => {
  const place = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  const heading = useId();
  const Heading = size === 'large' ? 'h2' : 'h3';

  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const observer = new ResizeObserver(([entry]) => {
      setWidth(Math.floor(entry?.contentRect.width ?? 0));
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
    };
  }, []);

  useEffect(() => {
    if (width === 0) return;
    const isLarge = size === 'large';
    const height = isLarge && width < narrow ? narrowHeight : heights[size];
    let isWanted = true;
    const show = (draw: Draw): void => {
      place.current?.replaceChildren(draw(layout, { width, height, isLarge }));
    };
    // The large chart is what the reader looks at: it is drawn at once, the others when there is time.
    if (loaded && isLarge) show(loaded);
    else
      void load().then((draw) => {
        if (isWanted)
          inTurn(place, () => {
            show(draw);
          });
      });
    return () => {
      isWanted = false;
      giveUp(place);
    };
  }, [layout, size, width]);

  return (
    <section className={`chart chart--${size}`} aria-labelledby={heading}>
      <Heading className="chart__title" id={heading}>
        {title}
      </Heading>
      <figure className="chart__figure" role="img" aria-label={label}>
        <div className="chart__drawing" ref={place} aria-hidden="true" />
      </figure>
      {note === undefined ? null : <p className="chart__note">{note}</p>}
      <DataTable
        table={table}
        title={`Numbers of this chart: ${table.name}`}
        chart={{ layout, title, note }}
        of={of}
        ask={ask}
      />
    </section>
  );
};
