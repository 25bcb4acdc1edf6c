import {
  checkedMeasureTitles,
  keyMeasures,
  measureTitles,
  sayClaim,
  sayFailure,
  sayValue,
  type CheckedMeasure,
  type CheckResult,
  type KeyMeasure,
  type VersionComparison,
} from '@isocentre/workforce';
import { drawChart, type Curve } from './chart.ts';
import { escapeHtml } from './html.ts';

const rowsShown = 6;
const columnsBeside = 3;

const style = `
:root { color-scheme: light dark; --page: #fff; --text: #1b1f24; --quiet: #6a737d; --line: #d5d9de; --panel: #f6f7f9;
  --low: #1763ab; --high: #b3470b; --good: #1a6f3c; --bad: #b3211b; }
@media (prefers-color-scheme: dark) { :root { --page: #14171b; --text: #e6e8eb; --quiet: #9aa3ad; --line: #363c44;
  --panel: #1c2026; --low: #79b8ff; --high: #ffab70; --good: #7bd99a; --bad: #ff9189; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 68rem; padding: 1.5rem; background: var(--page); color: var(--text);
  font: 1rem/1.5 system-ui, sans-serif; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .5rem; }
h2 { font-size: 1.25rem; margin: 2.5rem 0 .5rem; }
h3 { font-size: 1.05rem; margin: 0; }
p { margin: .25rem 0; max-width: 46rem; }
.verdict { display: inline-block; min-width: 3.6rem; padding: 0 .5rem; margin-right: .6rem; border: 1px solid currentColor;
  border-radius: .25rem; font-size: .85rem; font-weight: 600; text-align: center; }
.holds { color: var(--good); } .fails { color: var(--bad); } .claim, .note { color: var(--quiet); }
article { border-top: 1px solid var(--line); padding: 1rem 0; break-inside: avoid; }
.beside { display: grid; grid-template-columns: minmax(0, 3fr) minmax(0, 2fr); gap: 1.5rem; margin-top: .6rem; align-items: start; }
.beside.stacked { grid-template-columns: minmax(0, 1fr); gap: .5rem; } .stacked figure { max-width: 44rem; }
@media (max-width: 48rem) { .beside { grid-template-columns: minmax(0, 1fr); } }
figure { margin: 0; } svg { display: block; width: 100%; height: auto; }
.table { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .85rem; font-variant-numeric: tabular-nums; }
caption { text-align: left; color: var(--quiet); padding-bottom: .3rem; }
th, td { text-align: right; padding: .15rem .4rem; border-bottom: 1px solid var(--line); vertical-align: bottom; font-weight: 400; }
th { font-weight: 600; } th:first-child { text-align: left; }
.grid { stroke: var(--line); } .bound { stroke: var(--text); stroke-dasharray: 2 3; }
.axis, .name { font: 12px system-ui, sans-serif; fill: var(--quiet); }
.curve { fill: none; stroke-width: 2; stroke-linejoin: round; stroke: var(--quiet); }
.lead { stroke: var(--quiet); stroke-width: 1; opacity: .6; }
.low { stroke: var(--low); } .high { stroke: var(--high); } .wrong { stroke: var(--bad); }
.curve.low { stroke-dasharray: 6 3; } .curve.high, .curve.wrong { stroke-width: 2.6; }
.name { stroke: none; } .name.low { fill: var(--low); } .name.high { fill: var(--high); } .name.wrong { fill: var(--bad); }
@media print { :root { color-scheme: light; --page: #fff; --text: #000; --quiet: #555; --line: #ccc; --low: #1763ab;
  --high: #b3470b; --good: #1a6f3c; --bad: #b3211b; } body { max-width: none; padding: 0; font-size: 10pt; }
  .beside:not(.stacked) { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: .8rem; }
  .table { overflow: visible; } table { font-size: 7.5pt; } th, td { padding: .1rem .2rem; } .stacked figure { max-width: 32rem; } }
`.trim();

const shares: ReadonlySet<CheckedMeasure> = new Set<CheckedMeasure>(['vacancyRate', 'recognisedShare', 'abovePosts']);

/** How values of a measure stand in a table and on an axis: shares in per cent, people whole unless they are few. */
const shownAs = (measure: CheckedMeasure): ((value: number) => string) => {
  const share = shares.has(measure);
  return (value) => {
    const number = share ? value * 100 : value;
    const digits = Math.abs(number) >= 100 || number === 0 ? 0 : Math.abs(number) >= 1 ? 1 : 2;
    const text = number.toLocaleString('en-GB', { maximumFractionDigits: digits });
    return `${text === '-0' ? '0' : text}${share ? ' %' : ''}`;
  };
};

interface Shown {
  readonly label: string;
  readonly values: readonly number[];
}

const table = (
  caption: string,
  firstYear: number,
  columns: readonly Shown[],
  say: (value: number) => string,
): string => {
  const length = Math.max(...columns.map((column) => column.values.length));
  const step = Math.max(1, Math.ceil((length - 1) / rowsShown));
  const rows = Array.from({ length }, (_, t) => t).filter((t) => t % step === 0 || t === length - 1);
  const head = columns.map(({ label }) => `<th scope="col">${escapeHtml(label)}</th>`).join('');
  const body = rows.map((t) => {
    const cells = columns.map(({ values }) => {
      const value = values[t];
      return `<td>${value === undefined ? '' : escapeHtml(say(value))}</td>`;
    });
    return `<tr><th scope="row">${firstYear + t}</th>${cells.join('')}</tr>`;
  });
  return `<div class="table"><table><caption>${escapeHtml(caption)}</caption><thead><tr><th scope="col">Year</th>${head}</tr></thead><tbody>${body.join('')}</tbody></table></div>`;
};

