import { strFromU8, unzipSync } from 'fflate';
import { beforeAll, describe, expect, test } from 'vitest';
import { toDocx } from './report-docx.ts';
import { toReportHtml } from './report-html.ts';
import { cellText, type Report } from './report.ts';

const report: Report = {
  title: 'Saltmarsh & <others>',
  footer: 'Isocentre, model 1',
  blocks: [
    { kind: 'answer', text: 'It does not close.' },
    { kind: 'heading', text: 'Why' },
    { kind: 'paragraph', text: 'Two sources stand behind this.', sources: ['IPEM (2023)', 'NHS England (2024)'] },
    { kind: 'paragraph', text: 'And one behind this.', sources: ['A & B'] },
    {
      kind: 'chart',
      title: 'Staff',
      years: [2023, 2024, 2025],
      description: 'Staff rise from 10 to 12.',
      lines: [
        { name: 'required', values: [12, 13, 14], colour: 'AA2E25' },
        { name: 'in post', values: [10, 11, 12.5], colour: '1D5FA8', dashed: true },
      ],
    },
    {
      kind: 'table',
      caption: 'A caption',
      table: {
        name: 'T',
        columns: [
          { key: 'a', title: 'Part', kind: 'text' },
          { key: 'b', title: 'WTE', kind: 'count' },
          { key: 'c', title: 'Share', kind: 'share' },
        ],
        rows: [
          ['<one>', 1234.4, 0.126],
          ['two', null, 0],
        ],
      },
    },
  ],
};

test('cells are written as they are read', () => {
  expect([
    cellText(-0.4, 'count'),
    cellText(1234.6, 'count'),
    cellText(0.126, 'share'),
    cellText(2023, 'year'),
    cellText(null, 'count'),
    cellText('*', 'count'),
  ]).toEqual(['0', '1,235', '13\u00A0%', '2023', '–', '*']);
});

describe('toDocx', () => {
  let files: Readonly<Record<string, string>> = {};
  let bytes = new Uint8Array();
  beforeAll(async () => {
    bytes = new Uint8Array(await toDocx(report));
    files = Object.fromEntries(Object.entries(unzipSync(bytes)).map(([path, part]) => [path, strFromU8(part)]));
  });
  const textsOf = (path: string): readonly string[] =>
    [...(files[path] ?? '').matchAll(/<w:t(?: [^>]*)?>([^<]*)<\/w:t>/g)].map(([, text = '']) => text);

  test('holds every text, in order', () => {
    expect(textsOf('word/document.xml')).toEqual([
      'Saltmarsh &amp; &lt;others&gt;',
      'It does not close.',
      'Why',
      'Two sources stand behind this.',
      'And one behind this.',
      'A caption',
      'Part',
      'WTE',
      'Share',
      '&lt;one&gt;',
      '1,234',
      '13\u00A0%',
      'two',
      '–',
      '0\u00A0%',
    ]);
  });
  test('sources are footnotes, numbered as they come', () => {
    expect(
      [...(files['word/document.xml'] ?? '').matchAll(/<w:footnoteReference w:id="(\d+)"/g)].map(([, id]) => id),
    ).toEqual(['1', '2', '3']);
    expect(textsOf('word/footnotes.xml').filter((text) => text !== '')).toEqual([
      'IPEM (2023)',
      'NHS England (2024)',
      'A &amp; B',
    ]);
  });
  test('the chart is a chart with its numbers and a description', () => {
    const chart = files['word/charts/chart1.xml'] ?? '';
    expect(
      [...chart.matchAll(/<c:ser>[\s\S]*?<\/c:ser>/g)].map(([series]) =>
        /<c:val>([\s\S]*)<\/c:val>/
          .exec(series)?.[1]
          ?.match(/<c:v>[^<]*/g)
          ?.map((one) => Number(one.slice(5))),
      ),
    ).toEqual([
      [12, 13, 14],
      [10, 11, 12.5],
    ]);
    expect(files['word/document.xml']).toContain('descr="Staff rise from 10 to 12."');
  });
  test('every page has its number at the foot, and the heading of a table stays with it', () => {
    expect(files['word/footer1.xml']).toContain('NUMPAGES');
    expect(textsOf('word/footer1.xml').join('')).toContain('Isocentre, model 1');
    expect(files['word/document.xml']).toContain('<w:tblHeader/>');
  });
  test('every relation that a part names is there', () => {
    for (const [path, text] of Object.entries(files).filter(([one]) =>
      /^word\/[^/]+\.xml$|charts\/[^/]+\.xml$/.test(one),
    )) {
      const rels = files[path.replace(/([^/]+)$/, '_rels/$1.rels')] ?? '';
      for (const [, id = ''] of text.matchAll(/r:(?:id|embed)="([^"]+)"/g)) expect(rels).toContain(`Id="${id}"`);
    }
  });
  test('the same report gives the same bytes', async () => {
    expect(await toDocx(report)).toEqual(bytes);
    expect(files['docProps/core.xml']).toContain('1980-01-01T00:00:00Z');
  });
});

describe('toReportHtml', () => {
  const html = toReportHtml(report);
  test('stands alone: nothing is asked of any host, and no script runs', () => {
    expect(html).not.toMatch(/<script|<link|<img|src=|url\(|@import/);
  });
  test('texts are harmless, and sources lead there and back', () => {
    expect(html).toContain('<h1>Saltmarsh &amp; &lt;others&gt;</h1>');
    expect(html).toContain('<td>&lt;one&gt;</td><td class="n">1,234</td>');
    for (const number of [1, 2, 3])
      expect(html).toMatch(new RegExp(`href="#source-${number}"[\\s\\S]*<li id="source-${number}">`));
  });
  test('the lines of a chart stand at their values, named where they end', () => {
    const points = [...html.matchAll(/<polyline points="([^"]*)"/g)].map(([, all = '']) =>
      all.split(' ').map((one) => one.split(',').map(Number)),
    );
    // From 0 to 15 over 280 of 320 units, 12 from the top.
    const y = (value: number): number => Math.round((12 + (1 - value / 15) * 280) * 10) / 10;
    expect(points.map((line) => line.map(([, at]) => at))).toEqual([[12, 13, 14].map(y), [10, 11, 12.5].map(y)]);
    expect(html).toMatch(/aria-label="Staff rise from 10 to 12\."/);
    expect(html).toContain('>in post</text>');
  });
});
