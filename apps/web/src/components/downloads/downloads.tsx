import { useState, type ReactNode } from 'react';
import { toCsv, type Table } from '@isocentre/documents';
import type { Layout } from '../../charts/layout.ts';
import { saveFile, saveText } from '../../page/save.ts';
import { usePlanner } from '../../planner/use-planner.ts';
import { catalogue } from '../../shipped/catalogue.ts';

/** A chart that can be taken away as a picture. */
export interface TakenChart {
  readonly layout: Layout;
  readonly title: string;
  readonly note?: string | undefined;
}

interface DownloadsProps {
  readonly table: Table;
  readonly chart?: TakenChart | undefined;
  /** The scenario that the numbers are of; the one that is shown without it. */
  readonly of?: string | undefined;
}

type Kind = 'csv' | 'xlsx' | 'svg' | 'png';

const fileName = (title: string, kind: Kind): string =>
  `${title
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')}.${kind}`;

/** The numbers and the picture of a chart as files. What writes workbooks and pictures is loaded when it is asked for. */
export const Downloads = ({ table, chart, of }: DownloadsProps): ReactNode => {
  const planner = usePlanner();
  const [isBusy, setBusy] = useState(false);

  const save = async (kind: Kind): Promise<void> => {
    const name = fileName(table.name, kind);
    if (kind === 'csv') {
      saveText(name, toCsv(table), 'text/csv');
      return;
    }
    const { course, state } = planner.snapshot();
    const scenario = of ?? course?.title ?? '';
    const source = `Isocentre, evidence and model ${catalogue.data}; scenario “${scenario}”, seed ${state.seed}.`;
    if (kind === 'xlsx') {
      const { workbookOf } = await import('../../page/workbook.ts');
      const about = [
        ['Table', table.name],
        ...(chart ? [['Chart', chart.title] as const] : []),
        ...(chart?.note === undefined ? [] : [['Note', chart.note] as const]),
        ['Source', source],
      ] as const;
      saveFile(name, await workbookOf(table, about));
    } else if (chart) {
      const { pictureOf, toPng } = await import('../../charts/picture.ts');
      const picture = pictureOf({ ...chart, note: chart.note ?? '', source: `Source: ${source}` });
      if (kind === 'svg') saveText(name, picture.text, 'image/svg+xml');
      else saveFile(name, await toPng(picture));
    }
  };
  const take = async (kind: Kind): Promise<void> => {
    setBusy(true);
    try {
      await save(kind);
    } catch (error) {
      planner.tell({
        kind: 'problem',
        text: `The file could not be made: ${error instanceof Error ? error.message : String(error)}.`,
      });
    } finally {
      setBusy(false);
    }
  };
  const kinds: readonly (readonly [Kind, string])[] = [
    ['csv', 'Download these numbers (CSV)'],
    ['xlsx', 'Excel'],
    ...(chart ? [['svg', 'Picture (SVG)'] as const, ['png', 'Picture (PNG)'] as const] : []),
  ];
  return (
    <p className="downloads">
      {kinds.map(([kind, words]) => (
        <button key={kind} type="button" className="plain" disabled={isBusy} onClick={() => void take(kind)}>
          {words}
        </button>
      ))}
    </p>
  );
};
