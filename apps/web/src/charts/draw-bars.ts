import type { Bars } from './layout.ts';
import { breakName, drawing, svg } from './svg.ts';

const fontSize = 14;
const lineHeight = 18;
const barHeight = 20;
const rowGap = 10;
const textWidth = 76;
const nameShare = 0.36;
const gap = 14;

/** Draws bars with their names before them and their numbers after. */
export const drawBars = ({ zero, bars }: Bars, width: number): SVGSVGElement => {
  const nameWidth = Math.floor(width * nameShare);
  const left = nameWidth + gap;
  const room = width - left - textWidth - gap;
  let y = 0;
  const drawn: Node[] = [];
  for (const { name, from, to, text, isWhole = false } of bars) {
    const names = breakName(name, nameWidth, fontSize);
    const height = Math.max(barHeight, names.length * lineHeight);
    const weight = isWhole ? { 'font-weight': 'bold' } : {};
    const middle = y + height / 2;
    names.forEach((line, at) =>
      drawn.push(
        svg(
          'text',
          {
            x: 0,
            y: middle + (at - (names.length - 1) / 2) * lineHeight + fontSize * 0.35,
            'font-size': fontSize,
            fill: 'var(--ink)',
            ...weight,
          },
          line,
        ),
      ),
    );
    drawn.push(
      svg('rect', {
        x: left + Math.min(from, to) * room,
        y: middle - barHeight / 2,
        width: Math.max(1, Math.abs(to - from) * room),
        height: barHeight,
        fill: isWhole ? 'var(--yours)' : 'var(--quiet)',
      }),
      svg(
        'text',
        {
          x: width,
          y: middle + fontSize * 0.35,
          'font-size': fontSize,
          'text-anchor': 'end',
          fill: 'var(--ink)',
          ...weight,
        },
        text,
      ),
    );
    y += height + rowGap;
  }
  drawn.push(
    svg('line', {
      x1: left + zero * room,
      x2: left + zero * room,
      y1: 0,
      y2: Math.max(1, y - rowGap),
      stroke: 'var(--axis)',
      'stroke-width': 2,
    }),
  );
  return drawing(width, Math.max(1, y - rowGap), ...drawn);
};
