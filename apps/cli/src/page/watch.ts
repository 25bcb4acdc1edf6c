import type { Watched, WatchedStream } from '@isocentre/assurance';
import { highestOf, sayDesign, sayStream, signalsIn } from '../text/watch.ts';
import { drawChart } from './chart.ts';
import { escapeHtml } from './html.ts';

const style = `
:root { color-scheme: light dark; --page: #fff; --text: #1b1f24; --quiet: #5d666f; --line: #d5d9de; --high: #b3470b; --bad: #b3211b; --good: #1a6f3c; }
@media (prefers-color-scheme: dark) { :root { --page: #14171b; --text: #e6e8eb; --quiet: #9aa3ad; --line: #363c44; --high: #ffab70; --bad: #ff9189; --good: #7bd99a; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 52rem; padding: 1.5rem; background: var(--page); color: var(--text); font: 1rem/1.5 system-ui, sans-serif; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .5rem; } h2 { font-size: 1.2rem; margin: 0; overflow-wrap: anywhere; }
p { margin: .25rem 0; overflow-wrap: anywhere; } article { border-top: 1px solid var(--line); padding: 1rem 0; break-inside: avoid; }
.signal { color: var(--bad); font-weight: 600; } .none { color: var(--good); } .note { color: var(--quiet); }
figure { margin: .6rem 0 0; } svg { display: block; width: 100%; height: auto; }
.table { overflow-x: auto; } table { border-collapse: collapse; font-size: .9rem; font-variant-numeric: tabular-nums; margin-top: .6rem; }
caption { text-align: left; color: var(--quiet); } th, td { text-align: left; padding: .15rem .8rem .15rem 0; border-bottom: 1px solid var(--line); }
.grid { stroke: var(--line); } .bound { stroke: var(--text); stroke-dasharray: 4 3; }
.axis, .name { font: 12px system-ui, sans-serif; fill: var(--quiet); } .curve { fill: none; stroke: var(--high); stroke-width: 2; }
.lead { stroke: var(--quiet); stroke-width: 1; opacity: .6; } .quiet { stroke: var(--text); stroke-width: 1.2; stroke-dasharray: 4 3; }
.name { stroke: none; }
@media print { :root { color-scheme: light; --page: #fff; --text: #000; --quiet: #555; --line: #ccc; --high: #b3470b; --bad: #b3211b; --good: #1a6f3c; } body { max-width: none; padding: 0; font-size: 10pt; } }
`.trim();

const columns = 600;

const part = (stream: WatchedStream): string => {
  const { name, cases, chart, signals } = stream;
  const { step, values } = highestOf(chart.path, columns);
  const [first, ...rest] = sayStream(stream);
  const drawn = drawChart({
    label: `${name}: the sum as a share of its limit over ${cases} cases; ${signals.length} signals`,
    firstYear: 1,
    step,
    curves: [
      { label: 'signal', values: values.map(() => 1), look: 'quiet' },
      { label: 'sum', values, look: 'high' },
    ],
    say: (value) => `${Math.round(value * 100)} %`,
  });
  const rows = signals
    .map(
      ({ at, since }) =>
        `<tr><td>${at.number}</td><td>${escapeHtml(at.id)}</td><td>${escapeHtml(at.date)}</td><td>${escapeHtml(at.where)}</td><td>${since.number}</td></tr>`,
    )
    .join('');
  const table =
    signals.length === 0
      ? ''
      : `<div class="table" role="region" aria-label="Signals at ${escapeHtml(name)}" tabindex="0"><table><caption>Signals; the chart begins anew after each</caption><thead><tr><th scope="col">Case</th><th scope="col">Name</th><th scope="col">Date</th><th scope="col">Where</th><th scope="col">Rise began at case</th></tr></thead><tbody>${rows}</tbody></table></div>`;
  return `<article><h2>${escapeHtml(name)}</h2><p class="${signals.length > 0 ? 'signal' : 'none'}">${escapeHtml(first ?? '')}</p>
${rest.map((text) => `<p>${escapeHtml(text)}</p>`).join('\n')}
<figure>${drawn}</figure>${table}</article>`;
};

/** Writes what is watched as a page that needs nothing else: no script, no request. */
export const watchPage = (watched: Watched): string => {
  const signalling = signalsIn(watched);
  const title = signalling > 0 ? `Signal at ${signalling} of ${watched.streams.length} sites` : 'No signal';
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}: local results watched</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${title}</h1>
${watched.streams.map(part).join('\n')}
<p class="note">${escapeHtml(sayDesign(watched))} The charts show the sum as a share of its limit, by case.</p>
</main>
</body>
</html>
`;
};
