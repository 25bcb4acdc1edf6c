import { escapeHtml } from './html.ts';

/** A curve of a chart. */
export interface Curve {
  /** What stands where it ends. */
  readonly label: string;
  readonly values: readonly number[];
  /** How it looks: quiet is grey, the others are strong. */
  readonly look: 'quiet' | 'low' | 'high' | 'wrong';
}

/** What a chart shows. */
export interface Chart {
  /** For those who cannot see it. */
  readonly label: string;
  readonly firstYear: number;
  /** How many of what `firstYear` counts lie between two values; 1 by default. */
  readonly step?: number;
  readonly curves: readonly Curve[];
  /** Levels that are drawn as lines, where they lie within what is shown. */
  readonly levels?: readonly number[];
  readonly say: (value: number) => string;
}

const width = 560;
const height = 250;
const margin = { top: 14, bottom: 28, left: 62 };
const lineHeight = 15;
const wantedTicks = 5;
const wantedYears = 6;
const charactersShown = 30;
const characterWidth = 6.7;
const leadWidth = 20;

/** Finds round numbers that divide a span into about as many parts as wanted. */
export const ticksOf = (low: number, high: number, wanted: number): readonly number[] => {
  const rough = (high - low) / wanted;
  if (!(rough > 0) || !Number.isFinite(rough)) return [low];
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= rough) ?? rough;
  const from = Math.ceil(low / step - 1e-9);
  const to = Math.floor(high / step + 1e-9);
  return Array.from({ length: to - from + 1 }, (_, index) => Number(((from + index) * step).toPrecision(12)));
};

/** Moves labels apart so that none covers another, keeping their order and staying within the chart. */
export const spread = (wanted: readonly number[], distance: number, low: number, high: number): readonly number[] => {
  const order = wanted.map((_, index) => index).toSorted((a, b) => (wanted[a] ?? 0) - (wanted[b] ?? 0));
  const placed = wanted.map(() => 0);
  let previous = low - distance;
  for (const index of order) {
    previous = Math.max(wanted[index] ?? 0, previous + distance);
    placed[index] = previous;
  }
  let next = high + distance;
  for (const index of order.toReversed()) {
    next = Math.min(placed[index] ?? 0, next - distance);
    placed[index] = next;
  }
  return placed;
};

const domainOf = (values: readonly number[]): readonly [number, number] => {
  const low = Math.min(...values);
  const high = Math.max(...values);
  if (low === high) return low === 0 ? [0, 1] : [low - Math.abs(low) * 0.1, low + Math.abs(low) * 0.1];
  // From nought where that wastes little, since a cut axis exaggerates.
  const bottom = low >= 0 && low < high / 2 ? 0 : low - (high - low) * 0.08;
  return [bottom, high + (high - low) * 0.05];
};

const short = (text: string): string =>
  text.length > charactersShown ? `${text.slice(0, charactersShown - 1)}…` : text;

/** Draws curves over years as an SVG picture for a page: no script, no request, colours by the page's classes. */
export const drawChart = ({ label, firstYear, step = 1, curves, levels = [], say }: Chart): string => {
  const all = curves.flatMap((curve) => curve.values).filter((value) => Number.isFinite(value));
  const [low, high] = domainOf(all.length === 0 ? [0] : all);
  const length = Math.max(2, ...curves.map((curve) => curve.values.length));
  const longest = Math.max(0, ...curves.map((curve) => short(curve.label).length));
  const right = width - leadWidth - longest * characterWidth;
  const bottom = height - margin.bottom;
  const x = (t: number): number => margin.left + ((right - margin.left) * t) / (length - 1);
  const y = (value: number): number => bottom - ((bottom - margin.top) * (value - low)) / (high - low);
  const at = (value: number): string => value.toFixed(1);
  const grid = ticksOf(low, high, wantedTicks).map(
    (tick) =>
      `<line class="grid" x1="${margin.left}" x2="${right}" y1="${at(y(tick))}" y2="${at(y(tick))}"/><text class="axis" x="${margin.left - 8}" y="${at(y(tick) + 4)}" text-anchor="end">${escapeHtml(say(tick))}</text>`,
  );
  const years = ticksOf(firstYear, firstYear + (length - 1) * step, wantedYears)
    .filter((year) => Number.isInteger(year))
    .map(
      (year) =>
        `<line class="grid" x1="${at(x((year - firstYear) / step))}" x2="${at(x((year - firstYear) / step))}" y1="${bottom}" y2="${bottom + 5}"/><text class="axis" x="${at(x((year - firstYear) / step))}" y="${height - 8}" text-anchor="middle">${year}</text>`,
    );
  const bounds = levels
    .filter((level) => level >= low && level <= high)
    .map(
      (level) => `<line class="bound" x1="${margin.left}" x2="${right}" y1="${at(y(level))}" y2="${at(y(level))}"/>`,
    );
  const ends = spread(
    curves.map((curve) => y(curve.values.at(-1) ?? low)),
    lineHeight,
    margin.top,
    bottom,
  );
  const lines = curves.map(({ values, look }) => {
    const points = values.flatMap((value, t) => (Number.isFinite(value) ? [`${at(x(t))},${at(y(value))}`] : []));
    return `<polyline class="curve ${look}" points="${points.join(' ')}"/>`;
  });
  const labels = curves.map(({ label: text, values, look }, index) => {
    const end = y(values.at(-1) ?? low);
    const place = ends[index] ?? end;
    return `<line class="lead ${look}" x1="${at(x(values.length - 1) + 2)}" y1="${at(end)}" x2="${right + leadWidth - 6}" y2="${at(place)}"/><text class="name ${look}" x="${right + leadWidth - 3}" y="${at(place + 4)}">${escapeHtml(short(text))}</text>`;
  });
  return `<svg role="img" aria-label="${escapeHtml(label)}" viewBox="0 0 ${width} ${height}" xmlns="http://www.w3.org/2000/svg">${[...grid, ...years, ...bounds, ...lines, ...labels].join('')}</svg>`;
};
