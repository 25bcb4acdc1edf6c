import { valueText } from '@isocentre/evidence';
import {
  amountText,
  basisText,
  headline,
  markOf,
  originText,
  quantityText,
  signedAmount,
  termText,
  type Explanation,
} from '@isocentre/workforce';
import { roundingNote } from '../text/explanation.ts';
import { escapeHtml } from './html.ts';

const style = `
:root { color-scheme: light dark; --ink: #16202a; --page: #fff; --faint: #5a6673; --line: #d5dbe1; --mark: #8a4b00; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6ebf0; --page: #12181e; --faint: #a3afbb; --line: #36424e; --mark: #ffb868; }
}
body { margin: 0 auto; max-width: 60rem; padding: 1.5rem; color: var(--ink); background: var(--page);
  font: 1rem/1.5 system-ui, sans-serif; }
h1 { font-size: 1.4rem; line-height: 1.3; }
h2 { font-size: 1.1rem; margin-top: 2rem; }
code { font-family: ui-monospace, monospace; overflow-wrap: anywhere; }
.equation { font-size: 1.1rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: left; color: var(--faint); padding-bottom: .5rem; }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem; border-bottom: 1px solid var(--line); font-weight: normal; }
thead th, tfoot th, tfoot td { font-weight: bold; }
.figures { table-layout: fixed; overflow-wrap: anywhere; }
.figures th:first-child { width: 25%; }
.figures th:nth-child(2) { width: 24%; }
.figures th:nth-child(3) { width: 10%; }
.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
.mark { color: var(--mark); font-weight: bold; }
footer { color: var(--faint); margin-top: 2rem; font-size: .9rem; }
@media print {
  :root { color-scheme: light; --ink: #000; --page: #fff; --faint: #333; --line: #999; --mark: #000; }
  body { max-width: none; padding: 0; font-size: 10pt; }
  .scroll { overflow: visible; }
  thead { display: table-header-group; }
  tfoot { display: table-row-group; }
  tr { break-inside: avoid; }
  .figures tr { break-inside: auto; }
  h2 { break-after: avoid; }
}`;

const linked = (url: string | undefined, text: string): string =>
  url !== undefined && /^https?:\/\//.test(url)
    ? `<a href="${escapeHtml(url)}">${escapeHtml(text)}</a>`
    : escapeHtml(text);

/** Writes an explanation as one HTML page that asks for nothing from anywhere. */
export const explanationHtml = (explanation: Explanation): string => {
  const { equation, words, terms, asides, parts, levers, figures, value, unit, title, inputHash } = explanation;
  const head = headline(explanation);
  const row = (mark: string, amount: string, text: string): string =>
    `<tr><td class="number">${escapeHtml(`${mark} ${amount}`.trim())}</td><td>${escapeHtml(text)}</td></tr>`;
  const sums = terms.map((term, index) => {
    const { sign, amount } = signedAmount(term);
    return row(index === 0 && sign === '+' ? '' : sign, amount, termText(term));
  });
  const section = (name: string, body: string): string => (body === '' ? '' : `<h2>${name}</h2>\n${body}\n`);
  const list = (items: readonly string[]): string =>
    items.length === 0 ? '' : `<ul>\n${items.map((item) => `<li>${escapeHtml(item)}</li>`).join('\n')}\n</ul>`;
  const table = (caption: string, header: string, body: readonly string[], footer = '', kind = ''): string =>
    body.length === 0
      ? ''
      : `<div class="scroll"><table${kind === '' ? '' : ` class="${kind}"`}>
<caption>${escapeHtml(caption)}</caption>
<thead><tr>${header}</tr></thead>
${footer === '' ? '' : `<tfoot>${footer}</tfoot>\n`}<tbody>
${body.join('\n')}
</tbody>
</table></div>`;
  const column = (name: string, kind = ''): string =>
    `<th scope="col"${kind === '' ? '' : ` class="${kind}"`}>${escapeHtml(name)}</th>`;
  const lineHeader = `${column(unit, 'number')}${column('What')}`;
  const figureRows = figures.map((one) => {
    const mark = markOf(one).trim();
    const url = one.own ? undefined : one.figure.source?.url;
    return `<tr><th scope="row">${mark === '' ? '' : `<span class="mark">${mark}</span> `}<code>${escapeHtml(one.id).replaceAll('_', '_<wbr>')}</code><br>${escapeHtml(one.figure.title)}</th><td>${escapeHtml(valueText(one.value))}</td><td>${escapeHtml(one.figure.unit)}</td><td>${linked(url, originText(one))}</td></tr>`;
  });
  return `<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(`${title}: where the number comes from`)}</title>
<style>${style}
</style>
</head>
<body>
<main>
<h1>${escapeHtml(head)}</h1>
${section('What it is', `<p class="equation"><code>${escapeHtml(equation)}</code></p>\n<p>${escapeHtml(words)}</p>`)}${section(
    'How it adds up',
    table('Lines that add up to the number', lineHeader, sums, row('=', amountText(value, unit), unit)),
  )}${section('Beside it', list(asides.map((one) => `${one.title}: ${quantityText(one)}`)))}${section(
    'Part by part',
    parts.length < 2
      ? ''
      : table(
          'An occupation in a region is a part',
          lineHeader,
          parts.map((one) => row('', amountText(one.value, one.unit), one.title)),
        ),
  )}${section(
    'Levers that act on it',
    list(levers.map(({ name, reason }) => `${name}${reason === undefined ? '' : `: ${reason}`}`)),
  )}${section(
    'The figures behind it',
    figures.length === 0
      ? `<p>${escapeHtml(basisText(explanation))}</p>`
      : table(
          basisText(explanation),
          `${column('Figure')}${column('Value')}${column('Unit')}${column('Basis')}`,
          figureRows,
          '',
          'figures',
        ),
  )}</main>
<footer>
<p>${escapeHtml(roundingNote)}</p>
<p>${escapeHtml(`Isocentre, model ${explanation.modelVersion}. SHA-256 of the run’s input: `)}<code>${escapeHtml(inputHash)}</code></p>
</footer>
</body>
</html>
`;
};
