import { escapeHtml } from './escape-html.ts';
import { cellText, type Block, type Report } from './report.ts';

const size = { width: 640, height: 320, left: 52, right: 130, top: 12, bottom: 28 };

/** A step of 1, 2 or 5 times a power of ten that divides a range into about five. */
const stepOf = (range: number): number => {
  const power = 10 ** Math.floor(Math.log10(range / 5 || 1));
  return [1, 2, 5, 10].map((times) => times * power).find((step) => range / step <= 6) ?? power * 10;
};

const drawChart = ({ years, lines, title, description }: Extract<Block, { kind: 'chart' }>): string => {
  const highest = Math.max(...lines.flatMap(({ values }) => values), 1);
  const step = stepOf(highest);
  const top = Math.ceil(highest / step) * step;
  const x = (t: number): number =>
    size.left + (t / Math.max(1, years.length - 1)) * (size.width - size.left - size.right);
  const y = (value: number): number => size.top + (1 - value / top) * (size.height - size.top - size.bottom);
  const at = (value: number): string => value.toFixed(1);
  const grid = Array.from({ length: Math.round(top / step) + 1 }, (_, index) => index * step).map(
    (value) =>
      `<line x1="${size.left}" x2="${size.width - size.right}" y1="${at(y(value))}" y2="${at(y(value))}" stroke="#d8dadc"/><text x="${size.left - 6}" y="${at(y(value) + 4)}" text-anchor="end">${cellText(value, 'count')}</text>`,
  );
  const ticks = [0, years.length - 1].map(
    (t) => `<text x="${at(x(t))}" y="${size.height - 8}" text-anchor="middle">${years[t] ?? ''}</text>`,
  );
  // Names stand where lines end, pushed apart where they would cover each other.
  const ends = lines.map((one) => ({ ...one, end: y(one.values.at(-1) ?? 0) })).toSorted((a, b) => a.end - b.end);
  let lowest = -Infinity;
  const drawn = ends.map(({ name, values, colour, dashed = false, end }) => {
    const points = values.map((value, t) => `${at(x(t))},${at(y(value))}`).join(' ');
    lowest = Math.max(end + 4, lowest + 15);
    return `<polyline points="${points}" fill="none" stroke="#${colour}" stroke-width="2.25"${dashed ? ' stroke-dasharray="6 4"' : ''}/><text x="${size.width - size.right + 6}" y="${at(lowest)}" fill="#${colour}">${escapeHtml(name)}</text>`;
  });
  return `<figure><figcaption>${escapeHtml(title)}</figcaption><svg viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="${escapeHtml(description)}">${[...grid, ...ticks, ...drawn].join('')}</svg></figure>`;
};

const style = `body{font:11pt/1.45 Arial,sans-serif;color:#0b0c0c;max-width:46rem;margin:2rem auto;padding:0 1rem}
h1{font-size:13pt}h2{font-size:13pt;margin:1.6em 0 .4em;break-after:avoid}.answer{font-size:18pt;line-height:1.3}
figure{margin:1em 0;break-inside:avoid}figcaption,caption{font-weight:bold;text-align:left;margin-bottom:.3em}svg{width:100%;font:12px Arial,sans-serif}
table{border-collapse:collapse;width:100%;font-size:9pt;margin:.6em 0 1.2em}th,td{border-bottom:1px solid #b1b4b6;padding:3px 6px;text-align:left;vertical-align:top}
th.n,td.n{text-align:right;font-variant-numeric:tabular-nums}tr{break-inside:avoid}thead{display:table-header-group}footer,ol{font-size:9pt;color:#505a5f}
@page{size:A4;margin:1.8cm}@media print{body{font-size:10pt;line-height:1.35;margin:0;max-width:none;padding:0}.answer{font-size:16pt}table{font-size:8pt}th,td{padding:2px 5px}p{margin:.4em 0}svg{width:auto;height:6.6cm}}`;

/** Writes what stands in the body of a report's page: elements without styles of their own, every text escaped; sources stand at its end. */
export const reportBody = (report: Report): string => {
  const sources: string[] = [];
  const noteOf = (source: string): string => {
    sources.push(source);
    const number = sources.length;
    return `<sup><a id="from-${number}" href="#source-${number}">${number}</a></sup>`;
  };
  const blockOf = (block: Block): string => {
    switch (block.kind) {
      case 'heading':
        return `<h2>${escapeHtml(block.text)}</h2>`;
      case 'answer':
        return `<p class="answer">${escapeHtml(block.text)}</p>`;
      case 'paragraph':
        return `<p>${escapeHtml(block.text)}${(block.sources ?? []).map(noteOf).join('')}</p>`;
      case 'chart':
        return drawChart(block);
      case 'drawing':
        return `<figure><figcaption>${escapeHtml(block.title)}</figcaption><div role="img" aria-label="${escapeHtml(block.description)}">${block.svg}</div></figure>`;
      case 'table': {
        const { columns, rows } = block.table;
        const mark = (index: number): string =>
          ['text', 'year'].includes(columns[index]?.kind ?? 'text') ? '' : ' class="n"';
        const head = columns
          .map(({ title }, index) => `<th scope="col"${mark(index)}>${escapeHtml(title)}</th>`)
          .join('');
        const body = rows.map(
          (row) =>
            `<tr>${row.map((cell, index) => `<td${mark(index)}>${escapeHtml(cellText(cell, columns[index]?.kind ?? 'text'))}</td>`).join('')}</tr>`,
        );
        return `<table><caption>${escapeHtml(block.caption)}</caption><thead><tr>${head}</tr></thead><tbody>${body.join('')}</tbody></table>`;
      }
    }
  };
  const blocks = report.blocks.map(blockOf).join('\n');
  const list = sources.map(
    (source, index) => `<li id="source-${index + 1}">${escapeHtml(source)} <a href="#from-${index + 1}">↩</a></li>`,
  );
  return `<h1>${escapeHtml(report.title)}</h1>
${blocks}
${list.length > 0 ? `<h2>Sources</h2><ol>${list.join('')}</ol>` : ''}
<footer>${escapeHtml(report.footer)}</footer>`;
};

/** Writes a report as one HTML page that stands alone, asks nothing of any host and prints on A4. */
export const toReportHtml = (report: Report): string => `<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${escapeHtml(report.title)}</title><style>${style}</style></head><body><main>
${reportBody(report)}
</main></body></html>
`;
