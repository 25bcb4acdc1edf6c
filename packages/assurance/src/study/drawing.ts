import { escapeHtml } from '@isocentre/documents';
import type { Curve } from './analysis.ts';
import type { StudyEndpoint } from './report-schema.ts';

const ink = '#0b0c0c';
const quiet = '#505a5f';
const line = '#d8dadc';
const blue = '#005eb8';
const width = 680;
const places = 1;

const at = (value: number): string => value.toFixed(places);

/** Steps of 1, 2 or 5 times a power of ten within a range, about five of them. */
export const ticksOf = (low: number, high: number): readonly number[] => {
  const rough = (high - low) / 5;
  if (!(rough > 0)) return [low];
  let power = 1;
  while (power > rough) power /= 10;
  while (power * 10 <= rough) power *= 10;
  const step = [1, 2, 5, 10].map((times) => times * power).find((one) => one >= rough * (1 - 1e-9)) ?? power;
  const ticks: number[] = [];
  for (let index = Math.ceil(low / step - 1e-9); index * step <= high + step * 1e-9; index += 1)
    ticks.push(Number((index * step).toPrecision(12)));
  return ticks;
};

const svg = (height: number, parts: readonly string[]): string =>
  `<svg viewBox="0 0 ${width} ${height}" aria-hidden="true" xmlns="http://www.w3.org/2000/svg" font-family="Arial, sans-serif" font-size="12" fill="${ink}">${parts.join('')}</svg>`;

const text = (x: number, y: number, words: string, more = ''): string =>
  `<text x="${at(x)}" y="${at(y)}"${more}>${escapeHtml(words)}</text>`;

const rule = (x1: number, y1: number, x2: number, y2: number, colour: string, more = ''): string =>
  `<line x1="${at(x1)}" y1="${at(y1)}" x2="${at(x2)}" y2="${at(y2)}" stroke="${colour}"${more}/>`;

/** Draws a curve of shares, from 0 to 1 on the axis that goes up. */
export const drawCurve = ({ x: xTitle, y: yTitle, points }: Curve): string => {
  const [left, right, top, bottom] = [56, width - 16, 12, 290];
  const most = Math.max(1, ...points.map(([value]) => value));
  const x = (value: number): number => left + (value / most) * (right - left);
  const y = (value: number): number => bottom - value * (bottom - top);
  return svg(bottom + 44, [
    ...ticksOf(0, 1).flatMap((tick) => [
      rule(left, y(tick), right, y(tick), line),
      text(left - 8, y(tick) + 4, String(tick), ' text-anchor="end"'),
    ]),
    ...ticksOf(0, most).flatMap((tick) => [
      rule(x(tick), bottom, x(tick), bottom + 5, quiet),
      text(x(tick), bottom + 19, String(tick), ' text-anchor="middle"'),
    ]),
    text((left + right) / 2, bottom + 38, xTitle, ' text-anchor="middle"'),
    `<text transform="translate(14 ${at((top + bottom) / 2)}) rotate(-90)" text-anchor="middle">${escapeHtml(yTitle)}</text>`,
    `<polyline points="${points.map(([one, other]) => `${at(x(one))},${at(y(other))}`).join(' ')}" fill="none" stroke="${blue}" stroke-width="2.25"/>`,
  ]);
};

interface ForestRow {
  readonly label: string;
  readonly isHeading: boolean;
  readonly said: string;
  readonly estimate?: number;
  readonly lower?: number;
  readonly upper?: number;
}

const digits = 3;
const longestLabel = 34;
const shorten = (label: string): string =>
  label.length > longestLabel ? `${label.slice(0, longestLabel - 1)}…` : label;

const rowsOf = ({ result, subgroups }: StudyEndpoint, cases: number): readonly ForestRow[] => {
  const estimated = (label: string, n: number, one: StudyEndpoint['result']): ForestRow => ({
    label: `${label} (${n.toLocaleString('en-GB')})`,
    isHeading: false,
    said: `${one.estimate.toFixed(digits)} (${one.interval.lower.toFixed(digits)} to ${one.interval.upper.toFixed(digits)})`,
    estimate: one.estimate,
    ...one.interval,
  });
  return [
    estimated('All cases', cases, result),
    ...subgroups.flatMap(({ title, levels }): readonly ForestRow[] => [
      { label: title, isHeading: true, said: '' },
      ...levels.map((level): ForestRow => {
        if (level.status === 'estimated') return estimated(level.level, level.cases, level.result);
        return { label: level.level, isHeading: false, said: level.status === 'too few' ? 'too few' : 'not estimable' };
      }),
    ]),
  ];
};

const rowHeight = 21;

/** Draws an endpoint in all cases and in each part of them, with the limits that were judged as dashed lines. */
export const drawForest = (endpoint: StudyEndpoint, cases: number): string => {
  const rows = rowsOf(endpoint, cases);
  const [left, right, top] = [230, width - 170, 8];
  const bottom = top + rows.length * rowHeight;
  const limits = (endpoint.judged ?? []).map(({ limit }) => limit);
  const values = [
    ...rows.flatMap(({ lower, upper }) => (lower === undefined || upper === undefined ? [] : [lower, upper])),
    ...limits,
  ];
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const space = (most - least || 1) * 0.04;
  const [low, high] =
    endpoint.scale === 'share'
      ? [Math.max(0, least - space), Math.min(1, most + space)]
      : [least - space, most + space];
  const x = (value: number): number => left + ((value - low) / (high - low)) * (right - left);
  return svg(bottom + 28, [
    ...ticksOf(low, high).flatMap((tick) => [
      rule(x(tick), top, x(tick), bottom, line),
      text(x(tick), bottom + 18, String(tick), ' text-anchor="middle"'),
    ]),
    ...limits.map((limit) => rule(x(limit), top, x(limit), bottom, ink, ' stroke-dasharray="5 4"')),
    ...rows.flatMap(({ label, isHeading, said, estimate, lower, upper }, index) => {
      const y = top + (index + 0.5) * rowHeight;
      const words = text(
        isHeading || index === 0 ? 4 : 16,
        y + 4,
        shorten(label),
        isHeading || index === 0 ? ' font-weight="bold"' : '',
      );
      const value = text(width - 4, y + 4, said, ' text-anchor="end"');
      if (estimate === undefined || lower === undefined || upper === undefined) return [words, value];
      return [
        words,
        value,
        rule(x(lower), y, x(upper), y, blue, ' stroke-width="2"'),
        `<rect x="${at(x(estimate) - 4)}" y="${at(y - 4)}" width="8" height="8" fill="${blue}"/>`,
      ];
    }),
  ]);
};
