import { sayExactly } from '../words/numbers.ts';
import type { Ranges } from './layout.ts';
import { breakName, drawing, letterWidth, svg } from './svg.ts';

const fontSize = 14;
const lineHeight = 18;
const barHeight = 14;
const rowGap = 12;
const nameShare = 0.36;
const gap = 14;
// Below it names stand above their bars, and numbers beside the names.
const narrow = 640;
const axisHeight = 24;
const fewest = 8;

type Mark = Ranges['marks'][number];

/** The marks of a scale, a step of 1, 2 or 5 times a power of ten apart. */
const ticksOf = (lowest: number, highest: number): readonly number[] => {
  const range = highest - lowest;
  const power = 10 ** Math.floor(Math.log10(range / 5 || 1));
  const step = [1, 2, 5, 10].map((times) => times * power).find((one) => range / one <= 6) ?? power * 10;
  const first = Math.floor(lowest / step);
  return Array.from({ length: Math.ceil(highest / step) - first + 1 }, (_, index) => (first + index) * step);
};

// With a rim in the colour of the paper, so that a line that passes behind does not strike a text out.
const written = (text: string, x: number, y: number, anchor: 'start' | 'middle' | 'end', more = {}): SVGTextElement =>
  svg(
    'text',
    {
      x,
      y: y + fontSize * 0.35,
      'font-size': fontSize,
      'text-anchor': anchor,
      fill: 'var(--ink)',
      stroke: 'var(--paper)',
      'stroke-width': 5,
      'stroke-linejoin': 'round',
      'paint-order': 'stroke',
      ...more,
    },
    text,
  );

/** Draws ranges under each other on one scale, with lines down through all that they are set against. */
export const drawRanges = ({ rows, marks, scale }: Ranges, width: number): SVGSVGElement => {
  const textWidth = Math.max(...rows.map(({ text }) => text.length), 0) * fontSize * letterWidth;
  const isNarrow = width < narrow;
  const nameWidth = isNarrow ? width - textWidth - gap : Math.floor(width * nameShare);
  const left = isNarrow ? 0 : nameWidth + gap;
  const right = isNarrow ? width : width - textWidth - gap;
  const numbers = [...rows.flatMap(({ low, high }) => [low, high]), ...marks.map(({ at }) => at)];
  const ticks = ticksOf(scale === 'from nothing' ? 0 : Math.min(...numbers), Math.max(1, ...numbers));
  const [bottom = 0, top = 1] = [ticks[0], ticks.at(-1)];
  const x = (value: number): number => left + ((value - bottom) / (top - bottom)) * (right - left);
  const head = marks.length * lineHeight + 6;
  let y = head + rowGap / 2;
  const bars: Node[] = [];
  for (const { name, low, high, text } of rows) {
    const names = breakName(name, nameWidth, fontSize);
    const nameHeight = names.length * lineHeight;
    const height = isNarrow ? nameHeight + barHeight + 2 : Math.max(barHeight, nameHeight);
    const namesAt = isNarrow ? y + nameHeight / 2 : y + height / 2;
    const barAt = isNarrow ? y + nameHeight + 2 + barHeight / 2 : y + height / 2;
    names.forEach((line, at) =>
      bars.push(written(line, 0, namesAt + (at - (names.length - 1) / 2) * lineHeight, 'start')),
    );
    const long = Math.max(fewest, x(high) - x(low));
    bars.push(
      svg('rect', {
        x: (x(low) + x(high)) / 2 - long / 2,
        y: barAt - barHeight / 2,
        width: long,
        height: barHeight,
        fill: 'var(--yours)',
      }),
      written(text, width, isNarrow ? namesAt : barAt, 'end', { 'font-weight': 'bold' }),
    );
    y += height + rowGap;
  }
  const end = y - rowGap / 2;
  const grid = ticks.flatMap((value) => [
    svg('line', {
      x1: x(value),
      x2: x(value),
      y1: head,
      y2: end,
      stroke: value === bottom ? 'var(--axis)' : 'var(--grid)',
    }),
    written(
      scale === 'years' ? String(value) : sayExactly(value),
      x(value),
      end + axisHeight / 2,
      isNarrow && value === bottom ? 'start' : isNarrow && value === top ? 'end' : 'middle',
      { fill: 'var(--quiet)' },
    ),
  ]);
  // Names stand to the right of their lines, or to the left where the last has no room there. A line begins beside its
  // name, and the names stand in such an order that no line goes through one.
  const wide = ({ name }: Mark): number => gap + name.length * fontSize * letterWidth;
  const isCut = (mark: Mark): boolean => x(mark.at) + wide(mark) > width;
  const isAnyCut = marks.some(isCut);
  const isLeft = (mark: Mark): boolean => isCut(mark) || (isAnyCut && x(mark.at) > wide(mark));
  const order = marks.toSorted((one, other) =>
    isLeft(one) === isLeft(other) ? (isLeft(one) ? other.at - one.at : one.at - other.at) : isLeft(one) ? -1 : 1,
  );
  const against = order.flatMap((mark, row) => {
    const { name, at } = mark;
    const fill = mark === marks[0] ? 'var(--ink)' : 'var(--third)';
    const textAt = lineHeight * (row + 0.5);
    return [
      svg('line', {
        x1: x(at),
        x2: x(at),
        y1: textAt - lineHeight / 2,
        y2: end,
        stroke: fill,
        'stroke-width': 2,
        ...(mark === marks[0] ? {} : { 'stroke-dasharray': '6 4' }),
      }),
      written(name, x(at) + (isLeft(mark) ? -8 : 8), textAt, isLeft(mark) ? 'end' : 'start', {
        'font-weight': 'bold',
        fill,
      }),
    ];
  });
  return drawing(width, end + axisHeight, ...grid, ...against, ...bars);
};
