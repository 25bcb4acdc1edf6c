import { cellText, type Block, type Report } from './report.ts';
import { sameBytes } from './same-bytes.ts';
import type { Table as Rows } from './table.ts';

const font = 'Arial';
const grey = '505A5F';
const halfPoints = { answer: 36, text: 21, small: 18, table: 17 } as const;
// Twentieths of a point: A4 with margins of 2 cm, and what is left between them.
const page = { width: 11_906, height: 16_838, margin: 1134 };
const textWidth = page.width - 2 * page.margin;
// Pixels of a 96th of an inch.
const chartSize = { width: 640, height: 330 };

/** Divides the width of the page: texts as wide as their longest cell up to a bound, numbers alike. */
const widthsOf = ({ columns, rows }: Rows): readonly number[] => {
  const narrow = 9;
  const wide = 44;
  const shares = columns.map((column, index) => {
    const longest = Math.max(
      column.title.length / 2,
      ...rows.map((row) => cellText(row[index] ?? null, column.kind).length),
    );
    return Math.min(wide, Math.max(narrow, longest));
  });
  const all = shares.reduce((sum, one) => sum + one, 0);
  return shares.map((one) => Math.floor((one / all) * textWidth));
};

/**
 * Writes a report as a Word document (.docx), A4. Charts are Word's own, with their data, so that they print sharply and
 * can be edited; sources are footnotes. The same report gives the same bytes.
 *
 * The writer of documents is loaded when this is first called.
 */
export const toDocx = async (report: Report): Promise<Uint8Array> => {
  const [docx, { ChartRun }] = await Promise.all([import('docx'), import('docx/charts')]);
  const { AlignmentType, BorderStyle, Document, Footer, FootnoteReferenceRun, HeadingLevel } = docx;
  const { Packer, PageNumber, Paragraph, Table, TableCell, TableRow, TextRun, WidthType } = docx;
  const footnotes: Record<string, { children: InstanceType<typeof Paragraph>[] }> = {};
  const noteOf = (source: string) => {
    const id = Object.keys(footnotes).length + 1;
    footnotes[id] = {
      children: [new Paragraph({ children: [new TextRun({ text: source, size: halfPoints.small })] })],
    };
    return new FootnoteReferenceRun(id);
  };
  const line = { style: BorderStyle.SINGLE, size: 4, color: 'B1B4B6' };
  const none = { style: BorderStyle.NONE, size: 0, color: 'auto' };
  const cellOf = (text: string, isNumber: boolean, width: number, bold: boolean) =>
    new TableCell({
      width: { size: width, type: WidthType.DXA },
      margins: { top: 40, bottom: 40, left: 60, right: 60 },
      children: [
        new Paragraph({
          alignment: isNumber ? AlignmentType.RIGHT : AlignmentType.LEFT,
          keepNext: bold,
          spacing: { after: 0 },
          children: [new TextRun({ text, size: halfPoints.table, bold })],
        }),
      ],
    });
  const tableOf = (table: Rows) => {
    const widths = widthsOf(table);
    const isNumber = (index: number): boolean => !['text', 'year'].includes(table.columns[index]?.kind ?? 'text');
    return new Table({
      columnWidths: [...widths],
      width: { size: textWidth, type: WidthType.DXA },
      borders: { top: line, bottom: line, left: none, right: none, insideHorizontal: line, insideVertical: none },
      rows: [
        new TableRow({
          tableHeader: true,
          cantSplit: true,
          children: table.columns.map(({ title }, index) => cellOf(title, isNumber(index), widths[index] ?? 0, true)),
        }),
        ...table.rows.map(
          (row) =>
            new TableRow({
              cantSplit: true,
              children: row.map((cell, index) =>
                cellOf(
                  cellText(cell, table.columns[index]?.kind ?? 'text'),
                  isNumber(index),
                  widths[index] ?? 0,
                  false,
                ),
              ),
            }),
        ),
      ],
    });
  };
  const blockOf = (block: Block) => {
    switch (block.kind) {
      case 'heading':
        return [new Paragraph({ text: block.text, heading: HeadingLevel.HEADING_2, keepNext: true })];
      case 'answer':
        return [
          new Paragraph({
            spacing: { after: 240 },
            children: [new TextRun({ text: block.text, size: halfPoints.answer })],
          }),
        ];
      case 'paragraph':
        return [new Paragraph({ children: [new TextRun(block.text), ...(block.sources ?? []).map(noteOf)] })];
      case 'table':
        return [
          new Paragraph({ keepNext: true, children: [new TextRun({ text: block.caption, bold: true })] }),
          tableOf(block.table),
          new Paragraph({ spacing: { after: 60 } }),
        ];
      case 'drawing':
        return [new Paragraph({ children: [new TextRun(`${block.title}. ${block.description}`)] })];
      case 'chart': {
        const { years, lines, title, description } = block;
        const chart = new ChartRun({
          type: 'line',
          title: { text: title, font: { size: 10, bold: true } },
          categories: years.map(String),
          legend: { position: 'bottom', font: { size: 10 } },
          chartArea: { fill: 'none', border: 'none' },
          valueAxis: { numberFormat: '#,##0' },
          transformation: chartSize,
          altText: { name: title, description, title },
          series: lines.map(({ name, values, colour, dashed = false }) => ({
            name,
            values,
            color: colour,
            line: { color: colour, width: 2.25, dash: dashed ? ('dash' as const) : ('solid' as const) },
          })),
        });
        return [new Paragraph({ children: [chart] })];
      }
    }
  };
  const children = [
    new Paragraph({ text: report.title, heading: HeadingLevel.HEADING_1 }),
    ...report.blocks.flatMap((block) => blockOf(block)),
  ];
  const heading = (size: number, before: number) => ({
    run: { font, size, bold: true, color: '0B0C0C' },
    paragraph: { spacing: { before, after: 120 } },
  });
  const document = new Document({
    title: report.title,
    creator: 'Isocentre',
    lastModifiedBy: 'Isocentre',
    styles: {
      default: {
        document: {
          run: { font, size: halfPoints.text, language: { value: 'en-GB' } },
          paragraph: { spacing: { after: 120 } },
        },
        heading1: heading(26, 0),
        heading2: heading(26, 280),
      },
    },
    footnotes,
    sections: [
      {
        properties: {
          page: {
            size: { width: page.width, height: page.height },
            margin: { top: page.margin, bottom: page.margin, left: page.margin, right: page.margin },
          },
        },
        footers: {
          default: new Footer({
            children: [
              new Paragraph({
                children: [
                  new TextRun({ text: `${report.footer}  ·  `, size: halfPoints.small, color: grey }),
                  new TextRun({
                    children: [PageNumber.CURRENT, ' of ', PageNumber.TOTAL_PAGES],
                    size: halfPoints.small,
                    color: grey,
                  }),
                ],
              }),
            ],
          }),
        },
        children,
      },
    ],
  });
  return sameBytes(new Uint8Array(await Packer.toArrayBuffer(document)));
};
