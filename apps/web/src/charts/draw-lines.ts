import * as Plot from '@observablehq/plot';
import { sayCount, sayShare } from '@isocentre/workforce';
import { sayFinancialYear } from '../years/financial-years.ts';
import { spreadLabels, topOfScale, valuesOf, type Line, type Lines, type Role, type Size } from './layout.ts';

const colours: Readonly<Record<Role, string>> = {
  yours: 'var(--yours)',
  reference: 'var(--reference)',
  second: 'var(--second)',
  third: 'var(--third)',
};

const lineWidth: Readonly<Record<Role, number>> = { yours: 3, reference: 2, second: 2, third: 2 };
const labelGap = 17;
const labelDistance = 8;
// Bold letters, in parts of their height; on the safe side, so that names are seldom cut in two.
const letterWidth = 0.64;
const margin = { bottom: 26, left: 46 };
// Above a large chart stand the year that is pointed at and the year from which decisions act.
const topOf = (isLarge: boolean): number => (isLarge ? 38 : 14);

const short = new Intl.NumberFormat('en-GB', { notation: 'compact', maximumFractionDigits: 1 });

const tick =
  (layout: Lines) =>
  (value: number): string =>
    layout.isMoney ? `£${short.format(value)}` : layout.isShare ? sayShare(value) : sayCount(value);

const sayX =
  (layout: Lines) =>
  (value: number): string =>
    layout.x === 'financial year' ? sayFinancialYear(value) : String(value);

interface Point {
  readonly x: number;
  readonly y: number;
}

const pointsOf = (layout: Lines, line: Line): readonly Point[] =>
  line.values.map((y, index) => ({ x: layout.xs[index] ?? 0, y }));

/**
 * Draws lines as SVG. The one place that calls Plot.
 *
 * @param className How the page's style sheet finds it.
 */
export const drawLines = (layout: Lines, { width, height, isLarge }: Size, className = 'plot'): SVGSVGElement => {
  const top = topOf(isLarge);
  const highest = layout.top ?? topOfScale(layout);
  // Differences go below nothing; everything else begins there.
  const lowest = Math.min(0, ...valuesOf(layout.lines), ...(layout.band?.low ?? []));
  const fontSize = isLarge ? 15 : 13;
  const longestName = layout.letters ?? Math.max(...layout.lines.map((line) => line.name.length), 0);
  const isOfAges = layout.x === 'age';
  const marginRight = isOfAges ? 12 : Math.min(width * 0.4, longestName * letterWidth * fontSize + labelDistance + 4);
  const domain: [number, number] = [layout.xs[0] ?? 0, layout.xs.at(-1) ?? 1];
  const ticks = isLarge && width > 560 ? 7 : 3;
  const endY = (value: number): number =>
    top + ((highest - value) / (highest - lowest)) * (height - top - margin.bottom);
  const named = layout.lines.filter((line) => line.values.length > 0);
  const labelY = spreadLabels(
    named.map((line) => endY(isOfAges ? Math.max(...line.values) : (line.values.at(-1) ?? 0))),
    labelGap,
    top,
    height - margin.bottom,
  );
  const marks: Plot.Markish[] = [
    Plot.gridY({ ticks: isLarge ? 5 : 3, stroke: 'var(--grid)', strokeOpacity: 1 }),
    Plot.axisY({ ticks: isLarge ? 5 : 3, tickSize: 0, tickFormat: tick(layout), label: null, fill: 'var(--quiet)' }),
    Plot.axisX({
      ticks,
      tickSize: 4,
      tickFormat: sayX(layout),
      label: null,
      fill: 'var(--quiet)',
      stroke: 'var(--quiet)',
    }),
    Plot.ruleY([0], { stroke: 'var(--axis)' }),
  ];
  if (layout.band) {
    const { low, high } = layout.band;
    marks.push(
      Plot.areaY(
        layout.xs.map((x, index) => ({ x, low: low[index], high: high[index] })),
        { x: 'x', y1: 'low', y2: 'high', fill: 'var(--band)', className: 'band' },
      ),
    );
  }
  if (layout.mark && isLarge) {
    marks.push(
      Plot.ruleX([layout.mark.at], { stroke: 'var(--quiet)', strokeDasharray: '2,3' }),
      Plot.text([layout.mark], {
        x: 'at',
        text: 'text',
        frameAnchor: 'top',
        textAnchor: 'start',
        dx: 5,
        dy: -14,
        fill: 'var(--quiet)',
      }),
    );
  }
  for (const line of named) {
    marks.push(
      Plot.lineY(pointsOf(layout, line), {
        x: 'x',
        y: 'y',
        stroke: colours[line.role],
        strokeWidth: lineWidth[line.role],
        curve: isOfAges ? 'step' : 'linear',
        ...(line.isDashed ? { strokeDasharray: '5,4' } : {}),
      }),
    );
    if (layout.isMarked)
      marks.push(Plot.dot(pointsOf(layout, line), { x: 'x', y: 'y', r: 4, fill: colours[line.role], stroke: 'none' }));
  }
  // Courses are named where they end; distributions, which all end at nothing, where they are highest.
  const nameX = (line: Line): number =>
    isOfAges ? (layout.xs[line.values.indexOf(Math.max(...line.values))] ?? 0) : domain[1];
  marks.push(
    Plot.text(
      named.map((line, index) => ({ text: line.name, x: nameX(line), y: labelY[index] ?? 0, role: line.role })),
      {
        x: 'x',
        y: (label: { y: number }) => highest - ((label.y - top) / (height - top - margin.bottom)) * (highest - lowest),
        text: 'text',
        textAnchor: 'start',
        dx: isOfAges ? 0 : labelDistance,
        dy: isOfAges ? -labelDistance : 0,
        fill: (label: { role: Role }) => colours[label.role],
        fontWeight: 'bold',
        ...(isOfAges ? {} : { lineWidth: (marginRight - labelDistance) / fontSize }),
      },
    ),
  );
  if (isLarge) {
    const line = named.find((one) => one.role === 'yours') ?? named[0];
    if (line) {
      marks.push(
        Plot.ruleX(pointsOf(layout, line), Plot.pointerX({ x: 'x', stroke: 'var(--quiet)' })),
        Plot.dot(pointsOf(layout, line), Plot.pointerX({ x: 'x', y: 'y', fill: colours[line.role], r: 5 })),
        Plot.text(
          layout.xs.map((x, index) => ({
            x,
            text: `${sayX(layout)(x)}: ${named
              .filter((one) => !Number.isNaN(one.values[index]))
              .map((one) => `${one.name} ${tick(layout)(one.values[index] ?? 0)}`)
              .join(' · ')}`,
          })),
          Plot.pointerX({
            px: 'x',
            text: 'text',
            frameAnchor: 'top-left',
            dy: -34,
            fill: 'var(--ink)',
            fontWeight: 'bold',
          }),
        ),
      );
    }
  }
  const svg = Plot.plot({
    width,
    height,
    marginTop: top,
    marginBottom: margin.bottom,
    marginLeft: layout.isMoney || layout.isDifference ? 58 : margin.left,
    marginRight,
    className,
    style: { fontSize: `${fontSize}px`, fontFamily: 'inherit', overflow: 'visible' },
    x: { domain, type: 'linear' },
    y: { domain: [lowest, highest], type: 'linear' },
    color: { type: 'identity' },
    marks,
  }) as SVGSVGElement;
  // Plot's own style sheet would break the page's security policy; the page has these rules in its own.
  for (const style of svg.querySelectorAll('style')) style.remove();
  return svg;
};
