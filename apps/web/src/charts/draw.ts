import { drawBars } from './draw-bars.ts';
import { drawLines } from './draw-lines.ts';
import { drawMultiples } from './draw-multiples.ts';
import { drawRanges } from './draw-ranges.ts';
import { drawTiles } from './draw-tiles.ts';
import type { Layout, Size } from './layout.ts';

/** Draws a chart of any kind as SVG, in colours that the page's style sheet names. */
export const draw = (layout: Layout, size: Size): SVGSVGElement => {
  switch (layout.kind) {
    case 'multiples':
      return drawMultiples(layout, size.width);
    case 'tiles':
      return drawTiles(layout, size.width);
    case 'bars':
      return drawBars(layout, size.width);
    case 'ranges':
      return drawRanges(layout, size.width);
    default:
      return drawLines(layout, size);
  }
};
