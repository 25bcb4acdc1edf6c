import { drawLines } from './draw-lines.ts';
import type { Multiples } from './layout.ts';
import { breakName, drawing, svg } from './svg.ts';

const gap = { x: 24, y: 20 };
const narrowest = 210;
const heights = { least: 120, most: 190, aWidth: 0.45 };
const fontSize = 14;
const lineHeight = 18;
const above = 6;

/** Draws charts side by side, as many in a row as the width holds. */
export const drawMultiples = ({ panels }: Multiples, width: number): SVGSVGElement => {
  const most = Math.max(1, Math.min(panels.length, Math.floor((width + gap.x) / (narrowest + gap.x))));
  const rows = Math.max(1, Math.ceil(panels.length / most));
  // As many in every row as there can be, so that none stands alone.
  const columns = Math.max(1, Math.ceil(panels.length / rows));
  const panelWidth = Math.floor((width - gap.x * (columns - 1)) / columns);
  const drawingHeight = Math.round(Math.min(heights.most, Math.max(heights.least, panelWidth * heights.aWidth)));
  const titles = panels.map(({ title }) => breakName(title, panelWidth, fontSize));
  const titleHeight = Math.max(...titles.map((lines) => lines.length), 1) * lineHeight;
  const rowHeight = titleHeight + drawingHeight;
  const drawn = panels.map(({ lines }, index) => {
    const x = (index % columns) * (panelWidth + gap.x);
    const y = Math.floor(index / columns) * (rowHeight + gap.y);
    const inner = drawLines(lines, { width: panelWidth, height: drawingHeight, isLarge: false }, 'panel');
    inner.setAttribute('y', String(titleHeight));
    const names = titles[index] ?? [];
    // Names stand on the last line, next to what they name.
    const first = names.length;
    return svg(
      'g',
      { transform: `translate(${x},${y})` },
      ...names.map((line, at) =>
        svg(
          'text',
          {
            x: 0,
            y: titleHeight - (first - at - 1) * lineHeight - above,
            'font-size': fontSize,
            'font-weight': 'bold',
            fill: 'var(--ink)',
          },
          line,
        ),
      ),
      inner,
    );
  });
  return drawing(width, rows * rowHeight + (rows - 1) * gap.y, ...drawn);
};