const looks = ['low', 'quiet', 'high'] as const;

const checkPart = (result: CheckResult): string => {
  const { check, holds, courses, violations } = result;
  const drawn: CheckedMeasure = check.measure === 'closingYear' ? 'shortfall' : check.measure;
  const title = checkedMeasureTitles[drawn];
  const say = shownAs(drawn);
  const wrong = new Set(violations.flatMap((one) => one.values.map(({ label }) => label)));
  const curves = courses.map(({ label, drawn: values }, index): Curve => ({
    label,
    values,
    look: check.lever ? (looks[index] ?? 'quiet') : wrong.has(label) ? 'wrong' : 'quiet',
  }));
  const bounds = typeof check.holds === 'string' ? undefined : check.holds['stays within'];
  const levels = [bounds?.low, bounds?.high].filter((level) => level !== undefined);
  const firstYear = courses[0]?.firstYear ?? 0;
  const closing =
    check.measure === 'closingYear'
      ? `<p>Closes: ${escapeHtml(courses.map(({ label, values }) => `${sayValue(values[0] ?? NaN, 'closingYear')} at ${label}`).join(', '))}.</p>`
      : '';
  const lever = check.lever ? ` Lever ${check.lever.lever}.` : '';
  const chart = drawChart({
    label: `${check.title}. ${title}, ${curves.map(({ label, values }) => `${say(values.at(-1) ?? NaN)} at the end at ${label}`).join(', ')}`,
    firstYear,
    curves,
    levels,
    say,
  });
  return `<article id="${escapeHtml(check.id)}"><h3><span class="verdict ${holds ? 'holds' : 'fails'}">${holds ? 'holds' : 'fails'}</span>${escapeHtml(check.title)}</h3>
<p class="claim">${escapeHtml(sayClaim(check))}. Scenario: ${escapeHtml(check.scenario)}.${escapeHtml(lever)}</p>
<p>${escapeHtml(check.reason)}</p>
${holds ? '' : `<p class="fails">${escapeHtml(sayFailure(result))}</p>`}${closing}
<div class="beside${curves.length > columnsBeside ? ' stacked' : ''}"><figure>${chart}</figure>${table(title, firstYear, curves, say)}</div></article>`;
};

const alwaysDrawn: ReadonlySet<KeyMeasure> = new Set<KeyMeasure>(['inPost', 'shortfall']);

const versionPart = (comparison: VersionComparison, name: string): string => {
  const { before, after } = comparison;
  const earlier = new Map(before.scenarios.map((one) => [one.name, one]));
  const same = before.modelVersion === after.modelVersion;
  const labels = [same ? `${before.modelVersion}, kept` : before.modelVersion, same ? 'present' : after.modelVersion];
  const articles = after.scenarios.flatMap((to) => {
    const from = earlier.get(to.name);
    if (!from) return [];
    const differs = new Set(comparison.differences.filter((one) => one.scenario === to.name).map((one) => one.measure));
    return keyMeasures
      .filter((measure) => differs.has(measure) || alwaysDrawn.has(measure))
      .map((measure) => {
        const curves: Curve[] = [
          { label: labels[0] ?? '', values: from.measures[measure], look: 'quiet' },
          { label: labels[1] ?? '', values: to.measures[measure], look: 'high' },
        ];
        const say = shownAs(measure);
        const title = measureTitles[measure];
        const word = differs.has(measure) ? 'differs' : 'same';
        const look = differs.has(measure) ? (comparison.holds ? 'claim' : 'fails') : 'holds';
        return `<article><h3><span class="verdict ${look}">${word}</span>${escapeHtml(`${to.name}: ${title}`)}</h3>
<div class="beside"><figure>${drawChart({ label: `${title} of ${to.name} under model ${labels.join(' and ')}`, firstYear: to.firstYear, curves, say })}</figure>${table(title, to.firstYear, curves, say)}</div></article>`;
      });
  });
  return `<h2>Two versions of the model</h2>
<p>Grey: ${escapeHtml(name)}, model ${escapeHtml(before.modelVersion)}. Strong: the present model ${escapeHtml(after.modelVersion)}. Where both are the same, one covers the other.</p>
${articles.join('\n')}`;
};

/** Writes the checks as a page that needs nothing else: no script, no request. */
export const behaviourPage = (
  results: readonly CheckResult[],
  comparison: VersionComparison,
  name: string,
  summary: readonly string[],
): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>How the model behaves</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>How the model behaves</h1>
${summary.map((line) => `<p>${escapeHtml(line)}</p>`).join('\n')}
<h2>Checks</h2>
<p class="note">Each check runs the expected course with a small, a middle and a large amount of one lever and judges what must hold.</p>
${results
  .toSorted((a, b) => Number(a.holds) - Number(b.holds))
  .map(checkPart)
  .join('\n')}
${versionPart(comparison, name)}
</main>
</body>
</html>
`;
